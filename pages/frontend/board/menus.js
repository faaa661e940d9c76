// Menus: small boxes beside what they belong to.
const CjmMenus = {
  menu(anchor, label, build) {
    this.shut();
    const box = cjmEl("div", { class: "menu", role: "dialog", "aria-label": label });
    build(box);
    this.root.append(box);
    const at = anchor.getBoundingClientRect();
    const base = this.root.getBoundingClientRect();
    box.style.left = Math.max(4, Math.min(at.left - base.left, base.width - box.offsetWidth - 8)) + "px";
    const below = at.bottom - base.top + 4;
    const fits = below + box.offsetHeight < base.height;
    box.style.top = Math.max(4, fits ? below : Math.min(at.top - base.top - box.offsetHeight - 4, base.height - box.offsetHeight - 4)) + "px";
    this.menuBox = box;
    this.menuAnchor = anchor;
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.shut(true);
      }
    });
    const first = box.querySelector("input, button, select");
    if (first) first.focus({ preventScroll: true });
  },

  shut(back) {
    if (!this.menuBox) return;
    this.menuBox.remove();
    this.menuBox = null;
    if (back && this.menuAnchor && this.menuAnchor.isConnected) this.menuAnchor.focus({ preventScroll: true });
  },

  scale(label, value, ends, choose) {
    return cjmEl("div", { class: "scale", role: "group", "aria-label": label },
      cjmEl("span", { class: "scalename" }, label),
      [1, 2, 3, 4, 5].map((n) => cjmEl("button", { type: "button", class: "s" + n, "aria-pressed": String(value === n), title: n === 1 ? ends[0] : n === 5 ? ends[1] : "", onclick: () => choose(value === n ? null : n) }, String(n))));
  },

  rateMenu(anchor, id) {
    this.menu(anchor, "Rate this pain point", (box) => {
      const fill = () => {
        const card = this.model.cards[id];
        if (!card) return this.shut();
        const set = (axis) => (value) => {
          this.rate(id, axis, value);
          fill();
          const now = this.model.cards[id];
          if (now.severity && now.frequency && axis === "frequency") {
            this.shut();
            this.focusCard(id);
          }
        };
        box.replaceChildren(
          this.scale("How bad", card.severity, ["annoying", "gives up"], set("severity")),
          this.scale("How often", card.frequency, ["rarely", "every time"], set("frequency")));
      };
      fill();
    });
  },

  feelMenu(anchor, stage) {
    this.menu(anchor, "Emotion at " + stage.name, (box) => {
      const back = () => (this.shut(), this.find(`[data-feel="${stage.id}"]`)?.focus({ preventScroll: true }));
      const why = cjmEl("input", { type: "text", maxlength: "400", value: stage.emotion_reason || "", dir: "auto", placeholder: "Why?", "aria-label": "Why they feel so" });
      const set = (value) => {
        const reason = why.value.trim();
        if (value !== stage.emotion || (value !== null && reason !== (stage.emotion_reason || ""))) this.feel(stage, { value, reason });
        back();
      };
      box.append(cjmEl("div", { class: "faces" }, [2, 1, 0, -1, -2].map((v) =>
        cjmEl("button", { type: "button", "aria-pressed": String(stage.emotion === v), onclick: () => set(v) }, cjmIcon(CJM_FACES[v]), cjmSigned(v) + " " + CJM_FEELS[v]))));
      why.addEventListener("keydown", (event) => event.key === "Enter" && (stage.emotion === null ? why.focus() : set(stage.emotion)));
      box.append(why);
      const stream = this.stream();
      if (stage.own_emotion) box.append(cjmEl("button", { type: "button", onclick: () => set(null) }, cjmIcon("backspace"), "As in all streams again"));
      else if (stage.emotion !== null && !(stream && this.only())) box.append(cjmEl("button", { type: "button", onclick: () => set(null) }, cjmIcon("backspace"), "Take it back"));
      if (stream) box.append(cjmEl("p", {}, stage.own_emotion || this.only() ? "Only in " + stream.name : "In all streams"));
    });
  },

  laneMenu(anchor, lane) {
    const lanes = this.model.lanes;
    const at = lanes.findIndex((l) => l.id === lane.id);
    this.menu(anchor, "Lane " + lane.name, (box) => {
      const name = cjmEl("input", { type: "text", value: lane.name, maxlength: "200", "aria-label": "Name of the lane" });
      const rename = () => {
        if (name.value.trim() && name.value.trim() !== lane.name) this.act("rename_lane", { id: lane.id, name: name.value.trim() });
        this.shut(true);
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && rename());
      box.append(
        cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: rename }, "Rename")),
        cjmEl("button", { type: "button", disabled: at === 0, onclick: () => (this.act("move_lane", { id: lane.id, after: at > 1 ? lanes[at - 2].id : null }), this.shut()) }, cjmIcon("arrow_upward"), "Move up"),
        cjmEl("button", { type: "button", disabled: at === lanes.length - 1, onclick: () => (this.act("move_lane", { id: lane.id, after: lanes[at + 1].id }), this.shut()) }, cjmIcon("arrow_downward"), "Move down"),
        cjmEl("button", { type: "button", onclick: () => (this.act("show_lane", { id: lane.id, hidden: true }), this.shut()) }, cjmIcon("visibility_off"), "Hide this lane"),
        cjmEl("button", { type: "button", "aria-pressed": String(Boolean(lane.internal)), onclick: () => (this.act("keep_lane_internal", { id: lane.id, internal: !lane.internal }), this.shut()) },
          cjmIcon(lane.internal ? "lock_open" : "lock"), lane.internal ? "Internal no longer" : "Internal: never shown to customers"));
    });
  },

  lanesMenu(anchor) {
    const inFocus = this.mode === "lanes";
    this.menu(anchor, "Lanes", (box) => {
      box.append(cjmEl("p", {}, inFocus ? "Lanes to look at now (three or four read best)" : "Lanes on the board, for everyone"));
      for (const lane of this.model.lanes) {
        const on = inFocus ? this.chosen.includes(lane.id) : !lane.hidden;
        const check = cjmEl("input", { type: "checkbox", onchange: () => {
          if (inFocus) {
            this.chosen = check.checked ? [...this.chosen, lane.id] : this.chosen.filter((id) => id !== lane.id);
            this.draw();
          } else this.act("show_lane", { id: lane.id, hidden: !check.checked });
        } });
        check.checked = on;
        check.disabled = !inFocus && !this.leads;
        box.append(cjmEl("label", { class: "check" }, check, cjmIcon(lane.icon), cjmEl("span", { class: "grow" }, lane.name), cjmEl("span", { class: "count" }, String(this.counts.get(lane.id) || 0))));
      }
      if (!this.leads) return; // what everybody works on is the facilitator's
      const name = cjmEl("input", { type: "text", placeholder: "Another lane", maxlength: "200", "aria-label": "Name of a new lane" });
      const add = () => {
        if (!name.value.trim()) return;
        this.act("add_lane", { id: cjmId(), name: name.value.trim() });
        this.shut(true);
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && add());
      box.append(cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: add }, "Add lane")));
    });
  },

  filterMenu(anchor) {
    const choose = (label, field, options) => {
      const select = cjmEl("select", { "aria-label": label, onchange: () => {
        this.filter[field] = select.value;
        if (field === "stream") this.keepLook();
        this.draw();
      } }, cjmEl("option", { value: "" }, "all"), options.map(([id, name]) => cjmEl("option", { value: id }, name)));
      select.value = this.filter[field] || "";
      return cjmEl("label", { class: "field" }, cjmEl("span", {}, label), select);
    };
    this.menu(anchor, "Filter", (box) => {
      const text = cjmEl("input", { type: "search", value: this.filter.text || "", placeholder: "words on the card", "aria-label": "Words on the card", oninput: () => {
        this.filter.text = text.value;
        this.draw();
      } });
      box.append(
        cjmEl("label", { class: "field" }, cjmEl("span", {}, "Text"), text),
        ...(this.model.streams.length > 1 ? [choose("Value stream", "stream", this.model.streams.map((x) => [x.id, x.name]))] : []),
        choose("Department", "department", this.model.departments.map((d) => [d.id, d.name])),
        choose("Evidence", "evidence", Object.entries(CJM_EVIDENCE)),
        choose("Lane", "lane", this.model.lanes.filter((l) => !l.hidden).map((l) => [l.id, l.name])),
        choose("Theme", "theme", this.model.themes.map((t) => [t.id, t.name])),
        choose("Whose", "whose", [["customer", "the customer’s"], ["internal", "internal"]]),
        cjmEl("button", { type: "button", onclick: () => {
          this.filter = {};
          this.keepLook();
          this.shut(true);
          this.draw();
        } }, "Show all cards"));
    });
  },

  moreMenu(anchor) {
    const twins = this.twins().length;
    this.menu(anchor, "More", (box) => {
      const entry = (icon, words, show) => cjmEl("button", { type: "button", onclick: (event) => (event.stopPropagation(), show(anchor)) }, cjmIcon(icon), words);
      box.append(
        entry("list_alt", "Rename systems, themes, KPIs …", (el) => this.listsMenu(el)),
        entry("bar_chart", "Bottlenecks", (el) => this.hurtsMenu(el)),
        entry("content_copy", twins ? `Likely duplicates (${twins})` : "No likely duplicates", (el) => twins && this.duplicatesMenu(el)),
        entry("keyboard", "Keys", (el) => this.keysMenu(el)));
    });
  },

  duplicatesMenu(anchor) {
    this.menu(anchor, "Likely duplicates", (box) => {
      box.classList.add("wide");
      const fill = () => {
        const pairs = this.twins();
        if (!pairs.length) return this.shut(true);
        box.replaceChildren(cjmEl("p", {}, "These say nearly the same. Grouped, both cards stay."), ...pairs.map(([a, b]) =>
          cjmEl("div", { class: "pair" }, cjmEl("span", { class: "grow", dir: "auto" }, a.text, cjmEl("br"), b.text),
            cjmEl("button", { type: "button", onclick: () => (this.act("group_entries", { onto: a.id, ids: [b.id], id: cjmId(), title: a.text.slice(0, 200) }), fill()) }, "Group"),
            cjmEl("button", { type: "button", onclick: () => {
              this.apart.add(a.id + b.id);
              fill();
              this.drawBar();
            } }, "Keep apart"))));
      };
      fill();
    });
  },

  keysMenu(anchor) {
    const keys = [
      ["In the line below", ""], ["Enter", "add the card"], ["Tab, Shift+Tab", "next lane, lane before"], ["Alt + ← →", "stage before, next stage"], ["p: or o:", "a pain point, an opportunity"], ["Escape or ↑", "to the cards"],
      ["On a card", ""], ["Enter", "write (Escape leaves, your text is kept)"], ["Space", "details beside the board"], ["1 to 5, 0", "severity, none"], ["Shift + 1 to 5", "frequency"], ["e", "evidence"], ["l", "link: then choose cards, Enter links, Escape ends"], ["g", "group with the card above"], ["arrow keys", "to the next card"], ["Alt + arrow keys", "move it: stage, place, lane"], ["Delete", "to the trash"], ["Escape", "back to the line below"],
    ];
    this.menu(anchor, "Keys", (box) => {
      box.append(cjmEl("div", { class: "keys" }, keys.flatMap(([key, what]) => what ? [cjmEl("kbd", {}, key), cjmEl("span", {}, what)] : [cjmEl("strong", { class: "all" }, key)])),
        cjmEl("p", {}, "Drag a card to move it, onto another card to group them; by finger, press long first. Faces on the emotion curve are pulled up and down."),
        cjmEl("button", { type: "button", onclick: () => this.shut(true) }, "Close"));
    });
  },

  hurtsMenu(anchor) {
    this.menu(anchor, "Bottlenecks", (box) => {
      box.classList.add("wide");
      const stages = this.stages().filter((s) => s.pain).sort((a, b) => b.pain - a.pain);
      const most = Math.max(1, ...stages.map((s) => Math.max(s.pain_customer, s.pain_internal)));
      const bar = (n, name) => cjmEl("span", {}, cjmEl("i", { class: name, style: `width:${(n / most) * 100}%` }));
      const s = this.model.stats;
      box.append(
        cjmEl("p", {}, `Severity × frequency of ${s.rated} rated pain points (${s.pains - s.rated} not rated): customers’ ${s.pain_customer}, internal ${s.pain_internal}.`),
        cjmEl("div", { class: "bars" },
          cjmEl("strong", {}, "Stage"), cjmEl("strong", {}, "Customers’"), cjmEl("span"), cjmEl("strong", {}, "Internal"), cjmEl("span"),
          stages.flatMap((x) => [
            cjmEl("span", { dir: "auto" }, (x.rank ? x.rank + ". " : "") + x.name),
            bar(x.pain_customer, ""), cjmEl("span", { class: "num" }, String(x.pain_customer)),
            bar(x.pain_internal, "inside"), cjmEl("span", { class: "num" }, String(x.pain_internal))])),
        cjmEl("button", { type: "button", onclick: () => this.shut(true) }, "Close"));
    });
  },

  listsMenu(anchor) {
    this.menu(anchor, "Lists of this workshop", (box) => {
      box.classList.add("wide");
      const words = { performer: "Job performers", channel: "Channels", system: "Systems", data: "Data" };
      const part = (title, rows, kind) => rows.length ? [cjmEl("p", { class: "part" }, title + " (" + rows.length + ")"), ...rows.map((r) => {
        const name = cjmEl("input", { type: "text", value: r.name, maxlength: "200", "aria-label": "Name, " + title });
        const rename = () => name.value.trim() && name.value.trim() !== r.name && this.act("rename_listed", { kind, id: r.id, name: name.value.trim() });
        name.addEventListener("change", rename);
        const gone = cjmEl("button", { type: "button", title: "Take it off the list and off every card", "aria-label": "Remove " + r.name }, cjmIcon("delete"));
        gone.addEventListener("click", () => { this.act("remove_listed", { kind, id: r.id }); line.remove(); });
        const line = cjmEl("div", { class: "listed" }, name, ...(kind === "kpi" ? kpiFields(r) : []), gone);
        return line;
      })] : [];
      const kpiFields = (r) => {
        const unit = cjmEl("input", { type: "text", value: r.unit || "", maxlength: "40", placeholder: "unit", "aria-label": "Unit of " + r.name });
        unit.addEventListener("change", () => this.act("describe_kpi", { id: r.id, unit: unit.value.trim() }));
        const better = cjmEl("select", { "aria-label": "Better is, " + r.name }, ...[["down", "less is better"], ["up", "more is better"]].map(([v, words]) => cjmEl("option", { value: v }, words)));
        better.value = r.direction || "down";
        better.addEventListener("change", () => this.act("describe_kpi", { id: r.id, direction: better.value }));
        return [unit, better];
      };
      box.append(cjmEl("p", {}, "Renamed here, renamed on every card; two of one name become one. New ones are made on a card."),
        ...part("Themes", this.model.themes, "theme"),
        ...Object.entries(words).flatMap(([kind, title]) => part(title, this.model.resources.filter((r) => r.kind === kind), "resource")),
        ...part("KPIs", this.model.kpis, "kpi"));
    });
  },

  twins() {
    return this.model.duplicates.filter(([a, b]) => !this.apart.has(a + b)).map(([a, b]) => [this.model.cards[a], this.model.cards[b]])
      .filter(([a, b]) => a && b && !(a.group && a.group === b.group) && !(a.stream && b.stream && a.stream !== b.stream));
  },

  nameGroup(button, card, acts) {
    const id = button.dataset.grouptitle;
    this.menu(button, "Name of the group", (box) => {
      const name = cjmEl("input", { type: "text", maxlength: "200", value: this.model.groups[id], dir: "auto", "aria-label": "Name of the group" });
      const save = () => {
        if (name.value.trim() && name.value.trim() !== this.model.groups[id]) {
          const act = this.act("rename_group", { id, title: name.value.trim() });
          if (acts) acts.push(act), this.acked.set(act.id, 0);
        }
        this.shut();
        if (card) this.focusCard(card);
      };
      name.addEventListener("keydown", (event) => event.key === "Enter" && save());
      box.append(cjmEl("div", { class: "line" }, name, cjmEl("button", { type: "button", onclick: save }, card ? "Name it" : "Rename")));
    });
    if (card) this.menuBox.querySelector("input").select();
  },
};
