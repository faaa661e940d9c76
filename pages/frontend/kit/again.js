// Any fault of Streamlit's or of the line ends in a page that opens itself again: what was typed is kept at each keystroke.
// It does so a few times, each time later; then it says in a sentence that somebody should look, with a button.
(() => {
  const WAITS = [300, 1000, 3000, 6000]; // milliseconds
  const FORGOTTEN = 600000; // what was longer ago has nothing to do with this fault
  const KEY = "cjmAgain";
  let why = "";
  let box = null;
  const tries = () => JSON.parse(sessionStorage.getItem(KEY) || "[]").filter((at) => Date.now() - at < FORGOTTEN);

  const say = (words, press) => {
    if (!box) {
      box = document.createElement("div");
      box.setAttribute("role", "alert");
      box.className = "cjm-again";
      box.style.cssText = "position:fixed;z-index:2147483647;left:50%;top:12px;transform:translateX(-50%);display:flex;gap:12px;align-items:center;box-sizing:border-box;max-width:calc(100vw - 24px);width:max-content;padding:12px 16px;border-radius:8px;background:#172026;color:#fff;font:16px/22px 'Source Sans',sans-serif;box-shadow:0 2px 12px #0008";
      document.body.append(box);
    }
    const told = document.createElement("span");
    told.textContent = words;
    box.replaceChildren(told);
    if (!press) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Open the page again";
    button.style.cssText = "flex:none;font:inherit;font-weight:600;min-height:44px;padding:6px 14px;border:0;border-radius:8px;background:#fff;color:#172026;cursor:pointer";
    button.addEventListener("click", press);
    box.append(button);
  };
  const alive = () => fetch(new URL("./_stcore/health", location.href), { cache: "no-store" }).then((answer) => answer.ok, () => false);
  const app = () => document.querySelector("[data-testid=stApp]");
  const lineIsBack = () => why === "line" && app()?.getAttribute("data-test-connection-state") === "CONNECTED";

  const stop = () => {
    say("This page could not be opened properly. What you typed is kept on this device. If it happens again, tell the operator.", () => {
      try {
        sessionStorage.removeItem(KEY);
      } catch { /* it was not kept either */ }
      location.reload();
    });
  };
  const over = () => {
    why = "";
    window.__cjmStopped = false;
    box?.remove();
    box = null;
  };
  const open = async () => {
    if (lineIsBack()) return over(); // the page goes on by itself
    if (!(await alive())) {
      say("There is no connection. What you typed is kept on this device, and the page opens again by itself.");
      setTimeout(open, 2000);
      return;
    }
    if (why === "line" && app()) {
      // Streamlit looks for the line by itself, and then nothing is lost of how the page stands.
      const began = Date.now();
      while (Date.now() - began < 6000) {
        if (lineIsBack()) return over();
        await new Promise((go) => setTimeout(go, 250));
      }
    }
    try {
      sessionStorage.setItem(KEY, JSON.stringify([...tries(), Date.now()]));
    } catch {
      return stop(); // without a count it might go on for ever
    }
    location.reload();
  };
  const broken = (kind) => {
    if (why) return;
    why = kind;
    window.__cjmStopped = true; // nothing on this page may be called saved any more
    let before = WAITS.length;
    try {
      before = tries().length;
    } catch { /* not allowed: then only by hand */ }
    if (before >= WAITS.length) return stop();
    say("One moment: this page opens again. What you typed is kept.");
    setTimeout(open, WAITS[before]);
  };

  // Streamlit would show a dialog over a dead page; it tells a page around it, which here is the page itself.
  window.addEventListener("message", (event) => {
    if (event.source !== window || event.data?.type !== "CLIENT_ERROR_DIALOG" || event.data.error === "Page not found") return;
    broken(event.data.error === "Connection error" ? "line" : "fault");
  });
  // After a fault in drawing it leaves an empty window, or a box with a stack of calls where a part of the page was.
  const look = () => setTimeout(() => {
    const root = document.getElementById("root");
    if ((root && !root.childElementCount) || document.querySelector("[data-testid=stErrorElementStack]")) broken("fault");
  }, 300);
  window.addEventListener("error", look);
  window.addEventListener("error", (event) => event.target instanceof HTMLScriptElement && broken("fault"), true); // it did not arrive
  setInterval(() => {
    if (document.querySelector("[data-testid=stErrorElementStack]")) broken("fault");
    if (app()?.getAttribute("data-test-connection-state") === "DISCONNECTED_FOREVER") broken("fault");
  }, 1000);
})();
