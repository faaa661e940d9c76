// With the keyboard of a phone up there is little room: no bar covers the field in which one types, and bars stand above the keyboard.
(() => {
  const TEXT = "textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range], [type=file])";
  const SHORT = 560; // pixels: a phone without its keyboard is higher
  const AIR = 6;
  const root = document.documentElement;
  let padded = null;

  // Where the browser can, the keyboard makes the page smaller instead of lying over it.
  const meta = document.querySelector("meta[name=viewport]");
  if (meta && !meta.content.includes("interactive-widget")) meta.content += ", interactive-widget=resizes-content";

  const view = () => {
    const seen = window.visualViewport;
    return seen ? { top: seen.offsetTop, bottom: seen.offsetTop + seen.height, height: seen.height } : { top: 0, bottom: innerHeight, height: innerHeight };
  };
  const above = (el) => el.parentElement || el.getRootNode().host || null;
  const within = (el, whole) => {
    for (let one = el; one; one = above(one)) if (one === whole) return true;
    return false;
  };
  const written = () => {
    let el = document.activeElement;
    while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
    return el?.matches?.(TEXT) ? el : null;
  };
  const at = (x, y) => {
    let el = document.elementFromPoint(x, y);
    while (el?.shadowRoot) {
      const inner = el.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === el) break;
      el = inner;
    }
    return el;
  };
  const scroller = (field) => {
    for (let one = above(field); one; one = above(one)) {
      if (/auto|scroll/.test(getComputedStyle(one).overflowY) && (one.scrollHeight > one.clientHeight || one.dataset.testid === "stMain")) return one;
    }
    return null;
  };

  // The bar that lies over the field at this height, if one does.
  const cover = (field, y) => {
    const box = field.getBoundingClientRect();
    const page = scroller(field);
    for (let one = at(box.left + Math.min(40, box.width / 2), y); one; one = above(one)) {
      if (within(field, one)) return null;
      const { position } = getComputedStyle(one);
      if (/fixed|sticky/.test(position) || (position === "absolute" && !within(one, page))) return one.getBoundingClientRect(); // else it goes with the field
    }
    return null;
  };
  // The field with the buttons that belong to it, if there is room for them.
  const form = (field, room) => {
    let whole = field;
    for (let one = above(field), steps = 0; one && steps < 3; one = above(one), steps += 1) {
      if (one.offsetHeight > room || getComputedStyle(one).position === "sticky") break;
      if (one.querySelector?.("button")) whole = one;
    }
    return whole;
  };

  const show = () => {
    const typed = written();
    const seen = view();
    if (!typed || seen.height >= SHORT) return;
    const field = form(typed, seen.height * 0.55);
    for (let tries = 0; tries < 4; tries += 1) {
      const box = field.getBoundingClientRect();
      let low = seen.bottom - AIR, high = seen.top + AIR;
      const below = cover(field, Math.min(box.bottom, seen.bottom) - 2);
      if (below) low = Math.min(low, below.top - AIR);
      const over = cover(field, Math.max(box.top, seen.top) + 2);
      if (over && over !== below && over.bottom < low) high = Math.max(high, over.bottom + AIR);
      const by = box.bottom > low || box.height > low - high ? box.bottom - low : box.top < high ? box.top - high : 0;
      const moved = scroller(field);
      if (Math.abs(by) < 1 || !moved) return;
      const before = moved.scrollTop;
      moved.scrollTop += by;
      const left = by - (moved.scrollTop - before);
      if (left > 1) {
        // at the end of the page: there is room below it while one types
        padded = moved;
        moved.style.paddingBottom = (parseFloat(moved.style.paddingBottom) || 0) + left + "px";
        moved.scrollTop += left;
      }
    }
  };
  const lay = () => {
    const field = written();
    const seen = view();
    const foot = document.querySelector("#cjm-bar.foot");
    const typing = Boolean(field && seen.height < SHORT && !(foot && within(field, foot)));
    root.classList.toggle("cjm-typing", typing);
    if (typing) root.style.setProperty("--cjm-bars", "static");
    else root.style.removeProperty("--cjm-bars");
    root.style.setProperty("--cjm-foot", (foot && !typing ? foot.offsetHeight : 0) + "px");
    root.style.setProperty("--cjm-keyboard", Math.max(0, Math.round(innerHeight - seen.bottom)) + "px");
    if (padded && !typing) {
      padded.style.paddingBottom = "";
      padded = null;
    }
  };
  let due = 0;
  const soon = (wait) => {
    clearTimeout(due);
    due = setTimeout(() => {
      lay();
      show();
    }, wait);
  };
  let slow = 0;
  document.addEventListener("focusin", () => {
    soon(30);
    clearTimeout(slow);
    slow = setTimeout(() => soon(0), 400); // the keyboard comes up slowly
  });
  // Whoever scrolls by hand meanwhile wants to see something else.
  for (const kind of ["touchmove", "wheel"]) document.addEventListener(kind, () => clearTimeout(slow), { passive: true, capture: true });
  document.addEventListener("focusout", () => soon(60));
  document.addEventListener("input", () => soon(30));
  window.addEventListener("resize", () => soon(60));
  window.visualViewport?.addEventListener("resize", () => soon(60));
  setInterval(lay, 2000); // the facilitator's bar comes and goes by itself
})();
