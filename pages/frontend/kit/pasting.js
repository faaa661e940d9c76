// What is pasted is looked at by the server (cjm/pasted); a table is asked about before anything is stored, and lines that can't be
// stored come back to be mended. No export: the text stands in front of each component that needs it.
//
// cjmPasted(on, text): `on` has workshop, where ("stages" | "cards"), root (where the dialog stands), focus(), and
//   may(layout)           whether this person may make that of a table
//   list(items)           a plain list, without its bullets
//   table(layout, choice) the table was chosen to become this
async function cjmPasted(on, text) {
  let found = null;
  try {
    const asked = cjmAt(`api/pasted/${encodeURIComponent(on.workshop)}?where=${on.where}`);
    const answer = await fetch(asked, { method: "POST", body: text, headers: { "content-type": "text/plain" }, cache: "no-store" });
    found = await answer.json();
  } catch (_) {
    /* no line: said below */
  }
  if (!found || found.error) return cjmPasting(on, "Not added yet", found ? found.error : "The server can’t be reached just now. What you pasted is kept here.", text, []);
  if (found.choices) return cjmAskTable(on, text, found.choices);
  if (found.items.length) on.list(found.items);
  cjmMend(on, found.refused);
}

// Lines that were refused, each with its number and why, in a field to mend them in.
function cjmMend(on, refused) {
  if (!refused.length) return cjmPastingDone(on);
  const told = refused.length === 1 ? "One line was not added, the others were." : `${refused.length} lines were not added, the others were.`;
  cjmPasting(on, "Mend these lines", told, refused.map((one) => one.text.replace(/\n/g, " ")).join("\n"), refused.map((one) => `Line ${one.line}: ${one.why}`));
}

function cjmPastingDone(on) {
  if (!on.dialog) return;
  on.dialog.remove();
  on.dialog = null;
  on.focus();
}

function cjmPastingBox(on, title) {
  const make = (tag, given, ...children) => {
    const el = Object.assign(document.createElement(tag), given || {});
    el.append(...children);
    return el;
  };
  if (on.dialog) on.dialog.remove();
  on.dialog = make("dialog", { className: "pasting" }, make("h2", {}, title));
  on.dialog.setAttribute("aria-label", title);
  on.dialog.addEventListener("keydown", (event) => event.stopPropagation());
  on.dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    cjmPastingDone(on);
  });
  on.root.append(on.dialog);
  on.dialog.showModal();
  return make;
}

function cjmPasting(on, title, told, text, reasons) {
  const make = cjmPastingBox(on, title);
  if (told) on.dialog.append(make("p", { role: "alert" }, told));
  const list = make("ul", {}, ...reasons.map((why) => make("li", {}, why)));
  const field = make("textarea", { value: text, rows: Math.min(8, text.split("\n").length + 1), dir: "auto", ariaLabel: "What you pasted" });
  const add = make("button", { type: "button", className: "main", onclick: () => cjmPasted(on, field.value) }, "Add these");
  const leave = make("button", { type: "button", onclick: () => cjmPastingDone(on) }, "Leave them out");
  on.dialog.append(list, field, make("div", { className: "row" }, add, leave));
  field.focus();
}

// One question: what is this table? Its likeliest meaning is chosen, and shown.
function cjmAskTable(on, text, choices) {
  const usable = choices.filter((one) => on.may(one.layout));
  const make = cjmPastingBox(on, "This is a table. What is it?");
  const shown = make("div", { className: "preview", role: "status" });
  let chosen = usable[0];
  const show = (choice) => {
    chosen = choice;
    const stages = choice.stages.map(([name, leads]) => make("li", {}, leads ? `${name} (${leads})` : name));
    const cards = choice.cards.map(([stage, lane, words]) => make("li", {}, [stage, lane].filter(Boolean).join(", ") + (stage || lane ? ": " : "") + words));
    const wrong = choice.refused.map((one) => make("li", { className: "wrong" }, `Line ${one.line} is left out. ${one.why}`));
    shown.replaceChildren(make("p", {}, make("b", {}, choice.told)), ...(stages.length ? [make("ol", { dir: "auto" }, ...stages)] : []), ...(cards.length ? [make("ul", { dir: "auto" }, ...cards)] : []), ...(wrong.length ? [make("ul", {}, ...wrong)] : []));
  };
  const group = make("div", { className: "choices" }, ...usable.map((one, index) => {
    const radio = make("input", { type: "radio", name: "cjm-table", checked: index === 0, onchange: () => show(one) });
    return make("label", {}, radio, one.name);
  }));
  group.setAttribute("role", "radiogroup");
  const add = make("button", { type: "button", className: "main", onclick: () => {
    const choice = chosen;
    cjmPastingDone(on);
    on.table(text, choice);
    if (choice.items || choice.layout === "stages") cjmMend(on, choice.refused); // a card of a map was shown as left out: here it would become something else
  } }, "Add");
  const leave = make("button", { type: "button", onclick: () => cjmPastingDone(on) }, "Cancel");
  on.dialog.append(group, shown, make("div", { className: "row" }, add, leave));
  show(chosen);
  add.focus();
}
