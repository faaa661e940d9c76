// Stages are typed, pasted, inserted and renamed where they stand. No export: the text stands in front of strip.js.
const CjmStripTyping = {
  keep() {
    try {
      localStorage.setItem(this.draftKey, this.input.value);
    } catch (_) {
      /* no storage */
    }
  },

  split(line) {
    const [name, department] = line.split("|");
    return { name: name.trim(), department: (department || "").trim() };
  },

  addTyped() {
    const { name, department } = this.split(this.input.value);
    if (!name) return;
    if (name.length > 200) {
      this.complain("A stage’s name holds 200 characters; this one has " + name.length + ".");
      return;
    }
    const last = this.stages().filter((one) => !one.loose).pop();
    this.input.value = "";
    this.keep();
    this.send("add_stage", { stream_id: this.data.stream, id: cjmId(), name, department, after: last ? last.id : null });
    this.chips.scrollTop = this.chips.scrollHeight;
    this.say("Added " + name);
  },

  pasted(event) {
    const text = (event.clipboardData || { getData: () => "" }).getData("text");
    if (!/[\n\r\t]/.test(text.trim())) return;
    event.preventDefault();
    this.pasting = this.pasting || {
      workshop: this.data.workshop, where: "stages", root: this.root,
      focus: () => this.input.focus({ preventScroll: true }),
      may: () => true,
      list: (items) => {
        this.send("paste_stages", { stream_id: this.data.stream, text: items.join("\n") });
        this.say("Added " + items.length + " stages");
      },
      table: (whole, choice) => {
        if (choice.items) return this.pasting.list(choice.items);
        this.send("paste_table", { stream_id: this.data.stream, text: whole, layout: choice.layout });
        this.say("Added " + choice.told);
      },
    }; // prettier-ignore
    cjmPasted(this.pasting, text);
  },

  // What is typed in place, at each keystroke: for after a reload, or if its stage goes.
  keepPlaced(what) {
    try {
      if (what) localStorage.setItem(this.draftKey + ":placed", JSON.stringify(what));
      else localStorage.removeItem(this.draftKey + ":placed");
    } catch (_) {
      /* no storage */
    }
  },

  // The stage at which one types is gone: what was typed stands in the field for the next one.
  saveTyped(id, item) {
    const box = item.li.querySelector("input");
    if (!box || (this.editing !== id && this.inserting !== box)) return;
    this.editing = this.inserting = null;
    this.putBelow(box.dataset.typed ? box.value.trim() : "");
  },

  putBelow(name) {
    this.keepPlaced(null);
    if (!name) return;
    this.input.value = [this.input.value, name].filter(Boolean).join(" ");
    this.keep();
    this.complain("The stage was removed while you typed. Your words stand in the field for the next stage.");
    this.input.focus({ preventScroll: true });
  },

  // After a reload one goes on where one was typing.
  typeOn() {
    if (this.wentOn || !this.items.size || !this.data.leads) return;
    this.wentOn = true;
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.draftKey + ":placed"));
    } catch (_) {
      /* no storage */
    }
    if (!kept) return;
    const at = this.items.get(kept.id || kept.after);
    if (kept.id && at) this.rename(kept.id, kept.text);
    else if (!kept.id && (at || !kept.after)) this.insert(at ? at.gap : this.first, kept.text);
    else this.putBelow(kept.text);
  },

  insert(gap, typed) {
    if (this.inserting) this.inserting.remove();
    const after = gap.dataset.after;
    const box = cjmMade("input", { type: "text", className: "inserting", ariaLabel: "New stage here", placeholder: "New stage here", maxLength: 200, dir: "auto", value: typed || "" });
    box.addEventListener("input", () => this.keepPlaced({ after, text: (box.dataset.typed = box.value) }));
    if (typed) box.dataset.typed = typed;
    this.inserting = box;
    gap.after(box);
    const done = (add, focus) => {
      if (this.inserting !== box) return;
      this.inserting = null;
      this.keepPlaced(null);
      const { name, department } = this.split(box.value);
      box.remove();
      if (focus) gap.focus({ preventScroll: true });
      if (!add || !name) return;
      const id = cjmId();
      this.send("add_stage", { stream_id: this.data.stream, id, name, department, after: after || null, first: !after });
      this.say("Inserted " + name);
      if (focus && this.items.has(id)) this.items.get(id).face.focus({ preventScroll: true });
    };
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") done(true, true);
      if (event.key === "Escape") done(false, true);
    });
    box.addEventListener("blur", () => cjmPlacing || done(true, false));
    box.focus();
  },

  rename(id, typed) {
    const item = this.items.get(id);
    const stage = this.stages().find((one) => one.id === id);
    if (!item || !stage || stage.loose || this.editing === id) return;
    this.editing = id;
    const box = cjmMade("input", { type: "text", ariaLabel: "Name of the stage", value: typed ?? stage.name, maxLength: 200, dir: "auto" });
    if (typed !== undefined) box.dataset.typed = typed;
    item.face.hidden = item.more.hidden = true;
    item.chip.prepend(box);
    const done = (save, focus) => {
      if (this.editing !== id) return;
      this.editing = null;
      this.keepPlaced(null);
      const name = box.value.trim();
      box.remove();
      item.face.hidden = item.more.hidden = false;
      if (focus) item.face.focus({ preventScroll: true });
      if (!save || name === stage.name) return this.draw();
      if (!name) return this.complain("A stage needs a name; it keeps “" + stage.name + "”.");
      const busy = [...this.over, ...this.live.acts].some((act) => act.do === "edit_stage" && act.with.id === id);
      const now = this.data.stages.find((one) => one.id === id);
      this.send("edit_stage", { id, name, expected_version: typed !== undefined || busy || stage.waiting || !now ? null : stage.version });
      this.say("Renamed to " + name);
    };
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") done(true, true);
      if (event.key === "Escape") done(false, true);
    });
    box.addEventListener("pointerdown", (event) => event.stopPropagation());
    box.addEventListener("input", () => this.keepPlaced({ id, text: (box.dataset.typed = box.value) }));
    box.addEventListener("blur", () => cjmPlacing || done(true, false));
    box.focus();
    box.select();
  },
};
