// What the bar and the wall share: the session's document kept fresh, elements that are drawn again without losing focus, votes.
const CJM_SVG = new Set(["svg", "path", "circle", "rect", "line", "polyline", "text", "g"]);
function cjmH(tag, attrs, ...children) {
  const el = CJM_SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") for (const [k, v] of Object.entries(value)) el.style.setProperty(k, String(v));
    else el.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) if (child !== null && child !== undefined && child !== false) el.append(child);
  if (tag === "button") el.setAttribute("type", "button");
  return el;
}
const cjmI = (name) => cjmH("span", { class: "icon", "aria-hidden": "true", translate: "no" }, name);

const cjmKeyOf = (n) => (n.nodeType === 1 ? n.getAttribute("data-key") || n.getAttribute("data-do") || "" : "");

// The session as this screen may see it. `s.doc` is fetched again when the activity moves on or the workshop does; counts come by themselves.
function cjmSession(workshop, query, changed) {
  const live = cjmLive(workshop);
  const s = { doc: null, live, skew: 0, here: null, problem: "" };
  let timer = null, last = 0, busy = false, again = false, stopped = false, server = null, said = null, passed = false;
  const load = async () => {
    timer = null;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let wait = 0;
    try {
      const answer = await fetch(cjmAt("api/session/" + encodeURIComponent(workshop) + query()), { cache: "no-store" });
      const doc = await answer.json();
      s.problem = answer.ok ? "" : doc.error || "";
      if (answer.ok) {
        const moving = live.acts.some((act) => act.do === "read_out");
        if (moving && s.doc && doc.activity && s.doc.activity && doc.activity.id === s.doc.activity.id) doc.place = s.doc.place;
        s.doc = doc;
        s.skew = Date.parse(doc.now) - Date.now();
      }
    } catch (_) {
      wait = 2000;
    }
    busy = false;
    last = Date.now();
    if (stopped) return;
    const told = said;
    said = null;
    if (told && s.doc) s.here = told.here;
    changed();
    if (again || wait || (s.doc && (s.doc.revision < live.revision || (told && !agrees(told))))) {
      again = false;
      s.ask(wait);
    }
  };
  s.ask = (wait) => {
    if (!timer && !stopped) timer = setTimeout(load, Math.max(wait || 0, 300 - (Date.now() - last), 0));
  };
  const same = (now) => {
    const on = s.doc.activity;
    return (now.id || null) === (on ? on.id : null) && now.version === (on ? on.version : 0);
  };
  const agrees = (now) => same(now) && (!s.doc.activity || (now.place ?? null) === (s.doc.place ?? null));
  const heard = (now) => {
    if (busy || (!s.doc && timer)) said = now; // the answer on its way may be older, or newer: it is asked again where they differ
    if (!s.doc && said) return;
    const came = s.here !== now.here;
    s.here = now.here;
    if (came && s.doc && s.doc.roster) s.ask();
    if (!s.doc || !same(now)) return s.ask();
    if (s.doc.roster && s.doc.counts.done !== now.done) s.ask();
    s.doc.people = now.people;
    if (s.doc.activity) {
      s.doc.counts = { cards: now.cards, voters: now.voters, done: now.done };
      if (!live.acts.some((act) => act.do === "read_out")) s.doc.place = now.place;
      else if (now.place !== s.doc.place) passed = true; // somebody else turned the page while ours was on its way
    }
    changed();
  };
  const leave = live.subscribe((event) => {
    if (event.type === "session") heard(event.session);
    else if (event.type === "hello") {
      if (s.doc ? event.revision !== s.doc.revision || (server && event.server !== server) : !busy) s.ask();
      server = event.server;
    }
    else if (event.type === "patch" && (!s.doc || event.last > s.doc.revision)) s.ask();
    else if (event.type === "state" && s.doc) changed();
    if (event.type === "acks" && passed && !live.acts.some((act) => act.do === "read_out")) {
      passed = false;
      s.ask();
    }
    if (s.acks && event.type === "acks") s.acks(event.acks);
  });
  const tick = setInterval(() => s.tick && s.tick(), 500);
  if (live.session) s.here = live.session.here;
  s.ask();
  s.stop = () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(tick);
    leave();
  };
  s.left = () => {
    const on = s.doc && s.doc.activity;
    return on && on.ends_at ? Math.ceil((Date.parse(on.ends_at) - Date.now() - s.skew) / 1000) : null;
  };
  return s;
}

const cjmClock = (seconds) => (seconds === null ? "" : seconds <= 0 ? "Time is up" : Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"));
const cjmMany = (n, one, many) => n + " " + (n === 1 ? one : many || one + "s");
// How many of those who are here have not said that they are done.
const cjmMissing = (doc) => Math.max(0, doc.people - doc.counts.done);
// Whether a reveal is asked about before it is done: once, while somebody is not done. `screen` remembers of which activity.
const cjmAsksFirst = (screen, doc) => {
  const id = doc.activity.id;
  screen.asking = cjmMissing(doc) && screen.asking !== id ? id : null;
  return Boolean(screen.asking);
};
const cjmIsText = (on) => on.kind === "write" || on.kind === "break_out";
// A day as people here write it (2027-01-15), without its year where that is the one of `today`; `named` with the day of the week.
const cjmDay = (iso, today, named) => {
  const [y, m, d] = iso.slice(0, 10).split("-").map(Number);
  const year = !today || iso.slice(0, 4) !== today.slice(0, 4);
  return new Date(y, m - 1, d).toLocaleDateString(undefined, { day: "numeric", month: "long", ...(year ? { year: "numeric" } : {}), ...(named ? { weekday: "short" } : {}) });
};
// The day of a moment, here.
const cjmLocal = (moment) => {
  const at = new Date(moment);
  return [at.getFullYear(), String(at.getMonth() + 1).padStart(2, "0"), String(at.getDate()).padStart(2, "0")].join("-");
};
const cjmName = (list, id) => (list.find((one) => one.id === id) || { name: "" }).name;

function cjmTurn(s, memory, by) {
  const now = cjmReading(memory, s.doc);
  const index = Math.max(0, Math.min(now.cards.length, now.index + by));
  const place = index >= now.cards.length ? "all" : now.cards[index].id;
  if (place === s.doc.place || (!s.doc.place && index === 0)) return;
  s.doc.place = place;
  s.live.send({ do: "read_out", with: { place } });
}

const CJM_AXES = { impact: "Impact", effort: "Effort", severity: "How bad", frequency: "How often", emotion: "Emotion" };
const CJM_GROUPS = { customer_facing: "face customers", delivering: "deliver" };
const cjmOne = (n) => (Math.round(n * 10) / 10).toLocaleString(undefined, { maximumFractionDigits: 1 }).replace("-", "−");
