// What hangs on the open card, fetched when its details are opened: the board's own data would be sent to everybody with it.
const CjmTrace = {
  traceBox() {
    this.trace = this.trace || { id: "", revision: -1, shown: null };
    const box = cjmEl("nav", { class: "trace", "aria-label": "What hangs on it" });
    if (this.trace.id === this.panel.id && this.trace.shown) this.fillTrace(box, this.trace.shown);
    else box.hidden = true;
    this.fetchTrace();
    return box;
  },

  askTrace(id) {
    const url = new URL(cjmAt("api/trace/" + encodeURIComponent(this.workshop)));
    url.search = new URLSearchParams({ kind: "entries", id }).toString();
    return fetch(url, { cache: "no-store" });
  },

  // Once for a card and revision of the board; what came for another card meanwhile is dropped.
  async fetchTrace() {
    const id = this.panel && this.panel.id;
    const revision = this.base ? this.base.revision : 0;
    if (!id || this.model.cards[id]?.pending || (this.trace.id === id && this.trace.revision === revision)) return;
    if (this.trace.id !== id) this.trace.shown = null;
    Object.assign(this.trace, { id, revision });
    try {
      const answer = await this.askTrace(id);
      if (!answer.ok) throw new Error(String(answer.status));
      const shown = await answer.json();
      if (this.trace.id !== id || !this.panel || this.panel.id !== id) return;
      this.trace.shown = shown;
      const box = this.aside.querySelector(".trace");
      if (box) this.fillTrace(box, shown);
    } catch (_) {
      if (this.trace.id === id) this.trace.revision = -1; // without a connection it comes with the next change
    }
  },

  fillTrace(box, shown) {
    const rows = [];
    for (const one of shown.stations) {
      const others = one.things.filter((thing) => !thing.here);
      if (!others.length && !one.missing) continue;
      const things = others.map((thing) =>
        cjmEl("button", { type: "button", class: "link", title: thing.name + "\n" + thing.note, onclick: () => this.follow(thing) },
          cjmEl("span", { class: "name", dir: "auto" }, thing.name), " ", cjmEl("span", { class: "note", dir: "auto" }, thing.note)));
      if (one.more) things.push(cjmEl("span", { class: "note" }, `and ${one.more} more`));
      if (one.missing)
        things.push(one.query.some(([name, value]) => name === "card" && value === this.panel.id)
          ? cjmEl("span", { class: "missing" }, cjmIcon("link_off"), one.missing)
          : cjmEl("button", { type: "button", class: "missing", onclick: () => this.follow(one) }, cjmIcon("link_off"), one.missing));
      rows.push(cjmEl("div", { class: "station" }, cjmEl("h3", {}, cjmIcon(one.icon), one.name), cjmEl("div", { class: "things" }, things)));
    }
    box.hidden = !rows.length;
    cjmPlace(box, rows);
  },

  // A card opens here; everything else is on another page, which Streamlit turns to without loading anew.
  follow(to) {
    const card = to.page === "pain_points" && to.query.find(([name]) => name === "card");
    if (card) {
      this.open(card[1], true);
      return;
    }
    const path = window.location.pathname;
    window.__cjmLeaving = { path, at: Date.now() };
    this.deliver("go", { page: to.page, query: to.query });
    setTimeout(() => {
      if (window.location.pathname !== path) return; // else it was not heard
      const url = new URL(to.page, window.location.href);
      url.search = new URLSearchParams([["w", this.workshop], ...to.query]).toString();
      window.location.assign(url);
    }, 2500);
  },
};
