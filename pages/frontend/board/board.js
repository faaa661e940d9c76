// The component: puts the parts together once for each place on the page, and is called again with every rerun.
class CjmBoard {
  constructor(parent, workshop) {
    this.parent = parent;
    this.shadow = parent instanceof ShadowRoot ? parent : document;
    this.workshop = workshop;
    this.live = cjmLive(workshop);
    this.base = null;
    this.model = null;
    this.over = []; // acts acknowledged, but not in the model yet
    this.cards = new Map();
    this.kept = new Map();
    this.cells = new Map();
    this.counts = new Map();
    this.identities = new WeakMap();
    this.nextIdentity = 0;
    this.turn = 0;
    this.context = "";
    this.known = new Map();
    this.mode = "overview";
    this.chosen = [];
    this.most = 0;
    this.unfolded = new Set();
    this.acked = new Map(); // acts that can be undone from a message, and the revision they became
    this.linking = null;
    this.coarse = window.matchMedia("(pointer: coarse)").matches;
    this.filter = {};
    this.apartFrom = {}; // by stream: whether what is added is only of it
    this.folded = new Set();
    this.apart = new Set();
    this.sent = new Map();
    this.stage = null;
    this.lane = null;
    this.editing = null;
    this.below = 64;
    this.offers = [];
    this.fresh = new Map();
    this.spare = new Map();
    this.recallDrafts();
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem("cjm-look:" + workshop) || "{}"));
    } catch (_) {
      /* no storage */
    }
    if (window.innerWidth < 768) this.mode = "stage"; // a phone shows one stage at a time
    this.build();
    this.unsubscribe = this.live.subscribe((event) => this.hear(event));
    this.hasUnsaved = () => this.unsaved();
    (window.__cjmUnsaved ??= new Set()).add(this.hasUnsaved);
    this.resized = () => this.fitSoon();
    window.addEventListener("resize", this.resized);
    this.observer = new ResizeObserver(this.resized);
    this.observer.observe(parent instanceof ShadowRoot ? parent.host : parent);
    this.fetch();
  }

  destroy() {
    this.unsubscribe();
    window.__cjmUnsaved.delete(this.hasUnsaved);
    clearTimeout(this.fading);
    window.removeEventListener("resize", this.resized);
    this.observer.disconnect();
    clearTimeout(this.fitting);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  build() {
    this.grid = cjmEl("div", { class: "grid", role: "table", "aria-label": "Board: stages across, lanes down" });
    this.scroll = cjmEl("div", { class: "scroll" }, this.grid);
    this.aside = cjmEl("aside", { class: "panel" });
    this.aside.hidden = true;
    this.bar = cjmEl("div", { class: "bar" });
    this.stageSelect = cjmEl("select", { "aria-label": "Stage for the next card" });
    this.laneSelect = cjmEl("select", { "aria-label": "Lane for the next card" });
    this.input = cjmEl("input", { type: "text", class: "typed", "aria-label": "New card", autocomplete: "off", dir: "auto", enterkeyhint: "done" });
    this.addButton = cjmEl("button", { type: "button", class: "primary" }, cjmIcon("add"), "Add");
    this.dock = cjmEl("div", { class: "dock", role: "group", "aria-label": "Add cards" }, this.stageSelect, this.laneSelect, this.input, this.addButton, this.legend());
    this.onlyHere = cjmEl("button", { type: "button", class: "onlyhere", onclick: () => this.turnOnly() });
    this.onlyHere.hidden = true;
    this.dock.insertBefore(this.onlyHere, this.input);
    this.strip = cjmEl("div", { class: "strip", role: "group", "aria-label": "Linked cards" });
    this.strip.hidden = true;
    this.loose = cjmEl("div", { class: "loose", role: "group", "aria-label": "Your text" });
    this.loose.hidden = true;
    this.dock.append(this.strip, this.loose);
    this.tools = cjmEl("div", { class: "tools", role: "toolbar", "aria-label": "This card" });
    this.tools.hidden = true;
    this.toasts = cjmEl("div", { class: "toasts" });
    this.status = cjmEl("div", { class: "unseen", role: "status", "aria-live": "polite" });
    this.root = cjmEl("div", { class: "board" }, this.bar, cjmEl("div", { class: "body" }, this.scroll, this.aside), this.dock, this.tools, this.toasts, this.status);
    this.parent.append(this.root);
    this.scroller = (this.parent.host || this.parent).closest?.('[data-testid="stMain"]');
    try {
      this.input.value = localStorage.getItem("cjm-typed:" + this.workshop) || "";
    } catch (_) {
      /* no storage */
    }
    this.input.placeholder = this.coarse ? "What happens there?" : "What happens there?  Enter adds · Tab next lane · p: pain, o: opportunity";
    this.scroll.addEventListener("scroll", () => this.selected && this.placeTools(), { passive: true });
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("keydown", (event) => this.boardKey(event));
    this.root.addEventListener("dblclick", (event) => {
      const card = event.target.closest?.(".card");
      if (card && !event.target.closest("button, textarea")) this.edit(card.dataset.card);
    });
    this.root.addEventListener("pointerdown", (event) => this.pressed(event));
    this.grid.addEventListener("focusin", (event) => {
      if (this.selected && event.target.dataset.card !== this.selected) this.deselect();
      if (!event.target.classList.contains("card")) return;
      for (const el of this.grid.querySelectorAll('.card[tabindex="0"]')) if (el !== event.target) el.tabIndex = -1;
      event.target.tabIndex = 0;
    });
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      this.typedKey(event);
    });
    this.input.addEventListener("input", () => {
      this.keepTyped();
      this.aim();
    });
    this.input.addEventListener("paste", (event) => this.pasted(event));
    this.addButton.addEventListener("click", () => {
      this.addTyped();
      this.input.focus({ preventScroll: true });
    });
    this.stageSelect.addEventListener("change", () => {
      this.stage = this.stageSelect.value;
      if (this.mode === "stage") this.draw();
      this.aim();
      this.input.focus({ preventScroll: true });
    });
    this.laneSelect.addEventListener("change", () => {
      this.lane = this.laneSelect.value;
      this.aim();
      this.input.focus({ preventScroll: true });
    });
  }

  update(data) {
    this.leads = data.leads;
    this.below = data.below ?? this.below;
    const asked = this.model && data.asked !== this.asked; // the sentence at the foot was clicked, perhaps once more
    this.asked = data.asked;
    if (data.stage && (asked || data.stage !== this.given)) {
      this.given = data.stage;
      this.stage = data.stage;
      if (this.model) this.draw();
      if (asked && !data.card && window.matchMedia("(pointer: fine)").matches) this.input.focus({ preventScroll: true });
    }
    if (asked && data.card) this.open(data.card);
    if (data.stream && data.stream !== this.givenStream) {
      this.givenStream = data.stream;
      this.filter.stream = data.stream;
      if (this.model) this.draw();
    }
    this.fitSoon();
  }

  async fetch() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    try {
      const address = cjmAt("api/board/" + encodeURIComponent(this.workshop));
      const answer = await fetch(address); // the first time it has been asked for already, while Streamlit was loading
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = await answer.json();
      const old = this.base;
      if (old) {
        // what is the same stays the same object, and need not be drawn again
        for (const [key, value] of Object.entries(fresh)) if (key !== "cards" && JSON.stringify(old[key]) === JSON.stringify(value)) fresh[key] = old[key];
        for (const [id, card] of Object.entries(fresh.cards)) if (old.cards[id] && JSON.stringify(old.cards[id]) === JSON.stringify(card)) fresh.cards[id] = old.cards[id];
      }
      if (old && fresh.revision < old.revision && fresh.server === this.server) {
        setTimeout(() => this.fetch(), 300); // a patch was faster
        return;
      }
      const first = !old;
      this.base = fresh;
      this.server = fresh.server || this.server;
      this.settle();
      this.derive();
      if (first) this.begin();
      if (this.live.revision > this.base.revision) setTimeout(() => this.fetch(), 300);
    } catch (error) {
      setTimeout(() => this.fetch(), 1500);
    } finally {
      this.fetching = false;
      if (this.again) {
        this.again = false;
        this.fetch();
      }
    }
  }

  begin() {
    const card = new URL(window.location.href).searchParams.get("card");
    this.offerDrafts();
    if (card && this.model.cards[card]) this.open(card);
    else if (window.matchMedia("(pointer: fine)").matches) this.input.focus({ preventScroll: true });
  }

  hear(event) {
    if (event.type === "hello") {
      const restarted = this.server && event.server !== this.server;
      this.server = event.server;
      if (this.base && (restarted || event.revision !== this.base.revision)) this.fetch();
    } else if (event.type === "patch") {
      if (!this.base || event.last <= this.base.revision) return;
      if (!event.patch || event.first !== this.base.revision + 1) {
        this.fetch();
        return;
      }
      this.base = cjmPatched(this.base, event.patch, event.last);
      this.settle();
      this.derive();
    } else if (event.type === "acks") {
      for (const ack of event.acks) {
        if (ack.ok) this.over.push({ ...ack.act, revision: ack.revision });
        else this.refused(ack);
        if (ack.ok && this.acked.has(ack.id)) {
          if (this.acked.get(ack.id) === "undo") this.act("undo", { revision: ack.revision });
          else this.acked.set(ack.id, ack.revision);
        }
        if (ack.ok && this.sent.delete(ack.id)) this.say("Saved");
      }
      this.settle();
      this.derive();
    }
  }

  settle() {
    if (this.base) this.over = this.over.filter((act) => act.revision > this.base.revision);
  }

  derive() {
    if (!this.base) return;
    const before = this.model;
    this.model = cjmDerive(this.base, [...this.over, ...this.live.acts]);
    if (before) this.notice(before);
    this.draw();
    this.refreshPanel();
    this.takeBack();
  }

  // Nothing that was written is lost when the server says no.
  refused(ack) {
    const { do: name, with: args } = ack.act;
    let again = null;
    ack.taken = this.sent.has(ack.id) || name === "add_entry" || name === "add_entries" || (name === "edit_entry" && Boolean(args.fields && args.fields.text));
    if (name === "add_entry") {
      again = ["Put it back below", () => {
        this.input.value = args.text;
        this.keepTyped();
        this.input.focus();
      }];
      if (!this.input.value) {
        again[1]();
        again = null;
      }
    } else if (name === "add_entries") again = ["Add them below instead", () => this.act("add_entries", { ...args, entries: args.entries.map((e) => ({ text: e.text, id: cjmId() })), stage_id: this.stage, lane_id: this.lane })];
    else if (name === "edit_entry" && this.sent.has(ack.id)) {
      const { id, draft } = this.sent.get(ack.id);
      this.sent.delete(ack.id);
      // saved again from here, it replaces what the other one wrote
      for (const part of Object.values(draft)) delete part.was;
      if (this.panel && this.panel.id === id) {
        this.panel.draft = { ...draft, ...this.panel.draft };
        this.drawPanel();
      } else
        try {
          sessionStorage.setItem(this.draftKey(id), JSON.stringify(draft));
        } catch (_) {
          /* no storage */
        }
    } else if (name === "edit_entry" && args.fields && args.fields.text) {
      const { stage, lane } = this.model.cards[args.id] || this.held || {};
      this.keepDraft(args.id, { text: args.fields.text, stage, lane }); // stored again from here, it replaces what stands there
      if (this.model.cards[args.id]) again = ["Show mine", () => this.edit(args.id)];
      else this.offer({ id: args.id, ...this.drafts.get(args.id) });
    }
    const words = args.title ?? args.name ?? args.reason;
    if (!again && words) again = ["Put the words below", () => {
      this.input.value = words;
      this.keepTyped();
      this.input.focus();
    }];
    this.toast(ack.error, again, true);
  }

  // A message from which acts can be taken back, whenever they have arrived; gives the list, which may grow.
  undoable(words, act) {
    const acts = [act];
    this.acked.set(act.id, 0);
    this.toast(words, ["Undo", () => {
      for (const one of acts.reverse()) {
        const revision = this.acked.get(one.id);
        if (revision) this.act("undo", { revision });
        else this.acked.set(one.id, "undo");
      }
    }]);
    return acts;
  }

  toast(words, action, alert) {
    const box = cjmEl("div", { class: "toast" + (alert ? " alert" : ""), role: alert ? "alert" : "status" }, cjmEl("span", { class: "grow", dir: "auto" }, words));
    if (action) box.append(cjmEl("button", { type: "button", onclick: () => {
      box.remove();
      action[1]();
    } }, action[0]));
    box.append(cjmEl("button", { type: "button", class: "plain", "aria-label": "Close message", onclick: () => box.remove() }, cjmIcon("close")));
    this.toasts.append(box);
    while (this.toasts.children.length > 3) this.toasts.firstChild.remove();
    setTimeout(() => box.remove(), alert ? 15000 : 7000);
  }

  say(words) {
    this.status.textContent = words;
  }

  drawBar() {
    const m = this.model;
    const on = Object.values(this.filter).filter(Boolean).length;
    const twins = this.twins().length;
    const s = m.stats;
    const mark = JSON.stringify([this.mode, on, twins, s, m.streams, this.mode === "stage" ? [this.stage, this.stages().map((x) => [x.name, x.pain, x.pains])] : ""]);
    if (mark === this.barMark) return;
    this.barMark = mark;
    const focused = this.shadow.activeElement && this.bar.contains(this.shadow.activeElement) ? this.shadow.activeElement.dataset.bar : null;
    const button = (name, icon, words, press, extra) => cjmEl("button", { type: "button", "data-bar": name, onclick: (e) => (e.stopPropagation(), press(e.currentTarget)), ...(extra || {}) }, icon ? cjmIcon(icon) : null, words);
    const look = (mode, icon, words) => button(mode, icon, words, () => this.look(mode), { "aria-pressed": String(this.mode === mode) });
    const parts = [
      cjmEl("div", { class: "looks", role: "group", "aria-label": "How to look at the board" }, look("overview", "grid_view", "Overview"), look("stage", "crop_portrait", "One stage"), look("lanes", "view_agenda", "Some lanes")),
    ];
    if (this.mode === "stage") {
      const now = cjmEl("select", { class: "now", "aria-label": "Stage", onchange: () => this.turn_stage(this.stages().findIndex((x) => x.id === now.value) - this.stages().findIndex((x) => x.id === this.stage)) },
        this.stages().map((x) => cjmEl("option", { value: x.id }, x.name + (x.rated ? `, pain ${x.pain}` : ""))));
      now.value = this.stage || "";
      parts.push(button("prev", "arrow_back", "", () => this.turn_stage(-1), { "aria-label": "Stage before" }), now, button("next", "arrow_forward", "", () => this.turn_stage(1), { "aria-label": "Next stage" }));
    }
    if (m.streams.length > 1) {
      const select = cjmEl("select", { "aria-label": "Value stream", "data-bar": "stream", onchange: () => {
        this.filter.stream = select.value;
        this.keepLook();
        this.draw();
      } }, cjmEl("option", { value: "" }, "All streams"), m.streams.map((x) => cjmEl("option", { value: x.id }, x.name)));
      select.value = this.filter.stream || "";
      parts.push(select);
    }
    parts.push(
      button("lanes-menu", "table_rows", "Lanes", (el) => this.lanesMenu(el), { "aria-haspopup": "dialog" }),
      button("filter", "filter_list", on ? `Filter (${on})` : "Filter", (el) => this.filterMenu(el), { "aria-haspopup": "dialog", class: on ? "on" : null }));
    if (s.rated) parts.push(button("hurts", "bar_chart", "Bottlenecks", (el) => this.hurtsMenu(el), { "aria-haspopup": "dialog" }));
    if (twins) parts.push(button("twins", "content_copy", twins === 1 ? "1 likely duplicate" : twins + " likely duplicates", (el) => this.duplicatesMenu(el), { "aria-haspopup": "dialog" }));
    parts.push(button("more", "more_horiz", "More", (el) => this.moreMenu(el), { "aria-haspopup": "dialog" }));
    if (s.pains) parts.push(cjmEl("span", { class: "figure" }, cjmEl("strong", {}, `${s.rated} of ${s.pains}`), " rated"));
    cjmPlace(this.bar, parts);
    if (focused) this.find(`[data-bar="${focused}"]`)?.focus({ preventScroll: true });
  }

  legend() {
    return (this.key = this.key || cjmEl("div", { class: "key", role: "note", "aria-label": "Key" },
      cjmEl("span", {}, cjmEl("i", { class: "swatch assumed" }), "assumed"),
      cjmEl("span", {}, cjmEl("i", { class: "swatch observed" }), "observed"),
      cjmEl("span", {}, cjmEl("i", { class: "verified" }, cjmIcon("verified")), "confirmed"),
      cjmEl("span", {}, "severity", cjmEl("i", { class: "ramp" }, [1, 2, 3, 4, 5].map((n) => cjmEl("b", { class: "s" + n }, String(n))))),
      cjmEl("span", {}, cjmIcon("link"), "linked"),
      cjmEl("span", {}, cjmIcon("flag"), "key stage"),
      cjmEl("span", {}, "4×5 severity × frequency")));
  }

  drawDock() {
    const stages = this.stages();
    const lanes = this.lanes();
    this.dock.hidden = !stages.length;
    const mark = JSON.stringify([stages.map((s) => [s.id, s.name]), lanes.map((l) => [l.id, l.name])]);
    if (mark !== this.dockMark) {
      this.dockMark = mark;
      this.stageSelect.replaceChildren(...stages.map((s) => cjmEl("option", { value: s.id }, s.name)));
      this.laneSelect.replaceChildren(...this.model.lanes.filter((l) => !l.hidden || lanes.includes(l)).map((l) => cjmEl("option", { value: l.id }, l.name)));
    }
    if (this.stageSelect.value !== this.stage) this.stageSelect.value = this.stage || "";
    this.drawOnly();
    this.aim();
  }
}
for (const part of [CjmCards, CjmDrawing, CjmFeelings, CjmFitting, CjmTyping, CjmHands, CjmPen, CjmFresh, CjmLinks, CjmMenus, CjmDragging, CjmActing, CjmPanel, CjmTrace]) {
  for (const [name, method] of Object.entries(part)) {
    if (name in CjmBoard.prototype) throw new Error("Two methods of the board are called " + name);
    CjmBoard.prototype[name] = method;
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let board = parentElement.__cjmBoard;
  if (board && board.workshop !== data.workshop) {
    board.destroy();
    board.root.remove();
    board = null;
  }
  if (!board) board = parentElement.__cjmBoard = new CjmBoard(parentElement, data.workshop);
  board.deliver = setTriggerValue;
  board.update(data);
  return () => {
    board.destroy();
    board.root.remove();
    parentElement.__cjmBoard = null;
  };
}
