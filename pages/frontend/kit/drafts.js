// Keeps what is being typed in Streamlit's own text fields, per workshop, until the server has it; puts it back after a reload.
const PREFIX = "cjm-draft:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const FIELDS = "[data-testid=stTextInput] input, [data-testid=stTextArea] textarea";

function remembered(key) {
  try { return JSON.parse(localStorage.getItem(key) || "null"); } catch { return null; }
}

function remember(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch { /* no room, or not allowed: then there is no draft */ }
}

function made() {
  const state = { workshop: null, owner: null, bases: new Map(), seen: new WeakSet(), since: new WeakMap(), handed: new Map(), again: new Set(), restored: new Set(), restoring: false, recovering: false, rerun: null, writing: null };

  const keyOf = (field) => {
    const holder = field?.matches?.(FIELDS) && field.type !== "password" && field.closest("[data-testid=stElementContainer]");
    const name = holder && Array.from(holder.classList).find((one) => one.startsWith("st-key-"));
    return state.workshop && name ? `${PREFIX}${state.workshop}:${name.slice(7)}` : null;
  };

  const begin = (field) => {
    const key = keyOf(field);
    if (key && !state.bases.has(key)) state.bases.set(key, remembered(key)?.base ?? field.value);
  };

  const typed = (field) => {
    const key = state.restoring ? null : keyOf(field);
    if (!key) return;
    if (!state.bases.has(key)) state.bases.set(key, remembered(key)?.base ?? "");
    const base = state.bases.get(key);
    remember(key, field.value === base ? null : { base, value: field.value, at: Date.now() });
    state.writing = field.value === base ? null : { field, key, path: location.pathname };
  };

  // The field in which one was writing went away, and nobody left it: somebody removed what it belongs to. If it does not come
  // back, what was typed is offered back: it has no place any more.
  const lost = () => {
    const one = state.writing;
    if (!one || one.field.isConnected) return;
    state.writing = null;
    setTimeout(() => offerBack(one.key, one.path), 2500);
  };

  const offerBack = (key, path) => {
    const draft = remembered(key);
    if (!draft || !draft.value.trim() || draft.value.trim() === draft.base.trim()) return;
    if (location.pathname !== path || !state.workshop || fieldOf(key)) return;
    if (running() || !connected()) return setTimeout(() => offerBack(key, path), 1000);
    document.querySelector("#cjm-typed")?.remove();
    const box = document.createElement("section"), words = document.createElement("p"), told = document.createElement("p");
    const button = (text, press) => {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", textContent: text });
      made.style.cssText = "font:inherit;min-height:44px;margin:4px 8px 0 0;padding:4px 14px;border:1px solid #FFF8;border-radius:8px;background:none;color:inherit;cursor:pointer";
      made.addEventListener("click", press);
      return made;
    };
    const done = () => {
      remember(key, null);
      box.remove();
    };
    const copy = button("Copy", () => {
      window.getSelection().selectAllChildren(words);
      copy.textContent = document.execCommand("copy") ? "Copied" : "Copy it with your keyboard";
    });
    box.id = "cjm-typed";
    box.setAttribute("role", "alert");
    box.style.cssText = "position:fixed;left:12px;bottom:12px;z-index:999991;box-sizing:border-box;width:min(420px,calc(100vw - 24px));max-height:50vh;overflow:auto;padding:12px 16px;border-radius:8px;background:#172026;color:#FFF;font:16px/22px 'Source Sans',sans-serif;box-shadow:0 4px 20px #0006";
    told.textContent = "Where you were writing is no longer here: somebody removed it. Your words are kept:";
    words.textContent = draft.value;
    words.dir = "auto";
    words.style.cssText = "font-weight:600;overflow-wrap:anywhere;white-space:pre-line";
    box.append(told, words, copy, button("Discard", done));
    document.body.append(box);
  };

  const putBack = (field) => {
    const key = keyOf(field);
    if (!key || state.seen.has(field)) return;
    const draft = remembered(key);
    if (!draft || document.activeElement === field) {
      state.seen.add(field);
      return;
    }
    // Streamlit draws a field empty first and fills it a moment later
    const since = state.since.get(field) ?? Date.now();
    state.since.set(field, since);
    const running = document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") !== "notRunning";
    if (field.disabled || running || state.handed.has(key) || (field.value !== draft.base && field.value !== draft.value && Date.now() - since < 3000)) {
      setTimeout(look, 150);
      return;
    }
    state.seen.add(field);
    if (field.value !== draft.base) {
      remember(key, null); // the server has it, or somebody wrote something else since
      return;
    }
    state.bases.set(key, draft.base);
    write(field, draft.value);
    if (!inForm(field)) state.restored.add(field);
  };

  // Nobody left a field that was put back: it is left now, before what is pressed elsewhere is heard, or that would be done without it.
  const leaveRestored = (event) => {
    for (const field of state.restored) {
      if (event.composedPath()[0] === field) continue;
      state.restored.delete(field);
      if (field.isConnected && document.activeElement !== field) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  };

  const write = (field, value) => {
    state.restoring = true;
    const type = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(type.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    state.restoring = false;
  };

  // Somebody else's text came into the field in which one is typing: what was typed stays, and theirs stands beneath it.
  const keepMine = () => {
    const field = document.activeElement, key = keyOf(field), draft = key && remembered(key);
    if (!draft || state.handed.has(key) || field.value === draft.value) return;
    const theirs = field.value;
    if (theirs === draft.base) return write(field, draft.value); // drawn anew by a server that was restarted
    state.bases.set(key, theirs);
    remember(key, { ...draft, base: theirs, at: Date.now() });
    write(field, draft.value);
    showTheirs(field, theirs);
  };

  const showTheirs = (field, theirs) => {
    const holder = field.closest("[data-testid=stElementContainer]");
    holder.querySelector(".cjm-theirs")?.remove();
    const note = document.createElement("div"), take = document.createElement("button");
    note.className = "cjm-theirs";
    note.setAttribute("role", "status");
    note.style.cssText = "font-size:14px;line-height:20px;padding:4px 0";
    note.append("Someone else wrote here meanwhile: “", theirs, "”. When you leave the field, yours replaces it. ");
    take.type = "button";
    take.textContent = "Take theirs";
    take.style.cssText = "font:inherit;text-decoration:underline;background:none;border:0;padding:4px;cursor:pointer;color:inherit";
    take.addEventListener("mousedown", (event) => event.preventDefault()); // else the field is left, and saved, first
    take.addEventListener("click", () => { write(field, theirs); remember(keyOf(field), null); note.remove(); });
    note.append(take);
    holder.append(note);
    field.addEventListener("blur", () => setTimeout(() => note.remove(), 300), { once: true });
  };

  // Plotly forgets which point is meant when its label goes away between the button's down and its up, as it does where the button
  // is held a little; it then tells of a click and selects nothing. What was clicked is selected all the same.
  const plots = new WeakSet();
  const hearPlots = () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      if (!plot.on || !plot._ev || plots.has(plot._ev)) continue;
      plots.add(plot._ev);
      let selected = 0;
      for (const name of ["plotly_selected", "plotly_deselect"]) plot.on(name, () => { selected = Date.now(); });
      plot.on("plotly_click", (event) => setTimeout(() => {
        if (Date.now() - selected < 500 || !plot._fullLayout?.clickmode?.includes("select") || !event.points?.length) return;
        const { xaxis, yaxis, ...point } = event.points[0]; // an axis holds the whole picture, which holds the axis
        plot.emit("plotly_selected", { points: [point] });
      }, 60));
    }
  };

  // What is said before a page is drawn anew is said again after it, and then both may be there.
  const sayOnce = () => {
    const said = new Set();
    for (const toast of document.querySelectorAll("[data-testid=stToast]")) {
      toast.style.display = said.has(toast.textContent) ? "none" : "";
      said.add(toast.textContent);
    }
  };

  const look = () => { if (state.workshop) document.querySelectorAll(FIELDS).forEach(putBack); };

  const app = () => document.querySelector("[data-testid=stApp]");
  const connected = () => app()?.getAttribute("data-test-connection-state") === "CONNECTED";
  const running = () => ["running", "rerunRequested"].includes(app()?.getAttribute("data-test-script-state"));
  const live = () => (window.__cjmLives || {})[state.workshop];
  const fieldOf = (key) => {
    const name = key.slice(`${PREFIX}${state.workshop}:`.length);
    return document.querySelector(`.st-key-${CSS.escape(name)}`)?.querySelector("input, textarea");
  };

  // After a field was handed over: the draft has done its work when the run is over and the workshop has a new revision.
  // Without one nothing was stored, and what was typed stands in the field again.
  const handedOver = (handed) => {
    const waiting = handed
      .map((field) => ({ field, key: keyOf(field), value: field.value, path: location.pathname }))
      .filter(({ key }) => key && remembered(key));
    if (!app() || !waiting.length) return;
    const line = live(), before = line?.revision ?? 0;
    // Whoever types fast hands a field over again while it still waits for its first answer.
    const times = (key, by) => {
      const now = (state.handed.get(key) || 0) + by;
      if (now > 0) state.handed.set(key, now);
      else state.handed.delete(key);
    };
    waiting.forEach(({ key }) => times(key, 1));
    const done = () => {
      clearInterval(watch);
      waiting.forEach(({ key }) => times(key, -1));
    };
    const began = Date.now();
    let ran = false, quiet = 0;
    const watch = setInterval(() => {
      const busy = running() || state.recovering;
      ran = ran || busy;
      quiet = connected() && !busy ? quiet + 1 : 0;
      if (Date.now() - began > 60000) return done();
      if (quiet < 2) return;
      const stored = line ? line.revision > before : ran;
      if (!stored && (line?.state === "open" ? quiet < (ran ? 20 : 80) : line && quiet < 300)) return;
      done();
      for (const one of waiting) {
        const draft = remembered(one.key);
        if (!draft || draft.value !== one.value) continue; // typed on meanwhile
        if (stored) taken(one);
        else notTaken(one, draft);
      }
    }, 100);
  };

  const taken = ({ field, key }) => {
    remember(key, null);
    state.bases.delete(key);
    state.again.delete(key);
    if (field.isConnected && document.activeElement === field) state.bases.set(key, field.value);
  };

  const notTaken = (one, draft) => {
    const field = one.field.isConnected ? one.field : fieldOf(one.key);
    if (!field) return offerBack(one.key, one.path); // it stays a draft, for when the field is there again
    if (inForm(field)) {
      if (!field.value && draft.value) write(field, draft.value);
    } else if (field.value === draft.value) {
      if (draft.value.trim() === draft.base.trim()) taken(one); // stored as it was
    } else if (field.value !== draft.base) {
      taken(one); // somebody else's stands there, and the page shows both
    } else {
      write(field, draft.value);
      if (state.again.has(one.key) || document.activeElement === field) return;
      state.again.add(one.key); // it was left, to be saved: once more
      handedOver([field]);
      field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  };

  // The mark in the stepper: what the server has, and what is still on its way or only here.
  let offSince = 0;
  const say = () => {
    keepMine();
    const mark = window.__cjmSavedMark;
    const line = live();
    if (!mark || !mark.isConnected || !state.workshop) return;
    const off = window.__cjmStopped || !connected() || line?.state !== "open";
    offSince = off ? offSince || Date.now() : 0;
    const acts = line ? line.acts.length : 0;
    if (line?.state === "refused" && state.refused !== line) {
      state.refused = line;
      state.rerun?.(); // the page says why
    } else if (line?.state === "open") state.refused = null;
    const typing = document.querySelector("#cjm-typed") || Array.from(document.querySelectorAll(FIELDS)).some((field) => remembered(keyOf(field) || "")) || Array.from(window.__cjmUnsaved ?? []).some((unsaved) => unsaved());
    const [name, words] =
      window.__cjmStopped || (off && Date.now() - offSince > 1500) ? ["waiting", acts ? `Not connected, ${acts} kept here` : line?.state === "connecting" && connected() ? "Connecting…" : "Not connected"]
      : acts && line.later ? ["waiting", `${acts} kept here, not stored yet`]
      : acts || state.handed.size ? ["saving", "Saving…"]
      : typing ? ["waiting", "Not saved yet"]
      : ["saved", "Saved"];
    if (mark.dataset.state === name && mark.textContent === words) return;
    mark.dataset.state = name;
    const said = document.createElement("span");
    said.className = "said";
    said.textContent = words;
    mark.replaceChildren(said);
    mark.title = words;
  };
  setInterval(say, 250);

  // The line of Streamlit came back: the server may have been restarted, and knows no part of this page any more. The page is
  // asked for as a whole, and what is pressed until it is there is pressed once more then: the server could not have answered.
  const recover = () => {
    if (!state.rerun) return;
    state.recovering = true;
    state.rerun();
    const began = Date.now();
    let ran = false, quiet = 0;
    const watch = setInterval(() => {
      ran = ran || running();
      quiet = running() || !connected() ? 0 : quiet + 1;
      if (!((ran && quiet >= 2) || Date.now() - began > (ran ? 20000 : 3000))) return;
      clearInterval(watch);
      state.recovering = false;
      const held = state.held.splice(0);
      for (const press of held) again(press)?.click();
    }, 60);
  };
  state.held = [];
  const again = ({ target, key, act, words }) => {
    if (target.isConnected) return target;
    const place = key && document.querySelector(`.${CSS.escape(key)}`);
    const all = (place || document).querySelectorAll("button");
    return act ? null : Array.from(all).find((one) => one.textContent === words);
  };
  let was = null;
  state.runs = 0;
  const watchRuns = (changes) => {
    state.runs += changes.filter((one) => one.oldValue === "notRunning").length;
  };
  const watchLine = () => {
    const now = app()?.getAttribute("data-test-connection-state");
    if (was && was !== "CONNECTED" && was !== "INITIAL" && now === "CONNECTED") recover();
    was = now ?? was;
  };
  const BUTTONS = "button, [role=button], [role=radio], [role=tab], [role=checkbox], label";
  // One press for what is drawn: pressed again before its answer is there, a button would do the same thing twice.
  const pressed = new Map();
  const OURS = "[data-testid=stApp], [data-testid=stPopoverBody], [data-testid=stDialog]"; // panels and dialogs stand beside the page
  const pressOf = (event) => {
    const path = event.composedPath().filter((one) => one instanceof Element);
    const target = path.find((one) => one.matches(BUTTONS));
    if (!target || !path.some((one) => one.matches(OURS))) return null;
    const holder = path.find((one) => one.matches("[data-testid=stElementContainer]"));
    const key = holder && Array.from(holder.classList).find((one) => one.startsWith("st-key-"));
    return { target, key, act: target.dataset.act, words: target.textContent, testid: path.find((one) => /^st(Form|Button|Download)?(Submit)?Button$/.test(one.dataset?.testid || ""))?.dataset.testid };
  };
  const stop = (event) => { event.stopImmediatePropagation(); event.preventDefault(); };
  const contents = (form) => (form ? Array.from(form.querySelectorAll("input, textarea"), (one) => one.value).join("\u0000") : "");
  const twice = (name) => {
    if (pressed.has(name)) return true;
    const began = Date.now(), runs = state.runs;
    let quiet = 0;
    pressed.set(name, setInterval(() => {
      quiet = running() ? 0 : quiet + 1;
      if (!((state.runs > runs && quiet >= 2) || Date.now() - began > 12000)) return;
      clearInterval(pressed.get(name));
      pressed.delete(name);
    }, 60));
    return false;
  };
  // A button that is drawn anew, or moves away, between the pointer's down and its up gets no click: it is what the finger meant.
  let down = null;
  const NATIVE = /^st(FormSubmit)?Button$/;
  window.addEventListener("pointerdown", (event) => {
    const press = state.workshop && event.button === 0 && pressOf(event);
    down = press && NATIVE.test(press.testid) ? { ...press, x: event.clientX, y: event.clientY } : null;
  }, true);
  window.addEventListener("pointercancel", () => { down = null; }, true);
  window.addEventListener("pointerup", (event) => {
    const meant = down;
    if (!meant || Math.hypot(event.clientX - meant.x, event.clientY - meant.y) > 10) return;
    if (meant.target.isConnected && meant.target.contains(document.elementFromPoint(event.clientX, event.clientY))) return;
    setTimeout(() => { if (down === meant) again(meant)?.click(); }, 30); // the click comes first, if it comes
  }, true);
  window.addEventListener("click", (event) => {
    const press = state.workshop && pressOf(event);
    if (!press) return;
    down = null;
    if (state.recovering) {
      stop(event);
      if (!state.held.some((one) => one.target === press.target)) state.held.push(press);
      return;
    }
    const form = press.testid === "stFormSubmitButton" ? press.target.closest("[data-testid=stForm]") : null;
    if (press.testid === "stButton" || form) {
      if (twice(`${press.key || press.words}:${contents(form)}`)) stop(event);
    }
  }, true);
  window.addEventListener("keydown", (event) => {
    const form = event.key === "Enter" && event.target?.closest?.("[data-testid=stForm]");
    if (!form || (event.target.tagName === "TEXTAREA" && !event.ctrlKey && !event.metaKey) || !event.target.matches("input, textarea")) return;
    if (!state.workshop) return;
    const button = form.querySelector("[data-testid=stFormSubmitButton] button");
    const holder = button?.closest("[data-testid=stElementContainer]");
    const key = holder && Array.from(holder.classList).find((one) => one.startsWith("st-key-"));
    if (button && twice(`${key || button.textContent}:${contents(form)}`)) stop(event);
  }, true);

  const inForm = (field) => field.closest?.("[data-testid=stForm]");
  const all = (form) => Array.from(form.querySelectorAll(FIELDS));

  document.addEventListener("focusin", (event) => {
    state.restored.delete(event.target);
    begin(event.target);
  }, true);
  document.addEventListener("pointerdown", leaveRestored, true);
  document.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && leaveRestored(event), true);
  document.addEventListener("input", (event) => typed(event.target), true);
  // A field of one line swallows the breaks of a list: where several can be typed at once, semicolons stand between them; where one is
  // typed at a time a sign that nobody types, for what was pasted is asked about (pages/shared/pasting.py).
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text").trim() ?? "";
    const into = (key) => event.target.matches?.("input") && event.target.closest(`[class*="st-key-${key}"]`);
    if (!/[\r\n]/.test(text) || !(into("new-") || into("several_"))) return;
    event.preventDefault();
    document.execCommand("insertText", false, text.split(/\r\n|[\r\n]/).join(into("new-") ? "; " : " ↵ "));
  }, true);
  document.addEventListener("focusout", (event) => {
    const field = event.target, key = keyOf(field);
    setTimeout(() => { if (field.isConnected && state.writing?.field === field) state.writing = null; }, 0); // it was left, not taken away
    if (!key || inForm(field)) return;
    if (remembered(key)) handedOver([field]);
    else state.bases.delete(key);
  }, true);
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !keyOf(field)) return;
    if (field.tagName === "TEXTAREA" && !event.ctrlKey && !event.metaKey) return;
    const form = inForm(field);
    handedOver(form ? all(form) : [field]);
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target?.closest?.("[data-testid=stFormSubmitButton]");
    const form = button && inForm(button);
    if (form) handedOver(all(form));
  }, true);
  let due = false;
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; look(); sayOnce(); hearPlots(); lost(); });
  }).observe(document.body, { childList: true, subtree: true });
  new MutationObserver(watchLine).observe(document.body, { attributes: true, attributeFilter: ["data-test-connection-state"], subtree: true });
  new MutationObserver(watchRuns).observe(document.body, { attributes: true, attributeOldValue: true, attributeFilter: ["data-test-script-state"], subtree: true });
  watchLine();

  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (remembered(key)?.at ?? 0) > KEPT_FOR) remember(key, null);
    }
  } catch { /* not allowed */ }
  state.look = look;
  return state;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const state = (window.__cjmDrafts ??= made());
  state.owner = parentElement;
  state.rerun = () => setTriggerValue("again", Date.now());
  if (state.workshop !== data.workshop) {
    state.workshop = data.workshop;
    state.bases.clear();
    state.restored.clear();
    state.seen = new WeakSet();
  }
  state.look();
  return () => { if (state.owner === parentElement) state.workshop = state.rerun = null; };
}
