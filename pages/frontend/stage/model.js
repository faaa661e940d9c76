// What is shown: what the server said last, and over it what was done here since. Also what this phone keeps.
const CjmModel = {
  // One act as it will be once the server has carried it out.
  apply(m, act) {
    const stage = (m.became || {})[act.with.stage_id];
    const a = stage ? { ...act.with, stage_id: stage } : act.with;
    const lanes = Object.values(m.answers).flatMap((stage) => Object.values(stage));
    const find = (id) => lanes.flatMap((lane) => [...lane.mine, ...lane.others]).find((card) => card.id === id);
    if (act.do === "add_entry") {
      const lane = m.answers[a.stage_id]?.[a.lane_id];
      if (!lane || find(a.id)) return;
      const blank = { severity: null, frequency: null, evidence: "assumed", late: false, echoes: 0, echoed: false, department: "" };
      lane.mine.push({ ...blank, ...a.fields, id: a.id, text: a.text, version: 1, waits: true });
    } else if (act.do === "edit_entry") {
      const card = find(a.id);
      if (card) Object.assign(card, a.fields, { waits: true });
    } else if (act.do === "remove_entry") {
      for (const lane of lanes) lane.mine = lane.mine.filter((card) => card.id !== a.id);
    } else if (act.do === "restore_entry") {
      const gone = this.removed.get(a.id);
      const lane = gone && m.answers[gone.stage]?.[gone.lane];
      if (lane && !find(a.id)) lane.mine.push({ ...gone.card, waits: true });
    } else if (act.do === "nothing_to_add") {
      const lane = m.answers[a.stage_id]?.[a.lane_id];
      if (lane) lane.nothing = a.nothing;
    } else if (act.do === "say_stage_done") {
      const stage = m.stages.find((one) => one.id === a.stage_id);
      if (stage) stage.done = a.done;
    } else if (act.do === "happens_to_us_too") {
      const card = find(a.id);
      if (card && card.echoed !== a.yes) Object.assign(card, { echoed: a.yes, echoes: card.echoes + (a.yes ? 1 : -1) });
    }
  },

  remodel() {
    if (!this.doc) return;
    const m = JSON.parse(JSON.stringify(this.doc));
    this.over = this.over.filter((one) => one.revision > m.revision);
    const too = this.echoes.ids();
    for (const stage of Object.values(m.answers)) for (const lane of Object.values(stage)) for (const card of lane.others) if (card.nameless) card.echoed = too.includes(card.id);
    for (const one of this.over) this.apply(m, one.act);
    for (const act of this.live.acts) this.apply(m, act);
    this.model = m;
    this.followMap(m.became || {});
    this.offerBack();
    if (!m.stages.some((one) => one.id === this.stageId)) {
      const left = m.stages.find((one) => !one.done) || m.stages[0];
      this.stageId = left ? left.id : null;
    }
  },

  // What was being written on a card that somebody removed, or moved to where this page has no question, is offered back.
  offerBack() {
    const here = new Set(Object.values(this.model.answers).flatMap((stage) => Object.values(stage)).flatMap((lane) => lane.mine.map((card) => card.id)));
    for (const [id, edit] of Object.entries(this.kept.edits)) {
      if (here.has(id)) continue;
      delete this.kept.edits[id];
      const text = edit.text.trim();
      const place = { stage_id: edit.stage, lane_id: edit.lane };
      if (text && text !== edit.was) this.kept.refused.push({ id, do: "add_entry", anew: true, with: { id: cjmId(), ...place, text, fields: {} }, words: edit.text, error: "The card on which you wrote this is no longer here. Your text is kept." });
      this.keep();
    }
  },

  // What was typed about a stage that was merged since is about the one that it became.
  followMap(became) {
    this.stageId = became[this.stageId] || this.stageId;
    for (const [key, draft] of Object.entries(this.kept.drafts)) {
      const [stage, lane] = key.split("|");
      if (!became[stage]) continue;
      const now = became[stage] + "|" + lane;
      const there = this.kept.drafts[now] || {};
      const text = [there.text, draft.text].filter((words) => (words || "").trim()).join("\n");
      this.kept.drafts[now] = { ...draft, ...there, text };
      delete this.kept.drafts[key];
      this.keep();
    }
  },

  cell(lane) {
    return this.model.answers[this.stageId]?.[lane] || { mine: [], others: [], nothing: false };
  },

  answered(lane) {
    const cell = this.cell(lane);
    return cell.mine.length > 0 || cell.nothing || cell.others.some((card) => card.echoed);
  },

  // Kept on this phone, for this person: another one at the same phone finds their own.
  store() {
    return "cjm-stage:" + this.workshop + ":" + this.doc.me;
  },
  recall() {
    try {
      Object.assign(this.kept, JSON.parse(localStorage.getItem(this.store()) || "{}"));
    } catch (_) {
      /* no storage */
    }
  },
  keep() {
    try {
      localStorage.setItem(this.store(), JSON.stringify(this.kept));
    } catch (_) {
      /* no storage: it lasts as long as the page */
    }
  },
  draft(lane) {
    return this.kept.drafts[this.stageId + "|" + lane] || {};
  },
  setDraft(lane, change) {
    const key = this.stageId + "|" + lane;
    const next = { ...this.draft(lane), ...change };
    if (Object.values(next).some((value) => value !== "" && value !== null && value !== undefined)) this.kept.drafts[key] = next;
    else delete this.kept.drafts[key];
    this.keep();
  },
  typedLanes() {
    return this.model.lanes.filter((lane) => (this.draft(lane.id).text || "").trim());
  },
};
