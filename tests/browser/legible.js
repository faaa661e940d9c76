// What a reader sees wrong with the letters of a page: words broken inside, texts cut without a way to read the rest.
(longest) => {
  const faults = new Set();
  const seen = (el) => {
    const box = el.getBoundingClientRect(), style = getComputedStyle(el);
    return box.width > 1 && box.height > 1 && Number(style.opacity) > 0.1 && el.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  };
  const where = (el) => {
    const parts = [];
    for (let at = el; at && parts.length < 3; at = at.parentElement) if (at.className) parts.unshift(String(at.className.baseVal ?? at.className).split(" ").filter((one) => !/emotion|e[0-9a-z]{6,}/.test(one))[0] || at.localName);
    return parts.join(" ");
  };
  const look = (text, el) => {
    const range = document.createRange();
    const clamped = [el, el.parentElement, el.parentElement?.parentElement].find((one) => one && getComputedStyle(one).webkitLineClamp !== "none");
    const last = clamped ? clamped.getBoundingClientRect().bottom - parseFloat(getComputedStyle(clamped).lineHeight) * 1.05 : Infinity; // its words end in an ellipsis
    for (const match of text.data.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const rects = Array.from(range.getClientRects()).filter((one) => one.width > 0.5);
      const tops = rects.map((one) => one.top);
      if (!rects.length || Math.max(...tops) >= last) continue;
      if (match[0].length <= longest && Math.max(...tops) - Math.min(...tops) > 6) faults.add(`broken: ${match[0]} (${where(el)})`);
    }
    for (let at = el; at && at.nodeType === 1; at = at.parentElement) {
      const how = getComputedStyle(at);
      if (how.overflowX === "hidden" && how.whiteSpace.startsWith("nowrap") && at.scrollWidth > at.clientWidth + 1 && !at.closest("[title],[aria-label]")) {
        faults.add(`cut: ${at.textContent.trim().slice(0, 40)} (${where(at)})`);
      }
      if (how.display !== "inline") break;
    }
  };
  const walk = (root) => {
    for (const el of root.querySelectorAll("*")) {
      if (el.shadowRoot) walk(el.shadowRoot);
      if (/^(style|script|option|select|textarea|title|noscript)$/i.test(el.localName) || !seen(el)) continue;
      if (el.getAttribute("aria-hidden") === "true" || el.closest("[data-testid=stIconMaterial], .icon")) continue;
      for (const text of el.childNodes) if (text.nodeType === 3 && text.data.trim()) look(text, el);
    }
  };
  walk(document);
  return Array.from(faults).sort();
}
