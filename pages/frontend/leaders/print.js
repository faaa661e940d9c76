// The browser's own dialog for paper; style says what it looks like there.
export default function (component) {
  const button = component.parentElement.querySelector("button");
  if (button) button.onclick = () => window.print();
}
