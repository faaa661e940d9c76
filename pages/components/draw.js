// Draws a nested list as elements: ["tag", {attributes}, child, ...]; text is always textContent.
// An element with "act" is a button: a click or Enter sends that string to Python.
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
  const name = /^[a-z][a-z0-9]*$/i.test(tag) && !/^(script|iframe|object|embed|style|link|a|form|base|meta)$/i.test(tag) ? tag : "div";
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
            send(value);
          }
        });
      } else {
        el.type = "button";
      }
      el.classList.add("act");
      el.dataset.act = value;
      el.addEventListener("click", (event) => {
        event.stopPropagation();
        send(value);
      });
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

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const text = JSON.stringify(data);
  const host = parentElement;
  host.__send = (value) => setTriggerValue("act", value);
  if (host.__drawn === text) return;
  host.__drawn = text;
  const focused = (host.activeElement || document.activeElement)?.dataset?.act;
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
  root.replaceChildren(element(data.tree, false, (value) => host.__send(value)));
  if (focused) {
    const again = Array.from(root.querySelectorAll("[data-act]")).find((el) => el.dataset.act === focused);
    if (again) again.focus({ preventScroll: true });
  }
}
