// Giving actions out on the wall, and the promises that the next session opens on.
const CJM_STANDS = { done: "check_circle", late: "schedule", blocked: "block", running: "play_circle", open: "radio_button_unchecked" };
Object.assign(CjmRoom.prototype, {
  // One action large with who takes it; beside it all of them, so that the room sees what is still free.
  givingOut(doc, on) {
    const all = doc.promises.actions;
    const at = cjmReading(this.reading, doc);
    const taken = all.filter((one) => one.taken).length;
    const head = cjmH("header", { class: "head" },
      cjmH("div", {}, cjmH("div", { class: "kind" }, on.name), cjmH("h1", { dir: "auto" }, on.question)),
      cjmH("div", { class: "meters" }, on.ends_at ? cjmH("div", { class: "time", role: "timer" }, cjmClock(this.s.left())) : null,
        cjmH("div", { class: "done", role: "status" }, cjmH("b", {}, taken + " of " + all.length), " taken")));
    if (!all.length) return [head, cjmH("div", { class: "waiting" }, cjmH("p", { class: "quiet" }, "No action is chosen: choose some on the page of the closing."))];
    if (at.all) return [head, this.promised(all, 12)];
    const one = at.cards[at.index];
    const meta = [
      one.letters ? cjmH("span", { class: "dept" }, cjmH("i", { class: "c" + (one.colour % 8), "aria-hidden": "true" }, one.letters), cjmH("span", { dir: "auto" }, one.department)) : null,
      one.quadrant ? cjmH("span", {}, CJM_FIELDS[one.quadrant]) : null,
    ];
    return [head, cjmH("div", { class: "giving" },
      cjmH("article", { class: "give" + (one.taken ? " has" : ""), "data-key": one.id, "aria-live": "polite" },
        cjmH("div", { class: "meta" }, meta),
        cjmH("p", { class: "text", dir: "auto", "data-fit": "0.55" }, one.text),
        one.taken
          ? cjmH("div", { class: "who", "data-key": "taken" }, cjmI("check_circle"), cjmH("div", {}, cjmH("b", { dir: "auto" }, one.owner), cjmH("span", {}, one.due_on ? "takes it by " + cjmDay(one.due_on, doc.promises.today) : "takes it")))
          : cjmH("div", { class: "who", "data-key": "free" }, cjmI("front_hand"), cjmH("div", {}, cjmH("b", {}, "Who takes it?"), cjmH("span", { dir: "auto" }, (one.owner ? "The group thought of " + one.owner + (one.due_on ? ", by " + cjmDay(one.due_on, doc.promises.today) : "") + ". " : "") + "Tap “I take it” on your phone.")))),
      cjmH("ol", { class: "given", "aria-label": "All actions", style: { "--rows": Math.max(8, all.length) } }, all.map((other) => cjmH("li", { class: (other.id === one.id ? "current" : "") + (other.taken ? " has" : ""), "data-key": other.id }, cjmI(other.taken ? "check_circle" : "radio_button_unchecked"), cjmH("span", { class: "t", dir: "auto" }, other.text), cjmH("span", { class: "by", dir: "auto" }, other.taken ? other.owner : "")))))];
  },

  // Who promised what, by when, and where it stands.
  promised(all, most) {
    const rows = this.paged(all, most);
    return cjmH("ol", { class: "promised", style: { "--rows": Math.max(6, rows.length) } }, rows.map((one) => {
      const told = one.told || (one.taken ? "" : "nobody yet");
      const sign = one.state === "open" ? (one.taken ? "check" : "radio_button_unchecked") : CJM_STANDS[one.state];
      return cjmH("li", { class: one.state + (one.taken || one.state !== "open" ? "" : " free"), "data-key": one.id }, cjmI(sign), cjmH("span", { class: "t", dir: "auto" }, one.text), cjmH("b", { dir: "auto" }, (one.taken || one.state !== "open") && one.owner ? one.owner : "–"), cjmH("span", { class: "when" }, one.due_on ? "by " + cjmDay(one.due_on, this.s.doc.promises.today) : ""), cjmH("span", { class: "told" }, told));
    }));
  },

  opening(doc) {
    const p = doc.promises;
    const closed = cjmDay(cjmLocal(p.closed_at), "");
    const justNow = Date.now() + this.s.skew - Date.parse(p.closed_at) < 6 * 3600 * 1000;
    const next = [p.owner ? ["Journey owner", p.owner] : null, p.check_in_on >= p.today ? ["Next check-in", cjmDay(p.check_in_on, "", true)] : null, p.review_on >= p.today ? ["Next review", cjmDay(p.review_on, "", true)] : null].filter((one) => one);
    const without = p.without.slice(0, 4);
    return [cjmH("header", { class: "head" }, cjmH("div", {}, cjmH("div", { class: "kind", dir: "auto" }, doc.workshop), cjmH("h1", {}, !p.actions.length ? "Closed on " + closed : justNow ? "This is what we take with us" : "What we promised on " + closed))),
      p.actions.length ? this.promised(p.actions, 11) : cjmH("div", { class: "waiting" }, cjmH("p", { class: "quiet" }, "Thank you.")),
      cjmH("div", { class: "afterwards" }, cjmH("dl", {}, next.map(([what, words]) => cjmH("div", {}, cjmH("dt", {}, what), cjmH("dd", { dir: "auto" }, words)))),
        without.length ? cjmH("div", { class: "without" }, cjmH("h2", {}, "Closed without"), cjmH("ul", {}, without.map((one) => cjmH("li", { dir: "auto" }, one)), p.without.length > without.length ? cjmH("li", {}, "and " + (p.without.length - without.length) + " more") : null)) : null)];
  },
});
const CJM_FIELDS = { quick_wins: "Quick win", strategic_investments: "Strategic investment", fill_ins: "Fill-in", money_pit: "Money pit" };
