// Lifting something by mouse or finger, for whatever has draw(), faceOf(id), follow(x, y), which calls aim(), and land(id,
// target), which says whether that did something. No export: the text stands in front
// of each component that needs it.
const CjmLifting = {
  // A mouse drags at once; a finger first rests on the thing, so that it can still scroll in `area`.
  carry(event, id, area) {
    const touch = event.pointerType === "touch";
    const from = { x: event.clientX, y: event.clientY };
    this.touching = touch;
    let timer = touch ? setTimeout(() => this.lift(id, from), 350) : null;
    const move = (e) => {
      if (e.pointerId !== event.pointerId) return;
      const far = Math.hypot(e.clientX - from.x, e.clientY - from.y);
      if (!this.lifted) {
        if (touch && far > 8) return this.stop(null);
        if (!touch && far > 5) this.lift(id, from);
        if (!this.lifted) return;
      }
      e.preventDefault();
      this.follow(e.clientX, e.clientY);
    };
    const held = (e) => this.lifted && e.cancelable && e.preventDefault();
    const up = (e) => e.pointerId === event.pointerId && this.stop(e.type === "pointerup" ? e : null);
    const escape = (e) => {
      if (e.key !== "Escape" || !this.lifted) return;
      e.preventDefault();
      this.stop(null);
    };
    this.stop = (e) => {
      clearTimeout(timer);
      timer = null;
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
      window.removeEventListener("keydown", escape, true);
      area.removeEventListener("touchmove", held);
      this.stop = null;
      this.touching = false;
      this.drop(e !== null);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    window.addEventListener("keydown", escape, true);
    area.addEventListener("touchmove", held, { passive: false });
  },

  lift(id, at) {
    const face = this.faceOf(id);
    if (!face || !face.isConnected) return;
    this.lifted = id;
    this.dragged = true;
    const box = face.getBoundingClientRect();
    this.hold = { x: at.x - box.left, y: at.y - box.top };
    this.ghost = face.cloneNode(true);
    this.ghost.classList.add("ghost");
    this.ghost.style.width = box.width + "px";
    this.root.append(this.ghost);
    face.classList.add("lifted");
    if (this.touching && navigator.vibrate) navigator.vibrate(15);
    this.follow(at.x, at.y);
  },

  // Marks where it would land.
  aim(target) {
    if (this.target === target) return;
    if (this.target) this.target.classList.remove("drop");
    this.target = target;
    if (target) target.classList.add("drop");
  },

  drop(done) {
    const id = this.lifted;
    const target = this.target;
    this.lifted = null;
    if (!id) return void setTimeout(() => this.draw(), 0); // after the click, which there is none of if what was pressed is drawn anew
    this.aim(null);
    if (this.ghost) this.ghost.remove();
    const face = this.faceOf(id);
    if (face) face.classList.remove("lifted");
    if (!done || !target || !this.land(id, target)) this.draw();
    if (face) (face.matches("button") ? face : face.querySelector("button")).focus({ preventScroll: true });
    setTimeout(() => {
      this.dragged = false; // the click that ends a drag opens nothing
    }, 0);
  },
};
