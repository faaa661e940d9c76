// Draws a nested list as elements: ["tag", {attributes}, child, ...]; text is always textContent.
// An element with "act" is a button: a click or Enter sends that string to Python; with "leaves" it leads to another page.
// What is drawn again keeps the elements that stay, so that a press or a focus in that moment is not lost.
const SVG = new Set(["svg", "path", "circle", "rect", "line", "polyline", "g", "text", "title", "defs", "marker"]);
const SAFE = /^(class|title|role|id|tabindex|width|height|viewBox|d|cx|cy|r|x|y|x1|x2|y1|y2|fill|stroke|stroke-width|stroke-dasharray|points|preserveAspectRatio|vector-effect|text-anchor|dominant-baseline|transform|aria-.+|data-.+|dir|lang|colspan|rowspan|scope)$/;

function element(node, inSvg, send) {
  if (node === null || node === undefined || node === false) return document.createTextNode("");
  if (!Array.isArray(node)) return document.createTextNode(String(node));
  const [tag, attributes, ...children] = node;
  const given = attributes || {};
  if (tag === "icon") {
    const icon = document.createElement("span");
    icon.className = "icon " + (given.class || "");
    icon.setAttribute("aria-hidden", "true");
    icon.setAttribute("translate", "no");
    icon.textContent = children[0] || "";
    return icon;
  }
  const svg = inSvg || tag === "svg";
  const name = /^[a-z][a-z0-9]*$/i.test(tag) && !/^(script|iframe|object|embed|style|link|form|base|meta)$/i.test(tag) ? tag : "div";
  const el = svg && SVG.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "style" && typeof value === "object") {
      for (const [property, setting] of Object.entries(value)) el.style.setProperty(property, String(setting));
    } else if (key === "act") {
      if (name !== "button") {
        el.setAttribute("role", given.role || "button");
        el.setAttribute("tabindex", "0");
        el.addEventListener("keydown", (event) => {
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            event.stopPropagation();
            send(value, Boolean(given.leaves));
          }
        });
      } else {
        el.type = "button";
      }
      el.classList.add("act");
      el.dataset.act = value;
      if (given.leaves) el.dataset.leaves = "";
      el.addEventListener("click", (event) => {
        event.stopPropagation();
        send(value, Boolean(given.leaves));
      });
    } else if (key === "href") {
      // only where it leads out, and says so: nothing that runs
      if (/^https?:\/\/[^\s]+$/i.test(value)) Object.assign(el, { href: value, target: "_blank", rel: "noopener noreferrer" });
    } else if (SAFE.test(key)) {
      el.setAttribute(key, value === true ? "" : String(value));
      if (key === "class" && given.act) el.classList.add("act");
    }
  }
  for (const child of children) {
    if (Array.isArray(child) && Array.isArray(child[0])) child.forEach((one) => el.appendChild(element(one, svg, send)));
    else el.appendChild(element(child, svg, send));
  }
  return el;
}

const keyOf = (node) => (node.nodeType === 1 ? node.dataset.act || node.id || "" : "");

// After a press that leads to another page nothing more may be asked of this one: Streamlit would answer with this page again.
function cjmIsLeaving() {
  const leaving = window.__cjmLeaving;
  return Boolean(leaving) && leaving.path === location.pathname && Date.now() - leaving.at < 4000;
}

// Streamlit may drop what is sent while the page is drawn anew: a press is sent again until what is drawn says that it was taken.
const PRESS_LASTS = 12000;

function cjmDeliver(host) {
  const press = host.__press;
  clearTimeout(host.__again);
  if (!press || !host.isConnected || Date.now() - press.since > PRESS_LASTS) return;
  const app = document.querySelector("[data-testid=stApp]")?.dataset;
  const quiet = app?.testScriptState === "notRunning" && app?.testConnectionState === "CONNECTED";
  if (!press.sent || (quiet && Date.now() - press.sent > 900)) {
    press.sent = Date.now();
    host.__deliver("act", `${press.number}|${press.value}`);
  }
  host.__again = setTimeout(() => cjmDeliver(host), 300);
}

// A button that moves between the pointer's down and its up gets no click: what the finger meant is what it came down on.
function cjmWatchPointer(host) {
  let down = null;
  const clicked = (event) => { if (event.target.closest?.("[data-act]")) down = null; };
  const press = (event) => {
    const el = event.button === 0 && event.target.closest?.("[data-act]");
    down = el ? { value: el.dataset.act, leaves: "leaves" in el.dataset, x: event.clientX, y: event.clientY } : null;
  };
  const lift = (event) => {
    const meant = down;
    if (!meant || Math.hypot(event.clientX - meant.x, event.clientY - meant.y) > 10) return;
    setTimeout(() => { if (down === meant) { down = null; host.__send(meant.value, meant.leaves); } }, 30); // the click comes first, if it comes
  };
  const cancel = () => { down = null; };
  host.addEventListener("pointerdown", press, true);
  host.addEventListener("click", clicked, true);
  window.addEventListener("pointerup", lift, true);
  window.addEventListener("pointercancel", cancel, true);
  return () => {
    host.removeEventListener("pointerdown", press, true);
    host.removeEventListener("click", clicked, true);
    window.removeEventListener("pointerup", lift, true);
    window.removeEventListener("pointercancel", cancel, true);
    host.__unwatch = null;
  };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const text = JSON.stringify(data);
  const host = parentElement;
  host.__deliver = setTriggerValue;
  host.__send = (value, leaves) => {
    if (cjmIsLeaving() || component.counts?.(value)) return;
    const waits = host.__press;
    if (waits && waits.value === value && Date.now() - waits.since < PRESS_LASTS) return; // one press for one answer
    host.__press = { number: Date.now(), value, since: Date.now(), sent: 0 };
    if (leaves) window.__cjmLeaving = { path: location.pathname, at: Date.now() };
    cjmDeliver(host);
  };
  if (!host.__unwatch) host.__unwatch = cjmWatchPointer(host);
  if (host.__press && data.answered >= host.__press.number) host.__press = null;
  const leave = () => host.__unwatch?.();
  if (host.__drawn === text) return leave;
  host.__drawn = text;
  let root = host.querySelector(".drawn");
  if (!root) {
    root = document.createElement("div");
    root.className = "drawn";
    host.appendChild(root);
    const style = document.createElement("style");
    style.className = "extra";
    host.insertBefore(style, root);
  }
  host.querySelector("style.extra").textContent = data.css || "";
  const made = document.createElement("div");
  made.className = "drawn";
  made.appendChild(element(data.tree, false, (value, leaves) => host.__send(value, leaves)));
  cjmMorph(root, made, keyOf);
  const mark = root.querySelector("[data-saved]");
  if (mark) window.__cjmSavedMark = mark;
  return leave;
}
