// What is being written on a card: a draft at each keystroke, an editor that follows its card, and the text offered back when the card
// is gone.
const CJM_KEPT_FOR = 7 * 24 * 3600 * 1000;

const CjmPen = {
  draftsAt(id) {
    return "cjm-card:" + this.workshop + ":" + id;
  },

  recallDrafts() {
    this.drafts = new Map();
    try {
      const start = this.draftsAt("");
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(start)) continue;
        const draft = JSON.parse(localStorage.getItem(key));
        if (Date.now() - draft.at < CJM_KEPT_FOR) this.drafts.set(key.slice(start.length), draft);
        else localStorage.removeItem(key);
      }
    } catch (_) {
      /* no storage */
    }
  },

  // `was` is the text that was begun from; without it the draft replaces whatever stands there.
  keepDraft(id, draft) {
    if (draft) this.drafts.set(id, { ...draft, at: Date.now() });
    else this.drafts.delete(id);
    try {
      if (draft) localStorage.setItem(this.draftsAt(id), JSON.stringify(this.drafts.get(id)));
      else localStorage.removeItem(this.draftsAt(id));
    } catch (_) {
      /* no storage: it lasts as long as the page */
    }
  },

  keepWritten(id, text) {
    const card = this.model.cards[id] || {};
    this.keepDraft(id, text.trim() && text.trim() !== this.was ? { text, was: this.was, stage: card.stage, lane: card.lane } : null);
  },

  // Is there something that the server does not have?
  unsaved() {
    const typing = this.editing && this.drafts.has(this.editing);
    return Boolean(typing || this.input.value.trim() || (this.panel && Object.keys(this.panel.draft).length) || !this.loose.hidden);
  },

  // After the page was opened again: where one was writing.
  offerDrafts() {
    for (const [id, draft] of this.drafts) {
      const card = this.model.cards[id];
      if (!card) this.offer({ id, ...draft });
      else if (draft.text.trim() === card.text) this.keepDraft(id, null);
      else this.toast(`You were writing on a card: “${draft.text.slice(0, 60)}”`, ["Go on", () => this.edit(id)], true);
    }
  },

  // Before the board is drawn: where one stage is looked at, it is the one to which the card under the pen was moved.
  keepUp() {
    const card = this.editing && this.model.cards[this.editing];
    if (card && this.mode === "stage" && this.stages().some((s) => s.id === card.stage)) this.stage = card.stage;
    if (card) this.held = { stage: card.stage, lane: card.lane };
  },

  // After the board was drawn: is the card under the pen still there?
  holdOn(back) {
    const kept = this.editing && this.cards.get(this.editing);
    if (kept && this.model.cards[this.editing] && kept.el.isConnected) {
      back();
      return;
    }
    if (!this.editing) return;
    const id = this.editing;
    const area = kept && kept.el.querySelector("textarea.write");
    const text = area ? area.value : this.was;
    this.editing = null;
    if (kept) kept.marks = null;
    const changed = text.trim() && text.trim() !== this.was;
    if (this.model.cards[id] && !changed) return;
    if (changed) this.offer({ id, text, was: this.was, ...this.held }, true);
    else this.say("The card was removed");
  },

  // The text of a card that is gone, or no longer shown here, one at a time. `writing`: one is in the middle of a word.
  offer(one, writing) {
    this.offers = this.offers.filter((other) => other.id !== one.id);
    if (writing) this.offers.unshift(one);
    else this.offers.push(one);
    this.drawOffer(writing);
  },

  drawOffer(writing) {
    const one = this.offers[0];
    if (!one && this.loose.hidden) return;
    this.loose.hidden = !one;
    if (!one) return;
    const there = this.model.cards[one.id];
    const area = cjmEl("textarea", { rows: "2", maxlength: "400", dir: "auto", "aria-label": "What you wrote", value: one.text });
    area.addEventListener("input", () => {
      one.text = area.value;
      this.keepDraft(one.id, one);
    });
    area.addEventListener("keydown", (event) => event.stopPropagation());
    const done = () => {
      this.keepDraft(one.id, null);
      this.offers = this.offers.filter((other) => other !== one);
      this.drawOffer();
      this.input.focus({ preventScroll: true });
    };
    const store = () => {
      const text = area.value.trim();
      if (!text) return area.focus();
      done();
      if (this.model.cards[one.id]) this.act("edit_entry", { id: one.id, fields: { text } });
      else this.addAnew(one, text);
    };
    const copy = async () => {
      area.select();
      const copied = await (navigator.clipboard ? navigator.clipboard.writeText(area.value).then(() => true, () => false) : Promise.resolve(document.execCommand("copy")));
      this.say(copied ? "Copied" : "It is marked now: copy it with your keyboard.");
      if (copied) button.textContent = "Copied";
    };
    const button = cjmEl("button", { type: "button", onclick: copy }, "Copy");
    const told = cjmEl("p", { dir: "auto" }, (there ? "The card on which you write is no longer shown here." : "The card on which you wrote was removed meanwhile.") + " Your text is kept:");
    if (!there) this.whoRemoved(one.id, (sentence) => told.replaceChildren(sentence + " Your text is kept:"));
    this.loose.replaceChildren(
      told,
      area,
      cjmEl("div", { class: "line" }, cjmEl("button", { type: "button", class: "primary", onclick: store }, there ? "Save it" : "Keep as a new card"), button,
        cjmEl("button", { type: "button", onclick: done }, "Discard")));
    if (!writing) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
  },

  async whoRemoved(id, tell) {
    try {
      const answer = await this.askTrace(id);
      if (answer.status === 404) tell((await answer.json()).error);
    } catch (_) {
      /* without a connection it stays untold */
    }
  },

  addAnew(one, text) {
    const stage = this.model.stages.some((s) => s.id === one.stage) ? one.stage : this.stage;
    const lane = this.model.lanes.some((l) => l.id === one.lane) ? one.lane : this.lane;
    const id = cjmId();
    this.act("add_entry", { id, stage_id: stage, lane_id: lane, text });
    if (one.fields || one.links) this.act("edit_entry", { id, fields: one.fields || {}, links: one.links || {} });
    this.reveal(id);
  },

  // A card that came back takes its text again.
  takeBack() {
    const one = this.offers[0];
    const kept = one && !this.editing && this.model.cards[one.id] && this.cards.get(one.id);
    if (!kept || !kept.el.isConnected) return;
    const writing = this.loose.contains(this.shadow.activeElement);
    this.offers = this.offers.filter((other) => other !== one);
    this.keepDraft(one.id, one);
    this.drawOffer();
    if (writing) this.edit(one.id);
  },
};
