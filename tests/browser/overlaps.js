// What lies on what on the board, what is cut on its cards, its smallest letters, and how far it scrolls, in pixels.
() => {
  const board = (function find(root) {
    for (const el of root.querySelectorAll("*")) {
      if (el.matches(".board")) return el;
      const inside = el.shadowRoot && find(el.shadowRoot);
      if (inside) return inside;
    }
  })(document);
  const boxes = Array.from(board.querySelectorAll(".card"), (el) => ({ el, at: el.getBoundingClientRect() })).filter(({ at }) => at.height);
  const faults = [];
  for (const [place, one] of boxes.entries()) for (const other of boxes.slice(place + 1)) {
    const over = Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top);
    const beside = Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left);
    if (over > 1 && beside > 1) faults.push(`${one.el.innerText} lies on ${other.el.innerText}`);
  }
  for (const text of board.querySelectorAll(".card .text")) if (text.scrollHeight > text.clientHeight + 2) faults.push(`cut: ${text.innerText}`);
  const small = Array.from(board.querySelectorAll(".card .text, .stagename, .lanename"), (el) => parseFloat(getComputedStyle(el).fontSize));
  const scroll = board.querySelector(".scroll");
  return { faults, smallest: Math.min(...small), beyond: Math.max(scroll.scrollHeight - scroll.clientHeight, scroll.scrollWidth - scroll.clientWidth) };
}
