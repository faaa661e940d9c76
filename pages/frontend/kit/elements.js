// Drawing. Text only ever goes in as text.
function cjmEl(tag, attrs, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "value") el.value = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) el.append(child);
  return el;
}
function cjmIcon(name) {
  return cjmEl("span", { class: "icon", "aria-hidden": "true", translate: "no" }, name);
}
function cjmSvg(tag, attrs) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  return el;
}
const cjmSigned = (n) => (n > 0 ? "+" + n : n < 0 ? "−" + -n : "0");
const CJM_FACES = {
  "-2": "sentiment_very_dissatisfied",
  "-1": "sentiment_dissatisfied",
  0: "sentiment_neutral",
  1: "sentiment_satisfied",
  2: "sentiment_very_satisfied",
};
const CJM_FEELS = { "-2": "upset", "-1": "unhappy", 0: "neutral", 1: "pleased", 2: "delighted" };
const CJM_EVIDENCE = { assumed: "assumed", observed: "observed by staff", confirmed: "confirmed by customers" };
const CJM_SINGULAR = {
  activity: "activity", touchpoint: "touchpoint", channel: "channel", performer: "job performer", pain_point: "pain point",
  opportunity: "opportunity", kpi: "KPI", system: "system", data: "data", transaction: "key transaction", quote: "quote",
  bright_spot: "bright spot", other: "card",
}; // prettier-ignore
const CJM_BOXED = new Set(["pain_point", "opportunity", "bright_spot"]);

// Make `parent` hold exactly `nodes`, touching only what is out of place.
function cjmPlace(parent, nodes) {
  const back = cjmHold(parent.getRootNode());
  cjmPlacing += 1;
  try {
    const wanted = new Set(nodes);
    for (const node of Array.from(parent.childNodes)) if (!wanted.has(node)) node.remove(); // what stays need not move up then
    let at = parent.firstChild;
    for (const node of nodes) {
      if (node === at) at = at.nextSibling;
      else parent.insertBefore(node, at);
    }
  } finally {
    cjmPlacing -= 1;
  }
  back();
}

// A field that is moved is left without anybody having left it: what hears that it is left asks for this first.
let cjmPlacing = 0;

// Gives what puts the cursor back into the field where one writes, after that was moved.
function cjmHold(root) {
  const field = root.activeElement;
  if (!field || !field.matches("input, textarea")) return () => {};
  const at = [field.selectionStart, field.selectionEnd, field.scrollTop];
  return () => {
    if (root.activeElement === field || !field.isConnected) return;
    field.focus({ preventScroll: true });
    if (at[0] !== null) field.setSelectionRange(at[0], at[1]);
    field.scrollTop = at[2];
  };
}
