// What is outside of the window, lies over something else, is cut or missing: on the facilitator's bar, or on the wall.
([wanted, width, most]) => {
  const found = [], hidden = (el) => el.getClientRects().length === 0 || getComputedStyle(el).clipPath !== "none";
  const words = (el) => (el.getAttribute("aria-label") || el.textContent).trim().slice(0, 40);
  const check = (boxes, own) => {
    for (const [name, box] of boxes.slice(0, own)) if (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) found.push(`${name} is outside: ${Math.round(box.left)} to ${Math.round(box.right)}`);
    boxes.slice(0, own).forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) found.push(`${one} lies over ${other}`);
    }));
  };
  const boxed = (list) => Array.from(list).filter((el) => !hidden(el)).map((el) => [words(el), el.getBoundingClientRect()]).filter(([, box]) => box.width > 1);
  if (innerWidth !== width) found.push("not laid out yet");
  const bar = document.querySelector("#cjm-bar");
  if (bar) {
    const row = bar.shadowRoot.querySelector(".bar"), own = boxed(row.children);
    check([...own, ...boxed(document.querySelectorAll("[data-testid=stHeader] a, [data-testid=stHeader] button"))], own.length);
    const buttons = Array.from(row.querySelectorAll("button")).filter((el) => !hidden(el));
    for (const el of buttons) if (!el.title && el.scrollWidth > el.clientWidth + 1) found.push(words(el) + " is cut");
    for (const one of wanted) if (![...buttons, ...row.querySelectorAll("[role=timer], [role=status]")].some((el) => new RegExp(one).test(words(el)))) found.push(one + " is not there");
    const asked = row.querySelector(".asked b");
    if (asked) {
      const text = asked.firstChild, end = asked.getBoundingClientRect().bottom + 1, range = document.createRange();
      range.setStart(text, 0);
      let read = text.length;
      for (; read; read -= 1) {
        range.setEnd(text, read);
        if (range.getBoundingClientRect().bottom <= end) break;
      }
      if (read < Math.min(most, text.length)) found.push(`only “${text.data.slice(0, read)}” is read of the question`);
      if (read < text.length && asked.parentElement.title !== text.data) found.push("the question is nowhere whole");
      if (parseFloat(getComputedStyle(asked).fontSize) < 16) found.push("the question is too small");
    }
  }
  const room = document.querySelector("#cjm-room");
  if (room) {
    const keys = boxed(room.shadowRoot.querySelectorAll("footer .key")), parts = boxed(room.shadowRoot.querySelectorAll("main > *"));
    check(keys, keys.length);
    check(parts, parts.length);
    const head = boxed(room.shadowRoot.querySelectorAll("header > *, h1"));
    for (const [name, box] of head) if (box.right > innerWidth + 1 || box.bottom > innerHeight) found.push(`${name} is outside`);
    if (!keys.length) found.push("no keys");
  }
  return found;
}
