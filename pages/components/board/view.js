// Drawing. Text only ever goes in as text.
function cjmEl(tag, attrs, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "value") el.value = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) el.append(child);
  return el;
}
function cjmIcon(name) {
  return cjmEl("span", { class: "icon", "aria-hidden": "true", translate: "no" }, name);
}
function cjmSvg(tag, attrs) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  return el;
}
const cjmSigned = (n) => (n > 0 ? "+" + n : n < 0 ? "−" + -n : "0");
const CJM_FACES = {
  "-2": "sentiment_very_dissatisfied",
  "-1": "sentiment_dissatisfied",
  0: "sentiment_neutral",
  1: "sentiment_satisfied",
  2: "sentiment_very_satisfied",
};
const CJM_FEELS = { "-2": "upset", "-1": "unhappy", 0: "neutral", 1: "pleased", 2: "delighted" };
const CJM_EVIDENCE = { assumed: "assumed", observed: "observed by staff", confirmed: "confirmed by customers" };
const CJM_SINGULAR = {
  activity: "activity", touchpoint: "touchpoint", channel: "channel", performer: "job performer", pain_point: "pain point",
  opportunity: "opportunity", kpi: "KPI", system: "system", data: "data", transaction: "key transaction", quote: "quote",
  bright_spot: "bright spot", other: "card",
}; // prettier-ignore
const CJM_BOXED = new Set(["pain_point", "opportunity", "bright_spot"]);

// Make `parent` hold exactly `nodes`, touching only what is out of place.
function cjmPlace(parent, nodes) {
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const CjmDrawing = {
  department(id) {
    return this.model.departments.find((d) => d.id === id);
  },

  badge(id, named) {
    const d = this.department(id);
    if (!d) return null;
    const letters = cjmEl("span", { class: "dept d" + (d.colour % 8), title: d.name }, d.letters);
    return named ? cjmEl("span", { class: "deptname" }, letters, cjmEl("span", { class: "grow" }, d.name)) : letters;
  },

  names() {
    const names = new Map();
    for (const r of this.model.resources) names.set(r.id, r);
    for (const k of this.model.kpis) names.set(k.id, { ...k, kind: "kpi" });
    return names;
  },

  passes(card) {
    const f = this.filter;
    if (f.department && card.dept !== f.department) return false;
    if (f.evidence && card.evidence !== f.evidence) return false;
    if (f.theme && card.theme !== f.theme) return false;
    if (f.whose && card.whose !== f.whose) return false;
    if (f.text && !card.text.toLocaleLowerCase().includes(f.text.toLocaleLowerCase())) return false;
    return true;
  },

  stages() {
    return this.stream ? this.model.stages.filter((s) => s.streams.includes(this.stream)) : this.model.stages;
  },

  lanes() {
    const shown = this.model.lanes.filter((l) => !l.hidden);
    if (this.mode === "lanes" && this.chosen.length) return this.model.lanes.filter((l) => this.chosen.includes(l.id));
    return this.filter.lane ? shown.filter((l) => l.id === this.filter.lane) : shown;
  },

  // ---- one card
  card(card) {
    const marks = this.context + "|" + (this.mode === "overview" ? "o|" : "|") + (this.drafts.has(card.id) ? "d" : "");
    let kept = this.cards.get(card.id);
    if (kept && kept.card === card && kept.marks === marks) return kept.el;
    if (!kept) {
      const el = cjmEl("div", { role: "group", tabindex: "-1", "data-card": card.id });
      kept = { el };
      this.cards.set(card.id, kept);
    }
    kept.card = card;
    kept.marks = marks;
    if (this.editing === card.id) return kept.el; // the text being written stays
    this.fill(kept.el, card);
    return kept.el;
  },

  fill(el, card) {
    const pain = card.kind === "pain_point";
    el.className = ["card", "k-" + card.kind, CJM_BOXED.has(card.kind) ? "boxed ev-" + card.evidence : "bare"].join(" ");
    const rated = card.severity && card.frequency;
    const said = [CJM_SINGULAR[card.kind], card.text];
    if (pain) said.push(rated ? `severity ${card.severity}, frequency ${card.frequency}` : "not rated");
    if (CJM_BOXED.has(card.kind)) said.push(CJM_EVIDENCE[card.evidence]);
    el.setAttribute("aria-label", said.join(", "));
    el.setAttribute("aria-roledescription", "card");
    const parts = [];
    if (pain) {
      const steps = [5, 4, 3, 2, 1].map((n) => cjmEl("i", { class: card.severity >= n ? "s" + card.severity : "" }));
      const label = card.severity ? `Severity ${card.severity} of 5, change` : "Severity not rated, set";
      parts.push(cjmEl("button", { class: "sev", tabindex: "-1", type: "button", "data-sev": "", "aria-label": label, title: "Severity: click a step, or keys 1 to 5" }, steps));
    }
    const text = cjmEl("div", { class: "text", dir: "auto" }, card.kind === "quote" ? "“" + card.text.replace(/^[“"]|[”"]$/g, "") + "”" : card.text);
    const meta = [];
    if (pain) {
      const dept = this.badge(card.dept);
      if (dept) meta.push(dept);
      const words = rated ? `${card.severity}×${card.frequency}` : `${card.severity || "?"}×${card.frequency || "?"}`;
      meta.push(cjmEl("button", { class: "rate" + (rated ? "" : " none"), tabindex: "-1", type: "button", "data-rate": "", title: "Severity × frequency: click to rate", "aria-label": "Rate: " + words }, rated || card.severity || card.frequency ? words : "rate"));
      if (card.whose === "internal") meta.push(cjmEl("span", { class: "whose", title: "An internal pain, not the customer’s" }, "inside"));
    }
    if (card.drop_off) meta.push(cjmEl("span", { class: "icon small", title: "People drop off here: " + card.drop_off, role: "img", "aria-label": "People drop off here" }, "trending_down"));
    if (card.speaker) meta.push(cjmEl("span", { class: "grow speaker", dir: "auto" }, card.speaker));
    const links = card.links.length;
    if (links) {
      const words = card.kind === "opportunity" ? `${links} ${links === 1 ? "pain" : "pains"}` : String(links);
      const titles = card.links.map((id) => this.model.cards[id]).filter(Boolean).map((c) => c.text).join("\n");
      meta.push(cjmEl("span", { class: pain ? "links end" : "links", title: titles }, cjmIcon("link"), words));
    }
    if (this.drafts.has(card.id)) meta.push(cjmEl("span", { class: "draft", title: "What you wrote here is kept, not saved: open the card to go on" }, "draft"));
    if (CJM_BOXED.has(card.kind) && card.evidence === "confirmed")
      meta.push(cjmEl("span", { class: "verified" + (links && pain ? "" : " end"), title: "Confirmed by customers", role: "img", "aria-label": "confirmed by customers" }, cjmEl("span", { class: "icon", translate: "no", "aria-hidden": "true" }, "verified")));
    const names = this.known;
    const chips = card.chips.map((id) => names.get(id)).filter(Boolean);
    const main = cjmEl("div", { class: "main" }, text);
    const brief = this.mode === "overview" && meta.length && chips.length > 1;
    const more = brief ? cjmEl("span", { class: "chip", title: chips.slice(1).map((c) => c.name).join("\n") }, "+" + (chips.length - 1)) : null;
    const used = chips.length ? cjmEl("div", { class: "chips" }, (brief ? chips.slice(0, 1) : chips).map((c) => cjmEl("span", { class: "chip", title: (c.kind === "kpi" ? "KPI" : c.kind) + ": " + c.name }, c.name)), more) : null;
    if (used && meta.length && this.mode === "overview") {
      const end = meta.findIndex((part) => part.classList.contains("end"));
      meta.splice(end < 0 ? meta.length : end, 0, used);
    } else if (used) main.append(used);
    if (meta.length) main.append(cjmEl("div", { class: "meta" }, meta));
    parts.push(main, cjmEl("button", { class: "more", tabindex: "-1", type: "button", "data-more": "", title: "Details, move, group, remove (space)", "aria-label": "Open details" }, cjmIcon("more_vert")));
    el.replaceChildren(...parts);
  },

  // ---- a cell
  cellNodes(lane, stage) {
    const nodes = [];
    const rolled = (this.model.rollups[lane.kind] || {})[stage.id];
    if (rolled && rolled.length) {
      const key = rolled.map((id) => (this.known.get(id) || {}).name).filter(Boolean);
      nodes.push(this.keep("roll|" + lane.id + "|" + stage.id, key.join("\n"), () => cjmEl("div", { class: "rolled", title: "From the cards of this stage" }, key.map((name) => cjmEl("span", { class: "chip" }, name)))));
    }
    const cards = (this.cells.get(lane.id + "|" + stage.id) || []).filter((c) => this.passes(c));
    const done = new Set();
    for (const card of cards) {
      if (!card.group || !this.model.groups[card.group]) {
        nodes.push(this.card(card));
        continue;
      }
      if (done.has(card.group)) continue;
      done.add(card.group);
      const members = cards.filter((c) => c.group === card.group);
      nodes.push(this.group(card.group, members, lane, stage));
    }
    return nodes;
  },

  group(id, members, lane, stage) {
    const title = this.model.groups[id];
    const folded = this.folded.has(id);
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
        cjmEl("button", { class: "stagename", type: "button", "data-zoom": stage.id, dir: "auto", title: stage.name + ": look at this stage alone" }, cjmEl("span", { class: "grow" }, stage.name), stage.is_key ? cjmEl("span", { class: "icon flag", role: "img", "aria-label": "key stage", title: "Key stage" }, "flag") : null),
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

  // ---- the whole
  draw() {
    if (!this.model) return;
    this.turn += 1;
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

    const rows = [];
    if (!stages.length) {
      rows.push(this.keep("nostages", "", () => cjmEl("p", { class: "nostages" }, "There are no stages yet. Name them in step 2, Value stream; the board then has a column for each.")));
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
    this.drawBar();
    this.drawDock();
    this.fitSoon();
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

  emotion(stages) {
    const row = this.keep("emotionrow", String(stages.length), () =>
      cjmEl("div", { class: "row feelings", role: "row" }, cjmEl("div", { class: "lane", role: "rowheader" }, cjmEl("div", { class: "lanename" }, cjmIcon("show_chart"), cjmEl("span", {}, "Emotion"), cjmEl("small", {}, "−2 upset to +2 delighted")))));
    const cells = stages.map((s, i) =>
      this.keep("feel|" + s.id, JSON.stringify([s.emotion, s.name, s.emotion_reason, i]), () => {
        const unset = s.emotion === null || s.emotion === undefined;
        const v = unset ? 0 : s.emotion;
        const label = unset ? `Emotion at ${s.name}: not set` : `Emotion at ${s.name}: ${cjmSigned(v)}, ${CJM_FEELS[v]}`;
        return cjmEl("div", { class: "feel", role: "cell", style: `grid-column:${i + 2}` },
          cjmEl("button", { type: "button", class: "face " + (unset ? "unset" : v > 0 ? "up" : v < 0 ? "down" : "zero"), style: `top:${((2 - v) / 4) * 100}%`, "data-feel": s.id, "aria-label": label, title: (s.emotion_reason || label) + "\nArrow up and down change it" },
            cjmIcon(unset ? "add_reaction" : CJM_FACES[v]), unset ? null : cjmSigned(v)));
      }));
    const curve = this.keep("curve", JSON.stringify(stages.map((s) => s.emotion)), () => this.curve(stages));
    cjmPlace(row, [row.firstChild, curve, ...cells]);
    return row;
  },

  curve(stages) {
    const n = stages.length;
    const known = stages.map((s, i) => [i * 100 + 50, s.emotion]).filter(([, v]) => v !== null && v !== undefined).map(([x, v]) => [x, 50 - v * 25]);
    const svg = cjmSvg("svg", { class: "curve", viewBox: `0 0 ${n * 100} 100`, preserveAspectRatio: "none", "aria-hidden": "true" });
    svg.append(cjmSvg("line", { x1: 0, x2: n * 100, y1: 50, y2: 50, class: "zero", "vector-effect": "non-scaling-stroke" }));
    if (known.length) {
      const [first, last] = [known[0], known[known.length - 1]];
      const from = first[0] === 50 ? 0 : first[0];
      const to = last[0] === n * 100 - 50 ? n * 100 : last[0];
      let d = `M${from},${first[1]} L${first[0]},${first[1]}`;
      for (let i = 1; i < known.length; i += 1) {
        const [[x0, y0], [x1, y1]] = [known[i - 1], known[i]];
        const mid = (x0 + x1) / 2;
        d += ` C${mid},${y0} ${mid},${y1} ${x1},${y1}`;
      }
      d += ` L${to},${last[1]}`;
      const area = d + ` L${to},50 L${from},50 Z`;
      for (const [name, y] of [["up", 0], ["down", 50]]) {
        const id = "cjm-clip-" + name;
        const clip = cjmSvg("clipPath", { id });
        clip.append(cjmSvg("rect", { x: 0, y, width: n * 100, height: 50 }));
        svg.append(clip, cjmSvg("path", { d: area, class: "area " + name, "clip-path": `url(#${id})` }));
      }
      svg.append(cjmSvg("path", { d, class: "line", "vector-effect": "non-scaling-stroke" }));
    }
    return svg;
  },

  // As large as fits: three sizes, then it scrolls in one direction.
  fitSoon() {
    clearTimeout(this.fitting);
    this.fitting = setTimeout(() => this.fit(), this.fitted ? 200 : 0);
  },

  fit() {
    if (!this.root.isConnected || !this.model) return;
    if (this.root.classList.contains("dragging")) {
      this.fitSoon(); // nothing moves under the hand
      return;
    }
    const wide = window.innerWidth >= 768;
    if (wide) {
      this.liftBar(wide);
      const lift = this.root.classList.contains("lifted") ? parseFloat(this.root.style.getPropertyValue("--lift")) : 0;
      const host = this.root.parentNode.host || this.root;
      const top = host.getBoundingClientRect().top + (this.scroller ? this.scroller.scrollTop : 0);
      this.root.style.height = Math.max(420, window.innerHeight - top - this.below + lift) + "px";
    } else this.root.style.height = "";
    const key = [this.root.style.height, this.root.clientWidth, this.lanes().length, this.mode, JSON.stringify(this.filter), this.panel ? 1 : 0].join();
    const cards = Object.keys(this.model ? this.model.cards : {}).length;
    if (key === this.fitted && (cards === this.fittedCards || (cards > this.fittedCards && this.scroll.scrollHeight <= this.scroll.clientHeight + 1))) return;
    this.fitted = key;
    this.fittedCards = cards;
    const overview = this.mode === "overview" && wide;
    const many = this.mode !== "stage" && cards > 700;
    this.root.classList.toggle("many", many);
    this.grid.style.gridTemplateRows = "";
    if (many) {
      this.root.dataset.size = overview ? "small" : "large"; // measuring thousands of cards takes long, and they do not fit
      return;
    }
    this.grid.style.minHeight = "0";
    const room = this.scroll.clientHeight;
    for (const size of overview ? this.likelySizes(room) : ["large"]) {
      this.root.dataset.size = size;
      if (this.grid.offsetHeight <= room + 1) break;
    }
    // what is left over goes to the lanes that are filled here
    const rest = room - this.grid.offsetHeight;
    if (rest > 0 && this.mode !== "stage") {
      const shares = this.lanes().map((l) => ({ pain_point: 2, opportunity: 1 })[l.kind] || 0);
      const all = shares.reduce((a, b) => a + b, 0);
      if (all) {
        const heads = Array.from(this.grid.children).slice(1);
        this.grid.style.gridTemplateRows = ["auto", ...shares.map((n, i) => (n ? `minmax(${Math.floor(heads[i].firstChild.offsetHeight + (rest * n) / all)}px, auto)` : "auto"))].join(" ");
      }
    }
    this.grid.style.minHeight = "";
  },

  // The sizes worth trying: every size that is tried lays the board out once more, so what is surely too large is left out.
  likelySizes(room) {
    const stages = this.stages();
    const wide = Math.max(stages.length > 8 ? 170 : 128, (this.scroll.clientWidth - 104) / Math.max(1, stages.length) - 6);
    const sizes = { large: [18, 22, 3, 19, 8, 4, 136], medium: [16.5, 20, 2, 19, 8, 3, 110], middle: [15, 18, 2, 17, 8, 3, 108], compact: [14, 17, 2, 16, 5, 2, 98], small: [14, 17, 1, 0, 5, 2, 90] };
    const names = Object.keys(sizes);
    const fits = names.find((name) => {
      const [type, line, most, meta, pad, gap, feelings] = sizes[name];
      let height = 87 + feelings;
      for (const lane of this.lanes()) {
        let tallest = 40;
        for (const stage of stages) {
          let cell = 8;
          for (const card of this.cells.get(lane.id + "|" + stage.id) || []) {
            const letters = (wide - 30 - (card.kind === "pain_point" ? 16 : 0)) / (type * 0.47);
            const rest = card.kind === "pain_point" || (card.links.length && CJM_BOXED.has(card.kind)) ? meta : 0;
            cell += Math.min(most, Math.ceil(card.text.length / letters)) * line + rest + pad + gap;
          }
          tallest = Math.max(tallest, cell);
        }
        height += tallest + 6;
      }
      return height * 0.9 <= room;
    });
    return names.slice(fits ? names.indexOf(fits) : names.length - 1);
  },

  // Beside the page's question, where there is room for it.
  liftBar(wide) {
    this.root.classList.remove("lifted");
    const asked = document.querySelector(".st-key-bar");
    if (!wide || !asked || !asked.lastElementChild) return;
    const row = asked.getBoundingClientRect();
    const used = Array.from(asked.children).reduce((edge, el) => Math.max(edge, el.getBoundingClientRect().right), row.left);
    this.root.classList.add("lifted");
    const fits = this.bar.offsetWidth <= this.root.clientWidth - (used - row.left) - 20 && this.bar.offsetHeight < 44;
    if (!fits) this.root.classList.remove("lifted");
    else this.root.style.setProperty("--lift", this.root.parentNode.host ? Math.round(this.root.parentNode.host.getBoundingClientRect().top - row.top - (row.height - 36) / 2) + "px" : "0px");
  },
};
