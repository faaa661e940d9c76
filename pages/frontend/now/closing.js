// "I take it": the action that is on the wall, on every phone; and afterwards who promised what.
const cjmWhen = (iso, today) => {
  const [y, m, d] = iso.split("-").map(Number);
  return new Date(y, m - 1, d).toLocaleDateString(undefined, { day: "numeric", month: "long", ...(iso.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }) });
};
const CjmClosing = {
  // What the server knows, and on top what is on its way.
  promises() {
    const rows = this.doc.promises.actions.map((one) => ({ ...one }));
    for (const act of this.live.acts) this.promise(act, rows, true);
    return rows;
  },

  promise(act, rows, waiting) {
    const one = /^(take|give_back)_action$/.test(act.do) && rows.find((other) => other.id === act.with.id);
    if (!one) return;
    if (act.do === "take_action") Object.assign(one, { taken: true, mine: true, owner: this.doc.me.name, due_on: act.with.due_on || one.due_on, waiting });
    else Object.assign(one, { taken: false, mine: false, owner: "", waiting });
  },

  onTheWall(rows) {
    const at = cjmReading(this.reading, this.doc);
    return (!at.all && rows.find((one) => one.id === at.cards[at.index].id)) || null;
  },

  // Built anew when another action is on the wall or this one is taken; a day that is being chosen is kept.
  closeKey() {
    const rows = this.promises();
    const one = this.onTheWall(rows);
    return JSON.stringify([one, rows.filter((other) => other.mine), this.link]);
  },

  closeView(a) {
    const rows = this.promises();
    const one = this.onTheWall(rows);
    const mine = rows.filter((other) => other.mine && other !== one);
    const shown = one ? this.offered(a, one) : { el: cjmEl("div", { class: "calm" }, cjmIcon("handshake"), cjmEl("h2", {}, "Everything has been on the wall"), cjmEl("p", {}, `${rows.filter((other) => other.taken).length} of ${rows.length} are taken`)), bar: [] };
    return {
      says: one ? one.text : a.question,
      el: cjmEl("section", {}, this.head(a, true), shown.el, this.takenByMe(mine), this.doc.me.role === "contributor" && (mine.length || (one && one.mine)) ? this.goOn() : null),
      bar: shown.bar,
    };
  },

  offered(a, one) {
    const today = this.doc.promises.today;
    this.days = this.days || {};
    const day = cjmEl("input", { type: "date", "data-field": "day" + one.id, "aria-label": "By when?", min: today, value: this.days[one.id] || (one.due_on >= today ? one.due_on : ""), onchange: () => {
      this.days[one.id] = day.value;
      if (one.mine && day.value) send(day.value);
    } });
    const send = (due) => {
      this.live.send({ do: "take_action", with: { id: one.id, ...(due ? { due_on: due } : {}) } });
      this.draw();
    };
    const field = cjmEl("label", { class: "pick" }, cjmEl("span", {}, "By when?"), day);
    const name = cjmEl("h2", { tabindex: "-1", dir: "auto", class: "offered" }, one.text);
    const about = one.note ? cjmEl("p", { class: "note", dir: "auto" }, one.note) : null;
    if (one.mine) {
      return {
        el: cjmEl("div", { class: "subject" }, name, cjmEl("p", { class: "yours", role: "status" }, cjmIcon(one.waiting ? "schedule" : "check_circle"), cjmEl("span", {}, one.waiting ? "Kept on this phone until it is sent" : one.due_on ? `Yours, by ${cjmWhen(one.due_on, today)}` : "Yours")), field, one.due_on && !one.waiting ? this.calendar(one) : null),
        bar: [this.button("Give it back", "undo", () => { this.live.send({ do: "give_back_action", with: { id: one.id } }); this.draw(); }, { class: "main quiet" })],
      };
    }
    if (one.taken) {
      return { el: cjmEl("div", { class: "subject" }, name, about, cjmEl("p", { class: "yours", role: "status" }, cjmIcon("check_circle"), cjmEl("span", { dir: "auto" }, `${one.owner} takes it${one.due_on ? ` by ${cjmWhen(one.due_on, today)}` : ""}`))), bar: [] };
    }
    return {
      el: cjmEl("div", { class: "subject" }, name, about, one.owner ? cjmEl("p", { class: "note", dir: "auto" }, `The group thought of ${one.owner}.`) : null, field),
      bar: [this.button("I take it", "front_hand", () => send(day.value), { class: "main" })],
    };
  },

  calendar(one) {
    const address = cjmAt(`api/calendar/${encodeURIComponent(this.workshop)}/${encodeURIComponent(one.id)}.ics`);
    return cjmEl("a", { class: "like-button", href: address, download: "promise.ics", "aria-label": `Into my calendar: ${one.text}` }, cjmIcon("event"), cjmEl("span", {}, "Into my calendar"));
  },

  takenByMe(mine) {
    if (!mine.length) return null;
    return cjmEl("div", { class: "cards" }, cjmEl("h2", {}, "You also take"), mine.map((one) => cjmEl("div", { class: "card" }, cjmEl("span", { class: "text", dir: "auto" }, one.text), cjmEl("span", { class: "note" }, one.due_on ? `by ${cjmWhen(one.due_on, this.doc.promises.today)}` : "without a date"), one.due_on ? this.calendar(one) : null)));
  },

  // The personal link: made on request, shown on this phone alone.
  goOn() {
    if (!this.link) return cjmEl("div", { class: "go-on" }, this.button("My own link, to go on at home", "home_work", () => this.go("link")));
    const field = cjmEl("input", { readonly: true, value: this.link, dir: "ltr", "aria-label": "My own link" });
    field.addEventListener("focus", () => field.select());
    const copy = this.button("Copy my link", "content_copy", () => this.copyWords(copy, this.link, field));
    return cjmEl("div", { class: "go-on" }, cjmEl("h2", {}, "Go on at home"), field, copy, cjmEl("p", { class: "note" }, "Only for you: whoever has it writes in your name."));
  },

  // Between activities, after the workshop was closed: one's own promises first.
  promisedList() {
    const box = cjmEl("div", { class: "cards promised" });
    return { el: box, refresh: () => {
      const p = this.doc.promises;
      const mark = JSON.stringify(p);
      if (box.dataset.mark === mark) return;
      box.dataset.mark = mark;
      const rows = p && p.closed_at ? [...p.actions.filter((one) => one.mine), ...p.actions.filter((one) => !one.mine && (one.taken || one.state !== "open"))] : [];
      box.replaceChildren(...(rows.length ? [cjmEl("h2", {}, cjmIcon("handshake"), " What was promised"), ...rows.map((one) => cjmEl("div", { class: "card" + (one.mine ? " own-promise" : "") },
        cjmEl("span", { class: "text", dir: "auto" }, one.text),
        cjmEl("span", { class: "note" }, cjmEl("span", { dir: "auto" }, [one.mine ? "You" : one.owner, one.due_on ? `by ${cjmWhen(one.due_on, p.today)}` : ""].filter(Boolean).join(", ")), one.told ? cjmEl("b", { class: "told-" + one.state }, one.told) : null),
        one.mine && one.due_on ? this.calendar(one) : null))] : []));
    } };
  },
};
