// The check-in on the shared screen: one project after the other, in large type, with a clock.
class CjmCheckIn {
  constructor(host, data) {
    this.host = host;
    this.data = data;
    this.updates = new CjmUpdates(data.workshop, data.me, () => this.draw());
    this.placeKey = "cjm-check-in:" + data.check_in;
    this.at = this.recall();
    this.pills = cjmEl("div", { class: "pills", role: "group", "aria-label": "Projects" });
    this.clock = cjmEl("button", { type: "button", class: "clock", title: "Begin the ten minutes anew", onclick: () => this.anew() });
    this.end = cjmEl("button", { type: "button", class: "end", onclick: () => this.close() }, cjmIcon("task_alt"), "Close the check-in");
    this.form = new CjmUpdateForm(this.updates, data.sure, true, () => this.drawPills());
    this.head = cjmEl("header", {});
    this.side = cjmEl("aside", {});
    this.last = cjmEl("div", { class: "last" });
    this.slide = cjmEl("div", { class: "slide" }, cjmEl("section", { class: "main" }, this.head, this.last, this.form.root), this.side);
    this.over = cjmEl("div", { class: "over", hidden: true });
    this.before = cjmEl("button", { type: "button", onclick: () => this.go(this.at - 1) }, cjmIcon("arrow_back"), cjmEl("span", {}, "Previous"));
    this.next = cjmEl("button", { type: "button", class: "primary", onclick: () => this.go(this.at + 1) }, cjmEl("span", {}, "Next"), cjmIcon("arrow_forward"));
    this.place = cjmEl("span", { class: "place", role: "status", "aria-live": "polite" });
    this.root = cjmEl("div", { class: "checkin drawn" }, cjmEl("div", { class: "top" }, this.before, this.pills, this.next, this.place, cjmEl("span", { class: "gap" }), this.clock, this.end), this.slide, this.over);
    host.append(this.root);
    this.keys = (event) => this.key(event);
    document.addEventListener("keydown", this.keys);
    this.ticking = setInterval(() => this.tick(), 500);
  }

  destroy() {
    this.updates.leave();
    document.removeEventListener("keydown", this.keys);
    clearInterval(this.ticking);
  }

  recall() {
    try {
      return Number(JSON.parse(localStorage.getItem(this.placeKey) || "{}").at) || 0;
    } catch (_) {
      return 0;
    }
  }

  remember(change) {
    try {
      localStorage.setItem(this.placeKey, JSON.stringify({ ...JSON.parse(localStorage.getItem(this.placeKey) || "{}"), ...change }));
    } catch (_) {
      /* no storage */
    }
  }

  update(data) {
    this.data = data;
    this.order(data.projects);
    this.updates.take(data.projects, data.revision);
    this.draw();
  }

  // The order of the beginning stays: what is said must not move anything while one goes through it.
  order(projects) {
    const ids = projects.map((one) => one.id);
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(this.placeKey) || "{}").ids || [];
    } catch (_) {
      /* no storage */
    }
    kept = (this.ids || kept).filter((id) => ids.includes(id));
    this.ids = [...kept, ...ids.filter((id) => !kept.includes(id))];
    this.remember({ ids: this.ids });
  }

  go(to) {
    const at = Math.max(0, Math.min(this.ids.length, to));
    const root = this.root.getRootNode();
    if (root.activeElement && root.activeElement.matches("textarea")) root.activeElement.blur(); // which stores it
    this.at = at;
    this.remember({ at });
    this.draw();
    const main = document.querySelector("[data-testid=stMain]");
    if (main) main.scrollTop = 0;
  }

  key(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.composedPath()[0];
    if (target && target.matches && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable], [role=radio], [role=option]")) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") this.go(this.at + 1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") this.go(this.at - 1);
    else return;
    event.preventDefault();
  }

  anew() {
    this.remember({ began: Date.now() });
    this.tick();
  }

  tick() {
    let began = Date.parse(this.data.began);
    try {
      began = JSON.parse(localStorage.getItem(this.placeKey) || "{}").began || began;
    } catch (_) {
      /* no storage */
    }
    const spent = Math.max(0, Math.floor((Date.now() - began) / 1000));
    const told = (n) => Math.floor(n / 60) + ":" + String(n % 60).padStart(2, "0");
    const left = 600 - spent;
    const words = left >= 0 ? told(left) + " left" : spent > 5400 ? "time is up" : told(-left) + " over";
    if (this.clock.dataset.told !== words) {
      this.clock.dataset.told = words;
      this.clock.replaceChildren(cjmIcon("timer"), cjmEl("b", {}, words), cjmEl("small", {}, " of 10 minutes"));
      this.clock.classList.toggle("late", left < 0);
    }
  }

  heard(one) {
    return Boolean(one.current && (one.current.confidence || one.current.since_last || one.current.next_steps || one.current.blocked));
  }

  drawPills() {
    cjmPlace(this.pills, this.ids.map((id, index) => {
      const one = this.updates.shown(id);
      this.pill = this.pill || new Map();
      let pill = this.pill.get(id);
      if (!pill) {
        pill = cjmEl("button", { type: "button", onclick: () => this.go(this.ids.indexOf(id)) });
        this.pill.set(id, pill);
      }
      const mark = one.marks.find(([key]) => key === "late" || key === "silent" || key === "blocked");
      const text = JSON.stringify([index, mark, this.heard(one), one.name]);
      if (pill.dataset.text !== text) {
        pill.dataset.text = text;
        pill.replaceChildren(this.heard(one) ? cjmIcon("check") : mark ? cjmIcon(mark[1]) : cjmEl("span", {}, String(index + 1)));
        pill.title = one.name + (mark ? ", " + mark[3] : "") + (this.heard(one) ? ", heard" : "");
        pill.setAttribute("aria-label", pill.title);
      }
      pill.className = (this.heard(one) ? "heard" : mark ? "loud" : "") + (index === this.at ? " here" : "");
      if (index === this.at) pill.setAttribute("aria-current", "step");
      else pill.removeAttribute("aria-current");
      return pill;
    }));
  }

  draw() {
    if (!this.ids) return;
    this.at = Math.min(this.at, this.ids.length);
    this.drawPills();
    this.tick();
    const id = this.ids[this.at];
    this.slide.hidden = !id;
    this.over.hidden = Boolean(id);
    this.before.disabled = this.at === 0;
    this.next.disabled = !id;
    const place = id ? `${this.at + 1} of ${this.ids.length}` : "All heard";
    if (this.place.textContent !== place) this.place.textContent = place;
    if (!id) return this.drawEnd();
    const one = this.updates.shown(id);
    this.form.draw(id);
    const text = JSON.stringify({ ...one, current: one.current && [one.current.own, one.current.by] });
    if (this.text === text) return;
    this.text = text;
    const dept = one.letters && cjmEl("span", { class: "dept", title: one.department }, one.letters);
    if (dept) Object.assign(dept.style, { background: one.fill, color: one.ink });
    this.head.replaceChildren(cjmEl("h2", { dir: "auto" }, one.name),
      cjmEl("div", { class: "who", dir: "auto" }, dept, one.owner || "nobody yet", cjmEl("span", { class: one.late ? "late" : "" }, one.due)),
      cjmEl("div", { class: "marks" }, one.marks.filter(([key]) => key !== "help" && key !== "late").map(([key, icon, , full]) => cjmEl("span", { class: "mark " + key, dir: "auto" }, cjmIcon(icon), " " + full))));
    const said = one.last;
    const own = one.current && one.current.own;
    const told = [
      said ? cjmEl("div", { dir: "auto" }, cjmEl("small", {}, `On ${said.day} the next step was`), cjmEl("div", {}, said.next_steps || "not said")) : cjmEl("div", {}, cjmEl("small", {}, "Nothing was said of it yet")),
      own && cjmEl("div", { class: "own" }, cjmIcon("smartphone"), ` ${one.current.by} handed this in beforehand`),
    ];
    this.last.replaceChildren(...told.filter(Boolean));
    this.side.replaceChildren(
      cjmEl("h3", {}, "Status"),
      cjmEl("div", { class: "statuses", role: "group", "aria-label": "Status" }, this.data.columns.map(([key, name]) => cjmEl("button", { type: "button", "aria-pressed": String(one.status === key), onclick: () => this.updates.live.send({ do: "move_project", with: { id, status: key } }) }, name))),
      cjmEl("h3", {}, "Tasks"), cjmTasks(this.updates, one),
      cjmEl("h3", {}, "Confidence so far"), one.history.length ? cjmMarks(this.data.sure, one) : cjmEl("p", { class: "none" }, "This is the first check-in"));
  }

  drawEnd() {
    this.text = null;
    const silent = this.ids.map((id) => this.updates.shown(id)).filter((one) => one.open && !this.heard(one));
    const told = JSON.stringify(silent.map((one) => [one.name, one.owner]));
    if (this.told === told) return; // a button that is made anew while it is pressed is not pressed
    this.told = told;
    this.over.replaceChildren(cjmEl("h2", {}, silent.length ? "Nothing was said of" : "All projects were heard"),
      cjmEl("ul", {}, silent.map((one) => cjmEl("li", { dir: "auto" }, `${one.name}, ${one.owner || "nobody yet"}`))),
      cjmEl("p", {}, "Close the check-in: the update for the sponsor is ready then, and the next check-in is planned."),
      cjmEl("button", { type: "button", class: "primary", onclick: () => this.close() }, cjmIcon("task_alt"), "Close the check-in"));
  }

  // Acts are carried out in their order: what was said is stored first, else it would belong to the next one.
  close() {
    const root = this.root.getRootNode();
    if (root.activeElement && root.activeElement.matches("textarea")) root.activeElement.blur();
    for (const id of Object.keys(this.updates.drafts)) this.updates.send(id);
    this.updates.live.send({ do: "close_check_in", with: { id: this.data.check_in } });
    this.end.disabled = true;
    setTimeout(() => { this.end.disabled = false; }, 4000);
  }
}

export default function (component) {
  const { data, parentElement: host } = component;
  const leave = () => {
    if (!host.__checkin) return;
    host.__checkin.destroy();
    host.__checkin.root.remove();
    host.__checkin = null;
  };
  if (host.__checkin && host.__checkin.data.check_in !== data.check_in) leave();
  if (!host.__checkin) host.__checkin = new CjmCheckIn(host, data);
  host.__checkin.update(data);
  return leave;
}
