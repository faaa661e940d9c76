// What is said of one project: three fields, help, confidence, tasks. On the facilitator's screen each field is stored when it is
// left; on an owner's phone all of them when they hand in. Until then they are kept in this browser.
const CJM_SAID = [
  ["since_last", "Since last time", "What got done?"],
  ["next_steps", "Next", "What comes until next time?"],
  ["blocked", "Blocked by", "What is in the way? Empty if nothing"],
];

class CjmUpdates {
  constructor(workshop, me, changed) {
    this.live = cjmLive(workshop);
    this.key = "cjm-updates:" + workshop + ":" + (me || "");
    this.changed = changed;
    this.over = []; // acts acknowledged, but not in what Python last drew
    this.revision = 0;
    this.refused = {};
    this.projects = [];
    try {
      this.drafts = JSON.parse(localStorage.getItem(this.key) || "{}");
    } catch (_) {
      this.drafts = {};
    }
    this.leave = this.live.subscribe((event) => this.hear(event));
  }

  take(projects, revision) {
    this.projects = projects;
    this.revision = revision;
    this.over = this.over.filter((act) => act.revision > revision);
  }

  hear(event) {
    if (event.type === "acks") {
      for (const ack of event.acks) {
        const id = ack.act.with.project_id || (ack.act.do === "edit_project" ? ack.act.with.id : null);
        if (ack.ok) {
          this.over.push({ ...ack.act, revision: ack.revision });
          if (id) this.settle(id, ack.act);
        } else if (id) {
          this.refused[id] = ack.error;
          ack.taken = Boolean(this.drafts[id]); // it is still written there
        }
        else this.oops = ack.error;
      }
      this.over = this.over.filter((act) => act.revision > this.revision);
    }
    if (event.type === "acks" || event.type === "state" || event.type === "hello") this.changed();
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.drafts));
    } catch (_) {
      /* no storage: it lasts as long as the page */
    }
  }

  // What the server has now is no draft any more, unless it was typed on meanwhile.
  settle(id, act) {
    delete this.refused[id];
    const draft = this.drafts[id];
    if (!draft) return;
    const stored = act.do === "edit_project" ? { help: act.with.fields.help_needed } : act.with;
    for (const [name, value] of Object.entries(stored)) if (draft[name] === value) delete draft[name];
    draft.version = null; // the row is another one now, and it is ours
    if (!Object.keys(draft).some((name) => name !== "version")) delete this.drafts[id];
    this.keep();
  }

  // What of this project is still on its way, and whether it takes longer than sending does.
  waiting(id) {
    return this.live.acts.some((act) => act.with.project_id === id || act.with.id === id);
  }

  stuck() {
    const first = this.live.acts[0];
    return Boolean(first) && (Boolean(this.live.later) || this.live.state !== "open" || Date.now() - first.at > 1500);
  }

  // What a field holds without a draft: what was said for this check-in; what blocks it stays until somebody says otherwise.
  said(one, name) {
    if (name === "help") return one.help;
    if (one.current) return one.current[name] || "";
    return name === "blocked" && one.last ? one.last.blocked : "";
  }

  shown(id) {
    const found = this.projects.find((one) => one.id === id);
    if (!found) return null;
    const one = { ...found, current: found.current && { ...found.current }, todo: found.todo.map((task) => ({ ...task })) };
    for (const { do: name, with: args } of [...this.over, ...this.live.acts]) {
      if (name === "save_update" && args.project_id === id) {
        one.current = { since_last: "", next_steps: "", blocked: this.said(one, "blocked"), confidence: null, by: "", own: false, ...one.current };
        for (const field of ["since_last", "next_steps", "blocked", "confidence"]) if (args[field] !== undefined) one.current[field] = args[field];
        one.busy = true;
      } else if (name === "edit_project" && args.id === id && args.fields.help_needed !== undefined) one.help = args.fields.help_needed;
      else if (name === "move_project" && args.id === id) one.status = args.status;
      else if (name === "tick_task") for (const task of one.todo) if (task.id === args.id) task.done = args.done;
    }
    return one;
  }

  value(one, name) {
    const typed = (this.drafts[one.id] || {})[name];
    return typed !== undefined ? typed : this.said(one, name);
  }

  dirty(one) {
    const draft = this.drafts[one.id] || {};
    return ["since_last", "next_steps", "blocked", "confidence", "help"].some((name) => draft[name] !== undefined);
  }

  type(one, name, value) {
    const draft = (this.drafts[one.id] = this.drafts[one.id] || { version: one.current && !one.busy ? one.current.version || null : null });
    if (value === this.said(one, name)) delete draft[name];
    else draft[name] = value;
    if (!this.dirty(one)) delete this.drafts[one.id];
    this.keep();
  }

  // Send what was typed; with `mine` also over what somebody else wrote meanwhile.
  send(id, mine) {
    const draft = this.drafts[id];
    if (!draft) return;
    delete this.refused[id];
    const words = {};
    for (const name of ["since_last", "next_steps", "blocked", "confidence"]) if (draft[name] !== undefined) words[name] = draft[name];
    if (Object.keys(words).length) this.live.send({ do: "save_update", with: { project_id: id, ...words, expected_version: mine ? null : draft.version || null } });
    setTimeout(() => this.changed(), 1600); // then it is said that it is kept here
    if (draft.help !== undefined) this.live.send({ do: "edit_project", with: { id, fields: { help_needed: draft.help } } });
    this.changed();
  }

  forget(id) {
    delete this.drafts[id];
    delete this.refused[id];
    this.keep();
    this.changed();
  }
}

// The form of one project. `auto` stores each field when it is left.
class CjmUpdateForm {
  constructor(updates, sure, auto, drawn) {
    Object.assign(this, { updates, sure, auto, drawn });
    this.fields = {};
    const label = (name, words, hint, rows) => {
      const field = cjmEl("textarea", { rows, maxlength: "4000", dir: "auto", placeholder: hint });
      field.addEventListener("input", () => {
        this.updates.type(this.one, name, field.value);
        this.drawn();
      });
      field.addEventListener("change", () => this.auto && this.updates.send(this.one.id));
      this.fields[name] = field;
      return cjmEl("label", { class: "field " + name }, cjmEl("span", {}, words), field);
    };
    this.choices = cjmEl("div", { class: "sures", role: "group", "aria-label": "How sure are you?" });
    for (const [key, [words, sign]] of Object.entries(sure)) {
      const button = cjmEl("button", { type: "button", class: "sure " + key, onclick: () => this.choose(key) }, cjmIcon(sign), cjmEl("span", {}, words));
      button.dataset.sure = key;
      this.choices.append(button);
    }
    this.refused = cjmEl("div", { class: "refused", role: "alert", hidden: true });
    this.root = cjmEl("div", { class: "form" },
      cjmEl("div", { class: "field" }, cjmEl("span", {}, "How sure are you?"), this.choices),
      ...CJM_SAID.map(([name, words, hint]) => label(name, words, hint, "2")),
      label("help", "Help needed", "From whom, and what? Empty if none", "1"), this.refused);
  }

  choose(key) {
    this.updates.type(this.one, "confidence", key);
    if (this.auto) this.updates.send(this.one.id);
    this.draw(this.one.id);
    this.drawn();
  }

  draw(id) {
    const one = this.updates.shown(id);
    if (!one) return;
    const other = !this.one || this.one.id !== id;
    this.one = one;
    const root = this.root.getRootNode();
    for (const [name, field] of Object.entries(this.fields)) {
      const value = this.updates.value(one, name);
      if (field.value !== value && (other || root.activeElement !== field)) field.value = value;
    }
    const chosen = this.updates.value(one, "confidence");
    for (const button of this.choices.children) button.setAttribute("aria-pressed", String(button.dataset.sure === chosen));
    const sentence = this.updates.refused[id];
    this.refused.hidden = !sentence;
    if (sentence && this.refused.dataset.said !== sentence + id) {
      this.refused.dataset.said = sentence + id;
      this.refused.replaceChildren(cjmIcon("info"), cjmEl("span", {}, sentence),
        cjmEl("button", { type: "button", onclick: () => this.updates.send(id, true) }, "Use mine"),
        cjmEl("button", { type: "button", onclick: () => { this.updates.forget(id); this.one = null; this.draw(id); } }, "Keep theirs"));
    }
    if (!sentence) delete this.refused.dataset.said;
  }
}

function cjmTasks(updates, one) {
  if (!one.todo.length) return cjmEl("p", { class: "none" }, "No tasks");
  return cjmEl("ul", { class: "todo", role: "list" }, one.todo.map((task) => {
    const box = cjmEl("input", { type: "checkbox" });
    box.checked = task.done;
    box.addEventListener("change", () => updates.live.send({ do: "tick_task", with: { id: task.id, done: box.checked } }));
    const told = [task.owner, !task.done && task.due && "by " + task.due].filter(Boolean).join(", ");
    return cjmEl("li", { class: task.done ? "done" : "" }, cjmEl("label", {}, box,
      cjmEl("span", { dir: "auto" }, cjmEl("span", { class: "what" }, task.name), cjmEl("small", {}, told, task.late && !task.done && cjmEl("b", {}, " late")))));
  }));
}

function cjmMarks(sure, one) {
  return cjmEl("div", { class: "history", role: "img", "aria-label": "Confidence so far: " + (one.history.map(([day, key]) => day + " " + (key ? sure[key][0].toLowerCase() : "nothing said")).join(", ") || "nothing yet") },
    one.history.map(([day, key]) => cjmEl("span", {}, key ? cjmEl("span", { class: "sure " + key }, cjmIcon(sure[key][1])) : cjmEl("span", { class: "sure" }, "–"), cjmEl("small", {}, day))));
}
