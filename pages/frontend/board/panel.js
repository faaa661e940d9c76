// The panel beside the board: the rarer fields of one card. What is written is kept as a draft until it is saved.
const CJM_TEXTS = ["text", "source", "link", "blocks", "drop_off", "better_or_worse", "speaker", "note"];

const CjmPanel = {
  draftKey(id) {
    return "cjm-panel:" + this.workshop + ":" + id;
  },

  open(id, focus) {
    if (!this.model.cards[id]) return;
    if (this.panel && this.panel.id === id) {
      if (focus) this.aside.querySelector("textarea")?.focus();
      return;
    }
    let draft = {};
    try {
      draft = JSON.parse(sessionStorage.getItem(this.draftKey(id)) || "{}");
    } catch (_) {
      /* no storage */
    }
    this.panel = { id, draft };
    this.address(id);
    this.root.classList.add("with-panel");
    this.aside.hidden = false;
    this.drawPanel();
    if (window.innerWidth < 768) this.root.scrollIntoView({ block: "start" });
    else if (focus) this.aside.querySelector("textarea").focus({ preventScroll: true });
    this.fitSoon();
  },

  close() {
    if (!this.panel) return;
    const id = this.panel.id;
    this.panel = null;
    this.address(null);
    this.root.classList.remove("with-panel");
    this.aside.hidden = true;
    this.aside.replaceChildren();
    this.fitSoon();
    if (this.model.cards[id]) this.focusCard(id);
    else this.input.focus({ preventScroll: true });
  },

  // The open card stands in the address, so that a reload opens it again.
  address(id) {
    const url = new URL(window.location.href);
    if (id) url.searchParams.set("card", id);
    else url.searchParams.delete("card");
    window.history.replaceState(window.history.state, "", url);
  },

  write(name, value) {
    const card = this.model.cards[this.panel.id];
    const before = this.stored(card, name);
    if (JSON.stringify(before) === JSON.stringify(value)) delete this.panel.draft[name];
    else this.panel.draft[name] = CJM_TEXTS.includes(name) ? { value, was: this.panel.draft[name]?.was ?? before } : { value };
    try {
      sessionStorage.setItem(this.draftKey(card.id), JSON.stringify(this.panel.draft));
    } catch (_) {
      /* no storage */
    }
    this.markPanel();
  },

  markPanel() {
    const changed = Object.keys(this.panel.draft).length;
    const save = this.aside.querySelector(".save");
    if (save) save.disabled = !changed;
    const mark = this.aside.querySelector(".kept");
    const waits = [...this.sent.values()].some((one) => one.id === this.panel.id);
    if (mark) mark.textContent = changed ? "Not saved yet; what you wrote is kept" : waits ? "Kept on this device, not saved yet" : "Saved";
  },

  stored(card, name) {
    const names = this.known;
    const kinds = ["performer", "channel", "system", "data", "kpi"];
    if (kinds.includes(name)) return card.chips.filter((id) => names.get(id) && names.get(id).kind === name).map((id) => names.get(id).name);
    if (name === "links") return card.links;
    if (name === "department_id") return card.own_dept || null;
    if (name === "value_stream_id") return card.stream || null;
    if (name === "theme") return (this.model.themes.find((t) => t.id === card.theme) || { name: "" }).name;
    if (CJM_TEXTS.includes(name)) return card[name] || "";
    if (name === "internal") return Boolean(card.internal);
    return card[name];
  },

  value(card, name) {
    return name in this.panel.draft ? this.panel.draft[name].value : this.stored(card, name);
  },

  // A draft as the command takes it.
  written(draft, card) {
    const fields = {};
    const was = {};
    const links = {};
    for (const [name, { value, was: before }] of Object.entries(draft)) {
      if (name === "stage" || name === "lane") continue;
      if (name === "links") links[card.kind === "opportunity" ? "answers" : "answered_by"] = value;
      else if (["performer", "channel", "system", "data", "kpi"].includes(name)) links[name] = value;
      else {
        fields[name] = value;
        if (CJM_TEXTS.includes(name)) was[name] = before;
      }
    }
    return { fields, was, links };
  },

  save() {
    const { id, draft } = this.panel;
    const card = this.model.cards[id];
    if (!card) return;
    const { fields, was, links } = this.written(draft, card);
    if (fields.text !== undefined && !fields.text.trim()) {
      this.toast("A card needs some words. To get rid of it, move it to the trash.", null, true);
      return;
    }
    const moved = draft.stage || draft.lane;
    this.panel.draft = {};
    try {
      sessionStorage.removeItem(this.draftKey(id));
    } catch (_) {
      /* no storage */
    }
    if (Object.keys(fields).length || Object.keys(links).length) {
      const act = this.act("edit_entry", { id, fields, was, links });
      this.sent.set(act.id, { id, draft });
    }
    if (moved) this.act("move_entry", { id, stage_id: draft.stage ? draft.stage.value : card.stage, lane_id: draft.lane ? draft.lane.value : card.lane, place: "last" });
    this.drawPanel();
  },

  segmented(card, name, label, options) {
    const group = cjmEl("div", { class: "segments", role: "group", "aria-label": label, "data-field": name });
    for (const [value, words] of options) {
      group.append(cjmEl("button", { type: "button", "aria-pressed": String(this.value(card, name) === value), onclick: () => {
        const now = this.value(this.model.cards[card.id], name);
        this.write(name, now === value && (name === "severity" || name === "frequency") ? null : value);
        for (const [i, [v]] of options.entries()) group.children[i].setAttribute("aria-pressed", String(this.value(this.model.cards[card.id], name) === v));
      } }, words));
    }
    return cjmEl("div", { class: "field" }, cjmEl("span", {}, label), group);
  },

  text(card, name, label, rows, limit) {
    const props = { value: this.value(card, name), dir: "auto", maxlength: String(limit || 4000), "data-field": name };
    const input = rows ? cjmEl("textarea", { ...props, rows: String(rows) }) : cjmEl("input", { ...props, type: name === "link" ? "url" : "text" });
    input.addEventListener("input", () => this.write(name, input.value));
    return cjmEl("label", { class: "field" }, cjmEl("span", {}, label), input);
  },

  select(card, name, label, options) {
    const select = cjmEl("select", { "data-field": name }, options.map(([id, words]) => cjmEl("option", { value: id ?? "" }, words)));
    select.value = this.value(card, name) ?? "";
    select.addEventListener("change", () => this.write(name, select.value || null));
    return cjmEl("label", { class: "field" }, cjmEl("span", {}, label), select);
  },

  // Chosen things as chips; typing offers what is known and makes what is new.
  several(card, name, label, options, make) {
    const listId = "cjm-list-" + name;
    const words = new Map(options);
    const box = cjmEl("div", { class: "several", "data-field": name });
    const input = cjmEl("input", { type: "text", list: listId, "aria-label": label, placeholder: make ? "type to choose or add" : "type to choose", maxlength: "200", dir: "auto" });
    const list = cjmEl("datalist", { id: listId }, options.map(([, text]) => cjmEl("option", { value: text })));
    const now = () => this.value(this.model.cards[card.id], name);
    const fill = () => {
      cjmPlace(box, [
        ...now().map((one) => cjmEl("span", { class: "chip" }, cjmEl("span", { class: "grow", dir: "auto" }, make ? one : words.get(one) || "…"),
          cjmEl("button", { type: "button", "aria-label": "Take away " + (make ? one : words.get(one) || ""), onclick: () => {
            this.write(name, now().filter((x) => x !== one));
            fill();
            input.focus();
          } }, "×"))),
        input,
        list,
      ]);
    };
    const take = (strict) => {
      const typed = input.value.trim();
      if (!typed) return;
      const known = options.find(([, text]) => text.toLocaleLowerCase() === typed.toLocaleLowerCase());
      if (!known && (!make || strict)) return;
      const one = make ? (known ? known[1] : typed) : known[0];
      input.value = "";
      if (!now().includes(one)) this.write(name, [...now(), one]);
      fill();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || (event.key === "," && make)) {
        event.preventDefault();
        take();
      } else if (event.key === "Backspace" && !input.value && now().length) {
        this.write(name, now().slice(0, -1));
        fill();
        input.focus();
      }
    });
    input.addEventListener("input", (event) => event.inputType === "insertReplacementText" || event.inputType === undefined ? (take(true), input.focus()) : null);
    input.addEventListener("blur", () => take());
    fill();
    return cjmEl("div", { class: "field" }, cjmEl("span", {}, label), box);
  },

  drawPanel() {
    const card = this.model.cards[this.panel.id];
    if (!card) return this.close();
    const kind = CJM_SINGULAR[card.kind];
    const pain = card.kind === "pain_point";
    const opportunity = card.kind === "opportunity";
    const lane = this.model.lanes.find((l) => l.id === card.lane);
    const of = (wanted) => Object.values(this.model.cards).filter((c) => c.kind === wanted).map((c) => [c.id, c.text]);
    const listed = (wanted) => (wanted === "kpi" ? this.model.kpis : this.model.resources.filter((r) => r.kind === wanted)).map((r) => [r.id, r.name]);
    const several = (name, label) => this.several(card, name, label, listed(name), true);
    const stages = this.model.stages.map((s) => [s.id, s.name]);
    const lanes = this.model.lanes.map((l) => [l.id, l.name]);
    const themes = cjmEl("input", { type: "text", list: "cjm-list-theme", value: this.value(card, "theme"), maxlength: "200", dir: "auto", placeholder: "type to choose or add", "data-field": "theme" });
    themes.addEventListener("input", () => this.write("theme", themes.value.trim()));
    const parts = [
      this.text(card, "text", pain ? "What happens" : "Text", 2, 400),
      cjmEl("div", { class: "pairrow" }, this.select(card, "stage", "Move to stage", stages), this.select(card, "lane", "Lane", lanes)),
    ];
    if (pain) {
      parts.push(
        this.segmented(card, "severity", "Severity", [[1, "1 annoying"], [2, "2"], [3, "3"], [4, "4"], [5, "5 gives up"]]),
        this.segmented(card, "frequency", "Frequency", [[1, "1 rarely"], [2, "2"], [3, "3"], [4, "4"], [5, "5 every time"]]),
        this.segmented(card, "whose", "Whose pain", [["customer", "Customer’s"], ["internal", "Internal"]]));
    }
    parts.push(this.segmented(card, "evidence", "Evidence", [["assumed", "Assumed"], ["observed", "Observed"], ["confirmed", "Confirmed"]]));
    parts.push(this.text(card, "source", "Source", 0, 400), this.text(card, "link", "Link to it", 0, 2000));
    if (card.kind === "quote") parts.push(this.text(card, "speaker", "Who said it", 0, 200));
    if (pain) {
      parts.push(
        this.several(card, "links", "Answered by", of("opportunity"), false),
        this.text(card, "blocks", "What it blocks", 2),
        this.text(card, "drop_off", "Where people drop off, and why", 2),
        this.text(card, "better_or_worse", "Who makes it better or worse", 2));
    }
    if (opportunity) parts.push(this.several(card, "links", "Answers these pain points", of("pain_point"), false), several("kpi", "KPIs that would move"));
    parts.push(
      cjmEl("div", { class: "pairrow" },
        this.select(card, "department_id", "Department", [[null, "as the stage"], ...this.model.departments.map((d) => [d.id, d.name])]),
        cjmEl("label", { class: "field" }, cjmEl("span", {}, "Theme"), themes, cjmEl("datalist", { id: "cjm-list-theme" }, this.model.themes.map((t) => cjmEl("option", { value: t.name }))))),
      several("performer", "Job performers"), several("channel", "Channels"), several("system", "Systems"), several("data", "Data"));
    if (!opportunity) parts.push(several("kpi", "KPIs"));
    if (this.model.streams.length > 1) parts.push(this.select(card, "value_stream_id", "Value stream", [[null, "in all of them"], ...this.model.streams.map((x) => [x.id, "only in " + x.name])]));
    parts.push(this.segmented(card, "internal", "Customers who look at the map", [[false, "May see it, if it is shared"], [true, "Never: internal"]]));
    parts.push(this.text(card, "note", "Note", 2));
    const at = this.aside.querySelector(".fields");
    const scrolled = at ? at.scrollTop : 0;
    this.aside.setAttribute("aria-label", "Details of the " + kind);
    this.aside.replaceChildren(
      cjmEl("div", { class: "panelhead" }, lane ? cjmIcon(lane.icon) : null, cjmEl("h2", { class: "grow" }, kind.charAt(0).toUpperCase() + kind.slice(1)),
        cjmEl("button", { type: "button", class: "plain", "aria-label": "Close details", onclick: () => this.close() }, cjmIcon("close"))),
      cjmEl("div", { class: "fields" }, parts),
      this.traceBox(),
      cjmEl("div", { class: "panelfoot" },
        cjmEl("button", { type: "button", class: "primary save", onclick: () => this.save() }, cjmIcon("check"), "Save card"),
        cjmEl("button", { type: "button", title: "Group with the card above", "aria-label": "Group with the card above", onclick: () => this.joinAbove(this.model.cards[card.id]) }, cjmIcon("stacks"), "Group"),
        cjmEl("button", { type: "button", onclick: () => this.remove(card.id) }, cjmIcon("delete"), "Trash"),
        cjmEl("span", { class: "kept muted", role: "status" })));
    this.aside.querySelector(".fields").scrollTop = scrolled;
    this.panelCard = card;
    this.markPanel();
  },

  // What was written beside a card that somebody removed is offered back.
  panelGone() {
    const { id, draft } = this.panel;
    const { text, stage, lane } = this.panelCard || {};
    const { fields, links } = this.written(draft, this.panelCard || {});
    this.close();
    if (Object.keys(fields).length || Object.keys(links).length) this.offer({ id, text: fields.text ?? text ?? "", stage, lane, fields, links });
  },

  // Somebody else's change shows in what is not being written here.
  refreshPanel() {
    if (!this.panel) return;
    const card = this.model.cards[this.panel.id];
    if (!card) return this.panelGone();
    this.fetchTrace();
    if (card === this.panelCard) return;
    const inside = this.aside.contains(this.shadow.activeElement) && this.shadow.activeElement;
    if (inside && /^(INPUT|TEXTAREA|SELECT)$/.test(inside.tagName)) {
      for (const el of this.aside.querySelectorAll("input[data-field], textarea[data-field], select[data-field]"))
        if (el !== inside && !(el.dataset.field in this.panel.draft)) el.value = this.stored(card, el.dataset.field) ?? "";
      this.panelCard = card;
      return;
    }
    const field = inside && inside.closest("[data-field]");
    const place = field && Array.from(field.children).indexOf(inside);
    this.drawPanel();
    if (field) this.aside.querySelector(`[data-field="${field.dataset.field}"]`)?.children[place]?.focus({ preventScroll: true });
  },
};
