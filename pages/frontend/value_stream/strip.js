// The row of stages. What is done here is shown at once and goes through the outbox (live.js); what is opened goes to Python.
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
      if (event.key === "Enter") {
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
    clearTimeout(this.again);
    this.observer.disconnect();
    window.removeEventListener("resize", this.fit);
    if (this.stop) this.stop(null);
  }

  // A word to Python is lost while the page is drawn anew: it is said again until what is drawn shows that it was heard.
  open(id, tries = 4) {
    clearTimeout(this.again);
    this.press("stage:" + id);
    if (tries && this.data.opened !== id) this.again = setTimeout(() => this.open(id, tries - 1), 1500);
  }

  update(data, press) {
    this.press = press;
    const other = this.data.stream !== data.stream;
    if (other || this.data.opened !== data.opened) clearTimeout(this.again); // it was heard, or something else was opened since
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
    ack.taken = true;
    if (name === "edit_stage" && args.name !== undefined && this.items.has(args.id)) this.rename(args.id, args.name);
    else if (name === "add_stage" && !this.input.value) this.input.value = args.name;
    else if (name === "paste_stages" && !this.input.value) this.input.value = args.text.split("\n").join(" ; ");
    else ack.taken = false;
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
          const words = this.split(line).name;
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
      if (!this.dragged) this.open(stage.id);
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
    for (const [id, item] of this.items) {
      if (known.has(item.li)) continue;
      this.saveTyped(id, item);
      this.items.delete(id);
    }
    cjmPlace(this.list, order);
    this.typeOn();
    this.chips.classList.toggle("many", list.length > 12);
    if (focused && focused.isConnected && this.root.contains(focused) && focused !== this.host.activeElement) focused.focus({ preventScroll: true });
  }
}

Object.assign(CjmStrip.prototype, CjmLifting, CjmStripTyping, CjmStripMoving);

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
