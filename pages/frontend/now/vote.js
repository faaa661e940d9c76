// Picks and dots: the options one beneath the other.
const CjmVoting = {
  pickView(a) {
    const rows = a.options.map((one) => {
      const radio = cjmEl("input", { type: "radio", name: "cjm-pick", value: one.id, onchange: () => this.act("cast", { subject_id: one.id, axis: "pick", value: 1 }) });
      return { one, radio, el: cjmEl("label", { class: "candidate" }, radio, cjmEl("span", { class: "mark" }, cjmIcon("check")),
        cjmEl("span", { class: "grow" }, cjmEl("span", { class: "text", dir: "auto" }, one.text), one.note ? cjmEl("span", { class: "note", dir: "auto" }, one.note) : null)) };
    });
    const back = this.returnedBox();
    return {
      says: a.question,
      el: cjmEl("section", {}, this.head(a), back.el, cjmEl("div", { role: "radiogroup", "aria-label": a.question, class: "candidates" }, rows.map((row) => row.el)),
        cjmEl("p", { class: "promise" }, cjmIcon("lock"), cjmEl("span", {}, "Nobody sees what you choose. You can change it until it closes."))),
      bar: [this.doneButton({ class: "main" })],
      refresh: () => {
        const { votes } = this.mine();
        back.refresh();
        for (const row of rows) row.radio.checked = Boolean(votes[row.one.id] && votes[row.one.id].pick);
      },
    };
  },

  dotsView(a) {
    const dotsOf = (votes, id) => (votes[id] && votes[id].dots) || 0;
    const change = (one, by) => {
      const { votes } = this.mine();
      const now = dotsOf(votes, one.id) + by;
      const placed = a.options.reduce((sum, other) => sum + dotsOf(votes, other.id), 0);
      if (now < 0 || placed + by > a.dots) return;
      this.act("cast", { subject_id: one.id, axis: "dots", value: now });
    };
    const rows = a.options.map((one) => {
      const less = cjmEl("button", { type: "button", class: "step", "aria-label": `One dot less: ${one.text}`, onclick: () => change(one, -1) }, cjmIcon("remove"));
      const more = cjmEl("button", { type: "button", class: "step", "aria-label": `One dot more: ${one.text}`, onclick: () => change(one, 1) }, cjmIcon("add"));
      const count = cjmEl("span", { class: "count" });
      const el = cjmEl("li", { class: "option" }, cjmEl("span", { class: "grow" }, cjmEl("span", { class: "text", dir: "auto" }, one.text), one.note ? cjmEl("span", { class: "note", dir: "auto" }, one.note) : null),
        cjmEl("span", { class: "stepper" }, less, count, more));
      return { one, less, more, count, el };
    });
    const left = cjmEl("div", { class: "left", role: "status" });
    const back = this.returnedBox();
    return {
      says: a.question,
      el: cjmEl("section", {}, this.head(a), back.el, cjmEl("ul", { class: "options" }, rows.map((row) => row.el)),
        cjmEl("p", { class: "promise" }, cjmIcon("lock"), cjmEl("span", {}, "Nobody sees where your dots are; the result is shown when it closes."))),
      bar: [left, this.doneButton({ class: "main" })],
      refresh: () => {
        const { votes } = this.mine();
        back.refresh();
        const placed = rows.reduce((sum, row) => sum + dotsOf(votes, row.one.id), 0);
        for (const row of rows) {
          const dots = dotsOf(votes, row.one.id);
          row.count.textContent = String(dots);
          row.el.classList.toggle("chosen", dots > 0);
          row.less.setAttribute("aria-disabled", String(!dots)); // not `disabled`: the focus would be lost
          row.more.setAttribute("aria-disabled", String(placed >= a.dots));
        }
        const free = Math.max(0, a.dots - placed);
        const words = `${free} of ${a.dots} dots left`;
        if (left.dataset.words === words) return;
        left.dataset.words = words;
        left.replaceChildren(cjmEl("span", { class: "dots", "aria-hidden": "true" }, Array.from({ length: a.dots }, (_, n) => cjmEl("i", { class: n < free ? "on" : "" }))), cjmEl("span", {}, words));
      },
    };
  },
};
