// The board of projects. What is moved is shown at once and goes through the outbox (live.js); what is opened goes to Python.
class CjmProjects {
  constructor(host, data) {
    this.host = host;
    this.data = data;
    this.live = cjmLive(data.workshop);
    this.over = []; // acts acknowledged, but not in what Python last drew
    this.cards = new Map();
    this.columns = new Map();
    this.status = cjmEl("div", { class: "unseen", role: "status", "aria-live": "polite" });
    this.oops = cjmEl("div", { class: "oops", role: "alert", hidden: true });
    this.grid = cjmEl("div", { class: "columns" });
    for (const [key, name] of data.columns) {
      const count = cjmEl("span", { class: "count" });
      const list = cjmEl("ul", { role: "list", "aria-label": name });
      const column = cjmEl("section", { class: "column", "aria-label": name }, cjmEl("h2", {}, name, count), list);
      column.dataset.status = key;
      this.columns.set(key, { column, list, count, name });
      this.grid.append(column);
    }
    this.root = cjmEl("div", { class: "board drawn" }, this.grid, this.oops, this.status);
    host.append(this.root);
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("pointerdown", (event) => this.pressed(event));
    this.grid.addEventListener("contextmenu", (event) => this.touching && event.preventDefault());
    this.leave = this.live.subscribe((event) => this.hear(event));
  }

  destroy() {
    this.leave();
    clearTimeout(this.again);
    if (this.stop) this.stop(null);
  }

  update(data, press) {
    this.press = press;
    this.data = data;
    this.over = this.over.filter((act) => act.revision > data.revision);
    this.draw();
  }

  // A word to Python is lost while the page is drawn anew: it is said again until what is drawn shows that it was heard.
  open(id, tries = 4) {
    clearTimeout(this.again);
    this.press("open:" + id);
    if (tries) this.again = setTimeout(() => (this.data.opened || "") !== id && this.root.isConnected && this.open(id, tries - 1), 1500);
  }

  hear(event) {
    if (event.type !== "acks") return;
    for (const ack of event.acks) {
      if (ack.act.do !== "move_project") continue;
      if (ack.ok) this.over.push({ ...ack.act, revision: ack.revision });
      else this.complain(ack.error);
    }
    this.over = this.over.filter((act) => act.revision > this.data.revision);
    this.draw();
  }

  complain(sentence) {
    this.oops.replaceChildren(cjmIcon("info"), cjmEl("span", {}, sentence));
    this.oops.hidden = !sentence;
  }

  // What Python drew, and on top of it what was moved since.
  shown() {
    const list = this.data.projects.map((one) => ({ ...one }));
    for (const act of [...this.over, ...this.live.acts]) {
      const mine = act.do === "move_project" && list.find((one) => one.id === act.with.id);
      if (mine) mine.status = act.with.status;
    }
    return list;
  }

  card(one) {
    let known = this.cards.get(one.id);
    if (!known) {
      const face = cjmEl("button", { type: "button", class: "face" });
      const li = cjmEl("li", {}, face);
      face.dataset.project = one.id;
      face.addEventListener("click", () => {
        if (this.dragged) return;
        this.open(this.data.opened === one.id ? "" : one.id);
        const main = document.querySelector("[data-testid=stMain]");
        if (main && window.innerWidth < 768) main.scrollTop = 0; // there it takes the board's place
      });
      known = { face, li, text: "" };
      this.cards.set(one.id, known);
    }
    const text = JSON.stringify(one);
    known.face.setAttribute("aria-pressed", String(this.data.opened === one.id));
    if (known.text === text) return known;
    known.text = text;
    const { face } = known;
    const loud = one.marks.some(([key]) => key === "late" || key === "silent" || key === "blocked");
    face.className = "face" + (loud ? " loud" : "") + (one.mine ? " mine" : "");
    if (one.mine) face.setAttribute("aria-keyshortcuts", "Alt+ArrowLeft Alt+ArrowRight");
    else face.removeAttribute("aria-keyshortcuts");
    const dept = one.letters && cjmEl("span", { class: "dept", title: one.department }, one.letters);
    if (dept) Object.assign(dept.style, { background: one.fill, color: one.ink });
    const [words, sign] = (one.sure && this.data.sure[one.sure]) || [];
    face.replaceChildren(
      cjmEl("span", { class: "name", dir: "auto" }, one.name),
      cjmEl("span", { class: "who", dir: "auto" }, dept, cjmEl("span", { class: one.owner ? "" : "nobody" }, one.owner || "nobody yet"), cjmEl("span", { class: "due" + (one.late && one.open ? " late" : "") }, one.due)),
      cjmEl("span", { class: "marks" }, one.marks.filter(([key]) => key !== "late").map(([key, icon, short, full]) => cjmEl("span", { class: "mark " + key, title: full, dir: "auto" }, cjmIcon(icon), " " + short))),
      cjmEl("span", { class: "foot" },
        words && one.open && cjmEl("span", { class: "sure " + one.sure }, cjmIcon(sign), " " + words),
        one.standard && cjmEl("span", {}, cjmIcon("gavel"), " Standard"),
        one.tasks[1] > 0 && cjmEl("span", { class: "tasks" }, cjmIcon("checklist"), ` ${one.tasks[0]} of ${one.tasks[1]}`)));
    return known;
  }

  draw() {
    if (this.lifted || this.stop) return; // a finger rests on it: what it touched must stay, or the browser takes the touch for a swipe
    const root = this.host.getRootNode ? this.host.getRootNode() : document;
    const focused = this.host.activeElement || root.activeElement;
    const list = this.shown();
    for (const [key, { column, list: ul, count }] of this.columns) {
      const here = list.filter((one) => one.status === key);
      cjmPlace(ul, here.map((one) => this.card(one).li));
      count.textContent = " · " + here.length;
      column.classList.toggle("empty", !here.length);
    }
    this.grid.style.setProperty("--columns", [...this.columns.values()].map(({ column }) => (column.classList.contains("empty") ? "minmax(0, .5fr)" : "minmax(0, 1fr)")).join(" "));
    const known = new Set(list.map((one) => one.id));
    for (const [id, { li }] of this.cards) if (!known.has(id)) { li.remove(); this.cards.delete(id); }
    if (focused && focused.isConnected && this.root.contains(focused)) focused.focus({ preventScroll: true });
  }

  move(id, status) {
    const one = this.shown().find((project) => project.id === id);
    if (!one || !one.mine || one.status === status || !this.columns.has(status)) return false;
    this.complain("");
    this.live.send({ do: "move_project", with: { id, status } });
    this.draw();
    this.status.textContent = one.name + ": " + this.columns.get(status).name;
    return true;
  }

  key(event) {
    const face = event.target.closest(".face");
    if (!face || event.ctrlKey || event.metaKey) return;
    const id = face.dataset.project;
    const keys = [...this.columns.keys()];
    const at = keys.indexOf(face.closest(".column").dataset.status);
    const across = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const down = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (across && event.altKey) {
      if (keys[at + across]) this.move(id, keys[at + across]);
      this.cards.get(id)?.face.focus();
    } else if (across) {
      let next = at + across;
      while (keys[next] && !this.columns.get(keys[next]).list.children.length) next += across;
      if (keys[next]) this.columns.get(keys[next]).list.querySelector(".face").focus();
    } else if (down) {
      const li = face.closest("li");
      (down < 0 ? li.previousElementSibling : li.nextElementSibling)?.querySelector(".face").focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pressed(event) {
    const face = event.target.closest(".face");
    this.dragged = false;
    if (!face || event.button !== 0 || this.stop || !face.classList.contains("mine")) return;
    this.carry(event, face.dataset.project, this.grid);
  }

  // What is lifted: the card of a project.
  faceOf(id) {
    return this.cards.get(id)?.face;
  }

  follow(x, y) {
    this.ghost.style.transform = `translate(${x - this.hold.x}px, ${y - this.hold.y}px)`;
    const main = document.querySelector("[data-testid=stMain]");
    if (main && y > window.innerHeight - 60) main.scrollTop += 12;
    if (main && y < 90) main.scrollTop -= 12;
    let target = null;
    for (const { column } of this.columns.values()) {
      const box = column.getBoundingClientRect();
      if (x >= box.left && x <= box.right && y >= box.top - 40 && y <= box.bottom + 40) target = target && y > box.bottom ? target : column;
    }
    this.aim(target);
  }

  land(id, target) {
    return this.move(id, target.dataset.status);
  }
}

Object.assign(CjmProjects.prototype, CjmLifting);

export default function (component) {
  const { data, parentElement: host, setTriggerValue } = component;
  const leave = () => {
    if (!host.__projects) return;
    host.__projects.destroy();
    host.__projects.root.remove();
    host.__projects = null;
  };
  if (host.__projects && host.__projects.data.workshop !== data.workshop) leave();
  if (!host.__projects) host.__projects = new CjmProjects(host, data);
  host.__projects.update(data, (what) => setTriggerValue("act", what));
  return leave;
}
