// What the board knows: the server's model, and over it what has been done here but not come back yet.
const CJM_NONE = { severity: null, frequency: null, evidence: "assumed", whose: "customer", group: null, theme: null, own_dept: null };

function cjmCompare(a, b) {
  return a.position < b.position ? -1 : a.position > b.position ? 1 : a.id < b.id ? -1 : 1;
}

function cjmInCell(cards, stage, lane, but) {
  return Object.values(cards)
    .filter((c) => c.stage === stage && c.lane === lane && c.id !== but)
    .sort(cjmCompare);
}

const CJM_DO = {
  add_entry(m, a) {
    if (m.cards[a.id]) return;
    const lane = m.lanes.find((l) => l.id === a.lane_id);
    const stage = m.stages.find((s) => s.id === a.stage_id);
    m.added = (m.added || 0) + 1;
    m.cards[a.id] = {
      ...CJM_NONE,
      id: a.id,
      stage: a.stage_id,
      lane: a.lane_id,
      kind: lane ? lane.kind : "other",
      dept: stage ? stage.department : null,
      text: a.text,
      links: [],
      chips: [],
      version: 0,
      position: "~" + String(m.added).padStart(6, "0"), // behind every position the server makes
      pending: true,
      ...(a.fields && a.fields.value_stream_id ? { stream: a.fields.value_stream_id } : {}),
    };
  },
  add_entries(m, a) {
    for (const e of a.entries) CJM_DO.add_entry(m, { id: e.id, stage_id: a.stage_id, lane_id: e.lane_id || a.lane_id, text: e.text, fields: { value_stream_id: a.value_stream_id } });
  },
  edit_entry(m, a) {
    const { department_id, theme, internal, value_stream_id, ...fields } = a.fields || {};
    if (department_id !== undefined) {
      const stage = m.stages.find((s) => m.cards[a.id] && s.id === m.cards[a.id].stage);
      fields.own_dept = department_id;
      fields.dept = department_id || (stage ? stage.department : null);
    }
    if (value_stream_id !== undefined) fields.stream = value_stream_id;
    if (internal !== undefined) fields.internal = internal;
    m.put(a.id, fields);
  },
  rate_entry(m, a) {
    m.put(a.id, { [a.axis]: a.value });
  },
  move_entry(m, a) {
    const card = m.cards[a.id];
    if (!card) return;
    const lane = m.lanes.find((l) => l.id === a.lane_id);
    const cell = cjmInCell(m.cards, a.stage_id, a.lane_id, a.id);
    const after = cell.find((c) => c.id === a.place);
    const last = cell[cell.length - 1];
    // "!" sorts before every sign in a position: right behind what it is appended to
    const position = a.place === "first" ? "!" : after ? after.position + "!" : last ? last.position + "!" : "a0";
    const stays = card.stage === a.stage_id && card.lane === a.lane_id;
    m.put(a.id, {
      stage: a.stage_id,
      lane: a.lane_id,
      kind: lane ? lane.kind : card.kind,
      position,
      group: stays ? card.group : null,
    });
  },
  remove_entry(m, a) {
    delete m.cards[a.id];
  },
  remove_entries(m, a) {
    for (const id of a.ids) delete m.cards[id];
  },
  group_entries(m, a) {
    const base = m.cards[a.onto];
    if (!base) return;
    const group = base.group || a.id;
    if (!base.group) {
      m.groups = { ...m.groups, [group]: a.title || base.text };
      m.put(a.onto, { group });
    }
    let after = base.position;
    for (const id of a.ids) {
      after += "!";
      m.put(id, { stage: base.stage, lane: base.lane, kind: base.kind, group, position: after });
    }
  },
  rename_group(m, a) {
    m.groups = { ...m.groups, [a.id]: a.title };
  },
  ungroup(m, a) {
    for (const card of Object.values(m.cards)) if (card.group === a.id) m.put(card.id, { group: null });
  },
  link_entry(m, a) {
    for (const [one, other] of [[a.id, a.to], [a.to, a.id]]) {
      if (!m.cards[one]) continue;
      const rest = m.cards[one].links.filter((id) => id !== other);
      m.put(one, { links: a.linked ? [...rest, other] : rest });
    }
  },
  set_emotion(m, a) {
    const own = (s) => {
      const before = s.own_emotions.find(([stream]) => stream === a.value_stream_id);
      const rest = s.own_emotions.filter((one) => one !== before);
      return a.value === null ? rest : [...rest, [a.value_stream_id, a.value, a.reason ?? (before ? before[2] : "")]];
    };
    m.stages = m.stages.map((s) => s.id !== a.stage_id ? s : a.value_stream_id ? { ...s, own_emotions: own(s) } : { ...s, emotion: a.value, emotion_reason: a.reason ?? s.emotion_reason });
  },
  make_it_differ(m, a) {
    const card = m.cards[a.id];
    if (!card || m.cards[a.new_id]) return;
    const other = m.streams.find((x) => x.id !== a.value_stream_id && x.stages.includes(card.stage));
    if (!other) return;
    m.cards[a.new_id] = { ...card, id: a.new_id, stream: a.value_stream_id, version: 0, position: card.position + "!", group: null, pending: true };
    m.put(a.id, { stream: other.id });
  },
  share_again(m, a) {
    m.put(a.id, { stream: undefined });
  },
  show_lane(m, a) {
    m.lanes = m.lanes.map((l) => (l.id === a.id ? { ...l, hidden: a.hidden } : l));
  },
  keep_lane_internal(m, a) {
    m.lanes = m.lanes.map((l) => (l.id === a.id ? { ...l, internal: a.internal } : l));
  },
  rename_lane(m, a) {
    m.lanes = m.lanes.map((l) => (l.id === a.id ? { ...l, name: a.name } : l));
  },
  add_lane(m, a) {
    m.lanes = [...m.lanes, { id: a.id, name: a.name, kind: "other", hidden: false, icon: "notes" }];
  },
  move_lane(m, a) {
    const lane = m.lanes.find((l) => l.id === a.id);
    const rest = m.lanes.filter((l) => l.id !== a.id);
    rest.splice(a.after ? rest.findIndex((l) => l.id === a.after) + 1 : 0, 0, lane);
    m.lanes = rest;
  },
};

// The model with acts on top; cards that no act touches stay the same objects, so that they need not be drawn again.
function cjmDerive(base, acts) {
  if (!acts.length) return base;
  const m = { ...base, cards: { ...base.cards } };
  m.put = (id, fields) => {
    if (m.cards[id]) m.cards[id] = { ...m.cards[id], ...fields, pending: true };
  };
  for (const act of acts) {
    try {
      if (CJM_DO[act.do]) CJM_DO[act.do](m, act.with);
    } catch (error) {
      console.error(error);
    }
  }
  return m;
}

function cjmPatched(model, patch, revision) {
  const { cards, gone, ...rest } = patch;
  const next = { ...model, ...rest, revision, cards: { ...model.cards, ...(cards || {}) } };
  for (const id of gone || []) delete next.cards[id];
  return next;
}
