// The grid: heads, lanes, cells.
const CjmDrawing = {
  passes(card) {
    const f = this.filter;
    if (card.id === this.editing) return true; // nothing is taken from under the pen
    if (f.department && card.dept !== f.department) return false;
    if (f.evidence && card.evidence !== f.evidence) return false;
    if (f.theme && card.theme !== f.theme) return false;
    if (f.whose && card.whose !== f.whose) return false;
    if (card.stream && f.stream && card.stream !== f.stream && this.stream()) return false;
    if (f.text && !card.text.toLocaleLowerCase().includes(f.text.toLocaleLowerCase())) return false;
    return true;
  },

  stages() {
    const stream = this.stream();
    return stream ? stream.stages.map((id) => this.model.stages.find((s) => s.id === id)).filter(Boolean).map((s) => this.felt(s, stream)) : this.model.stages;
  },

  // The value stream that is looked at, if there is more than one.
  stream() {
    return this.model.streams.length > 1 ? this.model.streams.find((x) => x.id === this.filter.stream) : undefined;
  },

  // A stage as one stream has it: how its customer feels may differ.
  felt(stage, stream) {
    const own = stage.own_emotions.find(([id]) => id === stream.id);
    return own ? { ...stage, emotion: own[1], emotion_reason: own[2], own_emotion: true } : stage;
  },

  // Of which stream what is added now will be: only of the one that is looked at, or of all.
  only() {
    const stream = this.stream();
    return stream && (this.apartFrom[stream.id] ?? stream !== this.model.streams[0]) ? stream.id : null;
  },

  lanes() {
    const shown = this.model.lanes.filter((l) => !l.hidden);
    if (this.mode === "lanes" && this.chosen.length) return this.model.lanes.filter((l) => this.chosen.includes(l.id));
    return this.filter.lane ? shown.filter((l) => l.id === this.filter.lane) : shown;
  },

  cellNodes(lane, stage) {
    const nodes = [];
    const rolled = (this.model.rollups[lane.kind] || {})[stage.id];
    if (rolled && rolled.length) {
      const key = rolled.map((id) => (this.known.get(id) || {}).name).filter(Boolean);
      nodes.push(this.keep("roll|" + lane.id + "|" + stage.id, key.join("\n"), () => cjmEl("div", { class: "rolled", title: "From the cards of this stage" }, key.map((name) => cjmEl("span", { class: "chip" }, name)))));
    }
    const cards = (this.cells.get(lane.id + "|" + stage.id) || []).filter((c) => this.passes(c));
    const things = [];
    const done = new Set();
    for (const card of cards) {
      if (!card.group || !this.model.groups[card.group]) things.push({ card, weight: this.weight([card], card.pending ? 99 : (card.severity || 0) * (card.frequency || 0)) });
      else if (!done.has(card.group)) {
        done.add(card.group);
        const members = cards.filter((c) => c.group === card.group);
        things.push({ group: card.group, members, weight: this.weight(members, 50) });
      }
    }
    // where there are too many for the picture, the worst stand for the others
    const key = lane.id + "|" + stage.id;
    const most = this.most + (this.spare.get(key) || 0);
    const all = !this.most || things.length <= most;
    const open = all || this.unfolded.has(key);
    const shown = open ? null : new Set([...things].sort((a, b) => b.weight - a.weight).slice(0, most - 1));
    for (const thing of things) {
      const less = !!shown && !shown.has(thing);
      if (less && this.many) continue;
      const node = thing.card ? this.card(thing.card) : this.group(thing.group, thing.members, lane, stage);
      node.classList.toggle("less", less);
      nodes.push(node);
    }
    if (!all) {
      const words = open ? "Show fewer" : `+${things.length - shown.size} more`;
      nodes.push(this.keep("rest|" + key, words, () => cjmEl("button", { type: "button", class: "unfold", "data-unfold": key }, words)));
    }
    return nodes;
  },

  unfoldCell(key) {
    if (!this.unfolded.delete(key)) this.unfolded.add(key);
    this.draw();
    this.find(`[data-unfold="${key}"]`)?.focus({ preventScroll: true });
  },

  // A card that is gone to must be in sight.
  unfold(id) {
    const kept = this.cards.get(id);
    const card = this.model.cards[id];
    if (!this.most || !card || (kept && kept.el.isConnected && !kept.el.classList.contains("less"))) return;
    this.unfolded.add(card.lane + "|" + card.stage);
    this.draw();
  },

  group(id, members, lane, stage) {
    const title = this.model.groups[id];
    const folded = this.folded.has(id) && !members.some((card) => card.id === this.editing);
    const box = this.keep("group|" + id + "|" + lane.id + "|" + stage.id, title + "|" + members.length + "|" + folded, () =>
      cjmEl("div", { class: "group" + (folded ? " folded" : ""), "data-group": id, role: "group", "aria-label": `Group ${title}, ${members.length} cards` },
        cjmEl("div", { class: "grouphead" },
          cjmEl("button", { class: "fold", type: "button", "data-fold": id, "aria-expanded": String(!folded), title: folded ? "Show the cards" : "Fold" }, cjmIcon(folded ? "chevron_right" : "expand_more")),
          cjmEl("button", { class: "grouptitle grow", type: "button", "data-grouptitle": id, dir: "auto", title: "Rename the group" }, title),
          cjmEl("span", { class: "count" }, String(members.length)),
          cjmEl("button", { class: "ungroup", type: "button", "data-ungroup": id, "aria-label": "Take the group apart", title: "Take the group apart" }, cjmIcon("call_split"))),
        cjmEl("div", { class: "members" })));
    cjmPlace(box.lastChild, folded ? [] : members.map((c) => this.card(c)));
    return box;
  },

  // An element that is made anew only when what it shows (`mark`) differs.
  keep(key, mark, make) {
    const kept = this.kept.get(key);
    if (kept && kept.mark === mark) {
      kept.turn = this.turn;
      return kept.el;
    }
    const el = make();
    this.kept.set(key, { el, mark, turn: this.turn });
    return el;
  },

  head(stage) {
    const d = this.department(stage.department);
    const heat = stage.pains ? "heat h" + stage.heat : "heat h0";
    const rest = stage.pains - stage.rated;
    const title = `Pain ${stage.pain}: customers’ ${stage.pain_customer}, internal ${stage.pain_internal}. ${stage.rated} of ${stage.pains} pain points rated.`;
    return this.keep("head|" + stage.id, JSON.stringify([stage, d, this.mode]), () =>
      cjmEl("div", { class: "head" + (d ? " t" + (d.colour % 8) : ""), role: "columnheader", "data-head": stage.id },
        cjmEl("button", { class: "stagename", type: "button", "data-zoom": stage.id, dir: "auto", title: stage.name + (d ? ", " + d.name : "") + ": look at this stage alone" }, cjmEl("span", { class: "grow" }, stage.name), d ? this.badge(d.id) : null, stage.is_key ? cjmEl("span", { class: "icon flag", role: "img", "aria-label": "key stage", title: "Key stage" }, "flag") : null),
        cjmEl("div", { class: "lead" }, d ? this.badge(d.id, true) : cjmEl("span", { class: "muted" }, "nobody leads yet")),
        cjmEl("div", { class: heat, title },
          cjmEl("span", {}, stage.rated ? "Pain " + stage.pain : stage.pains ? "not rated" : "no pain points"),
          stage.rank ? cjmEl("span", { class: "rank", title: "Bottleneck " + stage.rank }, cjmEl("span", { class: "long" }, "Bottleneck "), cjmEl("span", { class: "short" }, "No. "), String(stage.rank)) : rest && stage.rated ? cjmEl("span", { class: "rest" }, rest + " to rate") : null)));
  },

  laneHead(lane, role) {
    const count = this.counts.get(lane.id) || 0;
    return this.keep("lane|" + lane.id, JSON.stringify([lane, count, role]), () =>
      cjmEl("div", { class: "lane", role },
        cjmEl("button", { type: "button", class: "lanename", "data-lane": lane.id, title: "Rename, move or hide this lane" }, cjmEl("span", { class: "lanetop" }, cjmIcon(lane.icon), cjmEl("span", { class: "count" }, String(count))), cjmEl("span", {}, lane.name))));
  },

  draw() {
    if (!this.model) return;
    this.turn += 1;
    this.keepUp();
    const back = cjmHold(this.shadow);
    const m = this.model;
    const context = [m.departments, m.resources, m.kpis, m.themes].map((part) => this.identity(part)).join(".");
    if (context !== this.context) {
      this.context = context;
      this.known = this.names();
    }
    this.cells = new Map();
    this.counts = new Map();
    for (const card of Object.values(m.cards)) {
      const key = card.lane + "|" + card.stage;
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(card);
      this.counts.set(card.lane, (this.counts.get(card.lane) || 0) + 1);
    }
    for (const cell of this.cells.values()) cell.sort(cjmCompare);

    const focused = this.shadow.activeElement;
    const stages = this.stages();
    const lanes = this.lanes();
    if (!stages.some((s) => s.id === this.stage)) this.stage = stages.length ? stages[0].id : null;
    if (!lanes.some((l) => l.id === this.lane)) this.lane = (lanes.find((l) => l.kind === "pain_point") || lanes[0] || { id: null }).id;
    this.root.dataset.mode = this.mode;
    this.root.classList.toggle("empty", !stages.length);
    this.drawBar();
    this.drawDock();
    const first = !this.fitted;
    if (first) {
      this.most = this.folding(this.resize());
      if (this.most) this.at(CJM_STEPS[CJM_STEPS.length - 1]); // laid out once, not twice
    }

    const rows = [];
    if (!stages.length) {
      rows.push(this.keep("nostages", "", () => cjmEl("div", { class: "nostages" },
        cjmEl("p", {}, "There are no stages yet. Name them in step 2, Value stream; the board then has a column for each."),
        cjmEl("button", { type: "button", class: "primary", onclick: () => this.follow({ page: "value_stream", query: [] }) }, cjmIcon("arrow_back"), "Lay out the stages"))));
      this.grid.removeAttribute("role");
    } else if (this.mode === "stage") {
      this.grid.setAttribute("role", "table");
      const stage = stages.find((s) => s.id === this.stage);
      this.grid.style.setProperty("--columns", String(lanes.length));
      rows.push(this.row("top", [cjmEl("div", { class: "corner", role: "columnheader" }, cjmEl("span", { class: "unseen" }, "Stage")), ...lanes.map((l) => this.laneHead(l, "columnheader"))]));
      const cells = lanes.map((lane) => this.cell(lane, stage));
      const head = this.head(stage);
      head.setAttribute("role", "rowheader");
      rows.push(this.row("one", [head, ...cells]));
      for (const [i, lane] of lanes.entries()) {
        this.kept.get("lane|" + lane.id).el.style.setProperty("--order", String(2 * i + 1)); // on a phone they stand one below the other
        cells[i].style.setProperty("--order", String(2 * i + 2));
      }
    } else {
      this.grid.setAttribute("role", "table");
      this.grid.style.setProperty("--columns", String(stages.length));
      this.grid.style.setProperty("--least", stages.length > 8 ? "170px" : "128px");
      const heads = stages.map((s) => this.head(s));
      for (const head of heads) head.setAttribute("role", "columnheader");
      const corner = this.keep("corner", "", () => cjmEl("div", { class: "corner", role: "columnheader" }, cjmEl("span", { class: "unseen" }, "Lane")));
      rows.push(this.row("top", [corner, ...heads]));
      for (const lane of lanes) {
        const row = this.row(lane.id, [this.laneHead(lane, "rowheader"), ...stages.map((s) => this.cell(lane, s))]);
        row.dataset.kind = lane.kind;
        rows.push(row);
      }
      if (this.mode === "overview") rows.push(this.emotion(stages));
    }
    cjmPlace(this.grid, rows);

    for (const [id, kept] of this.cards) if (!m.cards[id] && this.editing !== id) kept.el.remove(), this.cards.delete(id);
    for (const [key, kept] of this.kept) if (kept.turn < this.turn - 40 && !kept.el.isConnected) this.kept.delete(key);
    this.rove();
    if (focused && focused !== this.shadow.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    else if (focused && !focused.isConnected && focused.dataset && focused.dataset.zoom) this.find(`[data-zoom="${focused.dataset.zoom}"]`)?.focus({ preventScroll: true });
    this.holdOn(back);
    this.aim();
    this.lightUp();
    if (this.selected) this.placeTools();
    if (first) this.fit();
    else this.fitSoon();
  },

  identity(part) {
    if (!this.identities.has(part)) this.identities.set(part, (this.nextIdentity += 1));
    return this.identities.get(part);
  },

  row(key, nodes) {
    const row = this.keep("row|" + this.mode + "|" + key, "", () => cjmEl("div", { class: "row", role: "row" }));
    cjmPlace(row, nodes);
    return row;
  },

  cell(lane, stage) {
    const el = this.keep("cell|" + lane.id + "|" + stage.id, "", () => cjmEl("div", { class: "cell", role: "cell", "data-cell": lane.id + "|" + stage.id }));
    el.classList.toggle("target", lane.id === this.lane && stage.id === this.stage);
    cjmPlace(el, this.cellNodes(lane, stage));
    return el;
  },

  // One tab stop among all cards; arrow keys do the rest.
  rove() {
    const stop = this.grid.querySelector('.card[tabindex="0"]');
    if (stop) return;
    const first = this.grid.querySelector(".card");
    if (first) first.tabIndex = 0;
  },
};
