// The facilitator's bar. It stands in the top row of the window and outlives the pages, so that moving between them does not blink.
class CjmBar {
  constructor(workshop) {
    this.workshop = workshop;
    this.open = null;
    this.reading = {};
    this.entered = {};
    this.takers = {}; // who was chosen to take an action, by its id
    this.mine = new Map(); // acts of this bar, and what is said when the server has them
    this.claimed = new Set();
    this.host = document.createElement("div");
    this.host.id = "cjm-bar";
    this.root = this.host.attachShadow({ mode: "open" });
    this.body = cjmH("section", { class: "session", "aria-label": "Session" });
    this.style = document.createElement("style");
    this.root.append(this.style, this.body);
    (document.querySelector(".stApp") || document.body).append(this.host);
    this.s = cjmSession(workshop, () => "?step=" + encodeURIComponent(this.step || ""), () => {
      if (this.s.doc) this.announceClaims(this.s.doc);
      this.draw();
    });
    this.s.acks = (acks) => this.acked(acks);
    this.s.tick = () => this.tick();
    this.body.addEventListener("click", (event) => {
      const el = event.target.closest("[data-do]");
      if (el && el.dataset.do === "reveal" && event.detail > 1) return; // a double click asks; it does not answer as well
      if (el && el.tagName !== "SELECT" && el.tagName !== "INPUT" && !el.disabled) this.press(el.dataset.do, el);
    });
    this.body.addEventListener("change", (event) => {
      const el = event.target.closest("select[data-do], input[data-do]");
      if (el) this.press(el.dataset.do, el);
    });
    this.body.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape" && this.open) this.show(null);
      if (event.key === "Enter" && event.target.dataset.enter) {
        event.preventDefault();
        this.press(event.target.dataset.enter, event.target);
      }
    });
    this.outside = (event) => {
      if (this.open && !event.composedPath().includes(this.host)) this.show(null);
    };
    document.addEventListener("pointerdown", this.outside);
    this.folded = 0;
    this.refit = () => this.fit();
    window.addEventListener("resize", this.refit);
    this.tightness = document.createElement("style");
    this.tightness.textContent = CJM_TIGHT;
    document.head.append(this.tightness);
  }

  set(data) {
    this.style.textContent = data.css;
    if (this.step !== data.step) {
      this.step = data.step;
      this.form = null;
      this.open = null;
      this.s.ask();
      try {
        localStorage.setItem("cjm-step:" + this.workshop, data.step || "");
      } catch (_) {
        /* no storage: the wall follows the activities alone */
      }
    }
    this.draw();
    setTimeout(this.refit, 600); // the page's own links may come after it
    if (document.fonts) document.fonts.ready.then(this.refit);
  }

  gone() {
    this.s.stop();
    this.host.remove();
    document.removeEventListener("pointerdown", this.outside);
    window.removeEventListener("resize", this.refit);
    this.lay(false, false);
    this.tightness.remove();
  }

  send(what, args, said) {
    const act = this.s.live.send({ do: what, with: args });
    this.mine.set(act.id, said || "");
    return act;
  }

  acked(acks) {
    for (const ack of acks) {
      const said = this.mine.get(ack.id);
      if (!this.mine.delete(ack.id)) continue;
      if (!ack.ok) this.say(ack.error);
      else if (ack.act.do === "write_sealed_card") this.cardStored(ack.act.with);
      else if (said) this.say(said);
      this.s.ask();
    }
  }

  say(words) {
    this.said = words;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.said = "";
      this.draw();
    }, 7000);
    this.draw();
  }

  show(what) {
    this.open = this.open === what ? null : what;
    this.draw();
    const first = this.open && this.body.querySelector(".drawer [autofocus]");
    if (first) first.focus();
  }

  tick() {
    const el = this.body.querySelector(".time");
    const words = cjmClock(this.s.left());
    if (!el || el.textContent === words) return;
    el.textContent = words;
    if (words.length > 5) this.draw(); // it is wider now
  }

  press(what, el) {
    const [verb, id, more] = what.split(":");
    if (this.open === "menu" && verb !== "show") this.show(null);
    const doc = this.s.doc;
    const on = doc && doc.activity;
    const read = (name) => this.body.querySelector(`.drawer [data-key="${name}"]`);
    if (verb === "show") return this.show(id);
    if (verb === "wall") return void window.open(this.wall(), "cjm-wall-" + this.workshop.slice(0, 8));
    if (verb === "start") return this.start();
    if (verb === "more") return void this.send("extend_activity", { id: on.id, minutes: 2 });
    if (verb === "reveal") {
      if (cjmAsksFirst(this, doc)) return this.draw();
      return void this.send("reveal_activity", { id: on.id });
    }
    if (verb === "wait") {
      this.asking = null;
      return this.draw();
    }
    if (verb === "again") return void this.send("vote_again", { id: on.id, whole: id === "whole" });
    if (verb === "write_on") return void this.send("write_on", { id: on.id, minutes: 2 });
    if (verb === "turn") {
      cjmTurn(this.s, this.reading, Number(id));
      return this.draw();
    }
    if (verb === "agree") return void this.send("agree_on_customer", { id }, "Agreed on “" + cjmName(on.options.map((o) => ({ id: o.id, name: o.text })), id) + "”");
    if (verb === "shift") return void this.send("shift_the_rest", { step: id, minutes: Number(more) });
    if (verb === "end") {
      if (on.kind === "close") {
        this.open = null;
        return void this.send("close_activity", { id: on.id });
      }
      if (on.state !== "running" || this.ending) {
        this.ending = false;
        this.open = null;
        return void this.send("close_activity", { id: on.id });
      }
      this.ending = true;
      setTimeout(() => {
        this.ending = false;
        this.draw();
      }, 5000);
      return this.draw();
    }
    if (verb === "done") {
      const person = doc.roster.find((one) => one.id === id);
      person.done = !person.done;
      this.send("say_done", { done: person.done, for_participant: id });
      return this.draw();
    }
    return this.pressDrawer(verb, id, more, el, read);
  }

  wall() {
    return new URL("projector?w=" + encodeURIComponent(this.workshop), location.href).href;
  }

  draw() {
    if (!this.step && this.step !== "") return;
    this.paint();
    this.fit();
  }

  paint() {
    const doc = this.s.doc;
    const made = cjmH("section", { class: this.body.className, "aria-label": "Session" });
    if (doc) {
      const parts = this.parts(doc).filter((one) => one);
      this.foldable = parts.filter((one) => one.fold).length;
      made.append(this.drawnBar(parts), ...(this.open ? this.drawer(doc) : []));
    }
    if (this.said) made.append(cjmH("div", { class: "said", role: "status", dir: "auto" }, this.said));
    cjmMorph(this.body, made, cjmKeyOf);
  }

  // From left to right; what has a number folds, the lowest first, where there is no room.
  parts(doc) {
    const on = doc.activity;
    const part = (el, fold) => this.part(el, fold);
    const parked = doc.thoughts.filter((one) => !one.settled).length;
    const idle = !on || on.state === "closed" || on.kind === "close";
    const pace = part(this.paceOf(doc), 2);
    const tail = [
      idle ? part(cjmH("button", { class: "b flat", "data-do": "show:people", "aria-expanded": this.open === "people", title: "Who is here" }, cjmI("group"), " " + (this.s.here || 0), cjmH("span", { class: on ? "named" : "word" }, " here")), 4) : null,
      part(cjmH("button", { class: "b flat", "data-do": "show:parked", "aria-expanded": this.open === "parked", title: "Parking lot" }, cjmI("local_parking"), parked ? " " + parked : "", cjmH("span", { class: "named" }, " parked thoughts")), 3),
      part(cjmH("button", { class: "b flat", "data-do": "wall", title: "Opens in a new window; put it on the wall" }, cjmI("present_to_all"), cjmH("span", { class: on ? "named" : "word" }, " Projector")), 1),
    ];
    if (!on || on.state === "closed") {
      const first = doc.starts && doc.starts[0];
      const start = first
        ? cjmH("span", { class: "split" },
            cjmH("button", { class: "b main", "data-do": "start" }, cjmI("play_arrow"), " Start: " + (this.chosen(doc).start).toLowerCase()),
            cjmH("button", { class: "b main", "data-do": "show:start", "aria-expanded": this.open === "start", title: "Change question, time or what it is about first" }, cjmI("tune"), cjmH("span", { class: "hidden" }, "Change before it starts")))
        : null;
      return [pace, part(start), ...tail];
    }
    if (on.kind === "close") return this.givingBar(doc, on, tail);
    const running = on.state === "running";
    const missing = cjmMissing(doc);
    const asking = missing > 0 && this.asking === on.id;
    const what = cjmIsText(on) ? cjmMany(doc.counts.cards, "card") + " waiting" : doc.counts.voters + " voted";
    const asked = part(cjmH("span", { class: "asked", title: on.question }, cjmH("b", { dir: "auto" }, on.question), cjmH("span", { class: "small" }, on.name + (on.round > 1 && !cjmIsText(on) ? ", round " + on.round : "") + (on.names_shown || on.kind !== "write" ? "" : ", without names") + (this.s.here ? " · " + this.s.here + " here" : ""))));
    const end = (words) => part(cjmH("button", { class: "b", "data-do": "end" }, words));
    if (!running) return [asked, pace, ...this.afterwards(doc, on), end("End"), ...tail];
    return [asked, pace,
      on.ends_at ? part(this.clock()) : null,
      part(cjmH("button", { class: "b", "data-do": "more" }, "+2 min"), 6),
      part(cjmH("button", { class: "b two", "data-do": "show:people", "aria-expanded": this.open === "people" }, cjmH("b", {}, doc.people ? doc.counts.done + " of " + doc.people + " done" : doc.counts.done + " done"), cjmH("span", { class: "small" }, what))),
      on.kind === "break_out" ? part(cjmH("button", { class: "b", "data-do": "show:groups", "aria-expanded": this.open === "groups" }, cjmI("groups"), " Groups"), 7) : null,
      part(cjmH("button", { class: "b", "data-do": "show:enter", "aria-expanded": this.open === "enter", title: "Enter for somebody without a device" }, cjmI("person_edit"), cjmH("span", { class: "word" }, " Enter for …")), on.kind === "break_out" ? 5 : 6.5),
      asking ? part(cjmH("button", { class: "b main two", "data-do": "reveal" }, cjmH("b", {}, "Reveal anyway"), cjmH("span", { class: "small", role: "status" }, `${missing} of ${doc.people} are not done`))) :
      part(cjmH("button", { class: "b main two", "data-do": "reveal" }, cjmH("b", {}, "Reveal"), missing ? cjmH("span", { class: "small" }, missing, cjmH("span", { class: "word" }, missing === 1 ? " is" : " are"), " not done", cjmH("span", { class: "word" }, " yet")) : null)),
      asking ? part(cjmH("button", { class: "b", "data-do": "wait" }, "Wait")) : end(this.ending ? "Reveal and end?" : "End"), ...tail];
  }

  clock() {
    const left = this.s.left();
    return cjmH("span", { class: "time" + (left <= 0 ? " over" : ""), role: "timer" }, cjmClock(left));
  }

  // What comes of a revealed activity: pages of the read-out, or the next round.
  afterwards(doc, on) {
    if (cjmIsText(on)) {
      const at = cjmReading(this.reading, doc);
      const goOn = this.part(cjmH("button", { class: "b", "data-do": "write_on", title: "What was revealed stays; what comes now is unseen until the next reveal" }, cjmI("edit_note"), " Write 2 more minutes"), 5);
      if (!at.cards.length) return [this.part(cjmH("span", { class: "small" }, "No cards were written")), goOn];
      return [
        goOn,
        on.groups.length ? this.part(cjmH("button", { class: "b", "data-do": "show:groups", "aria-expanded": this.open === "groups" }, cjmI("groups"), " Groups"), 7) : null,
        ...this.turning(at, "card"),
      ];
    }
    const rows = doc.results.options;
    const again = doc.results.again.length;
    const words = on.kind === "score" || on.kind === "rate" ? "Score these " + again + " again" : "Vote again on the " + again + " tied";
    const out = [];
    if (on.kind === "pick") {
      const best = Math.max(...rows.map((row) => row.axes.pick.total));
      const top = rows.filter((row) => row.axes.pick.total === best && best > 0);
      for (const [place, row] of top.slice(0, 3).entries()) {
        const name = on.options.find((option) => option.id === row.id).text;
        out.push(this.part(cjmH("button", { class: "b main clip", "data-do": "agree:" + row.id, title: "Agree on " + name }, "Agree on " + name), place && 8 - place));
      }
    }
    if (again) out.push(this.part(cjmH("button", { class: "b" + (on.kind === "pick" ? "" : " main"), "data-do": "again" }, cjmI("replay"), " " + (on.kind === "rate" ? "Rate these " + again + " again" : words)), on.kind === "pick" ? 5 : 0));
    out.push(this.part(cjmH("button", { class: "b", "data-do": "again:whole", title: "All of them once more; this round is kept" }, cjmI("replay"), on.kind === "dot_vote" ? " Another round of the same dots" : " Another round"), 4.5));
    return out;
  }

  // To the card or action before and after, and where one is.
  turning(at, what) {
    return [
      cjmH("button", { class: "b", "data-do": "turn:-1", disabled: at.index === 0, "aria-label": `${what[0].toUpperCase() + what.slice(1)} before` }, cjmI("arrow_back")),
      cjmH("span", { class: "count", role: "status" }, at.all ? "All " + at.cards.length : at.index + 1 + " of " + at.cards.length),
      cjmH("button", { class: "b main", "data-do": "turn:1", disabled: at.all, "aria-label": "Next " + what }, cjmI("arrow_forward")),
    ].map((el) => this.part(el));
  }

  paceOf(doc) {
    const mine = this.step && doc.pace[this.step];
    if (!mine || !mine.planned || !mine.since) return null;
    const words = mine.used + " of " + mine.planned + " min" + (mine.late ? ", " + mine.late + " late" : "");
    return cjmH("span", { class: "pace two" + (mine.late ? " late" : ""), title: "Used and planned for this step" }, cjmH("span", {}, words),
      mine.late ? cjmH("button", { class: "link", "data-do": `shift:${this.step}:${mine.late}`, title: "Give this step the minutes it took; all that follows begins later" }, "shift the rest") : null);
  }
}
