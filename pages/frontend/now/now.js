// Now: the page thirty people hold in their hands. It follows the session by itself; every act goes into the outbox of live.js
// and is shown at once. Views are built when another thing is on, and only refreshed otherwise, so that typing is never disturbed.
const CJM_NOW_ICONS = {
  write: "edit_note", pick: "how_to_reg", dot_vote: "radio_button_checked", rate: "monitor_heart", score: "speed", break_out: "groups", close: "handshake",
}; // prettier-ignore

class CjmNow {
  constructor(parent, data) {
    this.parent = parent;
    this.workshop = data.workshop;
    this.doc = null;
    this.asked = 0;
    this.skew = 0;
    this.viewKey = "";
    this.view = null;
    this.nodes = new Map();
    this.reading = {};
    this.menu = cjmEl("dialog", { class: "sheet", "aria-label": "Menu" });
    this.who = cjmEl("p", { class: "who", dir: "auto" });
    this.menu.addEventListener("click", (event) => event.target === this.menu && this.menu.close());
    this.where = cjmEl("span", { class: "where", dir: "auto" });
    this.dot = cjmEl("span", { class: "line", role: "status" });
    this.menuButton = cjmEl("button", { type: "button", class: "round", "aria-label": "Menu", onclick: () => this.openMenu() }, cjmIcon("menu"));
    this.body = cjmEl("div", { class: "body" });
    this.late = this.lateBox();
    this.notices = cjmEl("div", { class: "notice", role: "status" });
    this.barRow = cjmEl("div", { class: "acts" });
    this.bar = cjmEl("div", { class: "bar" }, cjmEl("div", { class: "inner" }, this.notices, this.barRow));
    this.announced = cjmEl("div", { class: "unseen", "aria-live": "polite" });
    this.root = cjmEl("div", { class: "drawn now" },
      cjmEl("div", { class: "top" }, this.where, this.dot, this.menuButton), this.late.el, this.body, this.announced, this.bar, this.menu);
    parent.append(this.root);

    this.live = cjmLive(this.workshop);
    this.live.owner(data.me);
    this.leave = this.live.subscribe((event) => this.hear(event));
    this.clock = setInterval(() => this.tick(), 1000);
    this.onVisible = () => document.visibilityState === "visible" && this.fetch();
    document.addEventListener("visibilitychange", this.onVisible);
    this.onPort = () => this.lift();
    window.visualViewport?.addEventListener("resize", this.onPort);
    window.visualViewport?.addEventListener("scroll", this.onPort);
    this.draw();
    this.fetch();
  }

  update(data, send) {
    this.go = send;
    this.places = data.places;
    const link = data.link || "";
    if (this.link !== link) {
      this.link = link;
      if (this.doc) this.draw();
    }
    if (this.me !== undefined && this.me !== data.me) {
      this.late.clear(); // the phone was passed on
      this.fetch();
    }
    this.me = data.me;
    this.live.owner(data.me);
  }

  destroy() {
    this.leave();
    clearInterval(this.clock);
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.onVisible);
    window.visualViewport?.removeEventListener("resize", this.onPort);
    window.visualViewport?.removeEventListener("scroll", this.onPort);
    this.root.remove();
  }

  // What the server says --------------------------------------------------------------------------------------------

  async fetch() {
    const turn = (this.asked += 1);
    clearTimeout(this.later);
    this.later = null;
    const sent = Date.now();
    let doc;
    this.busy = true;
    try {
      const answer = await fetch(cjmAt("api/session/" + encodeURIComponent(this.workshop)), { cache: "no-store" });
      if (turn !== this.asked) return;
      if (answer.status === 403 || answer.status === 404) {
        this.refused = (await answer.json()).error;
        this.doc = null; // it was somebody's who has no seat here any more
        this.draw();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      doc = await answer.json();
    } catch (_) {
      if (turn === this.asked) this.soon(3000); // no connection, or the server is starting: what is shown stays
      return;
    } finally {
      if (turn === this.asked) this.busy = false;
    }
    if (turn !== this.asked) return;
    this.refused = "";
    this.skew = Date.parse(doc.now) - (sent + Date.now()) / 2;
    if (!this.kept || this.keptFor !== doc.me.id) {
      this.keptFor = doc.me.id;
      this.kept = new CjmKept(this.workshop, doc.me.id);
      this.echoes = new CjmEchoes(this.workshop, doc.me.id);
      this.viewKey = "";
    }
    this.doc = doc;
    this.counts = { ...doc.counts, people: doc.people };
    const running = doc.activity && doc.activity.state === "running" ? doc.activity.id : null;
    if (running && doc.activity.kind === "score") this.kept.scored(running, doc.mine.votes);
    this.kept.sweep(running, doc.activity && doc.activity.id);
    this.draw();
  }

  soon(ms) {
    if (!this.later) this.later = setTimeout(() => this.fetch(), ms);
  }

  hear(event) {
    if (event.type === "hello") this.fetch();
    else if (event.type === "session") this.heardSession(event.session);
    else if (event.type === "patch" && this.closing()) this.soon(50 + 250 * Math.random());
    else if (event.type === "patch") this.soon(this.running() && this.doc.activity.kind !== "break_out" ? 8000 : 500 + 1000 * Math.random());
    else if (event.type === "acks") this.heardAcks(event.acks);
    else {
      if (this.live.state === "refused" && !this.refused) this.fetch();
      this.drawState();
    }
  }

  heardSession(session) {
    const a = this.doc && this.doc.activity;
    if (!this.doc || (a ? a.id : null) !== session.id || (a && (a.version !== session.version || a.state !== session.state))) this.fetch();
    if (!this.doc) return;
    if (a && a.kind === "break_out" && this.counts.people !== session.people) this.soon(500 * Math.random()); // who writes may have left
    if (session.place !== undefined && session.place !== this.doc.place) {
      this.doc.place = session.place; // the page is turned
      if (this.busy) this.fetch(); // the answer on its way may not know of it
    }
    this.counts = session;
    this.draw();
  }

  heardAcks(acks) {
    for (const ack of acks) {
      if (ack.ok) this.took(ack.act);
      else ack.taken = this.refuse(ack.act, ack.error);
    }
    if (this.doc) {
      if (this.busy) this.fetch(); // the answer on its way may not know of these yet
      else if (acks.some((one) => !one.ok || /park|happens|take_action|give_back|write_for_us/.test(one.act.do))) this.soon(50);
      this.draw();
    }
  }

  // The server has it: from now on it is part of what the server says.
  took(act) {
    const mine = this.doc && this.doc.mine;
    if (mine) this.apply(act, mine);
    if (act.do === "happens_to_us_too" && this.echoes) this.echoes.said(act.with);
    const a = this.doc && this.doc.activity;
    const { subject_id: subject, axis, value, activity_id: of } = act.with;
    if (act.do === "cast" && a && a.kind === "score" && a.id === of) {
      const before = this.kept.get("votes/" + of, {})[subject];
      this.kept.scored(of, { [subject]: { ...before, [axis]: value } });
    }
    if (this.doc && this.doc.promises) this.promise(act, this.doc.promises.actions, false);
  }

  refuse(act, error) {
    const text = act.with.text;
    if (act.do === "write_sealed_card" && this.kept) {
      const round = this.kept.get("round/" + act.with.activity_id);
      if (round) this.kept.saveRound(act.with.activity_id, { ...round, cards: round.cards.filter((one) => one.id !== act.with.id) });
      this.kept.tooLate(text, Boolean(act.with.key));
    } else if (act.do === "park_thought" && this.kept) {
      this.kept.tooLate(text, act.with.nameless);
    }
    this.notice(error);
    return Boolean(this.kept) && (act.do === "write_sealed_card" || act.do === "park_thought");
  }

  // Mine: what the server knows, and on top what is still on its way --------------------------------------------------

  act(name, args) {
    this.live.send({ do: name, with: { ...args, activity_id: this.doc.activity.id } });
    this.draw();
  }

  closing() {
    return Boolean(this.doc && this.doc.activity && this.doc.activity.kind === "close");
  }

  running() {
    return Boolean(this.doc && this.doc.activity && this.doc.activity.state === "running");
  }

  mine() {
    const given = this.doc.mine || {};
    const mine = {
      cards: [...(given.cards || [])],
      votes: Object.fromEntries(Object.entries(given.votes || {}).map(([id, axes]) => [id, { ...axes }])),
      done: Boolean(given.done),
      echoes: [...this.saidToo()],
      waiting: new Set(),
    };
    for (const act of this.live.acts) this.apply(act, mine);
    const a = this.doc.activity;
    if (a && !a.names_shown) mine.cards = this.kept.round(a.id).cards;
    for (const act of this.live.acts) if (act.with.id) mine.waiting.add(act.with.id);
    return mine;
  }

  // Of which cards one has said "happens to us too": of those without names the phone alone knows.
  saidToo() {
    const a = this.doc.activity;
    return a && !a.names_shown ? this.echoes.ids() : (this.doc.mine || {}).echoes || [];
  }

  apply(act, mine) {
    const given = act.with;
    const a = this.doc.activity;
    if (act.do === "happens_to_us_too") {
      mine.echoes = (mine.echoes || []).filter((id) => id !== given.id).concat(given.yes ? [given.id] : []);
      return;
    }
    if (!a || given.activity_id !== a.id) return;
    if (act.do === "cast") {
      mine.votes = mine.votes || {};
      if (given.axis === "pick") mine.votes = {};
      mine.votes[given.subject_id] = { ...(mine.votes[given.subject_id] || {}), [given.axis]: given.value };
    } else if (act.do === "say_done") {
      mine.done = given.done;
    } else if (act.do === "take_back_sealed_card") {
      mine.cards = (mine.cards || []).filter((one) => one.id !== given.id);
    } else if (act.do === "write_sealed_card" && a.names_shown) {
      const card = { id: given.id, text: given.text, stage_id: given.stage_id, lane_id: given.lane_id };
      const known = (mine.cards || []).some((one) => one.id === given.id);
      mine.cards = known ? mine.cards.map((one) => (one.id === given.id ? card : one)) : [...(mine.cards || []), card];
    }
  }

  // Drawing -----------------------------------------------------------------------------------------------------------

  draw() {
    this.drawState();
    if (this.refused) return this.show("refused", () => this.refusedView());
    if (!this.doc) return this.show("waiting", () => ({ el: cjmEl("p", { class: "calm" }, "One moment…"), bar: [] }));
    this.where.textContent = this.doc.workshop;
    this.who.textContent = "You are " + this.doc.me.name; // also while the menu is open
    const a = this.doc.activity;
    if (!a) return this.show("between", () => this.betweenView());
    if (a.state !== "running") return this.show("after " + a.id, () => this.afterView(a));
    if (a.kind === "close") return this.show("close " + a.id + " " + this.closeKey(), () => this.closeView(a));
    const mine = this.mine();
    if (mine.done) return this.show("done " + a.id, () => this.doneView(a));
    const build = { write: "writeView", break_out: "breakOutView", pick: "pickView", dot_vote: "dotsView", rate: "judgeView", score: "judgeView" }[a.kind];
    // What a view is built from stands in its key: other stages or options build it anew.
    const made = JSON.stringify([a.question, a.names_shown, a.dots, a.stage_ids, a.lane_ids, a.options, a.groups, this.doc.stages, this.doc.lanes, this.doc.me]);
    this.show(a.kind + " " + a.id + made, () => this[build](a));
  }

  show(key, build) {
    if (this.viewKey === key) {
      if (this.view.refresh) this.view.refresh();
      return this.late.refresh();
    }
    const focused = this.root.getRootNode().activeElement;
    const field = focused && focused.dataset.field;
    const first = key.split(" ").slice(0, 2).join(" ").slice(0, 60) !== this.viewKey.split(" ").slice(0, 2).join(" ").slice(0, 60);
    this.viewKey = key;
    this.nodes.clear();
    this.view = build();
    this.body.replaceChildren(this.view.el);
    this.barRow.replaceChildren(...(this.view.bar || []).filter(Boolean));
    this.bar.hidden = !this.barRow.childNodes.length;
    if (this.view.refresh) this.view.refresh();
    this.late.refresh();
    this.tick();
    const again = field && this.root.querySelector(`[data-field="${field}"]`);
    if (again) again.focus({ preventScroll: true });
    else if (first) {
      this.announced.textContent = this.view.says || "";
      this.root.scrollIntoView({ block: "start" });
    }
  }

  drawState() {
    const live = this.live;
    this.dot.hidden = Boolean(this.refused);
    const lost = live.state !== "open";
    if (!lost) this.lostAt = 0;
    else if (!this.lostAt) this.lostAt = Date.now();
    const kept = live.acts.length;
    const words = kept && live.later ? `kept here, not stored yet (${kept})` : this.unsent() ? `kept on this phone (${kept})` : lost && (Date.now() - this.lostAt > 1500 || this.dot.dataset.state === "lost") ? "catching up" : "connected";
    const state = words === "connected" ? "open" : "lost";
    if (this.dot.textContent === words) return;
    this.dot.dataset.state = state;
    this.dot.textContent = words;
  }

  // Whether something waits here for longer than it takes to send it.
  unsent() {
    const live = this.live;
    return live.acts.length > 0 && (Boolean(live.later) || live.state !== "open" || Date.now() - live.acts[0].at > 1500);
  }

  tick() {
    this.drawState();
    if (this.viewKey.startsWith("done ")) this.view.refresh();
    const a = this.doc && this.doc.activity;
    const time = this.root.querySelector(".time");
    if (!time || !a || !a.ends_at) return;
    const ends = Date.parse(a.ends_at);
    const left = Math.max(0, Math.round((ends - Date.now() - this.skew) / 1000));
    const [h, m, s] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const words = !left ? "Time is up. Finish your thought." : h ? `${h} h ${m} min left` : `${m}:${String(s).padStart(2, "0")} left`;
    const said = time.querySelector(".said");
    if (said.textContent !== words) said.textContent = words;
    const whole = (ends - Date.parse(a.started_at)) / 1000;
    time.querySelector(".gone").style.width = `${Math.min(100, (100 * left) / Math.max(1, whole))}%`;
  }

  // The question, large, and how much time is left.
  head(a, small = false) {
    const round = a.round > 1 && a.kind !== "write" && a.kind !== "break_out" ? `, round ${a.round}` : "";
    return cjmEl("header", { class: small ? "head small-head" : "head" },
      cjmEl("p", { class: "kicker" }, cjmIcon(CJM_NOW_ICONS[a.kind] || "bolt"), " ", a.name + round),
      cjmEl("h1", { dir: "auto" }, a.question),
      a.ends_at && a.state === "running"
        ? cjmEl("div", { class: "time", role: "timer" }, cjmEl("span", { class: "track" }, cjmEl("span", { class: "gone" })), cjmEl("span", { class: "said" }))
        : null);
  }

  button(words, icon, press, attrs = {}) {
    return cjmEl("button", { type: "button", ...attrs, onclick: press }, icon ? cjmIcon(icon) : null, cjmEl("span", {}, words));
  }

  doneButton(attrs = {}) {
    return this.button("I’m done", "check", () => this.act("say_done", { done: true }), attrs);
  }

  doneView(a) {
    const counted = cjmEl("p", { class: "big" });
    const gone = this.returnedBox();
    const title = cjmEl("h2", {}), sign = cjmIcon("check_circle");
    const back = { write: "I have more to add", break_out: "We have more to add" }[a.kind] || "Look at my votes again";
    return {
      says: "You are done.",
      el: cjmEl("section", {}, this.head(a, true),
        cjmEl("div", { class: "calm" }, sign, title, counted), gone.el),
      bar: [this.button(back, "undo", () => this.act("say_done", { done: false }), { class: "main quiet" })],
      refresh: () => {
        const { done, people } = this.counts;
        const kept = this.unsent();
        gone.refresh();
        const words = kept ? "Kept on this phone" : "You’re done, thank you";
        if (title.textContent !== words) title.textContent = words;
        sign.textContent = kept ? "schedule" : "check_circle";
        counted.textContent = kept ? "It is sent by itself as soon as that is possible." : people >= done ? `${done} of ${people} are done` : "";
      },
    };
  }

  refusedView() {
    return {
      el: cjmEl("div", { class: "calm" }, cjmIcon("event_seat"), cjmEl("h1", {}, "This phone has no seat here any more"),
        cjmEl("p", {}, "Type the code from the screen again, or ask the facilitator for your own link. What you wrote on this phone is kept.")),
      bar: [this.button("Type the code", "pin", () => this.go("join"), { class: "main" })],
    };
  }

  notice(words) {
    clearTimeout(this.noticeTimer);
    this.notices.replaceChildren(cjmEl("span", { dir: "auto" }, words),
      cjmEl("button", { type: "button", class: "round", "aria-label": "Close", onclick: () => this.notices.replaceChildren() }, cjmIcon("close")));
    this.noticeTimer = setTimeout(() => this.notices.replaceChildren(), 12000);
  }

  openMenu() {
    const close = (where) => () => {
      this.menu.close();
      this.go(where);
    };
    const waits = this.live.acts.length;
    const entries = (this.places || []).map(([key, icon, words]) => {
      const blocked = key === "next" && waits;
      const press = key === "next" ? () => this.passOn() : close(key);
      return cjmEl("button", { type: "button", disabled: Boolean(blocked), onclick: press }, cjmIcon(icon),
        cjmEl("span", {}, words, blocked ? cjmEl("small", {}, `Not yet: ${waits} of yours still wait on this phone`) : null));
    });
    this.menu.replaceChildren(
      this.who, ...entries,
      cjmEl("button", { type: "button", class: "shut", onclick: () => this.menu.close() }, cjmIcon("close"), cjmEl("span", {}, "Close")));
    this.menu.showModal();
  }

  // What stands here and nowhere else goes with the one who wrote it: that is said while they still hold the phone.
  passOn() {
    const typed = this.kept ? this.kept.unsent().length + this.live.aside.length : 0;
    if (!typed) return this.blank();
    this.menu.replaceChildren(
      cjmEl("p", { class: "who" }, typed === 1 ? "Something you typed was not sent. It is taken off this phone when you pass it on." : `${typed} things you typed were not sent. They are taken off this phone when you pass it on.`),
      this.button("Go back to it", "undo", () => this.menu.close()),
      this.button("Pass the phone on", "sync_alt", () => this.blank()));
  }

  // First of all nothing is seen any more; then the phone is nobody's, and gets nothing; then what it had is forgotten.
  async blank() {
    if (this.menu.open) this.menu.close();
    this.destroy();
    this.doc = this.view = this.kept = null;
    this.nodes.clear();
    const told = cjmEl("p", { class: "calm", role: "status" }, "One moment…");
    const page = cjmEl("div", { class: "drawn now blank" }, told);
    this.parent.append(page);
    try {
      const answer = await fetch(cjmAt("api/put_down/" + encodeURIComponent(this.workshop)), { method: "POST" });
      if (!answer.ok && answer.status !== 403) throw new Error(String(answer.status));
      cjmForget();
      window.location.reload();
    } catch (_) {
      told.textContent = "There is no connection just now. The phone can be passed on when it is back.";
      page.append(this.button("Try again", "refresh", () => (page.remove(), this.blank()), { class: "main" }),
        this.button("Not yet", "undo", () => window.location.reload()));
    }
  }

  // The bar stays above the keyboard.
  lift() {
    const port = window.visualViewport;
    const hidden = Math.round(window.innerHeight - port.height - port.offsetTop);
    this.bar.style.transform = hidden > 80 && port.scale < 1.05 ? `translateY(-${hidden}px)` : "";
  }

  // A list whose elements stay while what they show stays.
  list(parent, rows, build) {
    const focused = this.root.getRootNode().activeElement;
    const field = focused && parent.contains(focused) ? focused.dataset.field : null;
    cjmPlace(parent, rows.map(([id, mark]) => {
      const known = this.nodes.get(id);
      if (known && known.mark === mark) return known.el;
      const el = build(id);
      this.nodes.set(id, { mark, el });
      return el;
    }));
    if (field && !parent.contains(focused)) this.root.querySelector(`[data-field="${field}"]`)?.focus({ preventScroll: true });
  }

  nameOf(list, id) {
    const found = (this.doc[list] || []).find((one) => one.id === id);
    return found ? found.name : "";
  }
}
Object.assign(CjmNow.prototype, CjmFieldParts, CjmWriting, CjmVoting, CjmJudging, CjmBetween, CjmClosing);

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let now = parentElement.__cjmNow;
  if (now && now.workshop !== data.workshop) {
    now.destroy();
    now = null;
  }
  if (!now) now = parentElement.__cjmNow = new CjmNow(parentElement, data);
  now.update(data, (where) => setTriggerValue("go", where));
  return () => {
    now.destroy();
    parentElement.__cjmNow = null;
  };
}
