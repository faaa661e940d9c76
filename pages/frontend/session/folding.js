// How the bar fits: where there is no room for all of it the words go first, then one part after the other into a menu, then the words
// of the page's own links; at last the bar lies along the foot of the window. What is needed to steer never folds.
const CJM_ASKED = 230; // as wide a question is read in two lines; where it is whole it may be narrower
const CJM_TIGHT = `html.cjm-tight [data-testid=stTopNavLink] > span:first-child { margin: 0 }
html.cjm-tight [data-testid=stTopNavLink] > span:first-child ~ span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }`;
Object.assign(CjmBar.prototype, {
  // A part of the bar; `fold` says when it goes into the menu, the lowest first. Without it, it stays.
  part(el, fold = 0) {
    return el && { el, fold };
  },

  away(parts) {
    const foldable = parts.filter((one) => one.fold).sort((a, b) => a.fold - b.fold);
    return new Set(foldable.slice(0, Math.max(0, this.folded - 1)));
  },

  menu(parts) {
    const gone = this.away(parts);
    return ["More", ...parts.filter((one) => gone.has(one)).map((one) => cjmH("div", { class: "folded" }, one.el))];
  },

  drawnBar(parts) {
    const gone = this.away(parts);
    const shown = parts.filter((one) => !gone.has(one)).map((one) => one.el);
    const more = gone.size ? cjmH("button", { class: "b flat", "data-do": "show:menu", "aria-expanded": String(this.open === "menu"), title: "More" }, cjmI("more_vert"), cjmH("span", { class: "hidden" }, "More")) : null;
    return cjmH("div", { class: "bar" + (this.folded ? " terse" : "") }, shown, more);
  },

  // Draws as often as needed; nothing of it is seen but the last.
  fit() {
    const bar = this.body.querySelector(".bar");
    if (!bar) return;
    const steps = this.foldable + 1;
    const shape = () => [window.innerWidth, this.navEnd(), document.fonts ? document.fonts.status : "", this.body.querySelector(".bar").textContent.replace(/\d/g, "0")].join("|");
    if (this.shape === shape() && this.fits(bar, false)) return;
    const settle = () => {
      this.shape = shape();
      const block = document.querySelector('[data-testid="stMainBlockContainer"]'), root = document.documentElement.style;
      const high = this.host.classList.contains("foot") ? this.host.offsetHeight : 0;
      if (block) block.style.paddingBottom = high ? high + 16 + "px" : "";
      if (root.getPropertyValue("--cjm-bar") !== high + "px") {
        root.setProperty("--cjm-bar", high + "px"); // what takes the height of the window leaves room for it
        window.dispatchEvent(new Event("resize"));
      }
      if (this.open === "menu" && this.folded < 2) this.show(null);
    };
    for (const tight of [false, true]) {
      this.lay(false, tight);
      for (this.folded = 0; this.folded <= steps; this.folded += 1) {
        this.paint();
        if (this.fits(this.body.querySelector(".bar"), !(tight && this.folded === steps))) return settle();
      }
    }
    this.lay(true, false);
    for (this.folded = 0; this.folded < steps; this.folded += 1) {
      this.paint();
      if (this.fits(this.body.querySelector(".bar"), true)) return settle();
    }
    this.paint();
    settle();
  },

  // Whether all of it stands inside, and the question is read.
  fits(bar, whole) {
    const place = bar.getBoundingClientRect();
    const boxes = Array.from(bar.children, (one) => one.getBoundingClientRect()).filter((one) => one.width);
    if (!boxes.length) return true;
    if (Math.min(...boxes.map((one) => one.left)) < place.left - 1 || Math.max(...boxes.map((one) => one.right)) > place.right + 1) return false;
    if (this.host.classList.contains("foot") && window.innerWidth < 700) return place.height < 110;
    const asked = bar.querySelector(".asked b");
    return !whole || !asked || asked.offsetWidth >= CJM_ASKED || asked.scrollHeight <= asked.clientHeight + 1;
  },

  navEnd() {
    let right = 0;
    for (const one of document.querySelectorAll("[data-testid=stHeader] [data-testid=stLogoLink], [data-testid=stTopNav] a, [data-testid=stTopNav] button")) {
      const box = one.getBoundingClientRect();
      if (box.width) right = Math.max(right, box.right);
    }
    return right;
  },

  lay(foot, tight) {
    document.documentElement.classList.toggle("cjm-tight", tight);
    for (const link of document.querySelectorAll("[data-testid=stTopNavLink]")) link.title = tight ? link.textContent.replace(/^[a-z_]+(?=[A-Z])/, "") : "";
    this.host.classList.toggle("foot", foot);
    this.host.style.setProperty("--start", this.navEnd() + 20 + "px");
    this.body.classList.toggle("foot", foot);
  },
});
