// What the hands do: typing, clicking, keys, dragging.
const CjmActing = {
  act(name, args) {
    const act = this.live.send({ do: name, with: args });
    this.derive();
    return act;
  },

  // ---- typing below
  lane_of(kind) {
    const lanes = this.model.lanes.filter((l) => l.kind === kind);
    return lanes.find((l) => !l.hidden) || lanes[0];
  },

  aimed(text) {
    const prefix = /^\s*([po])\s*:\s*/i.exec(text);
    if (!prefix) return { text: text.trim(), lane: this.lane };
    const lane = this.lane_of(prefix[1].toLowerCase() === "p" ? "pain_point" : "opportunity");
    return { text: text.slice(prefix[0].length).trim(), lane: lane ? lane.id : this.lane };
  },

  addTyped() {
    const input = this.input;
    const { text, lane } = this.aimed(input.value);
    if (!text || !this.stage || !lane) return;
    if (text.length > 400) {
      this.toast("A card holds 400 characters; this text has " + text.length + ". Make it two cards.", null, true);
      return;
    }
    const id = cjmId();
    this.act("add_entry", { id, stage_id: this.stage, lane_id: lane, text });
    input.value = "";
    this.keepTyped();
    this.aim();
    this.reveal(id);
    this.say("Added: " + text);
  },

  pasted(event) {
    const lines = (event.clipboardData || { getData: () => "" }).getData("text").split(/\r?\n/).map((l) => l.trim()).filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    if (lines.length > 500) {
      this.toast("These are " + lines.length + " lines; at most 500 can be pasted at once. Nothing was added.", null, true);
      return;
    }
    const long = lines.filter((l) => l.length > 400).length;
    if (long) {
      this.toast(long + (long === 1 ? " line is" : " lines are") + " longer than the 400 characters a card holds. Nothing was added.", null, true);
      return;
    }
    const entries = lines.map((l) => ({ id: cjmId(), aimed: this.aimed(l.replace(/^[-*•‣▪]\s+/, "")) })).filter((e) => e.aimed.text)
      .map((e) => ({ id: e.id, text: e.aimed.text, lane_id: e.aimed.lane }));
    this.act("add_entries", { stage_id: this.stage, lane_id: this.lane, entries });
    this.reveal(entries[entries.length - 1].id);
    this.toast(entries.length + " cards added", ["Undo", () => this.act("remove_entries", { ids: entries.map((e) => e.id) })]);
  },

  keepTyped() {
    try {
      localStorage.setItem("cjm-typed:" + this.workshop, this.input.value);
    } catch (_) {
      /* no storage */
    }
  },

  aim() {
    const lane = this.model && this.model.lanes.find((l) => l.id === this.aimed(this.input.value).lane);
    if (!lane) return;
    const words = CJM_SINGULAR[lane.kind] === "card" ? lane.name : CJM_SINGULAR[lane.kind];
    this.addButton.lastChild.textContent = "Add " + words;
    this.laneSelect.value = lane.id;
    for (const el of this.grid.querySelectorAll(".cell.target")) el.classList.remove("target");
    const cell = this.find(`[data-cell="${lane.id}|${this.stage}"]`);
    if (cell) cell.classList.add("target");
  },

  step(list, id, by) {
    const at = list.findIndex((x) => x.id === id);
    return list[(at + by + list.length) % list.length].id;
  },

  typedKey(event) {
    if (event.isComposing) return;
    const stages = this.stages();
    const lanes = this.lanes();
    if (event.key === "Enter") {
      event.preventDefault();
      this.addTyped();
    } else if (event.key === "Tab" && !event.altKey && !event.ctrlKey && lanes.length) {
      event.preventDefault();
      this.lane = this.step(lanes, this.lane, event.shiftKey ? -1 : 1);
      this.aim();
    } else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight") && stages.length) {
      event.preventDefault();
      this.stage = this.step(stages, this.stage, event.key === "ArrowLeft" ? -1 : 1);
      if (this.mode === "stage") this.draw();
      this.stageSelect.value = this.stage;
      this.aim();
    } else if (event.key === "Escape" || (event.key === "ArrowUp" && !this.input.value)) {
      event.preventDefault();
      const card = this.grid.querySelector('.card[tabindex="0"]') || this.grid.querySelector("button");
      if (card) card.focus();
    }
  },

  reveal(id) {
    const kept = this.cards.get(id);
    if (!kept || !kept.el.isConnected) return;
    const box = this.scroll.getBoundingClientRect();
    const at = kept.el.getBoundingClientRect();
    const left = 112;
    if (at.bottom > box.bottom) this.scroll.scrollTop += at.bottom - box.bottom + 12;
    else if (at.top < box.top + 90) this.scroll.scrollTop -= box.top + 90 - at.top;
    if (at.right > box.right) this.scroll.scrollLeft += at.right - box.right + 12;
    else if (at.left < box.left + left) this.scroll.scrollLeft -= box.left + left - at.left;
  },

  // ---- writing on a card
  edit(id) {
    const kept = this.cards.get(id);
    const card = this.model.cards[id];
    if (!kept || !card || this.editing === id) return;
    if (this.editing) this.finish(true);
    this.editing = id;
    this.was = card.text;
    const area = cjmEl("textarea", { class: "write", rows: "2", maxlength: "400", dir: "auto", "aria-label": "Text of the card", value: this.drafts.get(id) ?? card.text });
    const text = kept.el.querySelector(".text");
    text.replaceChildren(area);
    text.classList.add("writing");
    const grow = () => {
      area.style.height = "auto";
      area.style.height = area.scrollHeight + 2 + "px";
    };
    area.addEventListener("input", grow);
    area.addEventListener("blur", () => this.editing === id && this.finish(true, false));
    area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
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
    if (save) this.drafts.delete(id);
    else if (text && text !== this.was) this.drafts.set(id, text);
    this.keepDrafts();
    kept.marks = null; // draw again
    if (save && card && text && text !== this.was) this.act("edit_entry", { id, fields: { text }, was: { text: this.was } });
    else this.draw();
    const after = this.cards.get(id);
    if (focus && after) after.el.focus({ preventScroll: true });
  },

  keepDrafts() {
    try {
      localStorage.setItem("cjm-drafts:" + this.workshop, JSON.stringify(Array.from(this.drafts)));
    } catch (_) {
      /* no storage */
    }
  },

  // ---- a card by keyboard
  cardKey(event, id) {
    const card = this.model.cards[id];
    if (!card || event.ctrlKey || event.metaKey || event.isComposing) return;
    const digit = /^Digit([0-5])$/.exec(event.code) || /^Numpad([0-5])$/.exec(event.code);
    let used = true;
    if (event.altKey && event.key.startsWith("Arrow")) this.shift(card, event.key.slice(5));
    else if (event.key.startsWith("Arrow")) this.walk(id, event.key.slice(5));
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
    this.act("group_entries", { onto: above.id, ids: [card.id], id: cjmId(), title: above.text.slice(0, 200) });
    this.say("Grouped with: " + above.text);
    if (!this.panel) this.focusCard(card.id);
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
    this.act("remove_entry", { id });
    if (this.panel && this.panel.id === id) this.close();
    if (near && near.dataset.card) this.focusCard(near.dataset.card);
    else this.input.focus({ preventScroll: true });
    this.toast(`“${card.text.slice(0, 50)}” is in the trash`, ["Undo", () => this.act("restore_entry", { id })]);
  },

  // ---- menus
  menu(anchor, label, build) {
    this.shut();
    const box = cjmEl("div", { class: "menu", role: "dialog", "aria-label": label });
    build(box);
    this.root.append(box);
    const at = anchor.getBoundingClientRect();
    const base = this.root.getBoundingClientRect();
    box.style.left = Math.max(4, Math.min(at.left - base.left, base.width - box.offsetWidth - 8)) + "px";
    const below = at.bottom - base.top + 4;
    const fits = below + box.offsetHeight < base.height;
    box.style.top = Math.max(4, fits ? below : Math.min(at.top - base.top - box.offsetHeight - 4, base.height - box.offsetHeight - 4)) + "px";
    this.menuBox = box;
    this.menuAnchor = anchor;
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.shut(true);
      }
    });
    const first = box.querySelector("input, button, select");
    if (first) first.focus({ preventScroll: true });
  },

  shut(back) {
    if (!this.menuBox) return;
    this.menuBox.remove();
    this.menuBox = null;
    if (back && this.menuAnchor && this.menuAnchor.isConnected) this.menuAnchor.focus({ preventScroll: true });
  },

  scale(label, value, ends, choose) {
    return cjmEl("div", { class: "scale", role: "group", "aria-label": label },
      cjmEl("span", { class: "scalename" }, label),
      [1, 2, 3, 4, 5].map((n) => cjmEl("button", { type: "button", class: "s" + n, "aria-pressed": String(value === n), title: n === 1 ? ends[0] : n === 5 ? ends[1] : "", onclick: () => choose(value === n ? null : n) }, String(n))));
  },

  rateMenu(anchor, id) {
    this.menu(anchor, "Rate this pain point", (box) => {
      const fill = () => {
        const card = this.model.cards[id];
        if (!card) return this.shut();
        const set = (axis) => (value) => {
          this.rate(id, axis, value);
          fill();
          const now = this.model.cards[id];
          if (now.severity && now.frequency && axis === "frequency") {
            this.shut();
            this.focusCard(id);
          }
        };
        box.replaceChildren(
          this.scale("How bad", card.severity, ["annoying", "gives up"], set("severity")),
          this.scale("How often", card.frequency, ["rarely", "every time"], set("frequency")));
      };
      fill();
    });
  },

  feelMenu(anchor, stage) {
    this.menu(anchor, "Emotion at " + stage.name, (box) => {
      box.classList.add("faces");
      for (const v of [2, 1, 0, -1, -2]) {
        box.append(cjmEl("button", { type: "button", "aria-pressed": String(stage.emotion === v), onclick: () => {
          this.act("set_emotion", { stage_id: stage.id, value: stage.emotion === v ? null : v });
          this.shut();
          this.find(`[data-feel="${stage.id}"]`)?.focus({ preventScroll: true });
        } }, cjmIcon(CJM_FACES[v]), cjmSigned(v) + " " + CJM_FEELS[v]));
      }
    });
  },

  laneMenu(anchor, lane) {
    const lanes = this.model.lanes;
    const at = lanes.findIndex((l) => l.id === lane.id);
    this.menu(anchor, "Lane " + lane.name, (box) => {
      const name = cjmEl("input", { type: "text", value: lane.name, maxlength: "200", "aria-label": "Name of the lane" });
      const rename = () => {
        if (name.value.trim() && name.value.trim() !== lane.name) this.act("rename_lane", { id: lane.id, name: name.value.trim() });
        this.shut(true);
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && rename());
      box.append(
        cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: rename }, "Rename")),
        cjmEl("button", { type: "button", disabled: at === 0, onclick: () => (this.act("move_lane", { id: lane.id, after: at > 1 ? lanes[at - 2].id : null }), this.shut()) }, cjmIcon("arrow_upward"), "Move up"),
        cjmEl("button", { type: "button", disabled: at === lanes.length - 1, onclick: () => (this.act("move_lane", { id: lane.id, after: lanes[at + 1].id }), this.shut()) }, cjmIcon("arrow_downward"), "Move down"),
        cjmEl("button", { type: "button", onclick: () => (this.act("show_lane", { id: lane.id, hidden: true }), this.shut()) }, cjmIcon("visibility_off"), "Hide this lane"));
    });
  },

  lanesMenu(anchor) {
    const inFocus = this.mode === "lanes";
    this.menu(anchor, "Lanes", (box) => {
      box.append(cjmEl("p", {}, inFocus ? "Lanes to look at now (three or four read best)" : "Lanes on the board, for everyone"));
      for (const lane of this.model.lanes) {
        const on = inFocus ? this.chosen.includes(lane.id) : !lane.hidden;
        const check = cjmEl("input", { type: "checkbox", onchange: () => {
          if (inFocus) {
            this.chosen = check.checked ? [...this.chosen, lane.id] : this.chosen.filter((id) => id !== lane.id);
            this.draw();
          } else this.act("show_lane", { id: lane.id, hidden: !check.checked });
        } });
        check.checked = on;
        box.append(cjmEl("label", { class: "check" }, check, cjmIcon(lane.icon), cjmEl("span", { class: "grow" }, lane.name), cjmEl("span", { class: "count" }, String(this.counts.get(lane.id) || 0))));
      }
      const name = cjmEl("input", { type: "text", placeholder: "Another lane", maxlength: "200", "aria-label": "Name of a new lane" });
      const add = () => {
        if (!name.value.trim()) return;
        this.act("add_lane", { id: cjmId(), name: name.value.trim() });
        this.shut(true);
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && add());
      box.append(cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: add }, "Add lane")));
    });
  },

  filterMenu(anchor) {
    const choose = (label, field, options) => {
      const select = cjmEl("select", { "aria-label": label, onchange: () => {
        this.filter[field] = select.value;
        this.draw();
      } }, cjmEl("option", { value: "" }, "all"), options.map(([id, name]) => cjmEl("option", { value: id }, name)));
      select.value = this.filter[field] || "";
      return cjmEl("label", { class: "field" }, cjmEl("span", {}, label), select);
    };
    this.menu(anchor, "Filter", (box) => {
      const text = cjmEl("input", { type: "search", value: this.filter.text || "", placeholder: "words on the card", "aria-label": "Words on the card", oninput: () => {
        this.filter.text = text.value;
        this.draw();
      } });
      box.append(
        cjmEl("label", { class: "field" }, cjmEl("span", {}, "Text"), text),
        choose("Department", "department", this.model.departments.map((d) => [d.id, d.name])),
        choose("Evidence", "evidence", Object.entries(CJM_EVIDENCE)),
        choose("Lane", "lane", this.model.lanes.filter((l) => !l.hidden).map((l) => [l.id, l.name])),
        choose("Theme", "theme", this.model.themes.map((t) => [t.id, t.name])),
        choose("Whose", "whose", [["customer", "the customer’s"], ["internal", "internal"]]),
        cjmEl("button", { type: "button", onclick: () => {
          this.filter = {};
          this.shut(true);
          this.draw();
        } }, "Show all cards"));
    });
  },

  duplicatesMenu(anchor) {
    this.menu(anchor, "Likely duplicates", (box) => {
      box.classList.add("wide");
      const fill = () => {
        const pairs = this.twins();
        if (!pairs.length) return this.shut(true);
        box.replaceChildren(cjmEl("p", {}, "These say nearly the same. Grouped, both cards stay."), ...pairs.map(([a, b]) =>
          cjmEl("div", { class: "pair" }, cjmEl("span", { class: "grow", dir: "auto" }, a.text, cjmEl("br"), b.text),
            cjmEl("button", { type: "button", onclick: () => (this.act("group_entries", { onto: a.id, ids: [b.id], id: cjmId(), title: a.text.slice(0, 200) }), fill()) }, "Group"),
            cjmEl("button", { type: "button", onclick: () => {
              this.apart.add(a.id + b.id);
              fill();
              this.drawBar();
            } }, "Keep apart"))));
      };
      fill();
    });
  },

  keysMenu(anchor) {
    const keys = [
      ["In the line below", ""], ["Enter", "add the card"], ["Tab, Shift+Tab", "next lane, lane before"], ["Alt + ← →", "stage before, next stage"], ["p: or o:", "a pain point, an opportunity"], ["Escape or ↑", "to the cards"],
      ["On a card", ""], ["Enter", "write (Escape leaves, your text is kept)"], ["Space", "details beside the board"], ["1 to 5, 0", "severity, none"], ["Shift + 1 to 5", "frequency"], ["e", "evidence"], ["g", "group with the card above"], ["arrow keys", "to the next card"], ["Alt + arrow keys", "move it: stage, place, lane"], ["Delete", "to the trash"], ["Escape", "back to the line below"],
    ];
    this.menu(anchor, "Keys", (box) => {
      box.append(cjmEl("div", { class: "keys" }, keys.flatMap(([key, what]) => what ? [cjmEl("kbd", {}, key), cjmEl("span", {}, what)] : [cjmEl("strong", { class: "all" }, key)])),
        cjmEl("p", {}, "By mouse: drag a card, or drop it onto another to group them. By finger: ⋮ on the card, then Move to."),
        cjmEl("button", { type: "button", onclick: () => this.shut(true) }, "Close"));
    });
  },

  hurtsMenu(anchor) {
    this.menu(anchor, "Bottlenecks", (box) => {
      box.classList.add("wide");
      const stages = this.stages().filter((s) => s.pain).sort((a, b) => b.pain - a.pain);
      const most = Math.max(1, ...stages.map((s) => Math.max(s.pain_customer, s.pain_internal)));
      const bar = (n, name) => cjmEl("span", {}, cjmEl("i", { class: name, style: `width:${(n / most) * 100}%` }));
      const s = this.model.stats;
      box.append(
        cjmEl("p", {}, `Severity × frequency of ${s.rated} rated pain points (${s.pains - s.rated} not rated): customers’ ${s.pain_customer}, internal ${s.pain_internal}.`),
        cjmEl("div", { class: "bars" },
          cjmEl("strong", {}, "Stage"), cjmEl("strong", {}, "Customers’"), cjmEl("span"), cjmEl("strong", {}, "Internal"), cjmEl("span"),
          stages.flatMap((x) => [
            cjmEl("span", { dir: "auto" }, (x.rank ? x.rank + ". " : "") + x.name),
            bar(x.pain_customer, ""), cjmEl("span", { class: "num" }, String(x.pain_customer)),
            bar(x.pain_internal, "inside"), cjmEl("span", { class: "num" }, String(x.pain_internal))])),
        cjmEl("button", { type: "button", onclick: () => this.shut(true) }, "Close"));
    });
  },

  listsMenu(anchor) {
    this.menu(anchor, "Lists of this workshop", (box) => {
      box.classList.add("wide");
      const words = { performer: "Job performers", channel: "Channels", system: "Systems", data: "Data" };
      const part = (title, rows, kind) => rows.length ? [cjmEl("p", { class: "part" }, title + " (" + rows.length + ")"), ...rows.map((r) => {
        const name = cjmEl("input", { type: "text", value: r.name, maxlength: "200", "aria-label": "Name, " + title });
        const rename = () => name.value.trim() && name.value.trim() !== r.name && this.act("rename_listed", { kind, id: r.id, name: name.value.trim() });
        name.addEventListener("change", rename);
        return name;
      })] : [];
      box.append(cjmEl("p", {}, "Renamed here, renamed on every card. New ones are made on a card."),
        ...part("Themes", this.model.themes, "theme"),
        ...Object.entries(words).flatMap(([kind, title]) => part(title, this.model.resources.filter((r) => r.kind === kind), "resource")),
        ...part("KPIs", this.model.kpis, "kpi"));
    });
  },

  twins() {
    return this.model.duplicates.filter(([a, b]) => !this.apart.has(a + b)).map(([a, b]) => [this.model.cards[a], this.model.cards[b]])
      .filter(([a, b]) => a && b && !(a.group && a.group === b.group));
  },

  // ---- clicks, all in one place
  clicked(event) {
    const path = event.composedPath();
    const hit = (name) => path.find((el) => el.dataset && el.dataset[name] !== undefined);
    if (this.menuBox && !path.includes(this.menuBox)) this.shut();
    if (path.some((el) => el.tagName === "TEXTAREA" || (el.classList && el.classList.contains("menu")))) return;
    const cardEl = hit("card");
    const id = cardEl && cardEl.dataset.card;
    const sev = hit("sev");
    if (sev) {
      const box = sev.getBoundingClientRect();
      const step = event.detail === 0 ? ((this.model.cards[id].severity || 0) % 5) + 1 : Math.min(5, Math.max(1, 5 - Math.floor(((event.clientY - box.top) / box.height) * 5)));
      this.rate(id, "severity", this.model.cards[id].severity === step ? null : step);
      this.focusCard(id);
    } else if (hit("rate")) this.rateMenu(hit("rate"), id);
    else if (hit("more")) this.open(id, true);
    else if (hit("fold")) {
      const group = hit("fold").dataset.fold;
      if (!this.folded.delete(group)) this.folded.add(group);
      this.draw();
      this.find(`[data-fold="${group}"]`)?.focus();
    } else if (hit("ungroup")) this.act("ungroup", { id: hit("ungroup").dataset.ungroup });
    else if (hit("grouptitle")) this.nameGroup(hit("grouptitle"));
    else if (cardEl) {
      if (!this.dragged) this.focusCard(id);
      if (this.panel && !this.dragged) this.open(id);
    } else if (hit("feel")) this.feelMenu(hit("feel"), this.model.stages.find((s) => s.id === hit("feel").dataset.feel));
    else if (hit("zoom")) {
      this.stage = hit("zoom").dataset.zoom;
      this.look(this.mode === "stage" ? "overview" : "stage");
    } else if (hit("lane")) this.laneMenu(hit("lane"), this.model.lanes.find((l) => l.id === hit("lane").dataset.lane));
    else if (hit("cell")) {
      [this.lane, this.stage] = hit("cell").dataset.cell.split("|");
      this.stageSelect.value = this.stage;
      this.aim();
      this.input.focus({ preventScroll: true });
    }
  },

  nameGroup(button) {
    const id = button.dataset.grouptitle;
    this.menu(button, "Name of the group", (box) => {
      const name = cjmEl("input", { type: "text", maxlength: "200", value: this.model.groups[id], dir: "auto", "aria-label": "Name of the group" });
      const save = () => {
        if (name.value.trim()) this.act("rename_group", { id, title: name.value.trim() });
        this.shut();
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && save());
      box.append(cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: save }, "Rename")));
    });
  },

  look(mode) {
    this.mode = mode;
    if (mode === "lanes" && !this.chosen.length)
      this.chosen = this.model.lanes.filter((l) => ["activity", "pain_point", "opportunity"].includes(l.kind) && !l.hidden).map((l) => l.id);
    this.draw();
    this.aim();
  },

  turn_stage(by) {
    const stages = this.stages();
    if (!stages.length) return;
    this.stage = this.step(stages, this.stage, by);
    this.draw();
    this.aim();
    this.say(stages.find((s) => s.id === this.stage).name);
  },

  boardKey(event) {
    if (this.menuBox && this.menuBox.contains(event.target)) return;
    const card = event.target.closest && event.target.closest(".card");
    if (card && event.target === card) return this.cardKey(event, card.dataset.card);
    const feel = event.target.dataset && event.target.dataset.feel;
    if (feel && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const stage = this.model.stages.find((s) => s.id === feel);
      const value = Math.max(-2, Math.min(2, (stage.emotion ?? 0) + (event.key === "ArrowUp" ? 1 : -1)));
      this.act("set_emotion", { stage_id: feel, value });
      this.find(`[data-feel="${feel}"]`)?.focus({ preventScroll: true });
      return;
    }
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (this.mode === "stage" && !writing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      this.turn_stage(event.key === "ArrowLeft" ? -1 : 1);
    }
    if (event.key === "Escape" && this.panel && !writing) this.close();
  },

  // ---- dragging (mouse and pen; a finger scrolls, and has "Move to" in the panel)
  pressed(event) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    this.dragged = false;
    const card = event.target.closest && event.target.closest(".card");
    if (!card || event.target.closest("textarea, button")) return;
    const start = { x: event.clientX, y: event.clientY };
    const id = card.dataset.card;
    let ghost = null;
    let drop = null;
    const clear = () => {
      for (const el of this.grid.querySelectorAll(".onto, .before, .after, .into")) el.classList.remove("onto", "before", "after", "into");
    };
    const move = (e) => {
      if (!ghost) {
        if (Math.hypot(e.clientX - start.x, e.clientY - start.y) < 6) return;
        ghost = card.cloneNode(true);
        ghost.classList.add("ghost");
        ghost.style.width = card.offsetWidth + "px";
        this.root.append(ghost);
        this.root.classList.add("dragging");
        this.dragged = true;
        window.getSelection()?.removeAllRanges();
      }
      e.preventDefault();
      const base = this.root.getBoundingClientRect();
      ghost.style.transform = `translate(${e.clientX - base.left + 8}px, ${e.clientY - base.top + 6}px)`;
      const box = this.scroll.getBoundingClientRect();
      if (e.clientY > box.bottom - 30) this.scroll.scrollTop += 14;
      else if (e.clientY < box.top + 110) this.scroll.scrollTop -= 14;
      if (e.clientX > box.right - 40) this.scroll.scrollLeft += 14;
      else if (e.clientX < box.left + 120) this.scroll.scrollLeft -= 14;
      clear();
      drop = this.dropAt(e.clientX, e.clientY, id);
      if (drop && drop.mark) drop.mark.classList.add(drop.how);
    };
    const stop = (e) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
      window.removeEventListener("keydown", escape, true);
      clear();
      this.root.classList.remove("dragging");
      if (ghost) ghost.remove();
      if (!ghost || !drop || e.type !== "pointerup" || !this.model.cards[id]) return;
      if (drop.how === "onto") this.act("group_entries", { onto: drop.id, ids: [id], id: cjmId(), title: this.model.cards[drop.id].text.slice(0, 200) });
      else this.act("move_entry", { id, stage_id: drop.stage, lane_id: drop.lane, place: drop.place });
      this.focusCard(id);
      setTimeout(() => (this.dragged = false), 50);
    };
    const escape = (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      stop(e);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
    window.addEventListener("keydown", escape, true);
  },

  dropAt(x, y, id) {
    const under = this.shadow.elementFromPoint(x, y);
    const cell = under && under.closest && under.closest("[data-cell]");
    if (!cell) return null;
    const [lane, stage] = cell.dataset.cell.split("|");
    const over = under.closest(".card");
    if (over && over.dataset.card === id) return null;
    if (over) {
      const box = over.getBoundingClientRect();
      const part = (y - box.top) / box.height;
      if (part > 0.28 && part < 0.72) return { how: "onto", mark: over, id: over.dataset.card };
    }
    const cards = Array.from(cell.querySelectorAll(".card")).filter((el) => el.dataset.card !== id);
    const next = cards.find((el) => {
      const box = el.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (!cards.length) return { how: "into", mark: cell, lane, stage, place: "last" };
    if (!next) return { how: "after", mark: cards[cards.length - 1], lane, stage, place: cards[cards.length - 1].dataset.card };
    const before = cards[cards.indexOf(next) - 1];
    return { how: "before", mark: next, lane, stage, place: before ? before.dataset.card : "first" };
  },
};
