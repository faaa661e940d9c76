// “My stage”: the questions of one stage, one open at a time. Puts the parts together once, and draws what has changed.
class CjmStage {
  constructor(parent, workshop, stageId) {
    this.parent = parent;
    this.shadow = parent instanceof ShadowRoot ? parent : document;
    this.workshop = workshop;
    this.stageId = stageId;
    this.live = cjmLive(workshop);
    this.doc = null;
    this.model = null;
    this.open = null;
    this.over = []; // acts that are acknowledged, but not in the document yet
    this.removed = new Map();
    this.lanes = new Map();
    this.kept = { drafts: {}, edits: {}, refused: [], opened: {} };
    this.build();
    this.unsubscribe = this.live.subscribe((event) => this.hear(event));
    this.seen = () => document.visibilityState === "visible" && this.stale && this.fetch();
    document.addEventListener("visibilitychange", this.seen);
    this.fetch();
  }

  destroy() {
    this.unsubscribe();
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  build() {
    this.title = cjmEl("h1", { dir: "auto" });
    this.choose = cjmEl("select", { "aria-label": "Stage", onchange: () => this.goTo(this.choose.value) });
    this.due = cjmEl("span", { class: "due" });
    this.bars = cjmEl("div", { class: "bars", role: "img" });
    this.progress = cjmEl("span", {});
    this.line = cjmEl("span", { class: "line" });
    this.top = cjmEl("header", {}, cjmEl("div", { class: "name" }, this.title, this.choose, this.due), this.bars, cjmEl("div", { class: "note" }, this.progress, this.line));
    this.refused = cjmEl("div", { class: "refused" });
    this.finished = cjmEl("div", { class: "finished" });
    this.list = cjmEl("div", { class: "lanes" });
    this.none = cjmEl("p", { class: "none" });
    this.nextButton = cjmEl("button", { type: "button", onclick: () => this.openNext(this.open) }, "Next question");
    this.doneButton = cjmEl("button", { type: "button", class: "done", onclick: () => this.sayDone(true) }, cjmIcon("check"), "I’m done");
    this.bar = cjmEl("div", { class: "bar" }, this.nextButton, this.doneButton);
    this.toasts = cjmEl("div", { class: "toasts" });
    this.status = cjmEl("div", { class: "unseen", role: "status", "aria-live": "polite" });
    this.root = cjmEl("main", { class: "mystage" }, this.top, this.refused, this.finished, this.list, this.none, this.bar, this.toasts, this.status);
    this.root.dataset.state = "loading";
    this.parent.append(this.root);
  }

  // From and to the server --------------------------------------------------------------------------------------------

  async fetch() {
    clearTimeout(this.timer);
    this.timer = null;
    if (document.visibilityState === "hidden" && this.doc) {
      this.stale = true;
      return;
    }
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    this.stale = false;
    try {
      const answer = await fetch(cjmAt("api/stage/" + encodeURIComponent(this.workshop)), { cache: "no-store" });
      if (answer.status >= 500) this.soon(3000); // the server can't just now: it is asked again
      const told = await answer.json();
      if (!answer.ok) this.fail(told.error || "This page can’t be shown now. Reload it.");
      else if (!this.doc || told.me !== this.doc.me || told.revision >= this.doc.revision) this.take(told);
    } catch (_) {
      this.stale = true; // no connection: the live line says so, and asks again once it is back
    } finally {
      this.fetching = false;
      if (this.again) {
        this.again = false;
        this.soon(200);
      }
    }
  }

  soon(wait) {
    const at = Date.now() + wait;
    if (this.timer && this.timerAt <= at) return;
    clearTimeout(this.timer);
    this.timerAt = at;
    this.timer = setTimeout(() => this.fetch(), wait);
  }

  fail(sentence) {
    this.root.dataset.state = "refused";
    this.none.hidden = false;
    this.none.textContent = sentence;
  }

  take(doc) {
    const first = !this.doc || this.doc.me !== doc.me;
    this.doc = doc;
    if (first) {
      this.kept = { drafts: {}, edits: {}, refused: [], opened: {} };
      this.echoes = new CjmEchoes(this.workshop, doc.me);
      this.recall();
    }
    this.remodel();
    if (first) this.openAtFirst();
    this.draw();
  }

  hear(event) {
    if (event.type === "acks") {
      for (const ack of event.acks) {
        if (!ack.ok) {
          this.refuse(ack);
          continue;
        }
        this.over.push({ act: ack.act, revision: ack.revision });
        if (ack.act.do === "happens_to_us_too") this.echoes.said(ack.act.with);
      }
      this.soon(150);
    }
    if (event.type === "hello" && (this.stale || !this.doc || event.revision > this.doc.revision)) this.fetch();
    if (event.type === "patch" && this.doc && event.last > this.doc.revision) this.soon(this.patience(event.patch));
    this.remodel();
    this.draw();
  }

  // How soon a change that somebody made is worth asking for: at once if it is on this page, else now and then.
  patience(patch) {
    const jitter = Math.random() * 1000;
    if (!patch) return 500 + jitter;
    const mine = this.doc.answers;
    const here = Object.values(patch.cards || {}).some((card) => mine[card.stage]?.[card.lane]) || patch.stages || patch.lanes || patch.gone?.length;
    return here ? 400 + jitter : 4000 + 4 * jitter;
  }

  act(name, args) {
    this.live.send({ do: name, with: args });
    this.remodel();
    this.draw();
  }

  refuse(ack) {
    const { act } = ack;
    ack.taken = true;
    const words = act.do === "add_entry" ? act.with.text : act.do === "edit_entry" ? act.with.fields.text : "";
    this.kept.refused.push({ id: act.id, do: act.do, with: act.with, words: words || "", error: ack.error });
    if (this.doc) this.keep();
  }

  offline() {
    return this.live.state !== "open";
  }

  // Where one is ------------------------------------------------------------------------------------------------------

  openAtFirst() {
    const lanes = this.model.lanes;
    const before = lanes.find((lane) => lane.id === this.kept.opened[this.stageId]);
    const typed = this.typedLanes()[0];
    this.open = (before || typed || lanes.find((lane) => !this.answered(lane.id)) || { id: null }).id;
  }

  goTo(stageId) {
    this.stageId = stageId;
    try {
      const address = new URL(window.location.href);
      address.searchParams.set("stage", stageId);
      window.history.replaceState(window.history.state, "", address);
    } catch (_) {
      /* the address stays as it is */
    }
    for (const lane of this.lanes.values()) lane.unfolded = false;
    this.openAtFirst();
    this.draw();
  }

  openLane(id) {
    this.open = id;
    this.kept.opened[this.stageId] = id;
    this.keep();
    this.draw();
    if (id) this.lanes.get(id).el.scrollIntoView({ block: "nearest" });
  }

  // The next question that is not answered, looking on from this one.
  openNext(from) {
    const lanes = this.model.lanes;
    const at = lanes.findIndex((lane) => lane.id === from);
    const turned = [...lanes.slice(at + 1), ...lanes.slice(0, Math.max(0, at))];
    const next = turned.find((lane) => !this.answered(lane.id)) || null;
    this.openLane(next ? next.id : null);
    (next ? this.lanes.get(next.id).head : this.doneButton).focus({ preventScroll: true });
  }

  sayDone(done) {
    const typed = done && this.typedLanes()[0];
    if (typed) {
      this.openLane(typed.id);
      this.toast("You typed something here that is not added yet. Add it, or clear the field.");
      return;
    }
    this.act("say_stage_done", { stage_id: this.stageId, done });
    this.say(done ? "You are done with this stage" : "Not done yet");
    if (done) {
      this.openLane(null);
      this.top.scrollIntoView({ block: "start" });
    }
  }

  say(sentence) {
    this.status.textContent = "";
    this.status.textContent = sentence;
  }

  toast(sentence, button, press) {
    const close = () => this.toasts.replaceChildren();
    this.toasts.replaceChildren(cjmEl("div", { class: "toast", role: "status" }, cjmEl("span", { class: "grow" }, sentence),
      button ? cjmEl("button", { type: "button", onclick: () => { close(); press(); } }, button) : null)); // prettier-ignore
    clearTimeout(this.toasting);
    this.toasting = setTimeout(close, 8000);
  }

  // Drawing -----------------------------------------------------------------------------------------------------------

  draw() {
    if (!this.model) return;
    const m = this.model;
    const stage = m.stages.find((one) => one.id === this.stageId);
    this.root.dataset.state = stage && m.lanes.length ? "shown" : "empty";
    this.none.hidden = Boolean(stage && m.lanes.length);
    this.none.textContent = stage ? "Nothing is asked yet. The facilitator chooses the questions." : "There is no stage yet. The facilitator adds the stages in step 2; come back then.";
    this.title.textContent = stage ? stage.name : "My stage";
    this.title.classList.toggle("unseen", m.stages.length > 1);
    this.choose.hidden = m.stages.length < 2;
    const options = JSON.stringify(m.stages);
    if (this.options !== options) {
      this.options = options;
      this.choose.replaceChildren(...m.stages.map((one) => cjmEl("option", { value: one.id }, one.name + (one.done ? " ✓" : ""))));
    }
    if (stage) this.choose.value = stage.id;
    this.drawTop(m, stage);
    this.drawRefused();
    this.drawFinished(m, stage);
    if (!stage) {
      this.list.replaceChildren();
      return;
    }
    const sections = m.lanes.map((lane) => {
      let one = this.lanes.get(lane.id);
      if (!one) this.lanes.set(lane.id, (one = new CjmLane(this, lane.id)));
      return one.el;
    });
    cjmPlace(this.list, sections);
    for (const lane of m.lanes) this.lanes.get(lane.id).draw(lane);
    const all = m.lanes.every((lane) => this.answered(lane.id));
    this.doneButton.classList.toggle("primary", all);
    this.doneButton.hidden = stage.done;
    this.nextButton.hidden = all || (m.lanes.length === 1 && this.open !== null);
    this.bar.hidden = this.doneButton.hidden && this.nextButton.hidden;
  }

  drawTop(m, stage) {
    this.due.textContent = "";
    if (m.due) {
      const [year, month, day] = m.due.split("-").map(Number);
      const date = new Date(year, month - 1, day);
      const over = Date.now() > date.getTime() + 86400000;
      this.due.textContent = (over ? "was due " : "due ") + date.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short" });
      this.due.classList.toggle("over", over && !stage?.done);
    }
    const shown = Boolean(stage && m.lanes.length);
    this.bars.hidden = !shown;
    const answered = shown ? m.lanes.filter((lane) => this.answered(lane.id)).length : 0;
    const words = `${answered} of ${m.lanes.length} answered`;
    this.bars.setAttribute("aria-label", words);
    const bars = m.lanes.map((lane, n) => (n < answered ? "on" : ""));
    if (this.barsDrawn !== String(bars)) {
      this.barsDrawn = String(bars);
      this.bars.replaceChildren(...bars.map((on) => cjmEl("i", { class: on })));
    }
    this.progress.textContent = shown ? words : "";
    const waiting = this.live.acts.length;
    const drafts = shown && Object.keys(this.kept.drafts).some((key) => key.startsWith(this.stageId + "|"));
    const later = waiting && this.live.later;
    const line = later ? `kept here, not stored yet (${waiting})` : this.offline() ? (waiting ? `kept on this phone (${waiting})` : this.live.state === "refused" ? "not connected" : "catching up") : waiting ? "saving" : drafts ? "your draft is kept on this phone" : answered ? "saved" : "";
    if (this.line.textContent !== line) this.line.textContent = line;
    this.line.dataset.state = this.offline() || later ? "off" : "on";
    this.line.hidden = !line;
  }

  drawRefused() {
    const shown = JSON.stringify(this.kept.refused);
    if (this.refusedDrawn === shown) return;
    this.refusedDrawn = shown;
    this.refused.replaceChildren(...this.kept.refused.map((one) => {
      const settle = () => {
        this.kept.refused = this.kept.refused.filter((other) => other.id !== one.id);
        this.keep();
        this.draw();
      };
      const again = () => {
        const { expected_version: _, ...args } = one.with; // what stands there now has been seen
        settle();
        this.act(one.do, args);
      };
      const edit = one.do === "edit_entry";
      return cjmEl("div", { class: "card", role: "alert" }, cjmEl("div", { class: "grow" },
        one.words ? cjmEl("div", { class: "text", dir: "auto" }, one.words) : null, cjmEl("div", { class: "marks", dir: "auto" }, one.error),
        cjmEl("div", { class: "row" }, one.words ? cjmEl("button", { type: "button", class: "primary", onclick: again }, edit ? "Use mine" : one.anew ? "Keep as a new card" : "Try again") : null,
          cjmEl("button", { type: "button", onclick: settle }, edit ? "Keep theirs" : one.words ? "Discard" : "Close")))); // prettier-ignore
    }));
  }

  drawFinished(m, stage) {
    const next = m.stages.find((one) => !one.done && one.id !== this.stageId);
    const waits = this.offline() && this.live.acts.some((act) => act.do === "say_stage_done");
    const shown = JSON.stringify([stage, next, waits]);
    if (this.finishedDrawn === shown) return;
    this.finishedDrawn = shown;
    this.finished.hidden = !stage?.done;
    if (!stage?.done) return;
    this.finished.replaceChildren(cjmIcon(waits ? "schedule" : "task_alt"), cjmEl("div", { class: "grow" }, cjmEl("div", { class: "text" }, waits ? "Kept on this phone: it is sent when there is a connection." : "You are done here. Thank you!"),
      cjmEl("div", { class: "row" }, next && m.assigned ? cjmEl("button", { type: "button", class: "primary", dir: "auto", onclick: () => this.goTo(next.id) }, "Next: " + next.name) : null,
        cjmEl("button", { type: "button", onclick: () => this.sayDone(false) }, "Not done yet")))); // prettier-ignore
  }
}

Object.assign(CjmStage.prototype, CjmModel);

export default function (component) {
  const { data, parentElement } = component;
  const host = parentElement;
  if (host.__stage && host.__stage.workshop === data.workshop) return;
  if (host.__stage) {
    host.__stage.destroy();
    host.__stage.root.remove();
  }
  host.__stage = new CjmStage(host, data.workshop, data.stage);
  return () => {
    if (host.__stage) {
      host.__stage.destroy();
      host.__stage.root.remove();
    }
    host.__stage = null;
  };
}
