// The one line to the server that a tab keeps for a workshop, shared by every component on the page, with the outbox.
//
// cjmLive(workshopId) gives the same object to whoever asks:
//   subscribe(fn) -> unsubscribe    fn is called with one event:
//       {type: "hello", server, revision}   connected; a changed `server` means it has been restarted
//       {type: "patch", first, last, patch} what changed on the board from revision `first` to `last`
//       {type: "session", session}          which activity is on, its state and counts; also kept in live.session
//       {type: "acks", acks: [{id, ok, result, revision, error, act, taken}]}   final answers; whoever gives the words of a refused
//                                           act back to its writer sets `taken`, else they are offered at the edge of the window
//       {type: "state"}                     `state`, `later` or the number of acts kept here has changed
//   send({do, with, id?}) -> act     keeps the act until the server has acknowledged it; it is never lost
//   later  why the server can't store what waits, as a sentence, else ""; it is sent again by itself, in its order
//   owner(me)  whose words may be offered back in this window
//   state ("connecting" | "open" | "closed" | "refused"; then `why` is the sentence), revision, server, acts (not acknowledged yet, oldest first)
// No export: the text stands in front of each component that needs it.

// What somebody wrote in an act, without what only the program reads.
function cjmWords(given) {
  const words = [];
  const look = (value, name) => {
    if (typeof value === "string") {
      const code = /^(key|axis|kind|status|direction|place|relation|confidence|onto|after|step|stage|mode|part)$|(^|_)ids?$|_on$|_at$/.test(name);
      if (!code && /\p{L}/u.test(value) && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) words.push(value);
    } else if (value && typeof value === "object") for (const [key, one] of Object.entries(value)) look(one, Array.isArray(value) ? name : key);
  };
  look(given, "");
  return words.join("\n");
}
function cjmLive(workshopId) {
  const lives = (window.__cjmLives = window.__cjmLives || {});
  if (!window.__cjmLive) {
    window.__cjmLive = {
      subscribe: (id, fn) => cjmLive(id).subscribe(fn),
      act: (id, name, args) => cjmLive(id).send({ do: name, with: args }),
    };
  }
  if (lives[workshopId]) return lives[workshopId];

  const LARGEST = 300000; // letters in a message, of up to three bytes; the server takes a megabyte
  const prefix = "cjm-act:" + workshopId + ":";
  const subscribers = new Set();
  const live = { workshopId, state: "connecting", revision: 0, server: null, acts: [], later: "" };
  lives[workshopId] = live;
  let socket = null;
  let wait = 500;
  let timer = null;
  let idle = null;
  let heard = 0;
  let count = 0;
  let refusedAt = 0;
  const posted = new Set(); // on this line, and not put off since
  let next = null; // the next try, while the server can't store
  let pause = 1000;

  const tell = (event) => {
    for (const fn of Array.from(subscribers)) {
      try {
        fn(event);
      } catch (error) {
        console.error(error);
      }
    }
  };
  const kept = (prefix) => ({
    put(act) {
      try {
        localStorage.setItem(prefix + act.id, JSON.stringify(act));
      } catch (_) {
        /* no storage: the list in memory has to do */
      }
    },
    drop(id) {
      try {
        localStorage.removeItem(prefix + id);
      } catch (_) {
        /* as above */
      }
    },
    all() {
      const found = [];
      try {
        for (let i = 0; i < localStorage.length; i += 1) {
          const key = localStorage.key(i);
          if (key.startsWith(prefix)) found.push(JSON.parse(localStorage.getItem(key)));
        }
      } catch (_) {
        /* as above */
      }
      return found.sort((a, b) => a.at - b.at || a.n - b.n);
    },
  });
  const store = kept(prefix);
  // What a closed tab could not send is taken over; two tabs sending the same act is harmless, the server knows its id.
  live.acts = store.all();

  const post = (acts) => {
    let part = [], size = 0;
    const off = () => {
      if (part.length) socket.send('{"acts":[' + part.join(",") + "]}");
      part = [];
      size = 0;
    };
    for (const a of acts) {
      posted.add(a.id);
      const text = JSON.stringify({ id: a.id, do: a.do, with: a.with });
      if (part.length >= 40 || size + text.length > LARGEST) off();
      part.push(text);
      size += text.length;
    }
    off();
  };
  const become = (state) => {
    live.state = state;
    tell({ type: "state" });
  };

  // The server can't store just now: the oldest is tried again, ever more rarely, and the others behind it stay in their order.
  const putOff = ({ ids, why }) => {
    live.later = why;
    ids.forEach((id) => posted.delete(id));
    if (!next) {
      next = setTimeout(() => {
        next = null;
        if (live.state === "open" && socket && socket.readyState === 1 && live.acts.length) post(live.acts.slice(0, 1));
      }, pause * (0.7 + 0.6 * Math.random()));
      pause = Math.min(10000, pause * 1.6);
    }
    tell({ type: "state" });
  };
  const stores = () => {
    const waited = live.later;
    live.later = "";
    pause = 1000;
    clearTimeout(next);
    next = null;
    if (waited && socket && socket.readyState === 1) post(live.acts.filter((act) => !posted.has(act.id)));
  };

  // What was refused and is shown nowhere else, such as what another page had written: nothing that somebody wrote is lost.
  const aside = kept("cjm-aside:" + workshopId + ":");
  live.aside = aside.all();
  const putAside = (ack) => {
    if (ack.taken || (ack.aside !== "unknown" && !cjmWords(ack.act.with))) return;
    const one = { ...ack.act, error: ack.error, why: ack.aside || "", server: live.server };
    live.aside.push(one);
    aside.put(one);
  };
  const takeUp = (one) => {
    live.aside = live.aside.filter((other) => other.id !== one.id);
    aside.drop(one.id);
  };
  // A newer server may know what an older one did not.
  const askAnew = () => {
    for (const one of live.aside.filter((other) => other.why === "unknown" && other.server !== live.server)) {
      takeUp(one);
      live.acts.push(one);
      store.put(one);
    }
  };
  const offer = () => {
    const mine = live.aside.filter((one) => (one.me === undefined || one.me === live.me) && cjmWords(one.with));
    let box = document.getElementById("cjm-aside");
    if (!mine.length) return void (box && box.dataset.workshop === workshopId && box.remove());
    if (!box) {
      box = document.createElement("div");
      Object.assign(box, { id: "cjm-aside" });
      box.attachShadow({ mode: "open" });
      document.body.append(box);
    }
    box.dataset.workshop = workshopId;
    const make = (tag, words, press) => {
      const el = document.createElement(tag);
      if (words) el.textContent = words;
      if (press) Object.assign(el, { type: "button", onclick: press });
      return el;
    };
    const settled = (one) => () => {
      takeUp(one);
      offer();
    };
    const style = make("style", `
      section { position: fixed; left: 12px; bottom: 12px; z-index: 999990; box-sizing: border-box; width: min(420px, calc(100vw - 24px)); max-height: 50vh; overflow: auto;
        padding: 12px 16px; border-radius: 10px; background: #1E293B; color: #FFF; font: 16px/22px "Source Sans", sans-serif; box-shadow: 0 4px 20px #0006 }
      @media (max-width: 1099px) { section { bottom: auto; top: 64px } } /* below there are bars */
      p { margin: 4px 0; overflow-wrap: anywhere; white-space: pre-line } .words { font-weight: 600 } article + article { border-top: 1px solid #FFF4; margin-top: 8px; padding-top: 8px }
      button { font: inherit; min-height: 40px; margin: 4px 8px 0 0; padding: 4px 14px; border: 1px solid #FFF8; border-radius: 8px; background: none; color: inherit; cursor: pointer }
      button:focus-visible { outline: 3px solid #7DD3FC }`);
    const section = make("section");
    section.setAttribute("role", "status");
    section.append(...mine.map((one) => {
      const article = make("article");
      const words = make("p", cjmWords(one.with));
      words.className = "words";
      words.dir = "auto";
      const copy = make("button", "Copy", () => {
        const range = document.createRange();
        range.selectNodeContents(words);
        const selection = window.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        copy.textContent = document.execCommand("copy") ? "Copied" : "Copy";
      });
      article.append(make("p", "Not stored. " + (one.error || "")), words,
        make("button", "Try again", () => {
          settled(one)();
          live.send({ do: one.do, with: one.with, id: one.id });
        }), copy, make("button", "Discard", settled(one)));
      return article;
    }));
    box.shadowRoot.replaceChildren(style, section);
  };
  live.owner = (me) => {
    live.me = me || null;
    // a shared phone: what somebody else could not send waits until they hold it again, and is shown to nobody
    live.acts = live.acts.filter((act) => !act.me || act.me === live.me);
    offer();
  };

  const hear = (message) => {
    heard = Date.now();
    if (message.refused) live.why = message.refused;
    if (message.hello) {
      live.server = message.hello.server;
      live.revision = message.hello.revision;
      wait = 500;
      live.owner(message.hello.me);
      askAnew();
      clearTimeout(next);
      next = null;
      become("open");
      tell({ type: "hello", server: live.server, revision: live.revision });
      if (live.acts.length) post(live.acts);
    }
    if (message.trying) {
      live.later = message.trying;
      tell({ type: "state" });
    }
    if (message.later) putOff(message.later);
    if (message.last !== undefined) {
      live.revision = Math.max(live.revision, message.last);
      tell({ type: "patch", first: message.first, last: message.last, patch: message.patch });
    }
    if (message.session) {
      live.session = message.session;
      tell({ type: "session", session: message.session });
    }
    if (message.acks) {
      const acks = [];
      for (const ack of message.acks) {
        const act = live.acts.find((a) => a.id === ack.id);
        store.drop(ack.id);
        posted.delete(ack.id);
        if (act) acks.push({ ...ack, act });
      }
      const done = new Set(acks.map((a) => a.id));
      live.acts = live.acts.filter((a) => !done.has(a.id));
      stores();
      if (acks.length) {
        tell({ type: "acks", acks });
        acks.filter((ack) => !ack.ok).forEach(putAside);
        offer();
        tell({ type: "state" });
      }
    }
  };

  const open = () => {
    clearTimeout(timer);
    if (socket || !(subscribers.size || live.acts.length)) return;
    const address = new URL(cjmAt("api/live/" + encodeURIComponent(workshopId) + "?later"));
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(address.href);
    socket = mine;
    posted.clear();
    heard = Date.now();
    mine.onmessage = (event) => mine === socket && hear(JSON.parse(event.data));
    mine.onclose = (event) => {
      if (mine !== socket) return;
      socket = null;
      if (event.code >= 4400 && event.code < 4500) {
        refusedAt = Date.now();
        become("refused"); // no rights, or the workshop is gone: asking again at once would not help
        return;
      }
      become("closed");
      timer = setTimeout(open, wait * (0.8 + 0.4 * Math.random()));
      wait = Math.min(3000, wait * 1.6);
    };
  };
  const drop = () => {
    const old = socket;
    socket = null;
    if (old) old.close();
  };

  live.subscribe = (fn) => {
    subscribers.add(fn);
    clearTimeout(idle);
    if (live.state !== "refused" || Date.now() - refusedAt > 2000) open(); // who sat down again is on a page drawn anew
    return () => {
      subscribers.delete(fn);
      clearTimeout(idle);
      idle = setTimeout(() => {
        if (!subscribers.size && !live.acts.length) {
          drop();
          live.state = "connecting";
        }
      }, 5000);
    };
  };
  live.send = ({ do: name, with: args, id }) => {
    count += 1;
    const act = { id: id || cjmId(), do: name, with: args, at: Date.now(), n: count, me: live.me };
    if (JSON.stringify(act).length > LARGEST) {
      const error = "This is too much at once. Add it in smaller parts.";
      setTimeout(() => tell({ type: "acks", acks: [{ id: act.id, ok: false, error, act }] }), 0);
      return act;
    }
    live.acts.push(act);
    store.put(act);
    if (live.state !== "open" || !socket || socket.readyState !== 1) open();
    else if (!live.later) post([act]); // else it waits behind the others
    tell({ type: "state" });
    return act;
  };

  // A line that went dead without a word (a laptop that slept) is noticed by what stays unanswered.
  setInterval(() => {
    if (socket && live.acts.length && Date.now() - heard > 15000 && Date.now() - live.acts[0].at > 15000) {
      drop();
      become("closed");
      open();
    }
  }, 5000);
  // A page that the browser keeps for its back button is nobody's screen: it is not counted as being here.
  window.addEventListener("pagehide", (event) => {
    if (!event.persisted || !socket) return;
    drop();
    become("closed");
  });
  window.addEventListener("pageshow", (event) => event.persisted && open());
  window.addEventListener("online", () => {
    wait = 500;
    open();
  });
  return live;
}
