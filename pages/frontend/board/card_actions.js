// What is done to one card where it stands: write, rate, walk, move, remove.
const CjmHands = {
  act(name, args) {
    const act = this.live.send({ do: name, with: args });
    this.derive();
    return act;
  },

  // The stream's own emotion where it has one, or is to have one; else that of all.
  feel(stage, given) {
    const stream = this.stream();
    const own = stream && (stage.own_emotion || this.only()) ? { value_stream_id: stream.id } : {};
    this.act("set_emotion", { stage_id: stage.id, ...given, ...own });
  },

  // A card of the stream's own in place of the shared one; the other streams keep that.
  differ(id) {
    const stream = this.stream();
    const new_id = cjmId();
    this.undoable(`Of its own in ${stream.name} now: write what differs`, this.act("make_it_differ", { id, value_stream_id: stream.id, new_id }));
    this.edit(new_id);
  },

  shareAgain(id) {
    this.undoable("All streams share this card again", this.act("share_again", { id }));
    this.focusCard(id);
  },

  edit(id) {
    const kept = this.cards.get(id);
    const card = this.model.cards[id];
    if (!kept || !card || this.editing === id) return;
    this.deselect();
    if (this.editing) this.finish(true);
    const draft = this.drafts.get(id);
    this.editing = id;
    this.was = draft?.was ?? card.text;
    this.held = { stage: card.stage, lane: card.lane };
    const area = cjmEl("textarea", { class: "write", rows: "2", maxlength: "400", dir: "auto", "aria-label": "Text of the card", value: draft?.text ?? card.text });
    const text = kept.el.querySelector(".text");
    text.replaceChildren(area);
    text.classList.add("writing");
    const grow = () => {
      area.style.height = "auto";
      area.style.height = area.scrollHeight + 2 + "px";
    };
    area.addEventListener("input", () => {
      grow();
      this.keepWritten(id, area.value);
    });
    area.addEventListener("blur", () => !cjmPlacing && this.editing === id && this.finish(true, false));
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.finish(true, true);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.finish(false, true);
      }
    });
    grow();
    area.focus();
    area.select();
  },

  finish(save, focus) {
    const id = this.editing;
    const kept = this.cards.get(id);
    if (!kept) {
      this.editing = null;
      return;
    }
    const text = kept.el.querySelector("textarea.write").value.trim();
    this.editing = null;
    const card = this.model.cards[id];
    if (save) this.keepDraft(id, null); // the outbox has it
    else this.keepWritten(id, text);
    kept.marks = null; // draw again
    if (save && card && text && text !== this.was) this.act("edit_entry", { id, fields: { text }, was: { text: this.was } });
    else this.draw();
    const after = this.cards.get(id);
    if (focus && after) after.el.focus({ preventScroll: true });
  },

  cardKey(event, id) {
    const card = this.model.cards[id];
    if (!card || event.ctrlKey || event.metaKey) return;
    if (this.selected && !event.key.startsWith("Shift")) this.deselect();
    const linking = this.linking && this.linking.writing;
    const digit = /^Digit([0-5])$/.exec(event.code) || /^Numpad([0-5])$/.exec(event.code);
    let used = true;
    if (event.altKey && event.key.startsWith("Arrow")) this.shift(card, event.key.slice(5));
    else if (event.key.startsWith("Arrow")) this.walk(id, event.key.slice(5));
    else if (this.linking && (event.key === "Escape" || (event.key === "l" && id === this.linking.id))) this.endLinking();
    else if (linking && (event.key === "Enter" || event.key === " " || event.key === "l")) this.toggleLink(id);
    else if (linking) used = false;
    else if (event.key === "l") this.link(id, true);
    else if (event.key === "Enter" || event.key === "F2") this.edit(id);
    else if (event.key === " " || event.key === "o") this.open(id, true);
    else if (digit && card.kind === "pain_point") this.rate(id, event.shiftKey ? "frequency" : "severity", Number(digit[1]) || null);
    else if (event.key === "e") this.turnEvidence(card);
    else if (event.key === "g") this.joinAbove(card);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(id);
    else if (event.key === "Escape") this.input.focus({ preventScroll: true });
    else used = false;
    if (used) {
      event.preventDefault();
      event.stopPropagation();
    }
  },

  // Grouping without a mouse.
  joinAbove(card) {
    const cell = cjmInCell(this.model.cards, card.stage, card.lane);
    const above = cell[cell.findIndex((c) => c.id === card.id) - 1];
    if (!above) {
      this.toast("There is no card above this one to group it with.", null, true);
      return;
    }
    if (card.group && card.group === above.group) return;
    this.layOnto(above.id, card.id);
    this.say("Grouped with: " + above.text);
  },

  rate(id, axis, value) {
    this.act("rate_entry", { id, axis, value });
    this.say(value ? `${axis} ${value}` : `${axis} taken back`);
  },

  turnEvidence(card) {
    const order = ["assumed", "observed", "confirmed"];
    const evidence = order[(order.indexOf(card.evidence) + 1) % 3];
    this.act("edit_entry", { id: card.id, fields: { evidence } });
    this.say("Evidence: " + CJM_EVIDENCE[evidence]);
  },

  focusCard(id) {
    this.unfold(id);
    const kept = this.cards.get(id);
    if (!kept || !kept.el.isConnected) return;
    for (const el of this.grid.querySelectorAll('.card[tabindex="0"]')) el.tabIndex = -1;
    kept.el.tabIndex = 0;
    kept.el.focus({ preventScroll: true });
    this.reveal(id);
  },

  // Arrow keys between cards: up and down within the column, left and right to the nearest card of the row, or beyond.
  walk(id, way) {
    const here = this.cards.get(id).el.getBoundingClientRect();
    const x = here.left + here.width / 2;
    const y = here.top + here.height / 2;
    let best = null;
    for (const el of this.grid.querySelectorAll(".card")) {
      if (el.dataset.card === id) continue;
      const at = el.getBoundingClientRect();
      if (!at.width) continue; // folded away
      const dx = at.left + at.width / 2 - x;
      const dy = at.top + at.height / 2 - y;
      const [along, across] = way === "Up" ? [-dy, dx] : way === "Down" ? [dy, dx] : way === "Left" ? [-dx, dy] : [dx, dy];
      if (along < 6) continue;
      const sideways = way === "Up" || way === "Down";
      if (sideways && Math.abs(across) > here.width / 2) continue;
      const cost = along + Math.abs(across) * 2;
      if (!best || cost < best.cost) best = { cost, id: el.dataset.card };
    }
    if (best) this.focusCard(best.id);
    else if (this.mode === "stage" && (way === "Left" || way === "Right")) {
      this.turn_stage(way === "Left" ? -1 : 1);
      const first = this.grid.querySelector(".card");
      if (first) this.focusCard(first.dataset.card);
    }
  },

  shift(card, way) {
    const stages = this.stages();
    const lanes = this.lanes();
    const go = (stage_id, lane_id, place) => {
      this.act("move_entry", { id: card.id, stage_id, lane_id, place });
      this.focusCard(card.id);
      const lane = lanes.find((l) => l.id === lane_id);
      const stage = stages.find((s) => s.id === stage_id);
      this.say(`Moved to ${stage.name}, ${lane.name}`);
    };
    if (way === "Left" || way === "Right") {
      const next = stages[stages.findIndex((s) => s.id === card.stage) + (way === "Left" ? -1 : 1)];
      if (next) go(next.id, card.lane, "last");
      return;
    }
    const cell = cjmInCell(this.model.cards, card.stage, card.lane);
    const at = cell.findIndex((c) => c.id === card.id);
    const lane = lanes.findIndex((l) => l.id === card.lane);
    if (way === "Up") {
      if (at > 0) go(card.stage, card.lane, at > 1 ? cell[at - 2].id : "first");
      else if (lane > 0) go(card.stage, lanes[lane - 1].id, "last");
    } else if (at < cell.length - 1) go(card.stage, card.lane, cell[at + 1].id);
    else if (lanes[lane + 1]) go(card.stage, lanes[lane + 1].id, "first");
  },

  remove(id) {
    const card = this.model.cards[id];
    const here = this.cards.get(id);
    const near = here && (here.el.nextElementSibling || here.el.previousElementSibling);
    if (this.panel && this.panel.id === id) this.close();
    this.act("remove_entry", { id });
    if (near && near.dataset.card) this.focusCard(near.dataset.card);
    else this.input.focus({ preventScroll: true });
    this.toast(`“${card.text.slice(0, 50)}” is in the trash`, ["Undo", () => this.act("restore_entry", { id })]);
  },
};
