// What opens under the bar: what is started, who is done, entering for others, break-out groups, the parking lot.
Object.assign(CjmBar.prototype, {
  // The kind that is offered: the one chosen in the form, else the step's usual one.
  chosen(doc) {
    const starts = doc.starts || [];
    if (!this.form || !starts.some((one) => one.kind === this.form.kind)) this.form = { ...starts[0], names_shown: true };
    return this.form;
  },

  start() {
    const f = this.chosen(this.s.doc);
    const { kind, question, minutes, stage_ids, lane_ids, subject_ids, dots, names_shown } = f;
    const read = (name) => this.body.querySelector(`.drawer [data-key="${name}"]`);
    const args = { kind, question: read("f-question") ? read("f-question").value : question, minutes, names_shown };
    if (stage_ids.length) args.stage_ids = stage_ids;
    if (lane_ids.length) args.lane_ids = lane_ids;
    if (f.subjects.length) args.subject_ids = subject_ids;
    if (kind === "dot_vote") args.dots = dots;
    this.send("start_activity", args);
    this.form = null;
    this.open = null;
    this.draw();
  },

  drawer(doc) {
    const on = doc.activity;
    const parts = {
      start: () => this.startForm(doc),
      people: () => (on && on.state !== "closed" && on.kind !== "close" ? this.people(doc) : this.whoIsHere(doc)),
      enter: () => on && on.state === "running" && (on.kind === "close" ? this.takeFor(doc) : this.enterFor(doc, on)),
      groups: () => on && on.kind === "break_out" && this.groups(doc, on),
      parked: () => this.parked(doc),
      menu: () => this.menu(this.parts(doc).filter((one) => one)),
    };
    const inside = parts[this.open] && parts[this.open]();
    if (!inside) return [];
    return [cjmH("div", { class: "drawer", "data-key": "drawer-" + this.open, role: "group", "aria-label": inside[0] },
      cjmH("div", { class: "top" }, cjmH("h2", {}, inside[0]), cjmH("button", { class: "b flat", "data-do": "show:" + this.open, "aria-label": "Close" }, cjmI("close"))), ...inside.slice(1))];
  },

  ticks(verb, list, chosen) {
    return cjmH("div", { class: "ticks" }, list.map((one) => cjmH("button", { class: "tick", "data-do": verb + ":" + one.id, "aria-pressed": String(chosen.includes(one.id)), dir: "auto" }, cjmI(chosen.includes(one.id) ? "check" : "add"), one.name || one.text)));
  },

  startForm(doc) {
    const f = this.chosen(doc);
    const kinds = doc.starts.length > 1 ? cjmH("div", { class: "seg", role: "group", "aria-label": "What" }, doc.starts.map((one) => cjmH("button", { class: "b", "data-do": "kind:" + one.kind, "aria-pressed": String(one.kind === f.kind) }, cjmI(one.icon), " " + one.start))) : null;
    const lines = [
      kinds,
      cjmH("label", { class: "field" }, "Question", cjmH("textarea", { "data-key": "f-question", rows: 2, maxlength: doc.limits.question, dir: "auto" }, f.question)),
      cjmH("div", { class: "line" },
        cjmH("label", { class: "field" }, "Minutes", cjmH("input", { type: "number", min: doc.limits.minutes[0], max: doc.limits.minutes[1], value: f.minutes, "data-do": "minutes", "data-key": "f-minutes-" + f.kind })),
        f.kind === "dot_vote" ? cjmH("label", { class: "field" }, "Dots each", cjmH("input", { type: "number", min: doc.limits.dots[0], max: doc.limits.dots[1], value: f.dots, "data-do": "dots", "data-key": "f-dots" })) : null,
        f.kind === "write" ? cjmH("label", { class: "check" }, cjmH("input", { type: "checkbox", checked: f.names_shown, "data-do": "names" }), "Names are shown after the reveal") : null),
    ];
    if (f.kind === "write" && !f.names_shown) lines.push(cjmH("p", { class: "small" }, "Nobody will be able to tell who wrote what: not you, and not afterwards. It can’t be changed once it runs."));
    if (f.stage_ids.length) lines.push(cjmH("h3", {}, "Stages"), this.ticks("stage", doc.stages, f.stage_ids));
    if (f.kind === "write") lines.push(cjmH("h3", {}, "Lanes"), this.ticks("lane", doc.lanes, f.lane_ids));
    if (f.subjects.length) lines.push(cjmH("details", {}, cjmH("summary", {}, f.subject_ids.length + " of " + f.subjects.length + (f.kind === "close" ? " to give out" : " to vote on")), this.ticks("subject", f.subjects, f.subject_ids)));
    lines.push(cjmH("button", { class: "b main wide", "data-do": "start" }, cjmI("play_arrow"), " Start"));
    return ["Before it starts", ...lines];
  },

  // Who took a place on the roster by typing its name: it is said once, and can be taken back.
  claims(doc) {
    if ((doc.claims || []).length) this.said = ""; // it stands here now, and would lie over it
    return (doc.claims || []).map((one) => cjmH("div", { class: "line", "data-key": "c" + one.seat_id },
      cjmH("span", { dir: "auto" }, "Somebody took the place of " + one.name + (one.typed && one.typed !== one.name ? ", typing “" + one.typed + "”" : "") + "."),
      cjmH("button", { class: "b", "data-do": "keepplace:" + one.seat_id, "aria-label": "That’s right: " + one.name }, cjmI("check"), " That’s right"),
      cjmH("button", { class: "b", "data-do": "freeplace:" + one.seat_id, "aria-label": "Take it back: " + one.name }, cjmI("undo"), " Take it back")));
  },

  // One press for a whole roster without devices.
  allHere(doc) {
    return doc.absent ? cjmH("button", { class: "b", "data-do": "allhere" }, cjmI("done_all"), " All are here (" + doc.absent + " more)") : null;
  },

  announceClaims(doc) {
    const fresh = (doc.claims || []).filter((one) => !this.claimed.has(one.seat_id));
    for (const one of fresh) this.claimed.add(one.seat_id);
    if (fresh.length) this.say(fresh.map((one) => one.name).join(", ") + (fresh.length === 1 ? " took a place on the roster." : " took places on the roster.") + " See who is here to take that back.");
  },

  people(doc) {
    const rows = doc.roster.slice().sort((a, b) => a.done - b.done || a.name.localeCompare(b.name));
    return ["Who is done",
      ...this.claims(doc),
      this.allHere(doc),
      cjmH("p", { class: "small" }, "Only whether, never what. Press a name to say it for somebody."),
      rows.length ? cjmH("ul", { class: "people" }, rows.map((one) => cjmH("li", { "data-key": one.id }, cjmH("button", { class: "tick", "data-do": "done:" + one.id, "aria-pressed": String(one.done), dir: "auto" }, cjmI(one.done ? "check_circle" : "radio_button_unchecked"), one.name, this.screenOf(one)))))
        : cjmH("p", {}, "Nobody on the roster is here yet. Let people in under “People and links”."),
    ];
  },

  // Whose screen is open now; it follows by itself.
  screenOf(one) {
    return cjmH("span", { class: "small" }, one.online ? " " : one.without_device ? " no device" : " no screen open", one.online ? cjmI("smartphone") : null, one.online ? cjmH("span", { class: "hidden" }, "screen open") : null);
  },

  whoIsHere(doc) {
    const rows = doc.roster.slice().sort((a, b) => b.online - a.online || b.without_device - a.without_device || a.name.localeCompare(b.name));
    const online = rows.filter((one) => one.online).length;
    const others = Math.max(0, (this.s.here || 0) - online);
    return ["Who is here",
      ...this.claims(doc),
      this.allHere(doc),
      cjmH("p", { class: "small" }, rows.length + " of the roster, " + online + " of them with a screen open" + (others ? "; besides " + cjmMany(others, "screen") + " of leaders, facilitators and the wall" : "")),
      rows.length ? cjmH("ul", { class: "people" }, rows.map((one) => cjmH("li", { "data-key": one.id, dir: "auto" }, cjmI(one.online ? "check_circle" : "radio_button_unchecked"), " " + one.name, this.screenOf(one))))
        : cjmH("p", {}, "Nobody on the roster is here yet. Let people in under “People and links”."),
    ];
  },

  // Entering for somebody without a device: what is entered counts as theirs, and is marked as entered by the facilitator.
  enterFor(doc, on) {
    const people = doc.roster.slice().sort((a, b) => b.without_device - a.without_device || a.name.localeCompare(b.name));
    if (!people.length) return ["Enter for somebody", cjmH("p", {}, "Nobody on the roster is here yet. Add people under “People and links”.")];
    if (this.whoOf !== on.id || !people.some((one) => one.id === this.who)) this.who = people[0].id;
    this.whoOf = on.id; // another activity begins with the first one again
    const person = people.find((one) => one.id === this.who);
    const votes = (this.entered[on.id + this.who] = this.entered[on.id + this.who] || {});
    // what was grouped or merged since is the option that it became
    for (const [old, now] of Object.entries(on.stands || {})) {
      if (!votes[old]) continue;
      const dots = (votes[old].dots || 0) + ((votes[now] || {}).dots || 0);
      votes[now] = { ...votes[old], ...votes[now], ...(dots ? { dots } : {}) };
      delete votes[old];
    }
    const lines = [
      cjmH("label", { class: "field" }, "For", cjmH("select", { "data-do": "who", "data-key": "who" }, people.map((one) => cjmH("option", { value: one.id, selected: one.id === this.who }, one.name + (one.without_device ? " (no device)" : ""))))),
      cjmH("p", { class: "small" }, "Counts as theirs and is marked as entered by you."),
    ];
    if (cjmIsText(on)) {
      const stages = doc.stages.filter((one) => on.stage_ids.includes(one.id));
      const lanes = doc.lanes.filter((one) => (on.lane_ids.length ? on.lane_ids.includes(one.id) : true));
      lines.push(
        cjmH("div", { class: "line" },
          cjmH("label", { class: "field" }, "Stage", cjmH("select", { "data-key": "e-stage" }, stages.map((one) => cjmH("option", { value: one.id }, one.name)))),
          cjmH("label", { class: "field" }, "Lane", cjmH("select", { "data-key": "e-lane" }, lanes.map((one) => cjmH("option", { value: one.id }, one.name))))),
        cjmH("label", { class: "field" }, "Card", cjmH("textarea", { "data-key": "e-text", rows: 2, maxlength: doc.limits.card, dir: "auto", autofocus: true, "data-enter": "add" })),
        cjmH("button", { class: "b main", "data-do": "add" }, "Add card"),
        votes.cards ? cjmH("span", { class: "small" }, cjmMany(votes.cards, "card") + " entered for " + person.name) : null);
    } else {
      const used = on.options.reduce((sum, one) => sum + ((votes[one.id] || {}).dots || 0), 0);
      if (on.kind === "dot_vote") lines.push(cjmH("p", {}, on.dots - used + " of " + on.dots + " dots left"));
      for (const option of on.options) {
        const mine = votes[option.id] || {};
        lines.push(cjmH("div", { class: "vote", "data-key": option.id }, cjmH("span", { class: "what", dir: "auto" }, option.text), option.axes.map((axis) => this.voteOn(on, option, axis, mine, used))));
      }
    }
    lines.push(cjmH("button", { class: "b wide", "data-do": "done:" + person.id }, cjmI(person.done ? "check_circle" : "radio_button_unchecked"), person.done ? " Done" : " " + person.name + " is done"));
    return ["Enter for somebody", ...lines];
  },

  // A card counts as entered when the server has it.
  cardStored(card) {
    const on = this.s.doc && this.s.doc.activity;
    const entered = on && this.entered[on.id + card.for_participant];
    if (entered) entered.cards = (entered.cards || 0) + 1;
  },

  // The bar while actions are given out: which one is on the wall, and who takes it.
  givingBar(doc, on, tail) {
    const at = cjmReading(this.reading, doc);
    const all = doc.promises.actions;
    const one = at.all || !at.cards.length ? null : at.cards[at.index];
    const part = (el, fold) => this.part(el, fold);
    return [
      part(cjmH("span", { class: "asked", title: one ? one.text : on.question }, cjmH("b", { dir: "auto" }, one ? one.text : on.question), cjmH("span", { class: "small", dir: "auto" }, one ? (one.taken ? one.owner + " takes it" : one.owner ? "thought of: " + one.owner : "nobody yet") : all.filter((other) => other.taken).length + " of " + all.length + " taken"))),
      on.ends_at ? part(this.clock()) : null,
      ...this.turning(at, "action"),
      part(cjmH("button", { class: "b", "data-do": "show:enter", disabled: !one, "aria-expanded": this.open === "enter", title: "Take it for somebody without a device" }, cjmI("person_edit"), cjmH("span", { class: "word" }, " Take it for …")), 8),
      part(cjmH("button", { class: "b", "data-do": "end" }, "End")), ...tail,
    ];
  },

  takeFor(doc) {
    const at = cjmReading(this.reading, doc);
    const one = at.all ? null : at.cards[at.index];
    if (!one) return null;
    const people = doc.roster.slice().sort((a, b) => b.without_device - a.without_device || a.name.localeCompare(b.name));
    const lines = [cjmH("p", { dir: "auto" }, one.text)];
    if (one.taken) lines.push(cjmH("p", { class: "line" }, cjmH("span", { dir: "auto" }, one.owner + " takes it" + (one.due_on ? " by " + cjmDay(one.due_on, doc.promises.today) : "")), cjmH("button", { class: "b", "data-do": "free:" + one.id }, cjmI("undo"), " Free it again")));
    if (!people.length) return ["Who takes it?", ...lines, cjmH("p", {}, "Nobody on the roster is here yet. Add people under “People and links”.")];
    const who = this.taker(one, people);
    if (!who && one.owner) lines.push(cjmH("p", { class: "small", dir: "auto" }, "The group thought of " + one.owner + ", who is not here."));
    lines.push(cjmH("div", { class: "line" },
      cjmH("label", { class: "field" }, "Who", cjmH("select", { "data-do": "taker:" + one.id, "data-key": "who" + one.id }, cjmH("option", { value: "", selected: !who }, "Choose who takes it"), people.map((other) => cjmH("option", { value: other.id, selected: other === who }, other.name + (other.without_device ? " (no device)" : ""))))),
      cjmH("label", { class: "field" }, "By when", cjmH("input", { type: "date", min: doc.promises.today, value: one.due_on >= doc.promises.today ? one.due_on : null, "data-key": "t-day" + one.id }))),
      cjmH("button", { class: "b main wide", "data-do": "take:" + one.id, disabled: !who }, cjmI("check"), who ? " " + who.name + " takes it" : " Somebody takes it"));
    return ["Who takes it?", ...lines];
  },

  // Whoever was chosen for this action, else whom it was thought of; never who was chosen for another one.
  taker(one, people) {
    const chosen = this.takers[one.id];
    return people.find((other) => (chosen === undefined ? other.name === one.owner : other.id === chosen)) || null;
  },

  voteOn(on, option, axis, mine, used) {
    const one = (value, words, label, off) => cjmH("button", { class: "b n", "data-do": `vote:${option.id}:${axis}/${value}`, "aria-pressed": String(mine[axis] === value), "aria-label": label, disabled: off }, words);
    if (axis === "pick") return one(1, mine.pick ? "Picked" : "Pick", "Pick " + option.text);
    if (axis === "dots") {
      const n = mine.dots || 0;
      return cjmH("span", { class: "nums" }, one(Math.max(0, n - 1), "−", "One dot less on " + option.text, !n), cjmH("b", {}, String(n)), one(n + 1, "+", "One dot more on " + option.text, used >= on.dots));
    }
    const values = axis === "emotion" ? [-2, -1, 0, 1, 2] : [1, 2, 3, 4, 5];
    return cjmH("span", { class: "nums", role: "group", "aria-label": CJM_AXES[axis] + ": " + option.text }, cjmH("span", { class: "small axis" }, CJM_AXES[axis]), values.map((v) => one(v, cjmOne(v), CJM_AXES[axis] + " " + v)), one(null, "?", "Can’t judge"));
  },

  groups(doc, on) {
    const made = on.groups.length > 0;
    if (!this.plan || this.planOf !== on.id) {
      this.planOf = on.id;
      this.plan = null;
    }
    if (made && !this.plan) {
      return ["Break-out groups",
        cjmH("p", { class: "small" }, "Tick a group when it has reported back."),
        cjmH("ul", { class: "people" }, on.groups.map((group) => cjmH("li", { "data-key": group.id },
          cjmH("button", { class: "tick", "data-do": "reported:" + group.id, "aria-pressed": String(group.reported) }, cjmI(group.reported ? "check_circle" : "radio_button_unchecked"), cjmH("b", { dir: "auto" }, group.name)),
          cjmH("div", { class: "small", dir: "auto" }, group.stage_ids.map((id) => cjmName(doc.stages, id)).join(", ")),
          cjmH("div", { class: "small", dir: "auto" }, group.people.map((id) => cjmName(doc.roster, id) + (id === group.scribe_id ? (group.scribe_here ? " (writes)" : " (writes, but has left)") : "")).filter((name) => name).join(", "))))),
        on.state === "running" ? cjmH("button", { class: "b", "data-do": "regroup" }, "Make other groups") : null];
    }
    const most = Object.keys(doc.proposed || {}).length;
    if (!most) return ["Break-out groups", cjmH("p", {}, "There are no groups.")];
    if (!this.plan) this.plan = JSON.parse(JSON.stringify(doc.proposed[Math.min(most, 2)]));
    const everybody = doc.roster;
    return ["Break-out groups",
      cjmH("div", { class: "seg", role: "group", "aria-label": "How many" }, Array.from({ length: most }, (_, i) => cjmH("button", { class: "b", "data-do": "count:" + (i + 1), "aria-pressed": String(this.plan.length === i + 1) }, cjmMany(i + 1, "group")))),
      ...this.plan.map((group, index) => cjmH("div", { class: "group", "data-key": "g" + index },
        cjmH("div", { class: "line" },
          cjmH("label", { class: "field" }, "Name", cjmH("input", { value: group.name, maxlength: doc.limits.group, dir: "auto", "data-do": "gname:" + index, "data-key": `gn${this.plan.length}-${index}` })),
          cjmH("label", { class: "field" }, "Writes for it", cjmH("select", { "data-do": "scribe:" + index, "data-key": "gs" + index }, group.people.map((id, n) => cjmH("option", { value: id, selected: id === group.scribe_id || (!group.scribe_id && n === 0) }, cjmName(everybody, id)))))),
        cjmH("div", { class: "small", dir: "auto" }, group.stage_ids.map((id) => cjmName(doc.stages, id)).join(", ")),
        cjmH("div", { class: "ticks" }, group.people.map((id) => cjmH("button", { class: "tick", "data-do": `deal:${id}:${index}`, title: "To the next group", dir: "auto" }, cjmName(everybody, id), cjmI("arrow_downward")))))),
      cjmH("button", { class: "b main wide", "data-do": "makegroups" }, "Make " + cjmMany(this.plan.length, "group"))];
  },

  parked(doc) {
    const open = doc.thoughts.filter((one) => !one.settled);
    const settled = doc.thoughts.length - open.length;
    return ["Parking lot",
      cjmH("div", { class: "line" }, cjmH("label", { class: "field" }, "A thought for later", cjmH("input", { "data-key": "p-text", maxlength: doc.limits.thought, dir: "auto", "data-enter": "park" })), cjmH("button", { class: "b", "data-do": "park" }, "Park")),
      open.length ? cjmH("ul", { class: "parked" }, open.map((one) => cjmH("li", { "data-key": one.id },
        cjmH("span", { class: "what", dir: "auto" }, one.text),
        cjmH("span", { class: "line" },
          cjmH("label", { class: "field" }, cjmH("span", { class: "hidden" }, "Who takes it: " + one.text), cjmH("input", { value: one.owner, placeholder: "Who takes it?", maxlength: doc.limits.owner, dir: "auto", list: "cjm-people", "data-do": "owner:" + one.id, "data-key": "o" + one.id })),
          cjmH("button", { class: "b", "data-do": "settle:" + one.id }, "Settled"),
          cjmH("button", { class: "b flat", "data-do": "unpark:" + one.id, "aria-label": "Remove: " + one.text }, cjmI("delete"))))))
        : cjmH("p", {}, doc.thoughts.length ? "Empty: every thought has gone with somebody." : "Nothing is parked."),
      cjmH("datalist", { id: "cjm-people" }, doc.roster.map((one) => cjmH("option", { value: one.name }))),
      settled ? cjmH("p", { class: "small" }, settled + " settled") : null];
  },

  pressDrawer(verb, id, more, el, read) {
    const doc = this.s.doc;
    const on = doc.activity;
    const f = this.form;
    const flip = (list, one) => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);
    const within = ([least, most]) => Math.max(least, Math.min(most, Math.round(Number(el.value)) || 0));
    const keep = () => {
      if (f && read("f-question")) f.question = read("f-question").value;
    };
    const does = {
      kind: () => {
        this.form = { ...doc.starts.find((one) => one.kind === id), names_shown: true };
        const box = read("f-question");
        if (box) box.value = this.form.question;
      },
      minutes: () => (f.minutes = within(doc.limits.minutes)),
      dots: () => (f.dots = within(doc.limits.dots)),
      names: () => (keep(), (f.names_shown = el.checked)),
      stage: () => f.stage_ids.length > 1 || !f.stage_ids.includes(id) ? (f.stage_ids = flip(f.stage_ids, id)) : this.say("Leave at least one stage."),
      lane: () => (f.lane_ids = flip(f.lane_ids, id)),
      subject: () => (f.subject_ids = flip(f.subject_ids, id)),
      who: () => (this.who = el.value),
      taker: () => (this.takers[id] = el.value),
      add: () => {
        const box = read("e-text");
        if (!box.value.trim()) return this.say("Write the card first.");
        const args = { id: cjmId(), text: box.value, stage_id: read("e-stage").value, lane_id: read("e-lane").value, for_participant: this.who };
        const votes = this.entered[on.id + this.who];
        if (!on.names_shown) args.key = votes.key = votes.key || cjmId();
        this.send("write_sealed_card", args);
        box.value = "";
        box.focus();
      },
      vote: () => {
        const [axis, value] = more.split("/");
        const votes = this.entered[on.id + this.who];
        if (axis === "pick") for (const key of Object.keys(votes)) delete votes[key];
        votes[id] = { ...votes[id], [axis]: value === "null" ? null : Number(value) };
        this.send("cast", { subject_id: id, axis, value: votes[id][axis], for_participant: this.who });
      },
      count: () => (this.plan = JSON.parse(JSON.stringify(doc.proposed[id]))),
      gname: () => (this.plan[id].name = el.value.trim() || this.plan[id].name),
      scribe: () => (this.plan[id].scribe_id = el.value),
      deal: () => {
        const from = this.plan[more], to = this.plan[(Number(more) + 1) % this.plan.length];
        from.people = from.people.filter((one) => one !== id);
        if (from.scribe_id === id) from.scribe_id = null;
        to.people.push(id);
      },
      regroup: () => (this.plan = on.groups.map((g) => ({ name: g.name, stage_ids: g.stage_ids, people: g.people.slice(), scribe_id: g.scribe_id }))),
      makegroups: () => {
        this.send("break_out", { id: on.id, groups: this.plan });
        this.plan = null;
        this.open = null;
      },
      reported: () => {
        const group = on.groups.find((one) => one.id === id);
        group.reported = !group.reported;
        this.send("group_reported", { id, reported: group.reported });
      },
      park: () => {
        const box = read("p-text");
        if (!box.value.trim()) return this.say("Write the thought first, then park it.");
        this.send("park_thought", { text: box.value });
        box.value = "";
      },
      owner: () => this.send("edit_parked_thought", { id, owner: el.value }),
      settle: () => {
        const owner = read("o" + id).value;
        if (!owner.trim()) return this.say("Say who takes it with them first.");
        this.send("edit_parked_thought", { id, owner, settled: true });
      },
      take: () => {
        const day = read("t-day" + id);
        const who = this.taker(doc.promises.actions.find((one) => one.id === id), doc.roster);
        if (who) this.send("take_action", { id, for_participant: who.id, ...(day && day.value ? { due_on: day.value } : {}) });
      },
      free: () => {
        delete this.takers[id];
        this.send("give_back_action", { id });
      },
      allhere: () => this.send("all_are_here", {}),
      keepplace: () => this.send("keep_place", { seat_id: id }),
      freeplace: () => this.send("free_place", { seat_id: id }),
      unpark: () => this.send("remove_parked_thought", { id }),
    };
    keep();
    if (does[verb]) does[verb]();
    this.draw();
  },
});
