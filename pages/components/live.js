// The one line to the server that a tab keeps for a workshop, shared by every component on the page, with the outbox.
//
// cjmLive(workshopId) gives the same object to whoever asks:
//   subscribe(fn) -> unsubscribe    fn is called with one event:
//       {type: "hello", server, revision}   connected; a changed `server` means it has been restarted
//       {type: "patch", first, last, patch} what changed on the board from revision `first` to `last`
//       {type: "session", session}          which activity is on, its state and counts; also kept in live.session
//       {type: "acks", acks: [{id, ok, result, revision, error, act}]}
//       {type: "state"}                     `state` or the number of acts kept here has changed
//   send({do, with, id?}) -> act     keeps the act until the server has acknowledged it; it is never lost
//   state ("connecting" | "open" | "closed" | "refused"; then `why` is the sentence), revision, server, acts (not acknowledged yet, oldest first)
// No export: the text stands in front of each component that needs it.
function cjmLive(workshopId) {
  const lives = (window.__cjmLives = window.__cjmLives || {});
  if (!window.__cjmLive) {
    window.__cjmLive = {
      subscribe: (id, fn) => cjmLive(id).subscribe(fn),
      act: (id, name, args) => cjmLive(id).send({ do: name, with: args }),
    };
  }
  if (lives[workshopId]) return lives[workshopId];

  const LARGEST = 900000; // letters in a message; the server takes a little more
  const prefix = "cjm-act:" + workshopId + ":";
  const subscribers = new Set();
  const live = { workshopId, state: "connecting", revision: 0, server: null, acts: [] };
  lives[workshopId] = live;
  let socket = null;
  let wait = 500;
  let timer = null;
  let idle = null;
  let heard = 0;
  let count = 0;
  let refusedAt = 0;

  const tell = (event) => {
    for (const fn of Array.from(subscribers)) {
      try {
        fn(event);
      } catch (error) {
        console.error(error);
      }
    }
  };
  const store = {
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
  };
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

  const hear = (message) => {
    heard = Date.now();
    if (message.refused) live.why = message.refused;
    if (message.hello) {
      live.server = message.hello.server;
      live.revision = message.hello.revision;
      wait = 500;
      become("open");
      tell({ type: "hello", server: live.server, revision: live.revision });
      if (live.acts.length) post(live.acts);
    }
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
        if (act) acks.push({ ...ack, act });
      }
      const done = new Set(acks.map((a) => a.id));
      live.acts = live.acts.filter((a) => !done.has(a.id));
      if (acks.length) {
        tell({ type: "acks", acks });
        tell({ type: "state" });
      }
    }
  };

  const open = () => {
    clearTimeout(timer);
    if (socket || !(subscribers.size || live.acts.length)) return;
    const address = new URL("/api/live/" + encodeURIComponent(workshopId), window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(address.href);
    socket = mine;
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
    const act = { id: id || cjmId(), do: name, with: args, at: Date.now(), n: count };
    if (JSON.stringify(act).length > LARGEST) {
      const error = "This is too much at once. Add it in smaller parts.";
      setTimeout(() => tell({ type: "acks", acks: [{ id: act.id, ok: false, error, act }] }), 0);
      return act;
    }
    live.acts.push(act);
    store.put(act);
    if (live.state === "open" && socket && socket.readyState === 1) post([act]);
    else open();
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
