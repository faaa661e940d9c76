// A key that belongs to an input method (Japanese, Chinese, Korean, a dead accent) is nobody's shortcut: the Enter that takes what is
// composed stores nothing, the Escape that drops it closes nothing. Stands first in the page, so that no listener, of ours or of
// Streamlit's, hears such a key; what the browser itself does with it is left alone. Chrome and Firefox say isComposing; Safari ends
// the composition first and then sends the key with the code 229. A key that was kept back is kept back when it comes up again, too.
(() => {
  const held = new Set();
  const guard = (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.type === "keydown") held[composing ? "add" : "delete"](event.code);
    if (composing || (event.type === "keyup" && held.delete(event.code))) event.stopImmediatePropagation();
  };
  for (const type of ["keydown", "keypress", "keyup"]) addEventListener(type, guard, true);
})();
