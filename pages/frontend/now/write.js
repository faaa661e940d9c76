// Writing unseen, alone or as the scribe of a break-out group.
const CJM_PLACEHOLDERS = {
  pain_point: "One pain point, in the customer’s words", opportunity: "One idea that would make it better", quote: "What somebody said, word for word",
  bright_spot: "One thing that delights today",
}; // prettier-ignore
const CjmWriting = {
  writeView(a) {
    const promise = a.names_shown
      ? cjmEl("p", { class: "promise named" }, cjmIcon("badge"), cjmEl("span", {}, "Your name is shown when the cards are revealed."))
      : cjmEl("p", { class: "promise" }, cjmIcon("lock"), cjmEl("span", {}, "Nobody can see who wrote what, now or later."));
    const stages = this.doc.stages.filter((one) => a.stage_ids.includes(one.id));
    const lanes = this.doc.lanes.filter((one) => a.lane_ids.includes(one.id));
    const part = this.composer(a, stages.length ? stages : this.doc.stages, lanes.length ? lanes : this.doc.lanes, true);
    return { ...part, says: a.question, el: cjmEl("section", {}, this.head(a), part.choices, part.text, promise, part.own) };
  },

  composer(a, stages, lanes, promised) {
    if (!a.names_shown) this.kept.saveRound(a.id, this.kept.round(a.id)); // from the first letter on it is known to be without names
    const mineFirst = this.doc.me.stage_ids || [];
    const placeName = "place/" + a.id;
    const kept = this.kept.get(placeName, {});
    const first = (list, id) => (list.some((one) => one.id === id) ? id : (list.find((one) => mineFirst.includes(one.id)) || list[0] || {}).id);
    const place = { stage: first(stages, this.becameOf(kept.stage)), lane: first(lanes, kept.lane) };
    const lane = () => lanes.find((one) => one.id === place.lane) || { kind: "other", name: "card" };
    const word = () => (CJM_SINGULAR[lane().kind] || "card");
    const text = this.textField({
      name: "draft/" + a.id, label: "Your card", placeholder: "", nameless: () => !a.names_shown,
      send: (words) => this.writeCard(a, { id: cjmId(), text: words, stage_id: place.stage, lane_id: place.lane }),
    });
    const add = this.button("", "add", () => text.add(), { class: "main" });
    const aim = () => {
      this.kept.set(placeName, place);
      add.lastChild.textContent = "Add " + (word().length > 12 ? "card" : word());
      text.field.placeholder = CJM_PLACEHOLDERS[lane().kind] || `One ${word()}, in a few words`;
    };
    const choose = (what) => (id) => {
      place[what] = id;
      aim();
    };
    aim();
    const choices = cjmEl("div", { class: "choices" },
      this.choice({ label: "Stage", list: stages, mine: mineFirst, value: place.stage, choose: choose("stage") }),
      this.choice({ label: "Kind of card", list: lanes, value: place.lane, choose: choose("lane") }));
    if (stages.length === 1) choices.prepend(cjmEl("p", { class: "where-to", dir: "auto" }, stages[0].name));
    let told = "";
    const finish = () => {
      const words = text.field.value.trim();
      if (words && told !== words) {
        told = words;
        this.notice("What you typed is not added yet. Add it, or press “I’m done” once more.");
        return;
      }
      this.act("say_done", { done: true });
    };
    const title = cjmEl("h2", {});
    const rows = cjmEl("div", { class: "cards" });
    const others = cjmEl("p", { class: "note" });
    const refresh = () => {
      const mine = this.mine();
      const cards = [...mine.cards].reverse();
      title.textContent = cards.length ? `My cards (${cards.length})` : "";
      this.list(rows, cards.map((one) => [one.id, JSON.stringify([one, mine.waiting.has(one.id)])]), (id) => {
        const card = cards.find((one) => one.id === id);
        const where = [stages.length > 1 ? this.nameOf("stages", this.becameOf(card.stage_id)) : "", lanes.length > 1 ? this.nameOf("lanes", card.lane_id) : ""];
        return this.ownWords({
          id, text: card.text, note: where.filter(Boolean).join(" · "), waiting: mine.waiting.has(id), keep: "edit/" + a.id,
          save: (words) => this.writeCard(a, { ...card, text: words }), takeBack: () => this.takeBack(a, card),
        });
      });
      const all = Math.max(this.counts.cards || 0, 0);
      others.textContent = promised && all > cards.length ? all === 1 ? "1 card waits for the reveal" : `${all} cards wait for the reveal` : "";
    };
    return {
      choices, text: text.el, put: text.put, named: a.names_shown, own: cjmEl("div", { class: "mine" }, title, rows, others),
      bar: [add, this.button("I’m done", "check", finish)], refresh,
    };
  },

  // A stage that was merged since is the one that it became.
  becameOf(stage) {
    return (this.doc.became && this.doc.became[stage]) || stage;
  },

  writeCard(a, card) {
    const given = { id: card.id, text: card.text, stage_id: card.stage_id, lane_id: card.lane_id };
    if (!a.names_shown) {
      const round = this.kept.round(a.id);
      const known = round.cards.some((one) => one.id === card.id);
      this.kept.saveRound(a.id, { ...round, cards: known ? round.cards.map((one) => (one.id === card.id ? given : one)) : [...round.cards, given] });
      given.key = round.key;
    }
    this.act("write_sealed_card", given);
  },

  takeBack(a, card) {
    const given = { id: card.id };
    if (!a.names_shown) {
      const round = this.kept.round(a.id);
      this.kept.saveRound(a.id, { ...round, cards: round.cards.filter((one) => one.id !== card.id) });
      given.key = round.key;
    }
    this.act("take_back_sealed_card", given);
  },

  breakOutView(a) {
    const me = this.doc.me.id;
    const group = a.groups.find((one) => one.scribe_id === me || one.people.includes(me));
    const names = (one) => this.doc.stages.filter((stage) => one.stage_ids.includes(stage.id)).map((stage) => stage.name);
    const told = (one) => cjmEl("div", { class: "group panel" },
      cjmEl("h2", { dir: "auto" }, one.name),
      cjmEl("p", { class: "stages" }, names(one).map((name) => cjmEl("span", { class: "tag", dir: "auto" }, name))),
      cjmEl("p", { class: "note", dir: "auto" }, one.members.join(", ")));
    if (!group) {
      return {
        says: a.question,
        el: cjmEl("section", {}, this.head(a), cjmEl("p", { class: "promise" }, cjmIcon("groups"),
          cjmEl("span", {}, a.groups.length ? "You are in no group yet. Join one of these." : "The groups are being made. Look up at the screen.")), a.groups.map(told)),
        bar: [],
      };
    }
    if (group.scribe_id !== me) {
      const at = group.people.indexOf(group.scribe_id);
      const scribe = at >= 0 && group.scribe ? group.scribe : "";
      const words = scribe && group.scribe_here ? `Talk it through. ${scribe} writes for your group.` : scribe ? `${scribe}, who writes for your group, is not here now. Somebody else can.` : "Talk it through, and agree on who writes.";
      return {
        says: a.question,
        el: cjmEl("section", {}, this.head(a), told(group), cjmEl("p", { class: "promise" }, cjmIcon("forum"),
          cjmEl("span", { dir: "auto" }, words))),
        bar: [group.people.includes(me) ? this.button("I write for us", "stylus_note", () => this.live.send({ do: "write_for_us", with: { id: group.id } }), { class: scribe && group.scribe_here ? "main quiet" : "main" }) : null],
      };
    }
    const stages = this.doc.stages.filter((one) => group.stage_ids.includes(one.id));
    const chosen = this.doc.lanes.filter((one) => a.lane_ids.includes(one.id));
    const lanes = [...chosen, ...this.doc.lanes.filter((one) => !a.lane_ids.includes(one.id))];
    const part = this.composer(a, stages.length ? stages : this.doc.stages, lanes, false);
    return {
      ...part, says: a.question,
      el: cjmEl("section", {}, this.head(a), cjmEl("p", { class: "promise named" }, cjmIcon("stylus_note"),
        cjmEl("span", { dir: "auto" }, `You write for ${group.name}: ${group.members.join(", ")}`)), part.choices, part.text, part.own),
    };
  },
};
