// Typing in the line below: one card after the other, lane by lane.
const CjmTyping = {
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
    const only = this.only();
    this.act("add_entry", { id, stage_id: this.stage, lane_id: lane, text, ...(only ? { fields: { value_stream_id: only } } : {}) });
    input.value = "";
    this.keepTyped();
    this.aim();
    this.reveal(id);
    this.say("Added: " + text);
  },

  pasted(event) {
    const text = (event.clipboardData || { getData: () => "" }).getData("text");
    if (!/[\n\r\t]/.test(text.trim())) return;
    event.preventDefault();
    this.pasting = this.pasting || {
      workshop: this.workshop, where: "cards", root: this.root,
      focus: () => this.input.focus({ preventScroll: true }),
      may: (layout) => this.leads || layout === "cards" || layout === "lines",
      list: (items) => this.addPasted(items, []),
      table: (whole, choice) => choice.items ? this.addPasted(choice.items, choice.lanes) : this.act("paste_table", { text: whole, layout: choice.layout }),
    }; // prettier-ignore
    cjmPasted(this.pasting, text);
  },

  addPasted(items, lanes) {
    const entries = items.map((words, at) => ({ ...this.aimed(words), at })).filter((one) => one.text)
      .map((one) => ({ id: cjmId(), text: one.text, lane_id: lanes[one.at] || one.lane }));
    if (!entries.length) return;
    const only = this.only();
    for (let at = 0; at < entries.length; at += 500)
      this.act("add_entries", { stage_id: this.stage, lane_id: this.lane, entries: entries.slice(at, at + 500), ...(only ? { value_stream_id: only } : {}) });
    this.reveal(entries[entries.length - 1].id);
    if (entries.length <= 500) this.toast(entries.length + " cards added", ["Undo", () => this.act("remove_entries", { ids: entries.map((e) => e.id) })]);
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

  // Whether what is added next is only of the stream that is looked at.
  drawOnly() {
    const stream = this.stream();
    this.onlyHere.hidden = !stream;
    if (!stream) return;
    const on = this.only() !== null;
    this.onlyHere.setAttribute("aria-pressed", String(on));
    this.onlyHere.title = on ? `New cards and emotions are only in ${stream.name}; press to share them with all streams` : "New cards and emotions are shared by all streams; press to keep them to this one";
    cjmPlace(this.onlyHere, [cjmIcon("alt_route"), cjmEl("span", { class: "onlyname" }, on ? "Only in " + stream.name : "In all streams")]);
  },

  turnOnly() {
    const stream = this.stream();
    if (!stream) return;
    this.apartFrom[stream.id] = this.only() === null;
    this.keepLook();
    this.drawOnly();
    this.input.focus({ preventScroll: true });
  },

  step(list, id, by) {
    const at = list.findIndex((x) => x.id === id);
    return list[(at + by + list.length) % list.length].id;
  },

  typedKey(event) {
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
    this.unfold(id);
    const kept = this.cards.get(id);
    if (!kept || !kept.el.isConnected) return;
    const box = this.scroll.getBoundingClientRect();
    const at = kept.el.getBoundingClientRect();
    const left = this.mode === "stage" ? 0 : 112;
    if (at.bottom > box.bottom) this.scroll.scrollTop += at.bottom - box.bottom + 12;
    else if (at.top < box.top + 90) this.scroll.scrollTop -= box.top + 90 - at.top;
    if (at.right > box.right) this.scroll.scrollLeft += at.right - box.right + 12;
    else if (at.left < box.left + left) this.scroll.scrollLeft -= box.left + left - at.left;
  },
};
