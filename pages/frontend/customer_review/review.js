// What customers see of the map: a stage at a time, each line true or wrong, and what is missing. Also shown to the facilitator before.
const CJM_REVIEW_ICONS = {
  activity: "directions_walk", touchpoint: "touch_app", channel: "forum", pain_point: "sentiment_dissatisfied", opportunity: "lightbulb",
  quote: "format_quote", bright_spot: "light_mode",
}; // prettier-ignore
const CJM_REVIEW_FEELS = { "-2": "upset", "-1": "unhappy", 0: "neither good nor bad", 1: "pleased", 2: "delighted" };

class CjmReview {
  constructor(parent, workshop, preview) {
    this.parent = parent;
    this.shadow = parent instanceof ShadowRoot ? parent : document;
    this.workshop = workshop;
    this.preview = preview;
    this.doc = null;
    this.over = []; // acts that are acknowledged, but not in what was fetched yet
    this.flying = new Set();
    this.cards = new Map();
    this.kept = { drafts: {}, acts: [], refused: [], at: null, seen: [] };
    this.build();
    this.seen = () => document.visibilityState === "visible" && this.stale && ((this.stale = false), this.fetch());
    this.back = () => this.fetch();
    document.addEventListener("visibilitychange", this.seen);
    window.addEventListener("online", this.back);
    this.watch = new ResizeObserver(() => this.doc && this.draw());
    this.watch.observe(this.root);
    this.fetch();
  }

  destroy() {
    clearTimeout(this.timer);
    this.watch.disconnect();
    document.removeEventListener("visibilitychange", this.seen);
    window.removeEventListener("online", this.back);
    this.root.remove();
  }

  build() {
    this.title = cjmEl("div", { class: "workshop", dir: "auto" });
    this.where = cjmEl("button", { type: "button", class: "where", onclick: () => this.goTo("end") });
    this.curve = cjmEl("div", { class: "curve" });
    this.note = cjmEl("div", { class: "note", role: "status" });
    this.head = cjmEl("header", {}, cjmEl("div", { class: "top" }, this.title, this.where), this.curve, this.note);
    this.refused = cjmEl("div", { class: "refused" });
    this.hello = cjmEl("div", { class: "hello" }, cjmIcon("waving_hand"),
      cjmEl("p", {}, "This is what we believe you go through. Tap ", cjmEl("b", {}, "True"), " or ", cjmEl("b", {}, "Wrong"),
        " where you can tell, and leave the rest. Nobody but the team sees what you say.")); // prettier-ignore
    this.name = cjmEl("h1", { dir: "auto", tabindex: "-1" });
    this.feeling = cjmEl("p", { class: "feeling" });
    this.groups = cjmEl("div", { class: "groups" });
    this.future = cjmEl("div", { class: "future" });
    this.field = cjmEl("textarea", { rows: "2", maxlength: "400", dir: "auto", "aria-label": "What is missing here?", placeholder: "Something we have not thought of, good or bad",
      oninput: () => this.typed(), onkeydown: (event) => this.keyed(event) }); // prettier-ignore
    this.add = cjmEl("button", { type: "button", class: "primary", onclick: () => this.addMissing() }, cjmIcon("add"), "Add");
    this.mine = cjmEl("ul", { class: "mine" });
    this.missing = cjmEl("section", { class: "missing" }, cjmEl("h2", {}, cjmIcon("add_comment"), "What is missing here?"), this.mine, this.field, cjmEl("div", { class: "row" }, this.add));
    this.stage = cjmEl("div", { class: "stage" }, this.hello, this.name, this.feeling, this.groups, this.future, this.missing);
    this.end = cjmEl("div", { class: "end" });
    this.none = cjmEl("p", { class: "none" });
    this.before = cjmEl("button", { type: "button", onclick: () => this.step(-1) }, cjmIcon("arrow_back"), "Back");
    this.next = cjmEl("button", { type: "button", class: "primary", onclick: () => this.step(1) });
    this.bar = cjmEl("div", { class: "bar" }, this.before, this.next);
    this.toasts = cjmEl("div", { class: "toasts" });
    this.root = cjmEl("main", { class: "review" }, this.head, this.refused, this.stage, this.end, this.none, this.toasts, this.bar);
    this.root.dataset.state = "loading";
    this.parent.append(this.root);
  }

  fail(sentence) {
    this.root.dataset.state = "refused";
    this.none.textContent = sentence || "This can’t be shown now. Reload the page.";
  }

  take(doc, settled) {
    const first = !this.doc || this.doc.me !== doc.me;
    this.doc = doc;
    this.offline = false;
    this.over.splice(0, settled);
    if (first) this.recall();
    const shown = new Set(doc.stages.flatMap((stage) => stage.groups.flatMap((group) => group.cards.map((card) => card.id))));
    for (const [key, words] of Object.entries(this.kept.drafts)) {
      if (key.startsWith("card:") && !shown.has(key.slice(5))) {
        this.setDraft(key, "");
        this.kept.refused.push({ id: key, words, error: "The line that you wrote this about isn’t shown any more." });
      }
    }
    this.draw();
  }

  // Where one is ------------------------------------------------------------------------------------------------------

  at() {
    const { stages } = this.doc;
    if (this.kept.at === "end") return stages.length;
    return Math.max(0, stages.findIndex((one) => one.id === this.kept.at));
  }

  step(by) {
    const { stages } = this.doc;
    const to = this.at() + by;
    if (by < 0 && to === stages.length - 1 && stages.some((one) => one.id === this.kept.from)) return this.goTo(this.kept.from);
    this.goTo(to >= stages.length ? "end" : stages[Math.max(0, to)].id);
  }

  goTo(id) {
    const here = this.doc.stages[this.at()];
    if (here && !this.kept.seen.includes(here.id)) this.kept.seen.push(here.id);
    if (here && id === "end") this.kept.from = here.id;
    this.kept.at = id;
    this.keep();
    this.draw();
    this.head.scrollIntoView({ block: this.preview ? "nearest" : "start" });
    (id === "end" ? this.end.querySelector("h1") : this.name).focus({ preventScroll: true });
  }

  stageOf(card) {
    return this.doc.stages.find((stage) => stage.groups.some((group) => group.cards.some((one) => one.id === card)))?.id;
  }

  // What is missing ---------------------------------------------------------------------------------------------------

  typed() {
    this.setDraft("missing:" + this.here.id, this.field.value);
    this.add.disabled = !this.field.value.trim();
    cjmGrow(this.field);
  }

  keyed(event) {
    event.stopPropagation();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.addMissing();
  }

  addMissing() {
    const words = this.field.value.trim();
    if (this.preview) return this.toast("This is how customers see it. Only they can write here.");
    if (!words) return;
    this.field.value = "";
    const edits = this.kept.edits?.[this.here.id];
    if (edits) delete this.kept.edits[this.here.id];
    this.setDraft("missing:" + this.here.id, "");
    this.act("say_missing", { id: edits || cjmId(), stage_id: this.here.id, words });
    this.field.focus({ preventScroll: true });
  }

  change(said) {
    this.kept.edits = { ...this.kept.edits, [this.here.id]: said.id };
    this.field.value = said.words;
    this.typed();
    this.draw();
    this.field.focus();
  }

  leaveOut(id) {
    this.act("share_entry", { id, shared: false });
    const cards = this.doc.stages.flatMap((stage) => stage.groups);
    for (const group of cards) group.cards = group.cards.filter((card) => card.id !== id);
    this.draw();
    this.toast("Left out", "Show again", () => this.act("share_entry", { id, shared: true }));
  }

  toast(sentence, button, press) {
    const close = () => this.toasts.replaceChildren();
    this.toasts.replaceChildren(cjmEl("div", { class: "toast", role: "status" }, cjmEl("span", { class: "grow" }, sentence),
      button ? cjmEl("button", { type: "button", onclick: () => { close(); press(); } }, button) : null)); // prettier-ignore
    clearTimeout(this.toasting);
    this.toasting = setTimeout(close, 8000);
  }

  // Drawing -----------------------------------------------------------------------------------------------------------

  // Put children into an element only if they say something else: what a finger is on stays the same.
  fill(el, data, make) {
    const text = JSON.stringify(data);
    if (el.__filled === text) return;
    el.__filled = text;
    el.replaceChildren(...make());
  }

  draw() {
    const { doc } = this;
    if (!doc) return;
    const stages = doc.stages;
    this.root.dataset.state = stages.length && doc.open ? "shown" : "empty";
    this.root.classList.add("drawn");
    this.none.textContent = doc.open ? "There is nothing to look at yet. Come back later: this page stays where it is." : "This isn’t shown at the moment. Thank you for looking!";
    this.title.textContent = doc.workshop;
    if (!stages.length) return;
    const marks = this.marks();
    const at = this.at();
    const ended = at >= stages.length;
    const stage = stages[at];
    this.stage.hidden = ended;
    this.end.hidden = !ended;
    this.where.hidden = ended;
    this.fill(this.where, [at, stages.length], () => [`Stage ${at + 1} of ${stages.length}`, cjmIcon("expand_more")]);
    this.where.setAttribute("aria-label", `Stage ${at + 1} of ${stages.length}: show all stages`);
    this.drawCurve(at, marks);
    this.drawNote(marks);
    this.drawRefused();
    if (ended) this.drawEnd(marks);
    else this.drawStage(stage, marks);
    this.before.disabled = at === 0;
    this.next.hidden = ended;
    const then = stages[at + 1] ? "Next: " + stages[at + 1].name : "Finish";
    this.fill(this.next, then, () => [cjmEl("span", { class: "grow", dir: "auto" }, then), cjmIcon(stages[at + 1] ? "arrow_forward" : "check")]);
  }

  // Every stage in a row, as high as people feel there; on a wide screen it leads to them.
  drawCurve(at, marks) {
    const { stages } = this.doc;
    const wide = this.root.clientWidth >= 720 && stages.length <= 12;
    const said = new Set(marks.map((one) => one.stage));
    const data = JSON.stringify([wide, at, stages.map((one) => [one.id, one.name, one.feeling]), [...said], this.kept.seen]);
    if (this.curveDrawn === data) return;
    this.curveDrawn = data;
    const height = (one) => 50 - 15 * (one.feeling ?? 0);
    const points = stages.map((one, n) => `${((n + 0.5) / stages.length) * 100},${height(one)}`).join(" ");
    const svg = cjmSvg("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(cjmSvg("polyline", { points, fill: "none", "vector-effect": "non-scaling-stroke" }));
    const columns = stages.map((one, n) => {
      const done = said.has(one.id) || this.kept.seen.includes(one.id);
      const face = cjmEl("span", { class: "face" + (n === at ? " here" : done ? " done" : "") }, cjmIcon(one.feeling === null ? "circle" : CJM_FACES[one.feeling]));
      face.style.top = height(one) + "%";
      const name = cjmEl("span", { class: "stagename", dir: "auto" }, one.name);
      return wide
        ? cjmEl("button", { type: "button", "aria-current": n === at ? "step" : null, onclick: () => this.goTo(one.id) }, cjmEl("span", { class: "track" }, face), name)
        : cjmEl("span", { "aria-hidden": "true" }, cjmEl("span", { class: "track" }, face));
    });
    this.curve.classList.toggle("wide", wide);
    this.curve.replaceChildren(cjmEl("div", { class: "track lineholder" }, svg), cjmEl("div", { class: "columns" }, columns));
  }

  drawNote(marks) {
    const all = this.doc.stages.reduce((sum, stage) => sum + stage.groups.reduce((n, group) => n + group.cards.length, 0), 0);
    const told = marks.filter((one) => one.card).length;
    const waits = this.kept.acts.length;
    const state = this.offline && waits ? `kept on this device (${waits})` : this.offline ? "no connection, trying again" : waits ? "saving" : marks.length ? "saved" : "";
    const words = [all ? `You have answered ${told} of ${all}` : "", state].filter(Boolean).join(" · ");
    if (this.note.textContent !== words) this.note.textContent = words;
    this.note.dataset.state = this.offline ? "off" : "on";
  }

  drawRefused() {
    const data = JSON.stringify(this.kept.refused);
    if (this.refusedDrawn === data) return;
    this.refusedDrawn = data;
    this.refused.replaceChildren(...this.kept.refused.map((one) => {
      const settle = () => {
        this.kept.refused = this.kept.refused.filter((other) => other.id !== one.id);
        this.keep();
        this.draw();
      };
      const missing = () => {
        this.act("say_missing", { id: cjmId(), stage_id: (this.here || this.doc.stages[0]).id, words: one.words });
        settle();
      };
      return cjmEl("div", { class: "line", role: "alert" }, cjmEl("p", {}, one.error), one.words ? cjmEl("p", { class: "text", dir: "auto" }, `“${one.words}”`) : null,
        cjmEl("div", { class: "row" }, one.words ? cjmEl("button", { type: "button", class: "primary", onclick: missing }, "Add it to what is missing") : null,
          cjmEl("button", { type: "button", onclick: settle }, one.words ? "Discard" : "Close"))); // prettier-ignore
    }));
  }

  drawStage(stage, marks) {
    const moved = !this.here || this.here.id !== stage.id;
    this.here = stage;
    this.hello.hidden = marks.length > 0;
    if (this.name.textContent !== stage.name) this.name.textContent = stage.name;
    this.feeling.hidden = stage.feeling === null;
    if (stage.feeling !== null) this.fill(this.feeling, stage.feeling, () => [cjmIcon(CJM_FACES[stage.feeling]), `We believe people feel ${CJM_REVIEW_FEELS[stage.feeling]} here.`]);
    const of = new Map(marks.filter((one) => one.card).map((one) => [one.card, one]));
    const groups = stage.groups.filter((group) => group.cards.length);
    const shape = JSON.stringify([stage.id, groups.map((group) => [group.title, group.cards.map((card) => card.id)])]);
    const card = (id) => this.cards.get(id) || this.cards.set(id, new CjmReviewCard(this, id)).get(id);
    if (this.shape !== shape) {
      this.shape = shape;
      const focused = this.shadow.activeElement;
      this.groups.replaceChildren(...groups.map((group) => cjmEl("section", {}, cjmEl("h2", { dir: "auto" }, cjmIcon(CJM_REVIEW_ICONS[group.kind] || "notes"), group.title),
        cjmEl("ul", {}, group.cards.map((one) => card(one.id).el))))); // prettier-ignore
      if (focused && focused.isConnected && this.shadow.activeElement !== focused) focused.focus({ preventScroll: true });
    }
    for (const group of groups) for (const one of group.cards) card(one.id).draw(one, of.get(one.id));
    this.future.hidden = !stage.future;
    if (stage.future) this.fill(this.future, stage.future, () => [cjmIcon("wb_sunny"), cjmEl("div", {}, cjmEl("h2", {}, "What we want it to be"), cjmEl("p", { dir: "auto" }, stage.future))]);
    const draft = this.kept.drafts["missing:" + stage.id] || "";
    if (moved || (this.field.value !== draft && this.shadow.activeElement !== this.field)) this.field.value = draft;
    this.add.disabled = !this.preview && !this.field.value.trim();
    cjmGrow(this.field);
    const editing = this.kept.edits?.[stage.id];
    this.fill(this.add, Boolean(editing), () => [cjmIcon(editing ? "check" : "add"), editing ? "Save" : "Add"]);
    const mine = marks.filter((one) => one.mark === "missing" && one.stage === stage.id && one.id !== editing);
    const listed = JSON.stringify(mine);
    if (this.listed !== listed) {
      this.listed = listed;
      this.mine.replaceChildren(...mine.map((one) => cjmEl("li", { class: "line" }, cjmEl("p", { class: "text", dir: "auto" }, one.words),
        one.settled ? cjmEl("p", { class: "settled" }, cjmIcon("volunteer_activism"), "The team has taken this over. Thank you!") : cjmEl("div", { class: "row" },
          cjmEl("button", { type: "button", "aria-label": "Change: " + one.words, onclick: () => this.change(one) }, cjmIcon("edit"), "Change"),
          cjmEl("button", { type: "button", "aria-label": "Take back: " + one.words, onclick: () => this.act("take_back_mark", { id: one.id }) }, cjmIcon("backspace"), "Take back"))))); // prettier-ignore
    }
  }

  drawEnd(marks) {
    const waits = this.kept.acts.length;
    const data = JSON.stringify([marks, waits, this.doc.stages.map((one) => one.name), this.kept.seen]);
    if (this.endDrawn === data) return;
    this.endDrawn = data;
    const count = (mark, stage) => marks.filter((one) => one.mark === mark && (!stage || one.stage === stage)).length;
    const words = (stage) => [[count("true", stage), "true"], [count("wrong", stage), "wrong"], [count("missing", stage), "missing"]].filter(([n]) => n).map(([n, what]) => `${n} ${what}`).join(", ");
    const rows = this.doc.stages.map((stage) => cjmEl("li", {}, cjmEl("button", { type: "button", onclick: () => this.goTo(stage.id) },
      cjmIcon(words(stage.id) ? "check_circle" : this.kept.seen.includes(stage.id) ? "visibility" : "radio_button_unchecked"),
      cjmEl("span", { class: "grow", dir: "auto" }, stage.name), cjmEl("span", { class: "count" }, words(stage.id) || (this.kept.seen.includes(stage.id) ? "looked at" : "not yet")), cjmIcon("chevron_right")))); // prettier-ignore
    this.end.replaceChildren(
      cjmEl("div", { class: "thanks" }, cjmIcon(waits ? "schedule" : "favorite"), cjmEl("div", {}, cjmEl("h1", { tabindex: "-1" }, waits ? "Not sent yet" : marks.length ? "Thank you!" : "All stages"),
        cjmEl("p", {}, waits ? `${waits === 1 ? "One answer is" : `${waits} answers are`} kept on this device. Leave this page open: it sends them when there is a connection.` : marks.length ? `You told us ${words()}. The team reads every word. You can change what you said until they have taken it over, and close this page whenever you like.` : "Choose where to begin, or go back."))),
      cjmEl("ul", { class: "all" }, rows)); // prettier-ignore
  }
}

Object.assign(CjmReview.prototype, CjmReviewKept);

export default function (component) {
  const { data, parentElement } = component;
  const host = parentElement;
  const leave = () => {
    host.__review?.destroy();
    host.__review = null;
  };
  if (host.__review && host.__review.workshop === data.workshop) {
    if (data.revision !== host.__review.revision) host.__review.fetch();
  } else {
    leave();
    host.__review = new CjmReview(host, data.workshop, Boolean(data.preview));
  }
  host.__review.revision = data.revision;
  return leave;
}
