// The emotion curve, on the columns of the board.
const CjmFeelings = {
  emotion(stages) {
    const row = this.keep("emotionrow", String(stages.length), () =>
      cjmEl("div", { class: "row feelings", role: "row" }, cjmEl("div", { class: "lane", role: "rowheader" }, cjmEl("div", { class: "lanename" }, cjmIcon("show_chart"), cjmEl("span", {}, "Emotion"), cjmEl("small", {}, "−2 upset to +2 delighted")))));
    const cells = stages.map((s, i) =>
      this.keep("feel|" + s.id, JSON.stringify([s.emotion, s.name, s.emotion_reason, s.own_emotion, i]), () => {
        const unset = s.emotion === null || s.emotion === undefined;
        const v = unset ? 0 : s.emotion;
        const label = unset ? `Emotion at ${s.name}: not set` : `Emotion at ${s.name}: ${cjmSigned(v)}, ${CJM_FEELS[v]}${s.own_emotion ? ", only in this stream" : ""}`;
        return cjmEl("div", { class: "feel", role: "cell", style: `grid-column:${i + 2}` },
          cjmEl("button", { type: "button", class: "face " + (unset ? "unset" : v > 0 ? "up" : v < 0 ? "down" : "zero"), style: `top:${((2 - v) / 4) * 100}%`, "data-feel": s.id, "aria-label": label, title: (s.emotion_reason || label) + "\nArrow up and down change it" },
            cjmIcon(unset ? "add_reaction" : CJM_FACES[v]), unset ? null : cjmSigned(v), s.own_emotion ? cjmEl("span", { class: "icon small only", "aria-hidden": "true" }, "alt_route") : null));
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
};
