// Rating and scoring: one option a screen, a row of five for each axis, and an honest way out.
const CJM_AXES = {
  severity: ["How bad is it?", "a nuisance", "they give up"],
  frequency: ["How often does it happen?", "seldom", "every time"],
  emotion: ["How does the customer feel here?", "upset", "delighted"],
  impact: ["Impact: how much pain does it remove?", "hardly any", "nearly all"],
  effort: ["Effort: how much work is it?", "very little", "very much"],
};
const CJM_OVERVIEW = -1;
const CjmJudging = {
  judgeView(a) {
    const placeName = "place/" + a.id;
    const options = a.options;
    const stage = cjmEl("div", { class: "judging" });
    const bar = cjmEl("div", { class: "acts" });
    const back = this.returnedBox();
    const kept = this.kept.get(placeName, { at: 0 });
    const same = options.findIndex((one) => one.id === kept.id); // others may have come or gone before it
    let at = same >= 0 && kept.at !== CJM_OVERVIEW ? same : Math.min(kept.at ?? 0, options.length - 1);
    let shown = null;
    const judged = (votes, one) => one.axes.every((axis) => votes[one.id] && votes[one.id][axis] !== undefined);
    const go = (to) => {
      at = to;
      this.kept.set(placeName, { at, id: (options[at] || {}).id });
      paint();
      this.root.scrollIntoView({ block: "start" });
      const title = stage.querySelector("[tabindex]");
      if (title) title.focus({ preventScroll: true });
    };
    const paint = () => {
      shown = at === CJM_OVERVIEW ? this.overview(a, judged, go) : this.option(a, options[at], at, go);
      stage.replaceChildren(shown.el);
      bar.replaceChildren(...shown.bar);
      shown.refresh();
    };
    paint();
    return { says: a.question, el: cjmEl("section", {}, this.head(a, true), back.el, stage), bar: [bar], refresh: () => {
      back.refresh();
      shown.refresh();
    } };
  },

  option(a, one, at, go) {
    const last = at === a.options.length - 1;
    const scales = one.axes.map((axis) => this.scale(one, axis));
    const jump = cjmEl("button", { type: "button", class: "jump", "aria-label": `${at + 1} of ${a.options.length}: show all`, onclick: () => go(CJM_OVERVIEW) },
      cjmIcon("list"), ` ${at + 1} of ${a.options.length}`);
    return {
      el: cjmEl("div", { class: "subject" },
        cjmEl("div", { class: "row between" }, one.note ? cjmEl("span", { class: "note", dir: "auto" }, one.note) : cjmEl("span"), jump),
        cjmEl("h2", { tabindex: "-1", dir: "auto" }, one.text), scales.map((scale) => scale.el)),
      bar: [
        this.button("Back", "arrow_back", () => go(at ? at - 1 : CJM_OVERVIEW), {}),
        this.button(last ? "Overview" : "Next", last ? "checklist" : "arrow_forward", () => go(last ? CJM_OVERVIEW : at + 1), { class: "main" }),
      ],
      refresh: () => {
        const { votes } = this.mine();
        for (const scale of scales) scale.refresh(votes[one.id] || {});
      },
    };
  },

  scale(one, axis) {
    const [question, low, high] = CJM_AXES[axis];
    const feels = axis === "emotion";
    const faces = this.doc.me.faces_customer;
    const others = axis === "effort" && faces === true ? "who deliver" : axis === "impact" && faces === false ? "who meet customers" : "";
    const values = feels ? [-2, -1, 0, 1, 2] : [1, 2, 3, 4, 5];
    const radios = [];
    const radio = (value, label, ...shown) => {
      const input = cjmEl("input", { type: "radio", name: `cjm-${one.id}-${axis}`, "aria-label": label, onchange: () => this.act("cast", { subject_id: one.id, axis, value }) });
      radios.push([value, input]);
      return cjmEl("label", { class: value === null ? "pass" : "value" }, input, cjmEl("span", {}, ...shown));
    };
    const words = (value, n) => (n === 0 ? `${value}, ${low}` : n === 4 ? `${value}, ${high}` : String(value));
    return {
      el: cjmEl("fieldset", { class: "scale" }, cjmEl("legend", {}, question),
        cjmEl("div", { class: "values" }, values.map((value, n) => feels
          ? radio(value, `${cjmSigned(value)}, ${CJM_FEELS[value]}`, cjmIcon(CJM_FACES[value]), cjmEl("b", {}, cjmSigned(value)))
          : radio(value, words(value, n), String(value)))),
        cjmEl("div", { class: "ends", "aria-hidden": "true" }, cjmEl("span", {}, low), cjmEl("span", {}, high)),
        cjmEl("div", { class: "row between" }, radio(null, "I can’t judge", "I can’t judge"),
          others ? cjmEl("span", { class: "note hint" }, `Those ${others} know this best: no need to guess.`) : null)),
      refresh: (votes) => {
        for (const [value, input] of radios) input.checked = votes[axis] === value;
      },
    };
  },

  // The jump list, which is also where one says "I'm done".
  overview(a, judged, go) {
    const title = cjmEl("h2", { tabindex: "-1" });
    const rows = a.options.map((one, n) => {
      const said = cjmEl("span", { class: "note" });
      const el = cjmEl("li", {}, cjmEl("button", { type: "button", class: "card", onclick: () => go(n) },
        cjmEl("span", { class: "text", dir: "auto" }, one.text), said));
      return { one, said, el };
    });
    return {
      el: cjmEl("div", { class: "subject" }, title, cjmEl("ol", { class: "cards" }, rows.map((row) => row.el))),
      bar: [this.button("Back", "arrow_back", () => go(a.options.length - 1)), this.doneButton({ class: "main" })],
      refresh: () => {
        const { votes } = this.mine();
        title.textContent = `${a.options.filter((one) => judged(votes, one)).length} of ${a.options.length} judged`;
        for (const { one, said, el } of rows) {
          const given = votes[one.id] || {};
          const word = (axis) => (given[axis] === undefined ? `${axis} open` : given[axis] === null ? `${axis}: can’t judge` : `${axis} ${axis === "emotion" ? cjmSigned(given[axis]) : given[axis]}`);
          said.textContent = one.axes.every((axis) => given[axis] === undefined) ? "open" : one.axes.map(word).join(" · ");
          el.classList.toggle("open", !judged(votes, one));
        }
      },
    };
  },
};
