// Tells the page's styles how much height is left for the picture, so that all of it is seen without scrolling.
function cjmFit() {
  const main = document.querySelector('[data-testid="stMain"]');
  const row = document.querySelector(".st-key-vs_row");
  const block = document.querySelector('[data-testid="stMainBlockContainer"]');
  if (!main || !row || !block) return;
  const root = document.documentElement.style;
  const at = row.getBoundingClientRect();
  const above = at.top - main.getBoundingClientRect().top + main.scrollTop;
  const room = Math.max(280, Math.floor(main.clientHeight - above - (block.getBoundingClientRect().bottom - at.bottom) - 1));
  root.setProperty("--vs-room", room + "px");
  const graph = document.querySelector(".st-key-vs_graph");
  const frame = graph && graph.querySelector("iframe");
  const column = graph && graph.closest('[data-testid="stColumn"]');
  if (!frame || !column) return;
  const items = Array.from(graph.closest('[data-testid="stVerticalBlock"] > *, [data-testid="stColumn"]').parentElement.children);
  const seen = items.map((el) => el.getBoundingClientRect()).filter((box) => box.height > 0);
  const whole = Math.max(...seen.map((box) => box.bottom)) - Math.min(...seen.map((box) => box.top));
  const shown = graph.getBoundingClientRect().height;
  root.setProperty("--vs-graph", Math.max(220, Math.floor(room - (whole - shown))) + "px");
}
