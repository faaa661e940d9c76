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
  const state = { workshop: null, owner: null, bases: new Map(), seen: new WeakSet(), since: new WeakMap(), handed: new Set(), restoring: false };

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

  const look = () => { if (state.workshop) document.querySelectorAll(FIELDS).forEach(putBack); };

  // After a field was handed over: wait for the run that takes it, then the draft has done its work.
  const handedOver = (handed) => {
    const app = document.querySelector("[data-testid=stApp]");
    const waiting = handed
      .map((field) => ({ field, key: keyOf(field), value: field.value }))
      .filter(({ key }) => key && remembered(key));
    if (!app || !waiting.length) return;
    waiting.forEach(({ key }) => state.handed.add(key));
    const done = () => {
      clearInterval(watch);
      waiting.forEach(({ key }) => state.handed.delete(key));
    };
    const began = Date.now();
    let ran = false, quiet = 0;
    const watch = setInterval(() => {
      const connected = app.getAttribute("data-test-connection-state") === "CONNECTED";
      const running = app.getAttribute("data-test-script-state") === "running";
      ran = ran || running;
      quiet = connected && !running ? quiet + 1 : 0;
      if (Date.now() - began > 60000) return done();
      if (!(ran ? quiet >= 2 : quiet >= 80)) return;
      done();
      for (const { field, key, value } of waiting) {
        const draft = remembered(key);
        if (!draft || draft.value !== value) continue; // typed on meanwhile
        remember(key, null);
        state.bases.delete(key);
        if (field.isConnected && document.activeElement === field) state.bases.set(key, field.value);
      }
    }, 100);
  };

  // The mark in the stepper: what the server has, and what is still on its way or only here.
  let closedSince = 0;
  const say = () => {
    keepMine();
    const mark = window.__cjmSavedMark;
    const live = (window.__cjmLives || {})[state.workshop];
    if (!mark || !mark.isConnected || !state.workshop) return;
    closedSince = live && live.state === "closed" ? closedSince || Date.now() : 0;
    const acts = live ? live.acts.length : 0;
    const typing = state.bases.size && remembered(keyOf(document.activeElement) || "");
    const [name, words] =
      closedSince && Date.now() - closedSince > 1500 ? ["waiting", acts ? `Not connected, ${acts} kept here` : "Not connected"]
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

  const inForm = (field) => field.closest?.("[data-testid=stForm]");
  const all = (form) => Array.from(form.querySelectorAll(FIELDS));

  document.addEventListener("focusin", (event) => begin(event.target), true);
  document.addEventListener("input", (event) => typed(event.target), true);
  document.addEventListener("focusout", (event) => {
    const field = event.target, key = keyOf(field);
    if (!key || inForm(field)) return;
    if (remembered(key)) handedOver([field]);
    else state.bases.delete(key);
  }, true);
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !keyOf(field)) return;
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
    requestAnimationFrame(() => { due = false; look(); });
  }).observe(document.body, { childList: true, subtree: true });

  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && Date.now() - (remembered(key)?.at ?? 0) > KEPT_FOR) remember(key, null);
    }
  } catch { /* not allowed */ }
  state.look = look;
  return state;
}

export default function (component) {
  const { data, parentElement } = component;
  const state = (window.__cjmDrafts ??= made());
  state.owner = parentElement;
  if (state.workshop !== data.workshop) {
    state.workshop = data.workshop;
    state.bases.clear();
    state.seen = new WeakSet();
  }
  state.look();
  return () => { if (state.owner === parentElement) state.workshop = null; };
}
