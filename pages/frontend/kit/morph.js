// Make `old` look like `made`, keeping the elements that stay (those of one `keyOf`): what is typed, focused or about to be pressed is
// not lost. No export: the text stands in front of each component that needs it.
function cjmMorph(old, made, keyOf) {
  if (old.hasAttribute("data-saved")) return; // its words are written by the browser
  const unfolded = (name) => name === "open" && old.nodeName === "DETAILS"; // by the reader, who goes on reading
  for (const name of old.getAttributeNames()) if (!made.hasAttribute(name) && !unfolded(name)) old.removeAttribute(name);
  for (const name of made.getAttributeNames()) {
    const value = made.getAttribute(name);
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.nodeName === "SELECT" && old.getRootNode().activeElement === old) return; // somebody is choosing
  const left = Array.from(old.childNodes);
  let place = old.firstChild;
  for (const child of Array.from(made.childNodes)) {
    const index = left.findIndex((one) => one.nodeName === child.nodeName && keyOf(one) === keyOf(child));
    if (index < 0) {
      old.insertBefore(child, place);
      continue;
    }
    const [kept] = left.splice(index, 1);
    if (kept.nodeType === 1) cjmMorph(kept, child, keyOf);
    else if (kept.data !== child.data) kept.data = child.data;
    if (kept === place) place = place.nextSibling;
    else old.insertBefore(kept, place);
  }
  for (const one of left) one.remove();
}
