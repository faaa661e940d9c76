// What a customer's browser keeps until the server has it, and how it gets there: plain requests, since a customer has no live line.
const CJM_REVIEW_POLL = 20000;

const CjmReviewKept = {
  address() {
    return cjmAt("api/review/" + encodeURIComponent(this.workshop));
  },
  store() {
    return "cjm-review:" + this.workshop + ":" + this.doc.me;
  },
  recall() {
    try {
      Object.assign(this.kept, JSON.parse(localStorage.getItem(this.store()) || "{}"));
    } catch (_) {
      /* no storage */
    }
  },
  keep() {
    if (this.preview) return;
    try {
      localStorage.setItem(this.store(), JSON.stringify(this.kept));
    } catch (_) {
      /* no storage: it lasts as long as the page */
    }
  },
  setDraft(key, value) {
    if (value) this.kept.drafts[key] = value;
    else delete this.kept.drafts[key];
    this.keep();
  },

  async fetch() {
    clearTimeout(this.timer);
    if (this.fetching) return void (this.again = true);
    this.fetching = true;
    const settled = this.over.length;
    try {
      const answer = await fetch(this.address(), { cache: "no-cache" });
      const told = await answer.json();
      if (!answer.ok) this.fail(told.error);
      else this.take(told, settled);
    } catch (_) {
      this.offline = true; // asked again by and by
    } finally {
      this.fetching = false;
      this.timer = setTimeout(() => (document.visibilityState === "visible" ? this.fetch() : (this.stale = true)), this.again ? 0 : CJM_REVIEW_POLL);
      this.again = false;
    }
    this.send();
  },

  act(name, args) {
    // what was not sent yet is replaced, not followed, by what is said of the same thing
    const about = (act) => act.with.entry_id || act.with.id;
    this.kept.acts = this.kept.acts.filter((act) => this.flying.has(act.id) || about(act) !== (args.entry_id || args.id));
    this.kept.acts.push({ id: cjmId(), do: name, with: args });
    this.keep();
    this.draw();
    this.send();
  },

  async send() {
    if (this.sending || !this.doc || !this.kept.acts.length) return;
    this.sending = true;
    const acts = this.kept.acts.slice(0, 50);
    this.flying = new Set(acts.map((act) => act.id));
    let wait = 0;
    try {
      const answer = await fetch(this.address(), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ acts }) });
      if (answer.status >= 500) throw new Error(answer.statusText);
      const told = await answer.json();
      this.offline = Boolean(told.later); // the server can't store just now: what is left comes again
      if (told.later) wait = this.wait = Math.min(15000, (this.wait || 1000) * (1.3 + 0.6 * Math.random()));
      else this.wait = 1000;
      if (!answer.ok) this.fail(told.error);
      else {
        for (const ack of told.acks) {
          const act = acts.find((one) => one.id === ack.id);
          if (ack.ok) this.over.push(act);
          else if (act) this.refuse(act, ack.error);
        }
        const done = new Set(told.acks.map((ack) => ack.id));
        this.kept.acts = this.kept.acts.filter((act) => !done.has(act.id));
        this.keep();
        this.fetch();
      }
    } catch (_) {
      this.offline = true;
      wait = this.wait = Math.min(15000, (this.wait || 1000) * 1.6);
    }
    this.flying = new Set();
    this.sending = false;
    this.draw();
    if (this.kept.acts.length && this.root.dataset.state === "shown") setTimeout(() => this.send(), wait || 50);
  },

  refuse(act, error) {
    const words = act.with.words || "";
    this.kept.refused.push({ id: act.id, words, error: error || "This could not be kept." });
  },

  // What the server said last, and over it what was done here since.
  marks() {
    const marks = this.doc.marks.map((one) => ({ ...one }));
    for (const { do: name, with: a } of [...this.over, ...this.kept.acts]) {
      const at = marks.findIndex((one) => (a.entry_id ? one.card === a.entry_id : one.id === a.id));
      const known = marks[at] || {};
      if (name === "take_back_mark") marks.splice(at, at < 0 ? 0 : 1);
      else {
        const said = name === "mark_card" ? { card: a.entry_id, stage: this.stageOf(a.entry_id), mark: a.mark } : { id: a.id, card: null, stage: a.stage_id, mark: "missing" };
        const now = { settled: false, ...known, ...said, words: a.words || "" };
        if (name === "mark_card" || name === "say_missing") at < 0 ? marks.push(now) : (marks[at] = now);
      }
    }
    return marks;
  },
};
