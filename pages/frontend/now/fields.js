// Parts that several views share: a text field whose draft survives, a choice of stage or lane, own words that can be edited.
const CJM_MOST = 400;
const CjmFieldParts = {
  // A text field with its draft; `send(text)` returns whether it was taken.
  textField({ name, label, placeholder, send, changed, nameless = () => false }) {
    const field = cjmEl("textarea", { rows: 3, dir: "auto", "data-field": name, "aria-label": label, placeholder, enterkeyhint: "send", autocapitalize: "sentences" });
    const told = cjmEl("p", { class: "told", role: "status" });
    field.value = this.kept.get(name, "");
    const watch = () => {
      this.kept.set(name, field.value);
      const length = field.value.trim().length;
      told.textContent = length > CJM_MOST ? `${length} letters; a card holds ${CJM_MOST}. Make it two cards.` : length > CJM_MOST - 60 ? `${CJM_MOST - length} letters left` : "";
      if (changed) changed(field.value.trim());
      field.style.height = "auto";
      field.style.height = Math.min(260, Math.max(84, field.scrollHeight + 2)) + "px";
    };
    const add = () => {
      const text = field.value.trim();
      if (!text) return field.focus();
      if (text.length > CJM_MOST) {
        field.focus();
        return this.notice(told.textContent); // the line itself may be behind the bar
      }
      send(text);
      field.value = "";
      watch();
      field.focus({ preventScroll: true });
    };
    field.addEventListener("input", watch);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      add();
    });
    const put = (text) => {
      const before = field.value.trim();
      if (before) this.kept.tooLate(before, nameless());
      field.value = text;
      watch();
      field.focus();
    };
    requestAnimationFrame(watch); // its height is known then
    return { el: cjmEl("div", { class: "field" }, field, told), field, add, put };
  },

  // Few are buttons side by side, many are the phone's own list; `mine` come first.
  choice({ label, list, mine = [], value, choose }) {
    const own = list.filter((one) => mine.includes(one.id));
    const rest = list.filter((one) => !mine.includes(one.id));
    if (list.length < 2) return null;
    if (list.length <= 4 && list.reduce((sum, one) => sum + one.name.length, 0) < 64) {
      const name = "cjm-" + label;
      return cjmEl("fieldset", { class: "chips" }, cjmEl("legend", {}, label), cjmEl("div", { class: "row" }, [...own, ...rest].map((one) =>
        cjmEl("label", {}, cjmEl("input", { type: "radio", name, value: one.id, checked: one.id === value, onchange: () => choose(one.id) }),
          cjmEl("span", { dir: "auto" }, one.name)))));
    }
    const options = (from) => from.map((one) => cjmEl("option", { value: one.id }, one.name));
    const select = cjmEl("select", { "aria-label": label, onchange: () => choose(select.value) },
      own.length && rest.length
        ? [cjmEl("optgroup", { label: "Your stages" }, options(own)), cjmEl("optgroup", { label: "The others" }, options(rest))]
        : options(list));
    select.value = value;
    return cjmEl("label", { class: "pick" }, cjmEl("span", {}, label), select);
  },

  // One's own words: tap to edit, or take back.
  ownWords({ id, text, note, waiting, save, takeBack, keep }) {
    const kept = keep ? this.kept.get(keep) : null;
    const box = cjmEl("div", { class: "own" });
    const closed = () => {
      box.replaceChildren(cjmEl("button", { type: "button", class: "card", onclick: () => open(text) },
        cjmEl("span", { class: "text", dir: "auto" }, text),
        cjmEl("span", { class: "note" }, cjmEl("span", { dir: "auto" }, note), waiting ? cjmEl("span", { class: "wait" }, cjmIcon("schedule"), " kept on this phone") : null,
          cjmEl("span", { class: "unseen" }, "Tap to edit"), cjmIcon("edit"))));
    };
    const open = (given, focus = true) => {
      const field = cjmEl("textarea", { rows: 3, dir: "auto", "aria-label": "Edit", "data-field": "edit" + id });
      field.value = given;
      const keepIt = () => keep && this.kept.set(keep, { id, text: field.value });
      field.addEventListener("input", keepIt);
      const shut = () => {
        if (keep) this.kept.set(keep, null);
        closed();
        const again = box.querySelector("button");
        if (again) again.focus({ preventScroll: true });
      };
      box.replaceChildren(cjmEl("div", { class: "editing" }, field, cjmEl("div", { class: "row" },
        this.button("Save", "check", () => {
          const now = field.value.trim();
          if (!now || now.length > CJM_MOST) return field.focus();
          shut();
          if (now !== text) save(now);
        }, { class: "main" }),
        takeBack ? this.button("Take back", "undo", () => { shut(); takeBack(); }) : null,
        this.button("Cancel", null, shut))));
      if (focus) {
        field.focus({ preventScroll: true });
        field.setSelectionRange(given.length, given.length);
        box.firstChild.scrollIntoView({ block: "nearest" });
      }
    };
    if (kept && kept.id === id) open(kept.text, false);
    else closed();
    return box;
  },

  // What was voted on and is gone from the map: what one gave it is one's own again.
  returnedBox() {
    const box = cjmEl("div", { class: "returned", role: "status" });
    const refresh = () => {
      const gone = (this.doc.mine && this.doc.mine.returned) || [];
      const mark = JSON.stringify(gone);
      if (box.dataset.mark === mark) return;
      box.dataset.mark = mark;
      const theirs = ({ dots, pick }) => dots === 1 ? "Your dot on it is yours again." : dots ? `Your ${dots} dots on it are yours again.` : pick ? "Choose somebody else." : "What you said of it counts no more.";
      box.replaceChildren(...gone.map((one) => cjmEl("p", { dir: "auto" }, cjmIcon("undo"), ` “${one.text}” was taken off the map. ${theirs(one.votes)}`)));
    };
    return { el: box, refresh };
  },

  // Copies words; where the browser gives no clipboard (plain http), out of a field that holds them: the one that shows them, or one
  // that is nowhere seen.
  async copyWords(button, words, shown) {
    let done = false;
    if (window.isSecureContext && navigator.clipboard) done = await navigator.clipboard.writeText(words).then(() => true, () => false);
    if (!done) {
      const field = shown || cjmEl("textarea", { class: "unseen", readonly: true, tabindex: "-1" }, words);
      if (!shown) this.root.append(field);
      field.focus({ preventScroll: true });
      field.select();
      done = document.execCommand("copy");
      if (!shown) field.remove();
    }
    button.lastChild.textContent = done ? "Copied" : "Copy it by hand";
  },

  // Words that could not be sent in time: they are nowhere else, so they stand above everything, whatever is on. Those
  // written without names get one only if that is said before.
  lateBox() {
    const box = cjmEl("div", { class: "late" });
    const refresh = () => {
      const late = this.kept ? this.kept.get("late", []) : [];
      const put = this.view && this.view.put, named = Boolean(this.view && this.view.named);
      const mark = JSON.stringify([late, Boolean(put), named]);
      if (box.dataset.mark === mark) return;
      box.dataset.mark = mark;
      const settled = (text, then) => () => {
        this.kept.notLate(text);
        if (then) then();
        this.draw();
      };
      box.replaceChildren(...(late.length ? [cjmEl("h2", {}, cjmIcon("smartphone"), " Not sent, only on this phone"),
        ...late.map((text) => {
          const nameless = this.kept.isNameless(text);
          const copy = this.button("Copy", "content_copy", () => this.copyWords(copy, text));
          return cjmEl("div", { class: "one" }, cjmEl("p", { dir: "auto" }, text),
            nameless ? cjmEl("p", { class: "note" }, named ? "You wrote this without names. Here your name is shown." : "You wrote this without names.") : null,
            cjmEl("div", { class: "row" },
              put ? this.button(nameless && named ? "Use it with my name" : "Use it", "edit", settled(text, () => this.view.put(text, nameless))) : null,
              this.button(nameless ? "Park it without my name" : "Park it", "local_parking", settled(text, () => this.live.send({ do: "park_thought", with: nameless ? { text, nameless } : { text } }))),
              copy, this.button("Throw away", "delete", settled(text))));
        })] : []));
    };
    const clear = () => {
      box.replaceChildren();
      delete box.dataset.mark;
    };
    return { el: box, refresh, clear };
  },
};
