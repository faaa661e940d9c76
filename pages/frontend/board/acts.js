// Clicks and keys, all in one place.
const CjmActing = {
  clicked(event) {
    const path = event.composedPath();
    const hit = (name) => path.find((el) => el.dataset && el.dataset[name] !== undefined);
    if (this.dragged) return;
    if (this.menuBox && !path.includes(this.menuBox)) this.shut();
    if (path.some((el) => el.tagName === "TEXTAREA" || (el.classList && el.classList.contains("menu")))) return;
    const kept = this.selected;
    if (kept) this.deselect();
    const cardEl = hit("card");
    const id = cardEl && cardEl.dataset.card;
    const sev = hit("sev");
    if (this.linking && (cardEl || hit("cell"))) {
      if (!this.linking.writing || !cardEl) this.endLinking();
      else this.toggleLink(id);
    } else if (sev && this.coarse) this.rateMenu(cardEl, id);
    else if (sev) {
      const box = sev.getBoundingClientRect();
      const step = event.detail === 0 ? ((this.model.cards[id].severity || 0) % 5) + 1 : Math.min(5, Math.max(1, 5 - Math.floor(((event.clientY - box.top) / box.height) * 5)));
      this.rate(id, "severity", this.model.cards[id].severity === step ? null : step);
      this.focusCard(id);
    } else if (hit("rate")) this.rateMenu(hit("rate"), id);
    else if (hit("links")) this.link(id, false);
    else if (hit("unfold")) this.unfoldCell(hit("unfold").dataset.unfold);
    else if (hit("fold")) {
      const group = hit("fold").dataset.fold;
      if (!this.folded.delete(group)) this.folded.add(group);
      this.draw();
      this.find(`[data-fold="${group}"]`)?.focus();
    } else if (hit("ungroup")) this.act("ungroup", { id: hit("ungroup").dataset.ungroup });
    else if (hit("grouptitle")) this.nameGroup(hit("grouptitle"));
    else if (cardEl) {
      this.focusCard(id);
      if (this.panel) this.open(id);
      else if (kept !== id || event.detail > 1) this.choose(id);
    } else if (hit("feel")) this.feelMenu(hit("feel"), this.stages().find((s) => s.id === hit("feel").dataset.feel));
    else if (hit("zoom")) {
      this.stage = hit("zoom").dataset.zoom;
      this.look(this.mode === "stage" ? "overview" : "stage");
    } else if (hit("lane")) this.leads && this.laneMenu(hit("lane"), this.model.lanes.find((l) => l.id === hit("lane").dataset.lane));
    else if (hit("cell")) {
      [this.lane, this.stage] = hit("cell").dataset.cell.split("|");
      this.stageSelect.value = this.stage;
      this.aim();
      this.input.focus({ preventScroll: true });
    }
  },

  look(mode) {
    this.mode = mode;
    if (mode === "lanes" && !this.chosen.length)
      this.chosen = this.model.lanes.filter((l) => ["activity", "pain_point", "opportunity"].includes(l.kind) && !l.hidden).map((l) => l.id);
    this.deselect();
    this.keepLook();
    this.draw();
    this.aim();
  },

  // How one looks at the board is kept for this tab.
  keepLook() {
    try {
      sessionStorage.setItem("cjm-look:" + this.workshop, JSON.stringify({ mode: this.mode, stage: this.stage, chosen: this.chosen, filter: { stream: this.filter.stream }, apartFrom: this.apartFrom }));
    } catch (_) {
      /* no storage */
    }
  },

  turn_stage(by) {
    const stages = this.stages();
    if (!stages.length) return;
    this.stage = this.step(stages, this.stage, by);
    this.keepLook();
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
      const stage = this.stages().find((s) => s.id === feel);
      const value = Math.max(-2, Math.min(2, (stage.emotion ?? 0) + (event.key === "ArrowUp" ? 1 : -1)));
      this.feel(stage, { value });
      this.find(`[data-feel="${feel}"]`)?.focus({ preventScroll: true });
      return;
    }
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (this.mode === "stage" && !writing && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      this.turn_stage(event.key === "ArrowLeft" ? -1 : 1);
    }
    if (event.key === "Escape" && !writing) {
      if (this.linking) this.endLinking();
      else if (this.selected) this.deselect();
      else if (this.panel) this.close();
    }
  },
};
