// An owner's own projects on a phone: one at a time, handed in with one press.
class CjmMine {
  constructor(host, data) {
    this.host = host;
    this.data = data;
    this.updates = new CjmUpdates(data.workshop, data.me, () => this.draw());
    this.tabs = cjmEl("div", { class: "tabs", role: "group", "aria-label": "My projects" });
    this.title = cjmEl("h1", { dir: "auto" });
    this.note = cjmEl("div", { class: "note" });
    this.state = cjmEl("div", { class: "state", role: "status" });
    this.last = cjmEl("div", { class: "last" });
    this.tasks = cjmEl("section", {});
    this.form = new CjmUpdateForm(this.updates, data.sure, false, () => this.drawState());
    this.hand = cjmEl("button", { type: "button", class: "primary hand", onclick: () => this.handIn() });
    this.root = cjmEl("main", { class: "mine drawn" }, cjmEl("div", { class: "when" }, data.when), this.tabs, this.title, this.note, this.state, this.last, this.form.root, this.tasks,
      cjmEl("div", { class: "bar" }, this.hand));
    host.append(this.root);
    this.id = data.opened || (data.projects.find((one) => one.open && !one.current) || data.projects[0]).id;
  }

  destroy() {
    this.updates.leave();
  }

  update(data) {
    this.data = data;
    this.updates.take(data.projects, data.revision);
    if (!data.projects.some((one) => one.id === this.id)) this.id = data.projects[0].id;
    this.root.querySelector(".when").textContent = data.when;
    this.draw();
  }

  open(id) {
    this.id = id;
    this.draw();
    const main = document.querySelector("[data-testid=stMain]");
    if (main) main.scrollTop = 0;
  }

  handIn() {
    const one = this.updates.shown(this.id);
    if (!this.updates.dirty(one)) {
      this.say("Write a few words or say how sure you are; then hand it in.");
      this.form.fields.since_last.focus();
      return;
    }
    this.updates.send(this.id);
    if (document.activeElement && document.activeElement.blur) document.activeElement.blur();
    const left = this.data.projects.map((project) => this.updates.shown(project.id)).find((project) => project.open && !project.current && project.id !== this.id);
    if (left) this.say("Next: " + left.name, left.id);
  }

  say(words, next) {
    this.said = { words, next, of: this.id };
    this.drawState();
  }

  drawState() {
    const one = this.updates.shown(this.id);
    const waiting = this.updates.waiting(this.id);
    const dirty = this.updates.dirty(one);
    let sign = "edit", words = "Not handed in yet";
    if (this.updates.refused[this.id]) [sign, words] = ["info", "This was not stored yet"];
    else if (waiting && this.updates.live.later) [sign, words] = ["schedule", "Kept here, not stored yet"];
    else if (waiting) [sign, words] = ["schedule", !this.updates.stuck() ? "Handing in …" : "Kept on this phone, not handed in yet: it is sent when there is a connection"];
    else if (one.current && dirty) [sign, words] = ["edit", "Handed in, and changed since: hand it in again"];
    else if (one.current) [sign, words] = ["check_circle", "Handed in" + (this.data.on ? ". The check-in is on." : ". You can change it until the check-in.")];
    else if (dirty) [sign, words] = ["edit", "Your draft is kept on this phone"];
    const done = sign === "check_circle";
    this.state.className = "state" + (done ? " done" : "");
    const said = this.said && this.said.of === this.id ? this.said : null;
    const text = JSON.stringify([sign, words, said]);
    if (this.state.dataset.text !== text) {
      this.state.dataset.text = text;
      const more = said ? [cjmEl("div", {}, said.words), said.next && cjmEl("button", { type: "button", onclick: () => this.open(said.next) }, "Go on")] : [];
      this.state.replaceChildren(cjmIcon(sign), cjmEl("span", {}, " " + words), ...more.filter(Boolean));
    }
    const label = one.current && !waiting ? "Hand in again" : "Hand in";
    if (this.hand.textContent !== label) this.hand.textContent = label;
    this.hand.classList.toggle("primary", dirty || !one.current);
  }

  draw() {
    const one = this.updates.shown(this.id);
    if (!one) return;
    if (this.said && this.said.of !== this.id) this.said = null;
    cjmPlace(this.tabs, this.data.projects.length > 1 ? this.data.projects.map((project) => this.tab(this.updates.shown(project.id))) : []);
    this.form.draw(this.id);
    this.drawState();
    const text = JSON.stringify({ ...one, current: null });
    if (this.text === text) return;
    this.text = text;
    this.title.textContent = one.name;
    this.note.replaceChildren(cjmEl("span", { class: one.late && one.open ? "late" : "" }, one.due), ...one.told.filter(([key]) => key !== "late").map(([key, words]) => cjmEl("span", { class: "mark " + key, dir: "auto" }, words)));
    this.last.hidden = !one.last;
    if (one.last) this.last.replaceChildren(cjmEl("small", {}, `On ${one.last.day} you said next`), cjmEl("div", { dir: "auto" }, one.last.next_steps || "nothing"));
    this.tasks.replaceChildren(cjmEl("h2", {}, "Tasks"), cjmTasks(this.updates, one));
  }

  tab(one) {
    this.tabOf = this.tabOf || new Map();
    let tab = this.tabOf.get(one.id);
    if (!tab) {
      tab = cjmEl("button", { type: "button", onclick: () => this.open(one.id) });
      this.tabOf.set(one.id, tab);
    }
    const waiting = this.updates.waiting(one.id), handed = one.current && !waiting;
    const text = one.name + Boolean(handed) + waiting + one.open;
    if (tab.dataset.text !== text) {
      tab.dataset.text = text;
      tab.replaceChildren(cjmIcon(waiting ? "schedule" : handed ? "check_circle" : one.open ? "radio_button_unchecked" : "task_alt"), cjmEl("span", { dir: "auto" }, one.name), cjmEl("small", {}, waiting ? " kept on this phone" : handed ? " handed in" : one.open ? "" : " done"));
    }
    tab.setAttribute("aria-pressed", String(one.id === this.id));
    return tab;
  }
}

export default function (component) {
  const { data, parentElement: host } = component;
  const leave = () => {
    if (!host.__mine) return;
    host.__mine.destroy();
    host.__mine.root.remove();
    host.__mine = null;
  };
  if (host.__mine && (host.__mine.data.workshop !== data.workshop || host.__mine.data.me !== data.me)) leave();
  if (!host.__mine) host.__mine = new CjmMine(host, data);
  host.__mine.update(data);
  return leave;
}
