// What is revealed on the wall: cards one by one, votes, scores.
Object.assign(CjmRoom.prototype, {
  readOut(doc, on) {
    const at = cjmReading(this.reading, doc);
    const head = this.head(doc, on);
    if (!at.cards.length) return [head, this.reported(on), cjmH("div", { class: "waiting" }, cjmH("p", { class: "quiet" }, "No cards were written."))];
    if (at.all) return [head, this.reported(on), this.everything(doc, at)];
    const card = at.cards[at.index];
    const mates = at.cards.slice(0, at.index).filter((one) => one.stage_id === card.stage_id && one.lane_id === card.lane_id).slice(-4);
    const left = at.cards.length - at.index - 1;
    const kind = (doc.lanes.find((one) => one.id === card.lane_id) || {}).kind;
    return [head, this.reported(on), cjmH("div", { class: "readout" },
      cjmH("section", { class: "cell" },
        cjmH("div", { class: "cellname" }, cjmH("b", { dir: "auto" }, cjmName(doc.stages, card.stage_id)), cjmH("span", { dir: "auto" }, cjmName(doc.lanes, card.lane_id))),
        cjmH("article", { class: "card k-" + kind, "data-key": card.id, "aria-live": "polite" },
          cjmH("p", { class: "text", dir: "auto", "data-fit": "0.6" }, card.text),
          cjmH("div", { class: "meta" }, card.letters ? cjmH("span", { class: "dept" }, cjmH("i", { class: "c" + (card.colour % 8), "aria-hidden": "true" }, card.letters), cjmH("span", { dir: "auto" }, card.department)) : null, card.author ? cjmH("span", { dir: "auto" }, card.author) : null, card.group_id ? cjmH("span", { dir: "auto" }, "in “" + (doc.results.groups[card.group_id] || "") + "”") : null, card.echoes ? cjmH("b", { class: "too" }, card.echoes + (card.echoes === 1 ? " says" : " say") + ": happens to us too") : null)),
        mates.length ? cjmH("ul", { class: "mates", "aria-label": "Read before in this cell" }, mates.map((one) => cjmH("li", { "data-key": one.id, dir: "auto", class: one.group_id && one.group_id === card.group_id ? "same" : "" }, one.text))) : null),
      cjmH("aside", { class: "rest" }, cjmH("div", { class: "stack", "aria-hidden": "true", style: { "--n": Math.min(left, 6) } }, Array.from({ length: Math.min(left, 6) }, (_, i) => cjmH("span", { class: "down", style: { "--i": i } }))), cjmH("p", { class: "n" }, left ? cjmMany(left, "card") + " to come" : "The last one"), cjmH("p", { class: "kind" }, at.index + 1 + " of " + at.cards.length)))];
  },

  // Groups of a break-out report one after the other; the facilitator ticks them.
  reported(on) {
    if (!on.groups.length) return null;
    return cjmH("div", { class: "reports" }, on.groups.map((one) => cjmH(this.data.leads ? "button" : "span", { class: "report" + (one.reported ? " was" : ""), "data-do": this.data.leads ? `reported:${one.id}:${one.reported ? 0 : 1}` : null, "aria-pressed": this.data.leads ? String(one.reported) : null }, cjmI(one.reported ? "check_circle" : "radio_button_unchecked"), cjmH("span", { dir: "auto" }, one.name))));
  },

  everything(doc, at) {
    const stages = doc.stages.filter((stage) => at.cards.some((card) => card.stage_id === stage.id));
    const lanes = doc.lanes.filter((lane) => at.cards.some((card) => card.lane_id === lane.id));
    const most = Math.max(...lanes.flatMap((lane) => stages.map((stage) => at.cards.filter((c) => c.stage_id === stage.id && c.lane_id === lane.id).length)));
    return cjmH("div", { class: "all", style: { "--stages": stages.length }, "data-fit": "0.5", "data-most": most },
      cjmH("span", {}), stages.map((stage) => cjmH("b", { class: "stage", dir: "auto" }, stage.name)),
      lanes.map((lane) => [cjmH("b", { class: "lane", dir: "auto" }, lane.name), stages.map((stage) => cjmH("ul", {}, at.cards.filter((card) => card.stage_id === stage.id && card.lane_id === lane.id).map((card) => cjmH("li", { class: "k-" + lane.kind, dir: "auto" }, card.text, card.echoes ? cjmH("span", { class: "plus" }, " +" + card.echoes) : null))))]));
  },

  results(doc, on) {
    const known = new Map(doc.results.options.map((row) => [row.id, row.axes]));
    const rows = on.options.map((option) => ({ ...option, result: known.get(option.id) || {} }));
    const again = new Set(doc.results.again);
    if (on.kind === "pick" || on.kind === "dot_vote") return this.counted(on, rows, again);
    if (on.kind === "score" && this.matrix) return this.onMatrix(rows);
    return this.spreads(on, rows, again);
  },

  paged(rows, most) {
    this.pages = Math.max(1, Math.ceil(rows.length / most));
    this.page = Math.min(this.page, this.pages - 1);
    return rows.slice(this.page * most, (this.page + 1) * most);
  },

  counted(on, rows, again) {
    const axis = on.kind === "pick" ? "pick" : "dots";
    const ranked = rows.slice().sort((a, b) => b.result[axis].total - a.result[axis].total);
    const most = Math.max(1, ranked.length ? ranked[0].result[axis].total : 1);
    const shown = this.paged(ranked, 12);
    let rank = 0;
    const rankOf = new Map();
    ranked.forEach((row, i) => {
      if (!i || row.result[axis].total !== ranked[i - 1].result[axis].total) rank = i + 1;
      rankOf.set(row.id, rank);
    });
    return cjmH("ol", { class: "votes " + on.kind, style: { "--rows": Math.max(4, shown.length), "--most": most } }, shown.map((row) => {
      const total = row.result[axis].total;
      return cjmH("li", { class: again.has(row.id) ? "tied" : total ? "" : "none" }, cjmH("span", { class: "rank" }, total ? rankOf.get(row.id) : "–"), cjmH("span", { class: "t", dir: "auto" }, row.text, row.note && on.kind !== "pick" ? cjmH("span", { class: "note", dir: "auto" }, row.note) : null),
        cjmH("span", { class: "marks", "aria-hidden": "true" }, Array.from({ length: total }, () => cjmH("i", {}))), cjmH("b", { class: "total" }, total, again.has(row.id) ? cjmH("span", { class: "flag" }, "tied") : null));
    }));
  },

  spreads(on, rows, again) {
    const shown = this.paged(rows, 6);
    const slots = Math.max(...shown.map((row) => row.axes.length));
    const mixed = shown.some((row) => row.axes.join() !== shown[0].axes.join());
    const score = on.kind === "score";
    return cjmH("div", { class: "spreads", style: { "--rows": Math.max(3, shown.length), "--axes": slots } },
      cjmH("div", { class: "sp headrow" }, cjmH("span", {}), mixed ? null : shown[0].axes.map((axis) => cjmH("b", {}, CJM_AXES[axis]))),
      shown.map((row) => cjmH("div", { class: "sp" + (again.has(row.id) ? " flagged" : "") }, cjmH("div", { class: "what" }, cjmH("span", { class: "t", dir: "auto" }, row.text), again.has(row.id) ? cjmH("span", { class: "flag" }, cjmI("forum"), score ? " Lowest and highest, please" : " far apart") : row.note ? cjmH("span", { class: "note", dir: "auto" }, row.note) : null),
        row.axes.map((axis) => cjmH("div", { class: "axis" }, this.strip(axis, row.result[axis], score, mixed))))));
  },

  // Anonymous dots over the scale; the figures beside them, round by round and by group of voters.
  strip(axis, result, score, named) {
    if (!result || !result.count) return cjmH("span", { class: "note" }, "Nobody could judge");
    const low = axis === "emotion" ? -2 : 1;
    const most = Math.max(...result.strip);
    const W = 50, H = 38;
    let r = 5.5; // the largest dots with which the fullest bin still holds all of its own
    while (r > 1 && Math.ceil(most / Math.floor((W - 6) / (r * 2.2))) * r * 2.2 > H - 4) r -= 0.25;
    const svg = cjmH("svg", { viewBox: `0 0 ${W * 5} ${H + 13}`, class: "strip", role: "img", "aria-label": CJM_AXES[axis] + ": " + result.strip.map((n, i) => (n ? n + " gave " + cjmOne(i + low) : "")).filter((x) => x).join(", ") });
    result.strip.forEach((n, i) => {
      svg.append(cjmH("rect", { x: i * W + 1, y: 0, width: W - 2, height: H, rx: 3, class: "bin" }), cjmH("text", { x: i * W + W / 2, y: H + 11, "text-anchor": "middle", class: "scale" }, cjmOne(i + low)));
      const per = Math.max(1, Math.min(n, Math.floor((W - 6) / (r * 2.2))));
      for (let d = 0; d < n; d += 1) {
        const line = Math.floor(d / per), inLine = Math.min(per, n - line * per);
        svg.append(cjmH("circle", { cx: i * W + W / 2 + ((d % per) - (inLine - 1) / 2) * r * 2.2, cy: H - 3 - r - line * r * 2.2, r, class: "dot" }));
      }
    });
    const middle = score ? result.mean : result.median;
    for (const [value, name] of [...result.earlier.slice(-1).map((one) => [score ? one.mean : one.median, "before"]), [middle, "mean"]]) {
      const x = (value - low + 0.5) * W;
      svg.append(cjmH("line", { x1: x, x2: x, y1: 0, y2: H, class: name }));
    }
    const last = result.earlier[result.earlier.length - 1];
    const groups = Object.entries(result.groups || {}).map(([group, one]) => cjmOne(score ? one.mean : one.median) + " who " + CJM_GROUPS[group]);
    return [svg,
      cjmH("div", { class: "figures" }, named ? cjmH("span", { class: "note" }, CJM_AXES[axis]) : null, cjmH("b", {}, cjmOne(middle)), cjmH("span", { class: "note" }, score ? "± " + cjmOne(result.deviation) : cjmOne(result.low) + " to " + cjmOne(result.high)), last ? cjmH("span", { class: "note" }, "before " + cjmOne(score ? last.mean : last.median)) : null),
      groups.length ? cjmH("div", { class: "by note" }, groups.join(", ")) : null];
  },

  onMatrix(rows) {
    this.pages = 1;
    const judged = rows.filter((row) => row.result.impact && row.result.impact.count && row.result.effort && row.result.effort.count);
    const places = judged.map((row) => [row.result.effort.mean, row.result.impact.mean]);
    // Bubbles that would cover each other are pushed apart a little.
    for (let turn = 0; turn < 40; turn += 1)
      for (let i = 0; i < places.length; i += 1)
        for (let j = i + 1; j < places.length; j += 1) {
          const dx = places[j][0] - places[i][0] || 0.01 * (j - i), dy = places[j][1] - places[i][1];
          const far = Math.hypot(dx / 0.26, dy / 0.34);
          if (far >= 1) continue;
          const push = (1 - far) / 2 / Math.max(0.05, far);
          for (const [k, by] of [[i, -1], [j, 1]]) {
            places[k][0] = Math.max(0.9, Math.min(5.1, places[k][0] + by * push * dx));
            places[k][1] = Math.max(0.9, Math.min(5.1, places[k][1] + by * push * dy));
          }
        }
    const x = (v) => ((v - 0.7) / 4.6) * 100, y = (v) => 100 - ((v - 0.7) / 4.6) * 100;
    return cjmH("div", { class: "onmatrix" },
      cjmH("div", { class: "plane" }, [["q1", "Quick wins"], ["q2", "Strategic investments"], ["q3", "Fill-ins"], ["q4", "Money pit"]].map(([q, name]) => cjmH("span", { class: "quad " + q }, name)),
        judged.map((row, i) => cjmH("span", { class: "bubble", title: row.text, style: { left: x(places[i][0]) + "%", top: y(places[i][1]) + "%" } }, i + 1)),
        cjmH("span", { class: "ax below" }, "Effort →"), cjmH("span", { class: "ax beside" }, "Impact ↑")),
      cjmH("ol", { class: "keyed", style: { "--rows": Math.max(6, judged.length) } }, judged.map((row, i) => cjmH("li", {}, cjmH("i", { "aria-hidden": "true" }, i + 1), cjmH("span", { class: "t", dir: "auto" }, row.text)))));
  },
});
export default function (component) {
  const { data, setTriggerValue } = component;
  clearTimeout(window.__cjmRoomLeaves);
  if (window.__cjmRoom && window.__cjmRoom.workshop !== data.workshop) {
    window.__cjmRoom.gone();
    window.__cjmRoom = null;
  }
  if (!window.__cjmRoom) window.__cjmRoom = new CjmRoom(data);
  window.__cjmRoom.set(data, (what) => setTriggerValue("asked", what));
  return () => {
    window.__cjmRoomLeaves = setTimeout(() => {
      if (window.__cjmRoom) window.__cjmRoom.gone();
      window.__cjmRoom = null;
    }, 1000);
  };
}
