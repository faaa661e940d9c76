// As large as fits: the largest type that shows the whole board, and before smaller type, fewer details.
const CJM_STEPS = [[18, 0], [18, 1], [18, 2], [18, 3], [17, 3], [16, 3], [15, 3], [16, 4], [15, 4], [14, 4], [14, 5], [14, 6]];
// What each step of trimming takes away stands in the style sheet: 1 chips and speakers, 2 air and third lines,
// 3 the departments' names, 4 the row of details, 5 second lines but those of pain points, 6 these too. After that cells are folded ("+12 more"), and only then the board scrolls, downwards.
const CJM_MANY = 700;

const CjmFitting = {
  fitSoon() {
    clearTimeout(this.fitting);
    this.fitting = setTimeout(() => this.fit(), 150);
  },

  // Take the height there is; gives the room for the grid.
  resize() {
    const wide = window.innerWidth >= 768;
    if (wide) {
      this.liftBar(wide);
      const lift = this.root.classList.contains("lifted") ? parseFloat(this.root.style.getPropertyValue("--lift")) : 0;
      const host = this.root.parentNode.host || this.root;
      const top = host.getBoundingClientRect().top + (this.scroller ? this.scroller.scrollTop : 0);
      const bar = parseFloat(document.documentElement.style.getPropertyValue("--cjm-bar")) || 0;
      this.root.style.height = Math.max(420, window.innerHeight - top - Math.max(this.below, bar + 8) + lift) + "px";
    } else this.root.style.height = "";
    return this.scroll.clientHeight;
  },

  fit() {
    clearTimeout(this.fitting);
    if (!this.root.isConnected || !this.model) return;
    if (this.root.classList.contains("dragging")) {
      this.fitSoon(); // nothing moves under the hand
      return;
    }
    const room = this.resize();
    const key = [this.root.style.height, this.root.clientWidth, this.lanes().length, this.mode, JSON.stringify(this.filter), this.panel ? 1 : 0].join();
    const cards = Object.keys(this.model.cards).length;
    const overflows = () => this.scroll.scrollHeight > this.scroll.clientHeight + 1;
    // One card more or less moves nothing; many less (an undone paste) give their room to the others.
    if (key === this.fitted && (overflows() ? this.overflowed && cards >= this.fittedCards : cards > 0.9 * this.fittedCards)) {
      if (!this.overflowed) this.useSpace();
      return;
    }
    this.fitted = key;
    this.spare.clear();
    this.fittedCards = cards;
    const most = this.folding(room);
    if (most !== this.most || most) {
      this.most = most;
      this.draw();
    }
    if (!this.whole() || most) this.at(this.whole() ? CJM_STEPS[CJM_STEPS.length - 1] : CJM_STEPS[0]);
    if (most) this.spread(room);
    else if (this.whole()) {
      this.share(false);
      this.grid.style.minHeight = "0";
      for (const step of this.likely(room)) {
        this.at(step);
        if (this.grid.offsetHeight <= room + 1) break;
      }
      this.grid.style.minHeight = "";
    }
    this.share(true);
    this.overflowed = overflows();
    if (this.overflowed) this.share(false);
    else this.useSpace();
    if (this.selected) this.placeTools();
  },

  at([type, trim]) {
    this.root.style.setProperty("--type", type + "px");
    for (const n of [1, 2, 3, 4, 5, 6]) this.root.classList.toggle("trim" + n, trim >= n);
  },

  // What height is left over goes to the lanes that are filled here.
  share(fits) {
    const shares = this.lanes().map((l) => ({ pain_point: "minmax(min-content, 2fr)", opportunity: "minmax(min-content, 1fr)" })[l.kind] || "minmax(min-content, auto)");
    this.grid.style.height = fits && this.mode !== "stage" ? "100%" : "";
    this.grid.style.gridTemplateRows = !fits || this.mode === "stage" || shares.every((share) => !share.includes("fr")) ? "" : ["auto", ...shares].join(" ");
  },

  // Is the whole board to be in one picture?
  whole() {
    return this.mode === "overview" && window.innerWidth >= 768;
  },

  // Into how many cards a cell has to be folded at the smallest size; 0: it need not be.
  folding(room) {
    const stages = this.stages();
    this.many = this.mode !== "stage" && Object.keys(this.model.cards).length > CJM_MANY;
    this.root.classList.toggle("many", this.many);
    if (!this.whole() || !stages.length) return 0;
    const lanes = this.lanes().map((lane) => [CJM_BOXED.has(lane.kind) ? 24 : 20, Math.max(...stages.map((s) => (this.cells.get(lane.id + "|" + s.id) || []).filter((c) => this.passes(c)).length))]);
    const height = (most) => lanes.reduce((sum, [one, n]) => sum + Math.max(24, Math.min(n, most) * one + 6) + 4, 150);
    if (height(Infinity) <= room * 1.05) return 0;
    let most = 40;
    while (most > 4 && height(most) > room) most -= 1;
    return most;
  },

  // Guessed heights are not quite those that are drawn: as many cards in a cell as there is room for.
  spread(room) {
    this.share(false);
    this.grid.style.minHeight = "0";
    for (let tries = 0; tries < 6; tries += 1) {
      const folded = new Set(Array.from(this.grid.querySelectorAll(".unfold"), (rest) => rest.dataset.unfold.split("|")[0])).size;
      const left = room - this.grid.offsetHeight;
      const by = left < 0 ? -1 : Math.floor(left / (24 * Math.max(1, folded)));
      if (!folded || !by || this.most + by < 4) break;
      this.most += by;
      this.draw();
    }
    this.grid.style.minHeight = "";
  },

  // The steps worth trying: every one that is tried lays the board out once more, so what is surely too large is left out.
  likely(room) {
    const stages = this.stages();
    const wide = Math.max(stages.length > 8 ? 170 : 128, (this.scroll.clientWidth - 104) / Math.max(1, stages.length) - 6);
    const at = CJM_STEPS.findIndex(([type, trim]) => {
      const line = type * 1.222;
      let height = (trim < 3 ? 87 : 59) + (trim < 1 ? 142 : trim < 4 ? 92 : 66);
      for (const lane of this.lanes()) {
        const boxed = CJM_BOXED.has(lane.kind);
        const lines = trim < 2 ? 3 : trim < (lane.kind === "pain_point" ? 6 : boxed ? 5 : 4) ? 2 : 1;
        let tallest = 28;
        for (const stage of stages) {
          let cell = 8;
          for (const card of this.cells.get(lane.id + "|" + stage.id) || []) {
            const letters = (wide - (boxed ? 25 : 14) - (lane.kind === "pain_point" ? 14 : 0)) / (type * 0.45);
            const meta = boxed ? trim < 4 && (lane.kind === "pain_point" || card.links.length) : trim < 1 && card.chips.length;
            cell += Math.min(lines, Math.ceil(card.text.length / letters)) * line + (meta ? 19 : 0) + (trim < 4 ? (boxed ? 11 : 6) : boxed ? 7 : 3);
          }
          tallest = Math.max(tallest, cell);
        }
        height += tallest + 6;
      }
      return height * 0.92 <= room;
    });
    return CJM_STEPS.slice(at < 0 ? CJM_STEPS.length - 1 : at);
  },

  // Beside the page's question, where there is room for it.
  liftBar(wide) {
    const asked = document.querySelector(".st-key-bar");
    if (!wide || !asked || !asked.lastElementChild) {
      this.root.classList.remove("lifted");
      return;
    }
    const row = asked.getBoundingClientRect();
    const used = Array.from(asked.children).reduce((edge, el) => Math.max(edge, el.getBoundingClientRect().right), row.left);
    this.root.classList.add("lifted"); // measured as it will be: taken away and put back, it would have all cards laid out twice
    const fits = this.bar.offsetWidth <= this.root.clientWidth - (used - row.left) - 20 && this.bar.offsetHeight < 44;
    if (!fits) this.root.classList.remove("lifted");
    else this.root.style.setProperty("--lift", this.root.parentNode.host ? Math.round(this.root.parentNode.host.getBoundingClientRect().top - row.top - (row.height - 36) / 2) + "px" : "0px");
  },
};
