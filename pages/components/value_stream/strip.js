// The row of stages. What is done here is shown at once and goes through the outbox (live.js); what is opened goes to Python.
const CJM_BULLET = /^\s*(?:[-*•–]\s+|\(?\d{1,3}[.)]\s+)?/;
const CJM_MENU = [
  ["rename", "edit", "Rename"], ["earlier", "arrow_back", "Move earlier"], ["later", "arrow_forward", "Move later"],
  ["insert", "add", "Insert after"], ["split", "call_split", "Split"], ["merge", "call_merge", "Merge"], ["remove", "delete", "Remove"],
];

function cjmMade(tag, given, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(given || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (key in el && key !== "list") el[key] = value;
    else el.setAttribute(key, value);
  }
  el.append(...children);
  return el;
}
function cjmMark(name) {
  const icon = cjmMade("span", { className: "icon", ariaHidden: "true" }, name);
  icon.setAttribute("translate", "no");
  return icon;
}

class CjmStrip {
  constructor(host, data) {
    this.host = host;
    this.data = data;
    this.live = cjmLive(data.workshop);
    this.over = []; // acts acknowledged, but not in what Python last drew
    this.items = new Map();
    this.list = cjmMade("ul", { ariaLabel: "Stages" });
    this.list.setAttribute("role", "list"); // which a list without bullets is not for every screen reader
    this.input = cjmMade("input", { type: "text", ariaLabel: "Next stage", placeholder: "Next stage, or paste a list", maxLength: 400, dir: "auto", autocomplete: "off", enterKeyHint: "done" });
    this.next = cjmMade("span", { className: "next" }, this.input, cjmMade("button", { type: "button", ariaLabel: "Add stage" }, "Add"));
    this.status = cjmMade("div", { className: "unseen", role: "status", ariaLive: "polite" });
    this.oops = cjmMade("div", { className: "oops", role: "alert", hidden: true });
    this.menu = cjmMade("div", { className: "menu", role: "menu", popover: "auto" });
    this.first = this.gap(null);
    this.first.classList.add("first");
    this.chips = cjmMade("div", { className: "chips" }, this.first, this.list, this.next);
    this.next.hidden = !data.leads;
    this.root = cjmMade("div", { className: "strip drawn" + (data.leads ? "" : " led") }, this.chips, this.oops, this.status, this.menu);
    host.append(this.root);
    this.draftKey = "cjm-typed-stage:" + data.workshop;
    try {
      this.input.value = localStorage.getItem(this.draftKey) || "";
    } catch (_) {
      /* no storage */
    }
    this.input.addEventListener("input", () => this.keep());
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        this.addTyped();
      }
    });
    this.input.addEventListener("paste", (event) => this.pasted(event));
    this.next.lastChild.addEventListener("click", () => {
      this.addTyped();
      this.input.focus({ preventScroll: true });
    });
    this.chips.addEventListener("keydown", (event) => this.key(event));
    this.chips.addEventListener("pointerdown", (event) => this.pressed(event));
    this.chips.addEventListener("contextmenu", (event) => this.touching && event.preventDefault());
    this.chips.addEventListener("dblclick", (event) => {
      const chip = event.target.closest(".face");
      if (chip) this.rename(chip.parentElement.dataset.stage);
    });
    this.menu.addEventListener("keydown", (event) => this.menuKey(event));
    this.leave = this.live.subscribe((event) => this.hear(event));
    this.fit = () => requestAnimationFrame(() => {
      this.input.placeholder = this.input.clientWidth < 200 ? "Next stage" : "Next stage, or paste a list";
      cjmFit();
    });
    window.addEventListener("resize", this.fit);
    this.observer = new ResizeObserver(this.fit);
    this.observer.observe(host.host || host);
    const block = document.querySelector('[data-testid="stMainBlockContainer"]');
    if (block) this.observer.observe(block);
  }

  destroy() {
    this.leave();
    this.observer.disconnect();
    window.removeEventListener("resize", this.fit);
    if (this.stop) this.stop(null);
  }

  update(data, press) {
    this.press = press;
    const other = this.data.stream !== data.stream;
    this.data = data;
    if (other) this.editing = null;
    this.over = this.over.filter((act) => act.revision > data.revision);
    this.draw();
    this.fit();
  }

  hear(event) {
    if (event.type !== "acks") return;
    for (const ack of event.acks) {
      if (!(ack.act.with.stream_id === this.data.stream || this.items.has(ack.act.with.id))) continue;
      if (ack.ok) this.over.push({ ...ack.act, revision: ack.revision });
      else this.refused(ack);
    }
    this.over = this.over.filter((act) => act.revision > this.data.revision);
    this.draw();
  }

  refused(ack) {
    const { do: name, with: args } = ack.act;
    if (name === "edit_stage" && args.name !== undefined && this.items.has(args.id)) this.rename(args.id, args.name);
    else if (name === "add_stage" && !this.input.value) this.input.value = args.name;
    else if (name === "paste_stages" && !this.input.value) this.input.value = args.text.split("\n").join(" ; ");
    this.complain(ack.error);
  }

  complain(sentence) {
    this.oops.replaceChildren(cjmMark("info"), cjmMade("span", {}, sentence));
    this.oops.hidden = !sentence;
  }

  say(words) {
    this.status.textContent = words;
  }

  send(name, args) {
    this.complain("");
    this.live.send({ do: name, with: args });
    this.draw();
  }

  // ---- what is shown: what Python drew, and on top of it what was done since
  stages() {
    let list = this.data.stages.map((stage) => ({ ...stage }));
    const acts = [...this.over, ...this.live.acts].filter((act) => act.with && (act.with.stream_id === this.data.stream || act.do === "edit_stage"));
    for (const { do: name, with: args } of acts) {
      if (name === "move_stage") {
        const mine = list.find((one) => one.id === args.stage_id);
        if (!mine) continue;
        list = list.filter((one) => one !== mine);
        list.splice(args.after ? list.findIndex((one) => one.id === args.after) + 1 : 0, 0, mine);
      } else if (name === "edit_stage" && args.name !== undefined) {
        const mine = list.find((one) => one.id === args.id);
        if (mine) mine.name = args.name;
      } else if (name === "add_stage" && !list.some((one) => one.id === args.id)) {
        const at = args.first ? 0 : args.after ? list.findIndex((one) => one.id === args.after) + 1 : list.length;
        list.splice(at, 0, { id: args.id, name: args.name, letters: "", title: args.name, waiting: true });
      } else if (name === "paste_stages") {
        for (const line of args.text.split("\n")) {
          const words = line.replace(CJM_BULLET, "").replace("\t", "|").split("|")[0].trim();
          if (words) list.push({ id: "pasted:" + list.length, name: words, letters: "", title: words, waiting: true, loose: true });
        }
      }
    }
    return list;
  }

  gap(after) {
    const gap = cjmMade("button", { type: "button", className: "gap" });
    gap.dataset.after = after || "";
    gap.disabled = !this.data.leads;
    gap.addEventListener("click", () => this.insert(gap));
    return gap;
  }

  item(stage) {
    let item = this.items.get(stage.id);
    if (item) return item;
    const face = cjmMade("button", { type: "button", className: "face" });
    const more = cjmMade("button", { type: "button", className: "more" }, cjmMark("more_vert"));
    const chip = cjmMade("span", { className: "chip" }, face, more);
    chip.dataset.stage = stage.id;
    item = { face, more, chip, gap: this.gap(stage.id), li: cjmMade("li", {}) };
    item.li.append(chip, item.gap);
    face.addEventListener("click", () => {
      if (!this.dragged) this.press("stage:" + stage.id);
    });
    more.setAttribute("aria-haspopup", "menu");
    more.addEventListener("click", () => this.openMenu(stage.id));
    this.items.set(stage.id, item);
    return item;
  }

  draw() {
    if (this.lifted || this.stop) return; // a finger rests on it: what it touched must stay, or the browser takes the touch for a swipe
    const list = this.stages();
    const focused = this.host.activeElement || (this.host.getRootNode && this.host.getRootNode().activeElement);
    const proposed = new Map(this.data.proposals.map((one) => [one.from + ":" + one.to, one.title]));
    const order = [];
    list.forEach((stage, index) => {
      const item = this.item(stage);
      const number = index + 1;
      item.chip.className = "chip" + (stage.unknown ? " unknown" : "") + (stage.waiting ? " waiting" : "") + (this.data.opened === stage.id ? " open" : "");
      const drawn = JSON.stringify([number, stage.name, stage.letters, stage.fill, stage.text, stage.key]);
      if (item.drawn !== drawn && this.editing !== stage.id) {
        item.drawn = drawn;
        const badge = cjmMade("span", { className: "dept" + (stage.letters ? "" : " nobody") }, stage.letters || "?");
        if (stage.letters) Object.assign(badge.style, { background: stage.fill, color: stage.text });
        item.face.replaceChildren(badge, cjmMade("span", { className: "name", dir: "auto" }, number + " " + stage.name));
        if (stage.key) item.face.append(cjmMark("flag"));
      }
      item.face.title = stage.title;
      item.face.setAttribute("aria-keyshortcuts", "F2 Alt+ArrowLeft Alt+ArrowRight");
      item.face.disabled = Boolean(stage.loose);
      item.more.hidden = Boolean(stage.loose);
      item.more.setAttribute("aria-label", "More for " + stage.name);
      item.gap.setAttribute("aria-label", "Insert a stage after " + stage.name);
      item.gap.title = item.gap.ariaLabel || "";
      item.gap.hidden = Boolean(stage.loose);
      const after = list[index + 1];
      const title = after && proposed.get(stage.id + ":" + after.id);
      if (title && !item.propose) {
        item.propose = cjmMade("button", { type: "button", className: "propose" }, "handoff?");
        item.propose.addEventListener("click", () => this.press(item.propose.dataset.act));
        item.li.append(item.propose);
      }
      if (item.propose) {
        item.propose.hidden = !title;
        item.propose.title = title || "";
        item.propose.dataset.act = after ? "propose:" + stage.id + ":" + after.id : "";
      }
      order.push(item.li);
    });
    this.first.setAttribute("aria-label", "Insert a stage at the beginning");
    this.first.title = "Insert a stage at the beginning";
    this.first.hidden = this.list.hidden = !list.length;
    const known = new Set(order);
    for (const [id, item] of this.items) if (!known.has(item.li)) { item.li.remove(); this.items.delete(id); }
    for (const el of Array.from(this.list.children)) if (!known.has(el)) el.remove();
    order.forEach((el, index) => {
      if (this.list.children[index] !== el) this.list.insertBefore(el, this.list.children[index] || null);
    });
    this.chips.classList.toggle("many", list.length > 12);
    if (focused && focused.isConnected && this.root.contains(focused) && focused !== this.host.activeElement) focused.focus({ preventScroll: true });
  }

  // ---- typing
  keep() {
    try {
      localStorage.setItem(this.draftKey, this.input.value);
    } catch (_) {
      /* no storage */
    }
  }

  split(line) {
    const [name, department] = line.replace(CJM_BULLET, "").replace("\t", "|").split("|");
    return { name: name.trim(), department: (department || "").trim() };
  }

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
  }

  pasted(event) {
    const text = (event.clipboardData || { getData: () => "" }).getData("text");
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    if (lines.length < 2) return;
    event.preventDefault();
    if (lines.length > 100) {
      this.complain("These are " + lines.length + " lines: paste at most 100 stages at once. Nothing was added.");
      return;
    }
    this.send("paste_stages", { stream_id: this.data.stream, text: lines.join("\n") });
    this.say("Added " + lines.length + " stages");
  }

  insert(gap) {
    if (this.inserting) this.inserting.remove();
    const after = gap.dataset.after;
    const box = cjmMade("input", { type: "text", className: "inserting", ariaLabel: "New stage here", placeholder: "New stage here", maxLength: 200, dir: "auto" });
    this.inserting = box;
    gap.after(box);
    const done = (add, focus) => {
      if (this.inserting !== box) return;
      this.inserting = null;
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
      if (event.isComposing) return;
      if (event.key === "Enter") done(true, true);
      if (event.key === "Escape") done(false, true);
    });
    box.addEventListener("blur", () => done(true, false));
    box.focus();
  }

  rename(id, typed) {
    const item = this.items.get(id);
    const stage = this.stages().find((one) => one.id === id);
    if (!item || !stage || stage.loose || this.editing === id) return;
    this.editing = id;
    const box = cjmMade("input", { type: "text", ariaLabel: "Name of the stage", value: typed ?? stage.name, maxLength: 200, dir: "auto" });
    item.face.hidden = item.more.hidden = true;
    item.chip.prepend(box);
    const done = (save, focus) => {
      if (this.editing !== id) return;
      this.editing = null;
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
      if (event.isComposing) return;
      if (event.key === "Enter") done(true, true);
      if (event.key === "Escape") done(false, true);
    });
    box.addEventListener("pointerdown", (event) => event.stopPropagation());
    box.addEventListener("blur", () => done(true, false));
    box.focus();
    box.select();
  }

  // ---- moving
  move(id, after) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    const before = at > 0 ? list[at - 1].id : null;
    if (at < 0 || after === id || after === before) return false;
    this.send("move_stage", { stream_id: this.data.stream, stage_id: id, after });
    const now = this.stages();
    const place = now.findIndex((one) => one.id === id);
    this.say("Moved " + list[at].name + " to place " + (place + 1) + " of " + now.length);
    return true;
  }

  shift(id, by) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= list.length) return this.say(by < 0 ? "It is the first stage already" : "It is the last stage already");
    const rest = list.filter((one) => one.id !== id);
    this.move(id, to > 0 ? rest[to - 1].id : null);
    this.items.get(id)?.face.focus({ preventScroll: true });
  }

  key(event) {
    const face = event.target.closest(".face");
    if (!face || event.isComposing) return;
    const id = face.parentElement.dataset.stage;
    const faces = Array.from(this.chips.querySelectorAll(".face"));
    const go = (index) => faces[Math.max(0, Math.min(faces.length - 1, index))].focus();
    const at = faces.indexOf(face);
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by && event.altKey) this.data.leads && this.shift(id, by);
    else if (by && !event.ctrlKey && !event.metaKey) go(at + by);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(faces.length - 1);
    else if (event.key === "F2" || (event.key === "Enter" && this.data.opened === id)) this.rename(id);
    else if (event.key === "Delete") this.data.leads && this.press("menu:remove:" + id);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this.data.leads && this.openMenu(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pressed(event) {
    const face = event.target.closest(".face");
    this.dragged = false;
    if (!face || event.button !== 0 || this.stop || face.disabled || !this.data.leads) return;
    this.carry(event, face.parentElement.dataset.stage, this.chips);
  }

  // What is lifted: the chip of a stage.
  faceOf(id) {
    return this.items.get(id)?.chip;
  }

  follow(x, y) {
    this.ghost.style.transform = `translate(${x - this.hold.x}px, ${y - this.hold.y}px)`;
    const around = this.chips.getBoundingClientRect();
    if (y > around.bottom - 14) this.chips.scrollTop += 8;
    if (y < around.top + 14) this.chips.scrollTop -= 8;
    let target = this.first;
    let best = Infinity;
    for (const li of this.list.children) {
      const chip = li.querySelector(".chip");
      const box = chip.getBoundingClientRect();
      const away = y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0;
      const behind = x > (box.left + box.right) / 2;
      const across = behind ? Math.max(0, x - box.right) : Math.max(0, box.left - x);
      const far = away * 20 + across;
      if (far < best) {
        best = far;
        target = behind ? li.querySelector(".gap") : li.previousElementSibling ? li.previousElementSibling.querySelector(".gap") : this.first;
      }
    }
    if (this.target !== target) {
      if (this.target) this.target.classList.remove("drop");
      this.target = target;
      target.classList.add("drop");
    }
  }

  drop(done) {
    const id = this.lifted;
    const target = this.target;
    this.lifted = null;
    this.target = null;
    if (!id) return this.draw();
    if (this.ghost) this.ghost.remove();
    if (target) target.classList.remove("drop");
    const item = this.items.get(id);
    if (item) item.chip.classList.remove("lifted");
    if (!done || !target || !this.move(id, target.dataset.after || null)) this.draw();
    if (item) item.face.focus({ preventScroll: true });
    setTimeout(() => {
      this.dragged = false; // the click that ends a drag opens nothing
    }, 0);
  }

  // ---- the menu of a chip
  openMenu(id) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    if (at < 0) return;
    const item = this.items.get(id);
    const unable = { earlier: at === 0, later: at === list.length - 1, merge: list.length < 2 };
    this.menu.replaceChildren(
      ...CJM_MENU.map(([what, mark, words]) => {
        const button = cjmMade("button", { type: "button", role: "menuitem", disabled: Boolean(unable[what]) }, cjmMark(mark), words);
        button.addEventListener("click", () => {
          this.menu.hidePopover();
          if (what === "rename") this.rename(id);
          else if (what === "earlier" || what === "later") this.shift(id, what === "earlier" ? -1 : 1);
          else if (what === "insert") this.insert(item.gap);
          else this.press("menu:" + what + ":" + id);
        });
        return button;
      }),
    );
    this.menu.setAttribute("aria-label", "What to do with " + list[at].name);
    this.menuOf = item.more;
    this.menu.showPopover();
    const box = item.chip.getBoundingClientRect();
    const width = this.menu.offsetWidth;
    this.menu.style.left = Math.max(8, Math.min(window.innerWidth - width - 8, box.left)) + "px";
    this.menu.style.top = box.bottom + 4 + "px";
    this.menu.querySelector("button:not(:disabled)").focus();
  }

  menuKey(event) {
    const buttons = Array.from(this.menu.querySelectorAll("button:not(:disabled)"));
    const at = buttons.indexOf(event.target);
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by) buttons[(at + by + buttons.length) % buttons.length].focus();
    else if (event.key === "Escape") {
      this.menu.hidePopover();
      this.menuOf.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

Object.assign(CjmStrip.prototype, CjmLifting);

export default function (component) {
  const { data, parentElement: host, setTriggerValue } = component;
  if (host.__strip && host.__strip.data.workshop !== data.workshop) {
    host.__strip.destroy();
    host.__strip.root.remove();
    host.__strip = null;
  }
  if (!host.__strip) host.__strip = new CjmStrip(host, data);
  host.__strip.update(data, (what) => setTriggerValue("act", what));
  return () => {
    if (!host.__strip) return;
    host.__strip.destroy();
    host.__strip.root.remove();
    host.__strip = null;
  };
}
