// What answers what: pain points and opportunities are linked on the board itself.
const CJM_LINKED = { pain_point: "opportunity", opportunity: "pain_point" };

const CjmLinks = {
  // Light up what a card is linked with; `writing`, so that pressing other cards links them.
  link(id, writing) {
    const card = this.model.cards[id];
    if (!card) return;
    if (!CJM_LINKED[card.kind]) {
      this.toast("Pain points and opportunities are linked with each other; this card is neither.", null, true);
      return;
    }
    this.shut();
    this.deselect();
    if (this.panel && window.innerWidth < 768) this.close();
    this.linking = { id, writing };
    this.lightUp();
    this.focusCard(id);
    this.say(writing ? "Linking: choose cards, Enter links or unlinks, Escape ends" : `Linked with ${card.links.length}`);
  },

  endLinking() {
    if (!this.linking) return;
    const { id, writing } = this.linking;
    this.linking = null;
    this.lightUp();
    if (writing) this.say("Linking ended");
    const kept = this.cards.get(id);
    if (kept && kept.el.isConnected && !this.panel) this.focusCard(id);
  },

  toggleLink(other) {
    const card = this.model.cards[this.linking.id];
    const target = this.model.cards[other];
    if (!target || other === card.id) return;
    if (target.kind !== CJM_LINKED[card.kind]) {
      this.say(`Only ${CJM_LINKED[card.kind] === "opportunity" ? "opportunities" : "pain points"} can be linked here`);
      return;
    }
    const linked = !card.links.includes(other);
    this.act("link_entry", { id: card.id, to: other, linked });
    this.focusCard(other);
    this.say((linked ? "Linked with: " : "No longer linked with: ") + target.text);
  },

  // After every drawing: which cards shine, which can be chosen.
  lightUp() {
    const on = this.linking;
    if (!on && !this.lit) return;
    const card = on && this.model.cards[on.id];
    if (on && !card) {
      this.linking = null;
      return this.lightUp();
    }
    this.lit = !!on;
    this.root.classList.toggle("linking", !!on);
    for (const [id, { el, card: other }] of this.cards) {
      el.classList.toggle("from", !!on && id === on.id);
      el.classList.toggle("lit", !!on && card.links.includes(id));
      el.classList.toggle("can", !!on && on.writing && other.kind === CJM_LINKED[card.kind]);
    }
    this.strip.hidden = !on;
    if (!on) return;
    const many = CJM_LINKED[card.kind] === "opportunity" ? "opportunities that answer it" : "pain points it answers";
    this.strip.replaceChildren(...[
      cjmEl("span", { class: "asks" }, on.writing ? `Press the ${many}` : card.links.length ? "Linked with" : "Linked with nothing yet"),
      cjmEl("div", { class: "chosen" }, card.links.map((id) => this.model.cards[id]).filter(Boolean).map((c) => cjmEl("button", { type: "button", class: "chip", dir: "auto", title: c.text, onclick: (e) => (e.stopPropagation(), this.goTo(c.id)) }, c.text))),
      on.writing ? null : cjmEl("button", { type: "button", onclick: (e) => (e.stopPropagation(), this.link(on.id, true)) }, "Change"),
      cjmEl("button", { type: "button", class: "primary", onclick: (e) => (e.stopPropagation(), this.endLinking()) }, "Done"),
    ].filter(Boolean));
  },

  // To a card, wherever it is.
  goTo(id) {
    const card = this.model.cards[id];
    if (!card) return;
    if (this.mode === "stage" && this.stage !== card.stage) {
      this.stage = card.stage;
      this.draw();
    }
    this.unfold(id);
    const kept = this.cards.get(id);
    if (kept && kept.el.isConnected) this.focusCard(id);
    else this.toast("That card is in a lane that is hidden, or the filter hides it.", null, true);
  },
};
