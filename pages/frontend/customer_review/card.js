// One line of the map with “True” and “Wrong”. Its field stays the same element for as long as the page lives.
class CjmReviewCard {
  constructor(page, id) {
    this.page = page;
    this.id = id;
    this.key = "card:" + id;
    this.text = cjmEl("p", { class: "text", dir: "auto" });
    const button = (mark, icon, words) => cjmEl("button", { type: "button", class: mark, "data-mark": mark, onclick: () => this.press(mark) }, cjmIcon(icon), words);
    this.buttons = [button("true", "check", "True"), button("wrong", "close", "Wrong")];
    this.field = cjmEl("textarea", { rows: "2", maxlength: "400", dir: "auto", placeholder: "What is it really like? A few words are enough.",
      oninput: () => this.typed(), onblur: () => this.keepWords(), onkeydown: (event) => this.keyed(event) }); // prettier-ignore
    this.why = cjmEl("div", { class: "why" }, this.field);
    this.settled = cjmEl("p", { class: "settled" }, cjmIcon("volunteer_activism"), "The team has taken this over. Thank you!");
    this.out = cjmEl("button", { type: "button", class: "out", onclick: () => page.leaveOut(id) }, cjmIcon("visibility_off"), "Leave out");
    this.el = cjmEl("li", { class: "line" }, cjmEl("div", { class: "says" }, this.text, this.out), cjmEl("div", { class: "row", role: "group" }, this.buttons), this.why, this.settled);
  }

  draw(card, said) {
    const { page } = this;
    const mark = said ? said.mark : "";
    this.said = said;
    if (this.text.textContent !== card.text) {
      this.text.textContent = card.text;
      this.field.setAttribute("aria-label", "What is wrong about: " + card.text);
      this.out.setAttribute("aria-label", "Leave out: " + card.text);
      for (const one of this.buttons) one.parentElement.setAttribute("aria-label", card.text);
    }
    this.el.dataset.said = mark;
    for (const one of this.buttons) {
      one.setAttribute("aria-pressed", String(one.dataset.mark === mark));
      one.hidden = Boolean(said && said.settled && one.dataset.mark !== mark);
      one.disabled = Boolean(said && said.settled);
    }
    const draft = page.kept.drafts[this.key];
    this.why.hidden = mark !== "wrong" || (said.settled && !said.words);
    this.field.readOnly = Boolean(said && said.settled);
    this.settled.hidden = !(said && said.settled);
    this.out.hidden = !page.preview;
    const words = draft ?? (said ? said.words : "");
    if (this.field.value !== words && page.shadow.activeElement !== this.field) this.field.value = words;
    cjmGrow(this.field);
  }

  press(mark) {
    if (this.page.preview) return this.page.toast("This is how customers see it. Only they can mark it.");
    if (this.said && this.said.mark === mark) {
      this.page.setDraft(this.key, "");
      return this.page.act("take_back_mark", { entry_id: this.id });
    }
    const words = mark === "wrong" ? this.page.kept.drafts[this.key] || "" : "";
    this.page.act("mark_card", { entry_id: this.id, mark, words });
    if (mark === "wrong") this.field.focus({ preventScroll: true });
  }

  typed() {
    this.page.setDraft(this.key, this.field.value);
    cjmGrow(this.field);
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.keepWords(), 1500);
  }

  keyed(event) {
    event.stopPropagation();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.field.blur();
  }

  keepWords() {
    clearTimeout(this.pausing);
    const words = this.field.value.trim();
    if (this.page.preview || !this.said || this.said.settled || this.said.mark !== "wrong") return;
    this.page.setDraft(this.key, "");
    if (words !== this.said.words) this.page.act("mark_card", { entry_id: this.id, mark: "wrong", words });
  }
}

function cjmGrow(field) {
  field.style.height = "auto";
  field.style.height = Math.max(60, field.scrollHeight + 4) + "px";
}
