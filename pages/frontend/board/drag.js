// Dragging: by mouse at once; by finger after a long press, so that a swipe still scrolls.
const CJM_LONG = 380;

const CjmDragging = {
  pressed(event) {
    if (event.button !== 0 || this.drag) return;
    this.dragged = false;
    const within = (what) => event.target.closest?.(what);
    if (within(".face")) return this.pressedFace(event, within(".face"));
    const card = within(".card");
    const touch = event.pointerType === "touch";
    if (!card || within("textarea") || this.linking || (!touch && within("button"))) return;
    const drag = (this.drag = { id: card.dataset.card, card, touch, x: event.clientX, y: event.clientY, ghost: null, drop: null });
    const start = { x: drag.x, y: drag.y };
    const target = event.target;
    const hold = (e) => drag.ghost && e.cancelable && e.preventDefault(); // lifted: the finger moves the card, not the page
    const lift = () => {
      this.lift(drag);
      try {
        this.root.setPointerCapture(event.pointerId);
      } catch (_) {
        /* the finger is up already */
      }
    };
    const timer = touch ? setTimeout(lift, CJM_LONG) : null;
    const move = (e) => {
      if (e.pointerId !== event.pointerId) return;
      [drag.x, drag.y] = [e.clientX, e.clientY];
      const far = Math.hypot(drag.x - start.x, drag.y - start.y);
      if (!drag.ghost && touch) {
        if (far > 10) stop(e);
        return;
      }
      if (!drag.ghost && far < 6) return;
      if (!drag.ghost) lift();
      e.preventDefault();
      this.carry(drag);
    };
    const stop = (e) => {
      if (e.pointerId !== undefined && e.pointerId !== event.pointerId) return;
      clearTimeout(timer);
      for (const name of ["pointermove", "pointerup", "pointercancel"]) window.removeEventListener(name, name === "pointermove" ? move : stop);
      window.removeEventListener("keydown", escape, true);
      target.removeEventListener("touchmove", hold);
      target.removeEventListener("contextmenu", hold);
      this.drag = null;
      if (drag.ghost) this.putDown(drag, e.type === "pointerup");
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
    target.addEventListener("touchmove", hold, { passive: false });
    target.addEventListener("contextmenu", hold);
  },

  lift(drag) {
    this.deselect();
    this.shut();
    const ghost = (drag.ghost = drag.card.cloneNode(true));
    ghost.classList.add("ghost");
    ghost.style.width = drag.card.offsetWidth + "px";
    this.root.append(ghost);
    this.root.classList.add("dragging");
    drag.card.classList.add("lifting");
    this.dragged = true;
    window.getSelection()?.removeAllRanges();
    if (drag.touch) navigator.vibrate?.(12);
    this.carry(drag);
    const tick = () => {
      if (this.drag !== drag) return;
      if (this.nearEdge(drag)) this.carry(drag);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  },

  carry(drag) {
    const base = this.root.getBoundingClientRect();
    drag.ghost.style.transform = drag.touch
      ? `translate(${drag.x - base.left - drag.ghost.offsetWidth / 2}px, ${drag.y - base.top - drag.ghost.offsetHeight - 26}px)` // above the finger, to be seen
      : `translate(${drag.x - base.left + 8}px, ${drag.y - base.top + 6}px)`;
    this.clearMarks();
    drag.drop = this.dropAt(drag.x, drag.y, drag.id);
    if (drag.drop && drag.drop.mark) drag.drop.mark.classList.add(drag.drop.how);
  },

  clearMarks() {
    for (const el of this.grid.querySelectorAll(".onto, .before, .after, .into")) el.classList.remove("onto", "before", "after", "into");
  },

  // Held at an edge the board scrolls on, the faster the nearer; with one stage alone its neighbour comes.
  nearEdge(drag) {
    const box = this.scroll.getBoundingClientRect();
    const inner = this.scroll.scrollHeight > this.scroll.clientHeight + 1;
    const page = !inner && this.scroller ? this.scroller : null;
    const top = page ? page.getBoundingClientRect().top : Math.max(box.top, 0);
    const bottom = Math.min(page ? window.innerHeight : box.bottom, this.dock.hidden ? Infinity : this.dock.getBoundingClientRect().top);
    const pull = (from, to) => Math.max(0, Math.min(16, (to - from) / 3));
    const down = pull(bottom - 48, drag.y) - pull(drag.y, top + 48 + (page ? 0 : 60));
    const right = pull(box.right - 40, drag.x) - pull(drag.x, box.left + (this.mode === "stage" ? 0 : 120));
    const moving = page || this.scroll;
    const before = [moving.scrollTop, this.scroll.scrollLeft];
    if (down) moving.scrollTop += down;
    if (right && this.mode !== "stage") this.scroll.scrollLeft += right;
    if (this.mode === "stage" && drag.touch) {
      const edge = drag.x > window.innerWidth - 30 ? 1 : drag.x < 30 ? -1 : 0;
      if (edge !== drag.edge) [drag.edge, drag.since] = [edge, Date.now()];
      if (edge && Date.now() - drag.since > 650) {
        drag.since = Date.now() + 250;
        this.turn_stage(edge);
        return true;
      }
    }
    return moving.scrollTop !== before[0] || this.scroll.scrollLeft !== before[1];
  },

  putDown(drag, dropped) {
    const { id, drop, ghost } = drag;
    this.clearMarks();
    this.root.classList.remove("dragging");
    drag.card.classList.remove("lifting");
    ghost.remove();
    setTimeout(() => (this.dragged = false), 50);
    if (!drop || !dropped || !this.model.cards[id]) return;
    if (drop.how === "onto") return this.layOnto(drop.id, id);
    this.act("move_entry", { id, stage_id: drop.stage, lane_id: drop.lane, place: drop.place });
    this.focusCard(id);
  },

  // Cards laid onto another become a group; a new one is asked for its title.
  layOnto(onto, id) {
    const base = this.model.cards[onto];
    const made = base.group ? null : cjmId();
    const act = this.act("group_entries", { onto, ids: [id], id: made || cjmId(), title: base.text.slice(0, 200) });
    const acts = this.undoable(base.group ? `Added to “${(this.model.groups[base.group] || base.text).slice(0, 50)}”` : "Made a group of two cards", act);
    const title = made && this.find(`[data-grouptitle="${made}"]`);
    if (title) this.nameGroup(title, id, acts);
    else this.focusCard(id);
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
    const cards = Array.from(cell.querySelectorAll(".card:not(.less)")).filter((el) => el.dataset.card !== id);
    const next = cards.find((el) => {
      const box = el.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (!cards.length) return { how: "into", mark: cell, lane, stage, place: "last" };
    if (!next) return { how: "after", mark: cards[cards.length - 1], lane, stage, place: cards[cards.length - 1].dataset.card };
    const before = cards[cards.indexOf(next) - 1];
    return { how: "before", mark: next, lane, stage, place: before ? before.dataset.card : "first" };
  },

  // The emotion curve is bent by pulling a face up or down.
  pressedFace(event, face) {
    const box = face.parentNode.getBoundingClientRect();
    const stage = face.dataset.feel;
    let value = null;
    const move = (e) => {
      if (value === null && Math.abs(e.clientY - event.clientY) < 6) return;
      e.preventDefault();
      value = Math.max(-2, Math.min(2, Math.round(2 - (4 * (e.clientY - box.top)) / box.height)));
      face.style.top = ((2 - value) / 4) * 100 + "%";
      this.dragged = true;
    };
    const stop = (e) => {
      for (const name of ["pointermove", "pointerup", "pointercancel"]) window.removeEventListener(name, name === "pointermove" ? move : stop);
      setTimeout(() => (this.dragged = false), 50);
      if (value === null) return;
      if (e.type === "pointerup") this.feel(this.stages().find((s) => s.id === stage), { value });
      else this.draw();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
  },
};
