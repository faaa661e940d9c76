// One question: my cards, the field, and what others said. Its field stays the same element for as long as the page lives.
const CJM_LANE_ICONS = {
  activity: "directions_walk", touchpoint: "touch_app", channel: "forum", performer: "badge", pain_point: "sentiment_dissatisfied",
  opportunity: "lightbulb", kpi: "monitoring", system: "dns", data: "database", transaction: "receipt_long", quote: "format_quote",
  bright_spot: "light_mode", other: "notes",
}; // prettier-ignore
const CJM_TAPS = [
  ["severity", "How bad?", [[1, "1 mild"], [2, "2"], [3, "3"], [4, "4"], [5, "5 quits"]]],
  ["frequency", "How often?", [[1, "1 rarely"], [2, "2"], [3, "3"], [4, "4"], [5, "5 always"]]],
  ["evidence", "How do you know?", [["assumed", "I assume"], ["observed", "I saw it"], ["confirmed", "Customers said"]]],
]; // prettier-ignore
const CJM_KNOWN = { assumed: ["help", "assumed"], observed: ["visibility", "observed"], confirmed: ["verified", "confirmed"] };

class CjmLane {
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.unfolded = false;
    this.cards = new Map();
    this.drawn = {};
    this.headText = cjmEl("span", { class: "asked" });
    this.headState = cjmEl("span", { class: "state" });
    this.headIcon = cjmEl("span", { class: "icon", "aria-hidden": "true", translate: "no" });
    this.head = cjmEl("button", { type: "button", class: "head", "aria-expanded": "false", onclick: () => page.openLane(page.open === id ? null : id) },
      this.headIcon, this.headText, this.headState); // prettier-ignore
    this.notice = cjmEl("div", { class: "notice" });
    this.mine = cjmEl("div", { class: "cards" });
    this.field = cjmEl("textarea", { rows: "2", maxlength: "400", dir: "auto", enterkeyhint: "done",
      oninput: () => this.typed(), onkeydown: (event) => this.key(event) }); // prettier-ignore
    this.taps = cjmEl("div", { class: "taps" });
    this.addButton = cjmEl("button", { type: "button", class: "primary add", onclick: () => this.add() });
    this.nothingButton = cjmEl("button", { type: "button", onclick: () => this.sayNothing(true) }, "Nothing to add here");
    this.form = cjmEl("div", { class: "form" }, this.field, this.taps, cjmEl("div", { class: "row" }, this.addButton, this.nothingButton));
    this.others = cjmEl("div", { class: "others" });
    this.body = cjmEl("div", { class: "body" }, this.notice, this.mine, this.form, this.others);
    this.el = cjmEl("section", { class: "lane" }, cjmEl("h2", {}, this.head), this.body);
  }

  // Draw a part only if what it shows has changed.
  once(name, data, draw) {
    const text = JSON.stringify(data);
    if (this.drawn[name] === text) return;
    this.drawn[name] = text;
    draw();
  }

  draw(lane) {
    const { page } = this;
    const cell = page.cell(this.id);
    const open = page.open === this.id;
    const noun = CJM_SINGULAR[lane.kind] || "card";
    this.lane = lane;
    this.el.classList.toggle("open", open);
    this.head.setAttribute("aria-expanded", String(open));
    this.body.hidden = !open;
    const draft = page.draft(this.id);
    const echoed = cell.others.some((card) => card.echoed);
    const typed = (draft.text || "").trim() !== "";
    const state = cell.mine.length ? ["check_circle", String(cell.mine.length)] : cell.nothing ? ["check_circle", "nothing"] : echoed ? ["check_circle", "us too"] : typed ? ["edit", "typed"] : ["", ""];
    this.once("head", [lane, state], () => {
      this.headIcon.textContent = CJM_LANE_ICONS[lane.kind] || "notes";
      this.headText.replaceChildren(lane.question);
      if (lane.question !== lane.name) this.headText.append(cjmEl("small", { dir: "auto" }, lane.name));
      this.headState.replaceChildren(...(state[0] ? [cjmIcon(state[0]), " " + state[1]] : [cjmEl("span", { class: "unseen" }, "not answered")]));
      this.headState.classList.toggle("yes", state[0] === "check_circle");
      this.field.placeholder = lane.hint;
      this.field.setAttribute("aria-label", lane.question);
      this.addButton.replaceChildren(cjmIcon("add"), "Add " + (noun === "card" ? "card" : noun));
    });
    if (!open) return;
    const said = cell.nothing && !cell.mine.length;
    this.once("notice", said, () => {
      this.notice.replaceChildren(...(said ? [cjmIcon("check_circle"), cjmEl("span", { class: "grow" }, "You have nothing to add here."),
        cjmEl("button", { type: "button", onclick: () => this.sayNothing(false) }, "I do after all")] : [])); // prettier-ignore
    });
    this.notice.hidden = !said;
    this.form.hidden = said;
    if (this.field.value !== (draft.text || "") && page.shadow.activeElement !== this.field) this.field.value = draft.text || "";
    this.grow(this.field);
    this.nothingButton.hidden = cell.mine.length > 0 || typed;
    this.addButton.disabled = !typed;
    this.taps.hidden = !typed && !draft.severity && !draft.frequency && !draft.evidence; // what others said stays in sight
    this.once("taps", [lane.kind, draft.severity, draft.frequency, draft.evidence], () => {
      this.taps.replaceChildren(...this.tapRows(lane.kind, draft, (name, value) => {
        page.setDraft(this.id, { [name]: value });
        page.draw();
      })); // prettier-ignore
    });
    this.drawCards(cell.mine);
    this.drawOthers(cell.others);
  }

  // Rows of taps; a second tap on the same takes it back.
  tapRows(kind, values, chosen) {
    if (kind !== "pain_point") return [];
    return CJM_TAPS.map(([name, label, choices]) =>
      cjmEl("div", { class: "tap", role: "group", "aria-label": label }, cjmEl("span", { class: "label" }, label),
        cjmEl("div", { class: "segments" }, choices.map(([value, words]) =>
          cjmEl("button", { type: "button", "aria-pressed": String(values[name] === value), "data-tap": name + value, onclick: (event) => {
            chosen(name, values[name] === value ? null : value);
            this.page.shadow.querySelector(`.lane.open [data-tap="${name + value}"]`)?.focus({ preventScroll: true });
            event.stopPropagation();
          } }, words))))); // prettier-ignore
  }

  grow(field) {
    field.style.height = "auto";
    field.style.height = Math.max(64, field.scrollHeight + 4) + "px";
  }

  typed() {
    this.page.setDraft(this.id, { text: this.field.value });
    this.page.draw();
  }

  key(event) {
    event.stopPropagation();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.add();
  }

  add() {
    const draft = this.page.draft(this.id);
    const text = (this.field.value || "").trim();
    if (!text) return;
    const fields = {};
    if (this.lane.kind === "pain_point") for (const [name] of CJM_TAPS) if (draft[name]) fields[name] = draft[name];
    this.page.setDraft(this.id, { text: "", severity: null, frequency: null, evidence: null });
    this.field.value = "";
    this.page.act("add_entry", { id: cjmId(), stage_id: this.page.stageId, lane_id: this.id, text, fields });
    this.page.say("Added");
    this.field.focus({ preventScroll: true });
  }

  sayNothing(nothing) {
    const { page } = this;
    page.act("nothing_to_add", { stage_id: page.stageId, lane_id: this.id, nothing });
    if (!nothing) return this.field.focus({ preventScroll: true });
    page.say("Nothing to add: answered");
    page.openNext(this.id);
  }

  // Mine ------------------------------------------------------------------------------------------------------------

  drawCards(cards) {
    const keep = new Set(cards.map((card) => card.id));
    for (const id of this.cards.keys()) if (!keep.has(id)) this.cards.delete(id);
    cjmPlace(this.mine, cards.map((card) => this.cardElement(card))); // prettier-ignore
  }

  cardElement(card) {
    const editing = this.page.kept.edits[card.id];
    const text = editing ? "edit" : JSON.stringify(card) + this.page.offline();
    const known = this.cards.get(card.id);
    if (known && known.text === text) return known.el;
    const el = editing ? this.editor(card) : this.card(card);
    this.cards.set(card.id, { text, el });
    return el;
  }

  marks(card) {
    const painful = this.lane.kind === "pain_point";
    const rated = painful && (card.severity || card.frequency);
    const words = rated ? [card.severity && "severity " + card.severity, card.frequency && "frequency " + card.frequency].filter(Boolean).join(", ") : "";
    const [icon, state] = CJM_KNOWN[card.evidence] || CJM_KNOWN.assumed;
    const marks = [];
    if (words) marks.push(cjmEl("span", {}, words));
    if (card.late) marks.push(cjmEl("span", { class: "late" }, cjmIcon("schedule"), "after the vote"));
    if (card.waits && this.page.offline()) marks.push(cjmEl("span", { class: "late" }, cjmIcon("smartphone"), "kept on this phone"));
    if (painful) marks.push(cjmEl("span", { class: "known" }, cjmIcon(icon), state));
    return marks.length ? cjmEl("div", { class: "marks" }, marks) : null;
  }

  steps(card) {
    if (this.lane.kind !== "pain_point") return null;
    return cjmEl("span", { class: "steps", "aria-hidden": "true" }, [5, 4, 3, 2, 1].map((n) => cjmEl("i", { class: n <= (card.severity || 0) ? "s" + card.severity : "" })));
  }

  card(card) {
    const edit = () => {
      this.page.kept.edits[card.id] = { text: card.text, severity: card.severity, frequency: card.frequency, evidence: card.evidence, version: card.version, was: card.text, stage: this.page.stageId, lane: this.id };
      this.page.keep();
      this.page.draw();
      this.cards.get(card.id)?.el.querySelector("textarea").focus();
    };
    return cjmEl("div", { class: "card " + (this.lane.kind === "pain_point" ? card.evidence : "plain") }, this.steps(card),
      cjmEl("div", { class: "grow" }, cjmEl("div", { class: "text", dir: "auto" }, card.text), this.marks(card)),
      cjmEl("button", { type: "button", class: "edit", "aria-label": "Edit: " + card.text, onclick: edit }, cjmIcon("edit"))); // prettier-ignore
  }

  editor(card) {
    const { page } = this;
    const edit = page.kept.edits[card.id];
    const field = cjmEl("textarea", { rows: "2", maxlength: "400", dir: "auto", "aria-label": "This card", value: edit.text });
    const taps = cjmEl("div", { class: "taps" });
    const drawTaps = () => taps.replaceChildren(...this.tapRows(this.lane.kind, edit, (name, value) => {
      edit[name] = value;
      page.keep();
      drawTaps();
    })); // prettier-ignore
    drawTaps();
    const close = () => {
      delete page.kept.edits[card.id];
      page.keep();
      page.draw();
    };
    const save = () => {
      const text = field.value.trim();
      if (!text) return page.say("The card is empty: write a few words, or remove it.");
      const fields = {};
      for (const name of ["text", "severity", "frequency", "evidence"]) {
        const value = name === "text" ? text : edit[name];
        if (value !== card[name] && (value || name !== "evidence")) fields[name] = value;
      }
      delete page.kept.edits[card.id];
      if (Object.keys(fields).length) page.act("edit_entry", { id: card.id, fields, expected_version: edit.version });
      else page.draw();
      page.keep();
    };
    field.addEventListener("input", () => {
      edit.text = field.value;
      this.grow(field);
      page.keep();
    });
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        save();
      }
      if (event.key === "Escape") close();
    });
    const remove = () => {
      delete page.kept.edits[card.id];
      page.keep();
      page.removed.set(card.id, { stage: page.stageId, lane: this.id, card });
      page.act("remove_entry", { id: card.id });
      page.toast("Removed", "Undo", () => page.act("restore_entry", { id: card.id }));
    };
    return cjmEl("div", { class: "card editing" }, field, taps, cjmEl("div", { class: "row" },
      cjmEl("button", { type: "button", class: "primary", onclick: save }, "Save"),
      cjmEl("button", { type: "button", onclick: close }, "Cancel"),
      cjmEl("button", { type: "button", onclick: remove }, cjmIcon("delete"), "Remove"))); // prettier-ignore
  }

  // The others' -----------------------------------------------------------------------------------------------------

  drawOthers(cards) {
    this.once("others", [cards, this.unfolded, this.page.offline()], () => {
      if (!cards.length) return this.others.replaceChildren();
      const too = cards.filter((card) => card.echoed).length;
      const fold = cjmEl("button", { type: "button", class: "fold", "aria-expanded": String(this.unfolded), onclick: () => {
        this.unfolded = !this.unfolded;
        this.page.draw();
        this.others.querySelector(".fold").focus({ preventScroll: true });
      } }, cjmIcon(this.unfolded ? "expand_less" : "expand_more"), `${cards.length} from others` + (too ? ` · ${too} happen${too === 1 ? "s" : ""} to you too` : "")); // prettier-ignore
      const focused = this.page.shadow.activeElement?.dataset?.too;
      this.others.replaceChildren(fold, ...(this.unfolded ? cards.map((card) => this.other(card)) : []));
      if (focused) this.others.querySelector(`[data-too="${focused}"]`)?.focus({ preventScroll: true });
    });
  }

  other(card) {
    const too = () => this.page.act("happens_to_us_too", { id: card.id, yes: !card.echoed, ...(card.nameless ? { key: this.page.echoes.key() } : {}) });
    const count = card.echoes ? " · " + card.echoes : "";
    return cjmEl("div", { class: "card " + (this.lane.kind === "pain_point" ? card.evidence : "plain") }, this.steps(card),
      cjmEl("div", { class: "grow" }, cjmEl("div", { class: "text", dir: "auto" }, card.text),
        card.department ? cjmEl("div", { class: "marks", dir: "auto" }, card.department) : null, this.marks(card),
        cjmEl("button", { type: "button", class: "too", "aria-pressed": String(card.echoed), "data-too": card.id, onclick: too },
          cjmIcon(card.echoed ? "check" : "group_add"), "Happens to us too" + count))); // prettier-ignore
  }
}
