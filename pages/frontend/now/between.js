// After a reveal and between activities: look up, explain, say "happens to us too", park a thought.
const CjmBetween = {
  lookUp(words) {
    return cjmEl("div", { class: "look-up" }, cjmIcon("co_present"), cjmEl("h1", {}, "Look up at the screen"), words ? cjmEl("p", { dir: "auto" }, words) : null);
  },

  parking() {
    const park = this.button("Park a thought", "local_parking", () => text.add(), { class: "main quiet" });
    const text = this.textField({
      name: "draft/park", label: "A thought for later", placeholder: "Something for later, so that it is not lost",
      changed: (words) => {
        park.lastChild.textContent = words ? "Park it" : "Park a thought";
        park.classList.toggle("quiet", !words);
      },
      send: (words) => {
        const nameless = tick.checked;
        this.live.send({ do: "park_thought", with: nameless ? { text: words, nameless } : { text: words } });
        if (nameless) this.notice("Parked without your name: nobody can tell whose it is, so only the facilitator can change it.");
        this.draw();
      },
      nameless: () => tick.checked,
    });
    const tick = cjmEl("input", { type: "checkbox", "data-field": "nameless", checked: Boolean(this.kept.get("park-nameless")), onchange: () => this.kept.set("park-nameless", tick.checked || null) });
    const put = (words, nameless) => {
      text.put(words);
      if (nameless && !tick.checked) tick.click();
    };
    const title = cjmEl("h2", {});
    const rows = cjmEl("div", { class: "cards" });
    const refresh = () => {
      const waiting = this.live.acts.filter((act) => act.do === "park_thought").map((act) => ({ id: act.id, text: act.with.text, waiting: true }));
      const edited = new Map(this.live.acts.filter((act) => act.do === "edit_parked_thought").map((act) => [act.with.id, act.with.text]));
      const parked = [...waiting, ...this.doc.parked.filter((one) => one.mine).map((one) => ({ ...one, text: edited.get(one.id) ?? one.text, waiting: edited.has(one.id) })).reverse()];
      title.textContent = parked.length ? "My parked thoughts" : "";
      this.list(rows, parked.map((one) => ["parked " + one.id, JSON.stringify(one)]), (key) => {
        const one = parked.find((other) => "parked " + other.id === key);
        if (!one.version) return cjmEl("div", { class: "own" }, cjmEl("div", { class: "card" }, cjmEl("span", { class: "text", dir: "auto" }, one.text), cjmEl("span", { class: "note" }, cjmIcon("schedule"), " kept on this phone")));
        return this.ownWords({
          id: one.id, text: one.text, note: one.owner ? `Taken along by ${one.owner}` : "", waiting: one.waiting,
          save: (words) => { this.live.send({ do: "edit_parked_thought", with: { id: one.id, text: words, expected_version: one.version } }); this.draw(); },
        });
      });
    };
    const block = cjmEl("div", { class: "parking" }, cjmEl("h2", {}, cjmIcon("local_parking"), " Park a thought"), text.el, cjmEl("label", { class: "tick" }, tick, cjmEl("span", {}, "Without my name")), title, rows);
    return { el: block, bar: [park], put, refresh };
  },

  ways() {
    const places = (this.places || []).filter(([key]) => key === "stage" || key === "pain_points");
    return cjmEl("nav", { class: "ways", "aria-label": "Go to" }, places.map(([key, icon, words]) => this.button(words, icon, () => this.go(key))));
  },

  betweenView() {
    const park = this.parking();
    const promised = this.promisedList();
    const refresh = () => {
      promised.refresh();
      park.refresh();
    };
    return {
      says: "Look up at the screen",
      el: cjmEl("section", {}, this.lookUp("What the group does next appears here by itself."), this.ways(), promised.el, park.el),
      bar: park.bar, put: park.put, refresh,
    };
  },

  afterView(a) {
    const park = this.parking();
    const calls = cjmEl("div", { class: "calls" });
    const top = cjmEl("div", { class: "cards" });
    const order = cjmEl("div", { class: "groups" });
    const title = cjmEl("h2", {});
    const rows = cjmEl("div", { class: "revealed" });
    const refresh = () => {
      this.drawCalls(a, calls);
      const read = this.drawReading(a, top);
      if (a.kind === "break_out") this.drawOrder(order);
      this.drawRevealed(title, rows, read);
      park.refresh();
    };
    return {
      says: "Look up at the screen",
      el: cjmEl("section", {}, top, calls, order, title, rows, park.el), bar: park.bar, put: park.put, refresh,
    };
  },

  // The card that is being read out: the phones turn the page with the wall. Returns its id, null where none is.
  drawReading(a, top) {
    const at = a.kind === "write" || a.kind === "break_out" ? cjmReading(this.reading, this.doc) : null;
    const card = at && !at.all ? at.cards[at.index] : null;
    if (!card) {
      this.list(top, [["look up", a.question]], () => this.lookUp(a.question));
      return null;
    }
    const place = `${at.index + 1} of ${at.cards.length}`;
    const rows = [["read head", JSON.stringify([a.question, place])], ["read " + card.id, JSON.stringify([card, this.mine().echoes.includes(card.id)])]];
    this.list(top, rows, (key) => key === "read head"
      ? cjmEl("header", { class: "head small-head" }, cjmEl("h1", {}, "Look up at the screen"), cjmEl("p", { class: "note", dir: "auto" }, a.question), cjmEl("p", { class: "note", role: "status" }, `Being read out: ${place}`))
      : this.revealedCard(card, "read"));
    return card.id;
  },

  // Only those who scored lowest or highest read this, on their own phones: nothing but the phone knows what it chose.
  calls(a) {
    if (a.kind !== "score" || !this.doc.results) return [];
    const votes = this.kept.get("votes/" + a.id, {});
    const texts = Object.fromEntries(a.options.map((one) => [one.id, one.text]));
    return this.doc.results.options.flatMap(({ id, axes }) => Object.entries(axes).flatMap(([axis, cast]) => {
      const chosen = (votes[id] || {})[axis];
      const end = !cast.disagree ? "" : chosen === cast.low ? "lowest" : chosen === cast.high ? "highest" : "";
      return end ? [{ axis, end, text: texts[id] }] : [];
    }));
  },

  drawCalls(a, calls) {
    const mine = this.calls(a);
    const mark = JSON.stringify(mine);
    if (calls.dataset.mark === mark) return;
    calls.dataset.mark = mark;
    calls.replaceChildren(...(mine.length ? [cjmEl("div", { class: "call" },
      cjmEl("h2", {}, cjmIcon("record_voice_over"), " Lowest and highest, please"),
      mine.map((one) => cjmEl("p", { dir: "auto" }, "You scored ", cjmEl("b", {}, one.axis), ` of “${one.text}” `, cjmEl("b", {}, one.end), ".")),
      cjmEl("p", {}, "Say why, if you like: only you see this."))] : []));
  },

  drawOrder(order) {
    const groups = this.doc.activity.groups;
    const next = groups.find((one) => !one.reported);
    const me = this.doc.me.id;
    const mark = JSON.stringify(groups);
    if (order.dataset.mark === mark) return;
    order.dataset.mark = mark;
    order.replaceChildren(...(groups.length ? [cjmEl("h2", {}, "Reporting back"), cjmEl("ol", { class: "cards" }, groups.map((one) => {
      const mine = one.people.includes(me) || one.scribe_id === me;
      return cjmEl("li", { class: "card" + (one === next ? " next" : "") }, cjmEl("span", { class: "text", dir: "auto" }, one.name + (mine ? " (yours)" : "")),
        cjmEl("span", { class: "note" }, one.reported ? "has reported" : one === next ? "is next" : "waits"));
    }))] : []));
  },

  drawRevealed(title, rows, read) {
    const all = (this.doc.results && this.doc.results.cards) || [];
    const cards = all.filter((one) => one.id !== read);
    const { echoes } = this.mine();
    const stages = this.doc.stages;
    const place = (card) => stages.findIndex((one) => one.id === card.stage_id);
    const sorted = [...cards].sort((x, y) => place(x) - place(y));
    title.textContent = cards.length ? `${cards.length} ${read ? "more " : ""}${cards.length === 1 ? "card" : "cards"}` : "";
    this.list(rows, sorted.map((card) => ["card " + card.id, JSON.stringify([card, echoes.includes(card.id)])]), (key) => {
      const card = sorted.find((one) => "card " + one.id === key);
      return this.revealedCard(card, "list");
    });
  },

  // A card with its “Happens to us too”; `where` it stands: the one that is read out now, or in the list of all.
  revealedCard(card, where) {
    const said = this.mine().echoes.includes(card.id);
    const known = this.saidToo().includes(card.id);
    const count = card.echoes + (said && !known ? 1 : !said && known ? -1 : 0);
    const say = () => {
      this.live.send({ do: "happens_to_us_too", with: { id: card.id, yes: !said, ...(this.doc.activity.names_shown ? {} : { key: this.echoes.key() }) } });
      this.draw();
    };
    return cjmEl("div", { class: where === "read" ? "card read-now" : "card" },
      cjmEl("span", { class: "text", dir: "auto" }, card.text),
      cjmEl("span", { class: "note", dir: "auto" }, [this.nameOf("stages", card.stage_id), card.department, card.author].filter(Boolean).join(" · ")),
      cjmEl("button", { type: "button", class: "echo", "aria-pressed": String(said), "data-field": "echo" + where + card.id, onclick: say },
        cjmIcon(said ? "check" : "front_hand"), cjmEl("span", {}, "Happens to us too"), count ? cjmEl("b", {}, String(count)) : null));
  },
};
