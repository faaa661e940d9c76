// The wall: what the whole room sees, in type for its last row. Facilitators steer it with keys and with what stands at its foot.
class CjmRoom {
  constructor(data) {
    this.workshop = data.workshop;
    this.reading = {};
    this.dialog = null;
    this.page = 0;
    this.mine = new Map();
    this.host = document.createElement("div");
    this.host.id = "cjm-room";
    this.root = this.host.attachShadow({ mode: "open" });
    this.body = cjmH("main", { class: "room" });
    this.style = document.createElement("style");
    this.root.append(this.style, this.body);
    (document.querySelector(".stApp") || document.body).append(this.host);
    this.s = cjmSession(this.workshop, () => "?room=1", () => this.draw());
    this.s.acks = (acks) => this.acked(acks);
    this.s.tick = () => this.tick();
    this.keys = (event) => this.key(event);
    window.addEventListener("keydown", this.keys);
    this.redraw = () => this.draw();
    window.addEventListener("resize", this.redraw);
    this.stored = (event) => event.key === "cjm-step:" + this.workshop && this.draw();
    window.addEventListener("storage", this.stored);
    this.body.addEventListener("click", (event) => {
      const el = event.target.closest("[data-do]");
      if (el && el.dataset.do === "reveal" && event.detail > 1) return; // a double click asks; it does not answer as well
      if (el && !el.disabled) this.press(el.dataset.do);
    });
  }

  set(data, send) {
    this.data = data;
    this.ask = send;
    this.style.textContent = data.css;
    this.draw();
  }

  gone() {
    this.s.stop();
    this.host.remove();
    window.removeEventListener("keydown", this.keys);
    window.removeEventListener("resize", this.redraw);
    window.removeEventListener("storage", this.stored);
  }

  send(what, args, said) {
    const act = this.s.live.send({ do: what, with: args });
    this.mine.set(act.id, said || "");
  }

  acked(acks) {
    for (const ack of acks) {
      if (!this.mine.has(ack.id)) continue;
      const said = this.mine.get(ack.id);
      this.mine.delete(ack.id);
      if (!ack.ok) this.say(ack.error);
      else if (said) this.say(said, ack.revision);
      this.s.ask();
    }
  }

  say(words, revision) {
    this.said = words;
    this.undoable = revision || null;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.said = "";
      this.undoable = null;
      this.draw();
    }, 8000);
    this.draw();
  }

  tick() {
    const el = this.body.querySelector(".time");
    const words = cjmClock(this.s.left());
    if (el && el.textContent !== words) el.textContent = words;
  }

  // The step whose page the facilitator has open in this browser, else that of the last activity.
  step(doc) {
    let key = "";
    try {
      key = localStorage.getItem("cjm-step:" + this.workshop) || "";
    } catch (_) {
      /* no storage */
    }
    return doc.steps.find((one) => one.key === key) || doc.steps.find((one) => one.key === doc.step) || doc.steps[0];
  }

  at() {
    const doc = this.s.doc;
    const on = doc && doc.activity;
    const read = on && (on.kind === "close" || (on.state === "revealed" && cjmIsText(on)));
    return read ? cjmReading(this.reading, doc) : null;
  }

  key(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.composedPath()[0] || {}).tagName || "");
    if (event.key === "Escape" && this.dialog) return this.press("close");
    if (event.key === "Enter" && typing) return this.press("ok");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = this.root.activeElement && this.root.activeElement.tagName === "BUTTON";
    if ((event.key === " " || event.key === "Enter") && onButton) return;
    const found = { ArrowRight: "turn:1", PageDown: "turn:1", " ": "turn:1", ArrowLeft: "turn:-1", PageUp: "turn:-1", j: "join", f: "full", g: "group", m: "move", t: "into", p: "park", z: "undo", x: "matrix", o: "promises" }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!found) return;
    event.preventDefault();
    this.press(found);
  }

  press(what) {
    const [verb, id, more] = what.split(":");
    const doc = this.s.doc;
    if (!doc) return;
    const at = this.at();
    const card = at && !at.all && cjmIsText(doc.activity) ? at.cards[at.index] : null;
    const leads = this.data.leads;
    if (verb === "full") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => this.say("Press F11 for the full screen."));
      return;
    }
    if (verb === "close") this.dialog = null;
    else if (verb === "join") {
      if (!leads) return;
      this.dialog = this.dialog === "join" ? null : "join";
      if (this.dialog && !this.data.join) this.ask("invite");
    } else if (verb === "turn") {
      if (this.dialog) return;
      const by = Number(id);
      if (at) {
        if (leads) cjmTurn(this.s, this.reading, by);
      } else this.page = Math.max(0, Math.min((this.pages || 1) - 1, this.page + by));
    } else if (verb === "matrix") this.matrix = !this.matrix;
    else if (verb === "promises") this.old = !this.isOpening(doc);
    else if (verb === "undo") {
      if (!this.undoable) return;
      this.send("undo", { revision: this.undoable }, "Taken back");
      this.undoable = null;
    } else if (leads) this.lead(verb, id, more, doc, at, card);
    this.draw();
    const first = this.dialog && this.body.querySelector(".dialog input, .dialog .cellpick");
    if (first && !this.body.querySelector(".dialog :focus")) first.focus();
  }

  lead(verb, id, more, doc, at, card) {
    const on = doc.activity;
    const before = card && at.index > 0 ? at.cards[at.index - 1] : null;
    if (verb === "reveal" && on) {
      if (!cjmAsksFirst(this, doc)) this.send("reveal_activity", { id: on.id });
    } else if (verb === "wait") this.asking = null;
    else if (verb === "more" && on) this.send("extend_activity", { id: on.id, minutes: 2 });
    else if (verb === "again" && on) this.send("vote_again", { id: on.id });
    else if (verb === "reported") this.send("group_reported", { id, reported: more === "1" });
    else if (verb === "group" && card) {
      if (!before) return this.say("This is the first card: there is none before it to group with.");
      if (before.group_id) return this.send("group_entries", { onto: before.id, ids: [card.id] }, "Grouped");
      this.dialog = "group";
    } else if (verb === "ok" && this.dialog === "group" && card && before) {
      const title = this.body.querySelector(".dialog input").value;
      this.send("group_entries", { onto: before.id, ids: [card.id], id: cjmId(), title }, "Grouped");
      this.dialog = null;
    } else if (verb === "move" && card) this.dialog = "move";
    else if (verb === "cell" && card) {
      this.dialog = null;
      this.send("move_entry", { id: card.id, stage_id: id, lane_id: more }, "Moved");
    } else if (verb === "into" && card) {
      const lane = this.other(doc, card);
      if (lane) this.send("move_entry", { id: card.id, stage_id: card.stage_id, lane_id: lane.id }, "Turned into " + CJM_TURNED[lane.kind]);
    } else if (verb === "park" && card) this.send("park_entry", { id: card.id }, "Parked");
  }

  // The lane that a card is turned into: opportunities, or from there pain points.
  other(doc, card) {
    const lane = doc.lanes.find((one) => one.id === card.lane_id);
    const kind = lane && lane.kind === "opportunity" ? "pain_point" : "opportunity";
    return doc.lanes.find((one) => one.kind === kind);
  }

  draw() {
    if (!this.data) return;
    const doc = this.s.doc;
    const made = cjmH("main", { class: "room" });
    if (!doc) {
      if (this.s.problem) made.append(cjmH("p", { class: "quiet" }, this.s.problem));
    } else {
      const on = doc.activity;
      const key = on ? on.id + on.state : "";
      if (key !== this.shown) {
        this.shown = key;
        this.page = 0;
        this.pages = 1;
        this.matrix = false;
        this.old = null;
        if (this.dialog !== "join") this.dialog = null;
      }
      if (this.isOpening(doc)) made.append(...this.opening(doc));
      else if (!on) made.append(...this.between(doc));
      else if (on.kind === "close") made.append(...this.givingOut(doc, on));
      else if (on.state === "running") made.append(this.head(doc, on), this.running(doc, on));
      else if (cjmIsText(on)) made.append(...this.readOut(doc, on).filter((one) => one));
      else made.append(this.head(doc, on), this.results(doc, on));
      const place = this.at();
      const here = place && !place.all ? place.cards[place.index].id : null;
      if (this.dialog !== "join" && here !== this.dialogOf) this.dialog = null; // somebody turned the page: it was about another card
      this.dialogOf = here;
      made.append(this.foot(doc, on));
      if (this.dialog) made.append(this.dialogs(doc));
      if (this.said) made.append(cjmH("div", { class: "said", role: "status", dir: "auto" }, this.said, this.undoable ? cjmH("button", { class: "key", "data-do": "undo" }, cjmH("kbd", {}, "Z"), "take it back") : null));
      if (this.s.live.state === "closed") made.append(cjmH("div", { class: "off", role: "status" }, "Connecting again …"));
    }
    cjmMorph(this.body, made, cjmKeyOf);
    cjmFitText(this.body);
  }

  // The old promises: a session opens on them, and they come back by their key between activities.
  isOpening(doc) {
    if (doc.activity || !doc.promises.closed_at) return false;
    return this.old === null || this.old === undefined ? doc.opens : this.old;
  }

  head(doc, on) {
    const running = on.state === "running";
    return cjmH("header", { class: "head" },
      cjmH("div", {}, cjmH("div", { class: "kind" }, on.name + (on.round > 1 && !cjmIsText(on) ? ", round " + on.round : "")), cjmH("h1", { dir: "auto" }, on.question)),
      running ? cjmH("div", { class: "meters" }, on.ends_at ? cjmH("div", { class: "time", role: "timer" }, cjmClock(this.s.left())) : null, cjmH("div", { class: "done", role: "status" }, cjmH("b", {}, doc.people ? doc.counts.done + " of " + doc.people : doc.counts.done), " done")) : null);
  }

  between(doc) {
    const step = this.step(doc);
    const lines = doc.agenda;
    let last = -1;
    lines.forEach((line, i) => {
      if (line.step === step.key) last = i;
    });
    const next = last >= 0 ? lines.slice(last + 1) : [];
    return [cjmH("header", { class: "head" }, cjmH("div", { class: "kind big", dir: "auto" }, doc.workshop)),
      cjmH("div", { class: "between" },
        cjmH("div", { class: "kind" }, step.name), cjmH("h1", { class: "huge", dir: "auto" }, step.question),
        cjmH("div", { class: "here" }, cjmH("b", {}, doc.people + " here"), doc.departments.map((one) => cjmH("span", { class: "dept" }, cjmH("i", { class: "c" + (one.colour % 8), "aria-hidden": "true" }, one.letters), cjmH("span", { dir: "auto" }, one.name), " " + one.count)))),
      next.length ? cjmH("div", { class: "next" }, cjmH("span", { class: "kind" }, "Next"), cjmH("span", { dir: "auto" }, next[0].title + (next[0].minutes ? ", " + next[0].minutes + " min" : "")), next[0].is_break && next[1] ? cjmH("span", { class: "then", dir: "auto" }, "then " + next[1].title) : null) : cjmH("div", { class: "next" })];
  }

  running(doc, on) {
    if (on.kind === "break_out") {
      if (!on.groups.length) return cjmH("div", { class: "waiting" }, cjmH("p", { class: "quiet" }, "Groups are being made."));
      return cjmH("div", { class: "groups" }, on.groups.map((one) => cjmH("section", { class: "team" }, cjmH("h2", { dir: "auto" }, one.name), cjmH("p", { dir: "auto" }, one.stage_ids.map((id) => cjmName(doc.stages, id)).join(" · ")), cjmH("p", { class: "kind" }, cjmMany(one.size, "person", "people")))));
    }
    const n = on.kind === "write" ? doc.counts.cards : doc.counts.voters;
    const words = on.kind === "write" ? cjmMany(n, "card") + " waiting" : cjmMany(n, "person has", "people have") + " voted";
    const where = on.kind === "write" ? cjmH("p", { class: "where", dir: "auto" }, on.lane_ids.map((id) => cjmName(doc.lanes, id)).join(", ") + (on.stage_ids.length < doc.stages.length ? ": " + on.stage_ids.map((id) => cjmName(doc.stages, id)).join(", ") : "")) : null;
    const options = on.options.length ? cjmH("ol", { class: "options" + (on.options.length > 14 ? " many" : ""), style: { "--n": Math.ceil(on.options.length / (on.options.length > 7 ? 2 : 1)) } }, on.options.slice(0, 40).map((one) => cjmH("li", {}, cjmH("span", { class: "t", dir: "auto" }, one.text)))) : null;
    return cjmH("div", { class: "waiting" + (options ? " voting" : "") }, where, options, cjmH("div", { class: "pile", style: { "--per": cjmPer(n) }, "aria-hidden": "true" }, Array.from({ length: Math.min(n, 240) }, () => cjmH("span", { class: "down" }))), cjmH("p", { class: "n", role: "status" }, words));
  }

  foot(doc, on) {
    const k = (key, words, act, off) => cjmH("button", { class: "key", "data-do": act, disabled: off }, cjmH("kbd", {}, key), words);
    const leads = this.data.leads;
    const at = this.at();
    const keys = [];
    if (at && leads && at.cards.length) {
      keys.push(k("←", "back", "turn:-1", at.index === 0), k("→", "next", "turn:1", at.all));
      if (!at.all && cjmIsText(on)) {
        const lane = this.other(doc, at.cards[at.index]);
        keys.push(k("G", "group with the one before", "group", at.index === 0), k("M", "move", "move"), lane ? k("T", "turn into " + CJM_TURNED[lane.kind], "into") : null, k("P", "park", "park"));
      }
    } else if (on && on.state === "revealed" && !at) {
      if (this.pages > 1) keys.push(k("←", "back", "turn:-1", this.page === 0), k("→", "more", "turn:1", this.page >= this.pages - 1));
      if (on.kind === "score") keys.push(k("X", this.matrix ? "as strips" : "on the matrix", "matrix"));
      const again = doc.results.again.length;
      if (leads && again) keys.push(cjmH("button", { class: "key", "data-do": "again" }, cjmI("replay"), on.kind === "score" || on.kind === "rate" ? (on.kind === "rate" ? "rate" : "score") + " these " + again + " again" : "vote again on the " + again + " tied"));
    } else if (on && on.state === "running" && leads) {
      const asking = cjmMissing(doc) > 0 && this.asking === on.id;
      if (asking) keys.push(cjmH("span", { class: "quiet", role: "status" }, `${cjmMissing(doc)} of ${doc.people} are not done`));
      keys.push(cjmH("button", { class: "key", "data-do": "reveal" }, cjmI("visibility"), asking ? "reveal anyway" : "reveal"), asking ? cjmH("button", { class: "key", "data-do": "wait" }, "wait") : null, cjmH("button", { class: "key", "data-do": "more" }, cjmI("more_time"), "+2 min"));
    }
    if (!on && doc.promises.closed_at) {
      if (this.isOpening(doc) && this.pages > 1) keys.push(k("←", "back", "turn:-1", this.page === 0), k("→", "more", "turn:1", this.page >= this.pages - 1));
      keys.push(k("O", this.isOpening(doc) ? "go on" : "old promises", "promises"));
    }
    keys.push(cjmH("span", { class: "gap" }));
    if (leads) keys.push(k("J", "how to join", "join"));
    keys.push(k("F", "full screen", "full"));
    return cjmH("footer", { class: "foot" }, keys);
  }

  dialogs(doc) {
    const close = cjmH("button", { class: "key", "data-do": "close" }, cjmH("kbd", {}, "Esc"), "close");
    const at = this.at();
    const card = at && !at.all ? at.cards[at.index] : null;
    if (this.dialog === "join") {
      const join = this.data.join;
      if (!join) return cjmH("div", { class: "dialog", role: "dialog", "aria-label": "Join" }, cjmH("p", { class: "quiet" }, "Making a link …"), close);
      const size = join.size;
      const qr = cjmH("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": "QR code that leads to joining this workshop" }, cjmH("path", { d: join.path }));
      return cjmH("div", { class: "dialog join", role: "dialog", "aria-label": "Join" }, qr,
        cjmH("div", { class: "how" }, cjmH("p", {}, "Scan with your phone"), join.code ? [cjmH("p", {}, "or open"), cjmH("p", { class: "address", dir: "ltr" }, join.address), cjmH("p", {}, "and type"), cjmH("p", { class: "code", dir: "ltr" }, join.code)] : null, join.warning ? cjmH("p", { class: "warn" }, join.warning) : null), close);
    }
    if (this.dialog === "group" && card) {
      const before = at.cards[at.index - 1];
      return cjmH("div", { class: "dialog small", role: "dialog", "aria-label": "Group" }, cjmH("h2", {}, "What do these have in common?"), cjmH("p", { class: "quoted", dir: "auto" }, before.text), cjmH("p", { class: "quoted", dir: "auto" }, card.text), cjmH("input", { value: before.text.slice(0, 200), maxlength: 200, "aria-label": "Title of the group", dir: "auto", "data-key": "title" + card.id }), cjmH("div", { class: "keys" }, cjmH("button", { class: "key", "data-do": "ok" }, cjmH("kbd", {}, "Enter"), "group"), close));
    }
    if (this.dialog === "move" && card) {
      const lanes = doc.lanes;
      return cjmH("div", { class: "dialog move", role: "dialog", "aria-label": "Move" }, cjmH("h2", {}, "Where does it belong?"), cjmH("div", { class: "cells", style: { "--stages": doc.stages.length } }, cjmH("span", {}), doc.stages.map((stage) => cjmH("b", { dir: "auto" }, stage.name)), lanes.map((lane) => [cjmH("b", { class: "lane", dir: "auto" }, lane.name), doc.stages.map((stage) => {
        const here = stage.id === card.stage_id && lane.id === card.lane_id;
        return cjmH("button", { class: "cellpick" + (here ? " is" : ""), "data-do": here ? "close" : `cell:${stage.id}:${lane.id}`, "aria-label": lane.name + ", " + stage.name }, here ? "here" : "");
      })])), cjmH("div", { class: "keys" }, close));
    }
    return cjmH("span", {});
  }
}
const CJM_TURNED = { opportunity: "opportunity", pain_point: "pain point" };
// Face-down cards to a row, so that any number of them fills the place.
const cjmPer = (n) => Math.max(8, Math.ceil(Math.sqrt(n * 3.2)));

// Text that does not fit its place gets smaller, down to two thirds; what is longer still is cut with an ellipsis.
function cjmFitText(root) {
  for (const el of root.querySelectorAll("[data-fit]")) {
    el.style.fontSize = "";
    const most = parseFloat(getComputedStyle(el).fontSize);
    for (let size = most; size >= most * Number(el.dataset.fit); size *= 0.92) {
      el.style.fontSize = size + "px";
      if (el.scrollHeight <= el.clientHeight + size * 0.15 && el.scrollWidth <= el.clientWidth + 1) break;
    }
  }
}
