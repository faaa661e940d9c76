// The facilitator's bar. It stands in the top row of the window and outlives the pages, so that moving between them does not blink.
class CjmBar {
  constructor(workshop) {
    this.workshop = workshop;
    this.open = null;
    this.reading = {};
    this.entered = {};
    this.mine = new Set();
    this.host = document.createElement("div");
    this.host.id = "cjm-bar";
    this.root = this.host.attachShadow({ mode: "open" });
    this.body = cjmH("section", { class: "session", "aria-label": "Session" });
    this.style = document.createElement("style");
    this.root.append(this.style, this.body);
    (document.querySelector(".stApp") || document.body).append(this.host);
    this.s = cjmSession(workshop, () => "?step=" + encodeURIComponent(this.step || ""), () => this.draw());
    this.s.acks = (acks) => this.acked(acks);
    this.s.tick = () => this.tick();
    this.body.addEventListener("click", (event) => {
      const el = event.target.closest("[data-do]");
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
    this.fit = () => this.place();
    window.addEventListener("resize", this.fit);
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
    this.place();
    setTimeout(this.fit, 600);
  }

  gone() {
    this.s.stop();
    this.host.remove();
    document.removeEventListener("pointerdown", this.outside);
    window.removeEventListener("resize", this.fit);
    document.documentElement.style.removeProperty("--cjm-bar");
  }

  // The bar takes what the menu leaves of the top row; on a narrow window it lies along the foot.
  place() {
    const header = document.querySelector('[data-testid="stHeader"]');
    const links = header ? header.querySelectorAll('a, button, [data-testid="stTopNavSection"], [data-testid="stTopNavDropdownLink"]') : [];
    let right = 0;
    for (const one of links) {
      const box = one.getBoundingClientRect();
      if (box.width && box.right < window.innerWidth * 0.7) right = Math.max(right, box.right);
    }
    const foot = window.innerWidth < 1100;
    this.host.classList.toggle("foot", foot);
    this.host.style.setProperty("--start", right + 20 + "px");
    this.body.classList.toggle("foot", foot);
    const block = document.querySelector('[data-testid="stMainBlockContainer"]');
    if (block) block.style.paddingBottom = foot ? "76px" : "";
  }

  send(what, args) {
    const act = this.s.live.send({ do: what, with: args });
    this.mine.add(act.id);
    return act;
  }

  acked(acks) {
    for (const ack of acks) {
      if (!this.mine.delete(ack.id)) continue;
      if (!ack.ok) this.say(ack.error);
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
    if (el && el.textContent !== words) el.textContent = words;
  }

  press(what, el) {
    const [verb, id, more] = what.split(":");
    const doc = this.s.doc;
    const on = doc && doc.activity;
    const read = (name) => this.body.querySelector(`.drawer [data-key="${name}"]`);
    if (verb === "show") return this.show(id);
    if (verb === "wall") return void window.open(this.wall(), "cjm-wall-" + this.workshop.slice(0, 8));
    if (verb === "start") return this.start();
    if (verb === "more") return void this.send("extend_activity", { id: on.id, minutes: 2 });
    if (verb === "reveal") return void this.send("reveal_activity", { id: on.id });
    if (verb === "again") return void this.send("vote_again", { id: on.id });
    if (verb === "turn") {
      cjmTurn(this.s, this.reading, Number(id));
      return this.draw();
    }
    if (verb === "agree") return void (this.send("agree_on_customer", { id }), this.say("Agreed on “" + cjmName(on.options.map((o) => ({ id: o.id, name: o.text })), id) + "”"));
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
    const doc = this.s.doc;
    const made = cjmH("section", { class: this.body.className, "aria-label": "Session" });
    if (doc) made.append(this.bar(doc), ...(this.open ? this.drawer(doc) : []));
    if (this.said) made.append(cjmH("div", { class: "said", role: "status", dir: "auto" }, this.said));
    cjmMorph(this.body, made, cjmKeyOf);
  }

  bar(doc) {
    const on = doc.activity;
    const parked = doc.thoughts.filter((one) => !one.settled).length;
    const idle = !on || on.state === "closed" || on.kind === "close";
    const tail = [
      idle ? cjmH("button", { class: "b flat" + (on ? " spare" : ""), "data-do": "show:people", "aria-expanded": this.open === "people", title: "Who is here" }, cjmI("group"), " " + (this.s.here || 0), cjmH("span", { class: on ? "hidden" : "word" }, " here")) : null,
      cjmH("button", { class: "b flat", "data-do": "show:parked", "aria-expanded": this.open === "parked", title: "Parking lot" }, cjmI("local_parking"), parked ? " " + parked : "", cjmH("span", { class: "hidden" }, " parked thoughts")),
      cjmH("button", { class: "b flat", "data-do": "wall", title: "Opens in a new window; put it on the wall" }, cjmI("present_to_all"), cjmH("span", { class: on ? "hidden" : "word" }, " Projector")),
    ];
    if (!on || on.state === "closed") {
      const first = doc.starts && doc.starts[0];
      const start = first
        ? cjmH("span", { class: "split" },
            cjmH("button", { class: "b main", "data-do": "start" }, cjmI("play_arrow"), " Start: " + (this.chosen(doc).start).toLowerCase()),
            cjmH("button", { class: "b main", "data-do": "show:start", "aria-expanded": this.open === "start", title: "Change question, time or what it is about first" }, cjmI("tune"), cjmH("span", { class: "hidden" }, "Change before it starts")))
        : null;
      return cjmH("div", { class: "bar idle" }, this.paceOf(doc), start, ...tail);
    }
    if (on.kind === "close") return this.givingBar(doc, on, tail);
    const running = on.state === "running";
    const missing = Math.max(0, doc.people - doc.counts.done);
    const what = cjmIsText(on) ? cjmMany(doc.counts.cards, "card") + " waiting" : doc.counts.voters + " voted";
    const asked = cjmH("span", { class: "asked", title: on.question }, cjmH("b", { dir: "auto" }, on.question), cjmH("span", { class: "small" }, on.name + (on.round > 1 && !cjmIsText(on) ? ", round " + on.round : "") + (on.names_shown || on.kind !== "write" ? "" : ", without names") + (this.s.here ? " · " + this.s.here + " here" : ""), this.paceOf(doc)));
    if (running) {
      return cjmH("div", { class: "bar" }, asked,
        on.ends_at ? cjmH("span", { class: "time", role: "timer" }, cjmClock(this.s.left())) : null,
        cjmH("button", { class: "b", "data-do": "more" }, "+2 min"),
        cjmH("button", { class: "b two", "data-do": "show:people", "aria-expanded": this.open === "people" }, cjmH("b", {}, doc.people ? doc.counts.done + " of " + doc.people + " done" : doc.counts.done + " done"), cjmH("span", { class: "small" }, what)),
        on.kind === "break_out" ? cjmH("button", { class: "b", "data-do": "show:groups", "aria-expanded": this.open === "groups" }, cjmI("groups"), " Groups") : null,
        cjmH("button", { class: "b" + (on.kind === "break_out" ? " spare" : ""), "data-do": "show:enter", "aria-expanded": this.open === "enter", title: "Enter for somebody without a device" }, cjmI("person_edit"), cjmH("span", { class: "word" }, " Enter for …")),
        cjmH("button", { class: "b main two", "data-do": "reveal" }, cjmH("b", {}, "Reveal"), missing ? cjmH("span", { class: "small" }, missing + (missing === 1 ? " is not done yet" : " are not done yet")) : null),
        cjmH("button", { class: "b", "data-do": "end" }, this.ending ? "Reveal and end?" : "End"), ...tail);
    }
    return cjmH("div", { class: "bar" }, asked, ...this.afterwards(doc, on), cjmH("button", { class: "b", "data-do": "end" }, "End"), ...tail);
  }

  // What comes of a revealed activity: pages of the read-out, or the next round.
  afterwards(doc, on) {
    if (cjmIsText(on)) {
      const at = cjmReading(this.reading, doc);
      if (!at.cards.length) return [cjmH("span", { class: "small" }, "No cards were written")];
      return [
        on.groups.length ? cjmH("button", { class: "b", "data-do": "show:groups", "aria-expanded": this.open === "groups" }, cjmI("groups"), " Groups") : null,
        cjmH("button", { class: "b", "data-do": "turn:-1", disabled: at.index === 0, "aria-label": "Card before" }, cjmI("arrow_back")),
        cjmH("span", { class: "count", role: "status" }, at.all ? "All " + at.cards.length : at.index + 1 + " of " + at.cards.length),
        cjmH("button", { class: "b main", "data-do": "turn:1", disabled: at.all, "aria-label": "Next card" }, cjmI("arrow_forward")),
      ];
    }
    const rows = doc.results.options;
    const again = doc.results.again.length;
    const words = on.kind === "score" || on.kind === "rate" ? "Score these " + again + " again" : "Vote again on the " + again + " tied";
    const out = [];
    if (on.kind === "pick") {
      const best = Math.max(...rows.map((row) => row.axes.pick.total));
      const top = rows.filter((row) => row.axes.pick.total === best && best > 0);
      for (const row of top.slice(0, 3)) {
        const name = on.options.find((option) => option.id === row.id).text;
        out.push(cjmH("button", { class: "b main clip", "data-do": "agree:" + row.id, title: "Agree on " + name }, "Agree on " + name));
      }
    }
    if (again) out.push(cjmH("button", { class: "b" + (on.kind === "pick" ? "" : " main"), "data-do": "again" }, cjmI("replay"), " " + (on.kind === "rate" ? "Rate these " + again + " again" : words)));
    return out;
  }

  paceOf(doc) {
    const mine = this.step && doc.pace[this.step];
    if (!mine || !mine.planned || !mine.since) return null;
    const words = mine.used + " of " + mine.planned + " min" + (mine.late ? ", " + mine.late + " late" : "");
    return cjmH("span", { class: "pace" + (mine.late ? " late" : ""), title: "Used and planned for this step" }, " " + words,
      mine.late ? cjmH("button", { class: "link", "data-do": `shift:${this.step}:${mine.late}`, title: "Give this step the minutes it took; all that follows begins later" }, "shift the rest") : null);
  }
}
