// How large the picture can be drawn: the width of its column, and what the window leaves between the bar and the foot.
// In steps, and rounded down, so that names never run into each other and a few pixels cost no rerun. What Python draws for
// comes back as "drawn"; as long as that is something else it is told again, since a word during a rerun may be lost.
const PHONE = 560;
const AGAIN = 700;
const LOOK = 1500; // what stands above and below may get its height later, as where letters come late
const within = (name) => document.querySelector(".st-key-" + name);
const tall = (name) => within(name)?.offsetHeight || 0;

function measured() {
  const area = within("prio_picture");
  if (!area || !area.clientWidth) return null;
  const width = Math.max(280, Math.floor(area.clientWidth / 40) * 40);
  const start = (within("prio_chart") || area).getBoundingClientRect().top;
  const top = start + (document.querySelector("[data-testid=stMain]")?.scrollTop || 0);
  const left = window.innerHeight - top - tall("prio_legend") - tall("foot") - 26;
  return [width, width < PHONE ? 460 : Math.min(1200, Math.max(360, Math.floor(left / 10) * 10))];
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const host = parentElement;
  host.__drawn = String(data.drawn);
  host.__tell = (size) => setStateValue("size", size);
  if (host.__watching) return;
  let timer = null;
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(tell, wait); };
  const tell = () => {
    const size = measured();
    if (size && String(size) !== host.__drawn) host.__tell(size);
    later(size && String(size) === host.__drawn ? LOOK : AGAIN);
  };
  const changed = () => later(120);
  host.__watching = new ResizeObserver(changed);
  const area = within("prio_picture");
  if (area) host.__watching.observe(area);
  window.addEventListener("resize", changed);
  changed();
  return () => {
    host.__watching?.disconnect();
    host.__watching = null;
    window.removeEventListener("resize", changed);
    clearTimeout(timer);
  };
}
