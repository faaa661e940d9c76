// What was just added or moved, by whomever: for a while it is seen, also where a cell has no room for all of its cards.
const CJM_FRESH_FOR = 20000;
const CJM_FRESH_MOST = 40; // what changes more at once (a version restored, an import) is not news of single cards

const CjmFresh = {
  notice(before) {
    if (before === this.model) return;
    const now = Date.now();
    const news = Object.values(this.model.cards).filter((card) => {
      const old = before.cards[card.id];
      return card !== old && (!old || old.stage !== card.stage || old.lane !== card.lane || (card.group && old.group !== card.group));
    });
    if (news.length > CJM_FRESH_MOST) return;
    for (const card of news) if (!this.fresh.has(card.id)) this.fresh.set(card.id, now);
    this.fadeSoon();
  },

  fadeSoon() {
    if (this.fading || !this.fresh.size) return;
    this.fading = setTimeout(() => {
      this.fading = null;
      for (const [id, at] of this.fresh) if (Date.now() - at >= CJM_FRESH_FOR || !this.model.cards[id]) this.fresh.delete(id);
      this.draw();
      this.fadeSoon();
    }, Math.max(500, Math.min(...this.fresh.values()) + CJM_FRESH_FOR - Date.now()));
  },

  // What stands for the others where not all have room: what is written on, then what is new, then the worst.
  weight(cards, otherwise) {
    if (cards.some((card) => card.id === this.editing)) return Infinity;
    const at = Math.max(0, ...cards.map((card) => this.fresh.get(card.id) || 0));
    return at || otherwise; // a point in time is larger than any pain
  },

  // Space below the cards of a folded cell is used for more of them.
  useSpace() {
    if (!this.most || this.crowded === this.fitted) return;
    let found = false;
    for (const rest of this.grid.querySelectorAll(".unfold")) {
      const key = rest.dataset.unfold;
      const shown = Array.from(rest.parentNode.children).filter((el) => el !== rest && !el.classList.contains("less"));
      if (this.unfolded.has(key) || !shown.length) continue;
      const one = shown.reduce((sum, el) => sum + el.offsetHeight, 0) / shown.length + 3;
      const more = Math.floor((rest.parentNode.getBoundingClientRect().bottom - rest.getBoundingClientRect().bottom - 3) / one);
      if (more < 1) continue;
      this.spare.set(key, (this.spare.get(key) || 0) + more);
      found = true;
    }
    if (!found) return;
    this.draw();
    if (this.scroll.scrollHeight <= this.scroll.clientHeight + 1) return;
    this.crowded = this.fitted; // what came out was taller than what stood there
    this.spare.clear();
    this.draw();
  },
};
