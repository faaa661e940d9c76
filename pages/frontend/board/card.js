// One card.
const CjmCards = {
  department(id) {
    return this.model.departments.find((d) => d.id === id);
  },

  badge(id, named) {
    const d = this.department(id);
    if (!d) return null;
    const letters = cjmEl("span", { class: "dept d" + (d.colour % 8), title: d.name }, d.letters);
    return named ? cjmEl("span", { class: "deptname" }, letters, cjmEl("span", { class: "grow" }, d.name)) : letters;
  },

  names() {
    const names = new Map();
    for (const r of this.model.resources) names.set(r.id, r);
    for (const k of this.model.kpis) names.set(k.id, { ...k, kind: "kpi" });
    return names;
  },

  card(card) {
    const marks = this.context + "|" + (this.mode === "overview" ? "o|" : "|") + (this.drafts.has(card.id) ? "d" : "");
    let kept = this.cards.get(card.id);
    if (kept && kept.card === card && kept.marks === marks) {
      kept.el.classList.toggle("fresh", this.fresh.has(card.id));
      return kept.el;
    }
    if (!kept) {
      const el = cjmEl("div", { role: "group", tabindex: "-1", "data-card": card.id });
      kept = { el };
      this.cards.set(card.id, kept);
    }
    kept.card = card;
    kept.marks = marks;
    if (this.editing === card.id) return kept.el; // the text being written stays
    this.fill(kept.el, card);
    kept.el.classList.toggle("fresh", this.fresh.has(card.id));
    return kept.el;
  },

  fill(el, card) {
    const pain = card.kind === "pain_point";
    const boxed = CJM_BOXED.has(card.kind);
    el.className = `card k-${card.kind} ${boxed ? "boxed ev-" + card.evidence : "bare"}`;
    const rated = card.severity && card.frequency;
    const said = [CJM_SINGULAR[card.kind], card.text];
    if (pain) said.push(rated ? `severity ${card.severity}, frequency ${card.frequency}` : "not rated");
    if (boxed) said.push(CJM_EVIDENCE[card.evidence]);
    if (card.links.length) said.push(`linked with ${card.links.length}`);
    el.setAttribute("aria-label", said.join(", "));
    el.setAttribute("aria-roledescription", "card");
    const parts = [];
    if (pain) {
      const steps = [5, 4, 3, 2, 1].map((n) => cjmEl("i", { class: card.severity >= n ? "s" + card.severity : null }));
      const label = card.severity ? `Severity ${card.severity} of 5, change` : "Severity not rated, set";
      parts.push(cjmEl("button", { class: "sev", tabindex: "-1", type: "button", "data-sev": "", "aria-label": label, title: "Severity: click a step, or keys 1 to 5" }, steps));
    }
    const only = card.stream && this.model.streams.length > 1 && this.model.streams.find((x) => x.id === card.stream);
    if (only) el.setAttribute("aria-label", [...said, "only in " + only.name].join(", "));
    const mark = only ? cjmEl("span", { class: "icon small only", title: "Only in " + only.name, "aria-hidden": "true" }, "alt_route") : null;
    const main = cjmEl("div", { class: "main" }, cjmEl("div", { class: "text", dir: "auto" }, mark, card.kind === "quote" ? "“" + card.text.replace(/^[“"]|[”"]$/g, "") + "”" : card.text));
    const meta = this.meta(card, pain, boxed, rated);
    const chips = card.chips.map((id) => this.known.get(id)).filter(Boolean);
    if (chips.length) {
      const brief = this.mode === "overview" && meta.length && chips.length > 1;
      const more = brief ? cjmEl("span", { class: "chip", title: chips.slice(1).map((c) => c.name).join("\n") }, "+" + (chips.length - 1)) : null;
      const used = cjmEl("div", { class: "chips" }, (brief ? chips.slice(0, 1) : chips).map((c) => cjmEl("span", { class: "chip", title: (c.kind === "kpi" ? "KPI" : c.kind) + ": " + c.name }, c.name)), more);
      if (meta.length && this.mode === "overview") {
        const end = meta.findIndex((part) => part.classList.contains("end"));
        meta.splice(end < 0 ? meta.length : end, 0, used);
      } else main.append(used);
    }
    if (meta.length) main.append(cjmEl("div", { class: boxed ? "meta" : "meta rare" }, meta));
    parts.push(main);
    el.replaceChildren(...parts);
  },

  // The row below the text: only what is known.
  meta(card, pain, boxed, rated) {
    const meta = [];
    if (pain) {
      const dept = this.badge(card.dept);
      if (dept) meta.push(dept);
      const words = rated ? `${card.severity}×${card.frequency}` : card.severity || card.frequency ? `${card.severity || "?"}×${card.frequency || "?"}` : "rate";
      meta.push(cjmEl("button", { class: "rate" + (rated ? "" : " none"), tabindex: "-1", type: "button", "data-rate": "", title: "Severity × frequency: click to rate", "aria-label": "Rate: " + words }, words));
      if (card.whose === "internal") meta.push(cjmEl("span", { class: "whose", title: "An internal pain, not the customer’s" }, "inside"));
    }
    if (card.internal && card.whose !== "internal") meta.push(cjmEl("span", { class: "icon small", title: "Internal: customers never see it", role: "img", "aria-label": "Internal" }, "lock"));
    if (card.drop_off) meta.push(cjmEl("span", { class: "icon small", title: "People drop off here: " + card.drop_off, role: "img", "aria-label": "People drop off here" }, "trending_down"));
    if (card.speaker) meta.push(cjmEl("span", { class: "grow speaker", dir: "auto" }, card.speaker));
    const links = card.links.length;
    if (links && CJM_LINKED[card.kind]) {
      const words = pain ? String(links) : `${links} ${links === 1 ? "pain" : "pains"}`;
      const what = pain ? "Show what answers it" : "Show the pains it answers";
      meta.push(cjmEl("button", { class: pain ? "links end" : "links", type: "button", tabindex: "-1", "data-links": "", title: what, "aria-label": `${what} (${links})` }, cjmIcon("link"), words));
    }
    if (this.drafts.has(card.id)) meta.push(cjmEl("span", { class: "draft", title: "What you wrote here is kept, not saved: open the card to go on" }, "draft"));
    if (boxed && card.evidence === "confirmed")
      meta.push(cjmEl("span", { class: "verified" + (links && pain ? "" : " end"), title: "Confirmed by customers", role: "img", "aria-label": "confirmed by customers" }, cjmIcon("verified")));
    return meta;
  },

  // ---- what can be done with the card that was clicked or tapped
  choose(id) {
    this.selected = id;
    const card = this.model.cards[id];
    if (!card || this.linking) return this.deselect();
    const tool = (icon, words, label, act) => cjmEl("button", { type: "button", title: label, "aria-label": label, onclick: (event) => {
      event.stopPropagation();
      this.deselect();
      act();
    } }, cjmIcon(icon), words);
    const anchor = () => this.cards.get(id).el;
    this.tools.replaceChildren(...[
      tool("edit", "Write", "Write (Enter)", () => this.edit(id)),
      card.kind === "pain_point" && tool("speed", "Rate", "How bad, how often (1 to 5)", () => this.rateMenu(anchor(), id)),
      CJM_LINKED[card.kind] && tool("link", "Link", card.kind === "pain_point" ? "Link with what answers it (L)" : "Link with the pains it answers (L)", () => this.link(id, true)),
      CJM_BOXED.has(card.kind) && tool("fact_check", { assumed: "Assumed", observed: "Observed", confirmed: "Confirmed" }[card.evidence], "Evidence: change (E)", () => {
        this.turnEvidence(this.model.cards[id]);
        this.choose(id);
      }),
      this.stream() && !card.stream && this.model.streams.some((x) => x.id !== this.filter.stream && x.stages.includes(card.stage)) &&
        tool("alt_route", "Differ", `Give ${this.stream().name} a card of its own here; the other streams keep this one`, () => this.differ(id)),
      this.model.streams.length > 1 && card.stream && tool("join", "Share", "Share this card with all streams again", () => this.shareAgain(id)),
      tool("delete", "Trash", "Move to trash (Delete)", () => this.remove(id)),
      tool("more_horiz", "Details", "Details, move, group (space)", () => this.open(id, true)),
    ].filter(Boolean));
    this.tools.hidden = false;
    this.placeTools();
  },

  placeTools() {
    const kept = this.selected && this.cards.get(this.selected);
    if (!kept || !kept.el.isConnected || !this.model.cards[this.selected] || this.editing === this.selected) return this.deselect();
    const base = this.root.getBoundingClientRect();
    const at = kept.el.getBoundingClientRect();
    const below = at.bottom + 3 + this.tools.offsetHeight < this.dock.getBoundingClientRect().top;
    this.tools.style.left = Math.max(0, Math.min(at.left - base.left, base.width - this.tools.offsetWidth)) + "px";
    this.tools.style.top = (below ? at.bottom + 3 : at.top - 3 - this.tools.offsetHeight) - base.top + "px";
  },

  deselect() {
    this.selected = null;
    this.tools.hidden = true;
  },
};
