// What only this phone knows: drafts, one's own cards of a round without names and the key to them, how one scored until the next
// activity, and what came too late.
// Everything lies under the person, for a phone that is shared.
class CjmKept {
  constructor(workshop, me) {
    this.all = "cjm-now:" + workshop + ":";
    this.mine = this.all + me + ":";
    this.memory = {}; // where there is no storage
  }

  get(name, otherwise = null) {
    return this.read(this.mine + name, otherwise);
  }

  read(key, otherwise) {
    try {
      const found = localStorage.getItem(key);
      return found === null ? (this.memory[key] ?? otherwise) : JSON.parse(found);
    } catch (_) {
      return this.memory[key] ?? otherwise;
    }
  }

  set(name, value) {
    this.write(this.mine + name, value);
  }

  write(key, value) {
    const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
    if (empty) delete this.memory[key];
    else this.memory[key] = value;
    try {
      if (empty) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch (_) {
      /* the memory has to do */
    }
  }

  // One's cards of a round without names; the key is made here and leaves the phone only with a card.
  round(activity) {
    return this.get("round/" + activity) || { key: cjmId() + cjmId(), cards: [] };
  }

  saveRound(activity, round) {
    this.set("round/" + activity, round);
  }

  scored(activity, votes) {
    this.set("votes/" + activity, { ...this.get("votes/" + activity, {}), ...votes });
  }

  // Words that were written without names are kept as such: they are not to be used with one unawares.
  tooLate(text, nameless) {
    if (!text.trim()) return;
    for (const list of nameless ? ["late", "late-nameless"] : ["late"]) this.set(list, [...new Set([...this.get(list, []), text])]);
  }

  notLate(text) {
    for (const list of ["late", "late-nameless"]) this.set(list, this.get(list, []).filter((one) => one !== text));
  }

  isNameless(text) {
    return this.get("late-nameless", []).includes(text);
  }

  // What this person typed that is nowhere else.
  unsent() {
    const names = [...Object.keys(this.memory)];
    try {
      names.push(...Object.keys(localStorage));
    } catch (_) {
      /* as above */
    }
    const words = [...new Set(names)].filter((key) => key.startsWith(this.mine) && /^(draft\/|edit\/|late$)/.test(key.slice(this.mine.length)));
    return words.flatMap((key) => this.read(key, "")).filter((one) => one && (one.text === undefined ? one : one.text).trim());
  }

  // Forget every round but the one that runs, of everybody who uses this phone; words that were never sent stay. How one scored
  // oneself is known until another activity is on: the lowest and the highest are asked why.
  sweep(running, on) {
    const keys = new Set(Object.keys(this.memory));
    try {
      for (let i = 0; i < localStorage.length; i += 1) keys.add(localStorage.key(i));
    } catch (_) {
      /* as above */
    }
    const rounds = new Set([...keys].filter((key) => key.startsWith(this.all) && key.includes(":round/")));
    for (const key of keys) {
      if (!key.startsWith(this.all)) continue;
      const [person, name] = key.slice(this.all.length).split(":");
      const [what, of] = (name || "").split("/");
      const votes = what === "votes";
      if (votes ? of === on && this.all + person + ":" === this.mine : !of || of === running || of === "park") continue;
      const value = this.read(key, null);
      this.write(key, null);
      const words = what === "draft" ? value : what === "edit" && value ? value.text : "";
      if (!words || !words.trim()) continue;
      for (const list of rounds.has(this.all + person + ":round/" + of) ? ["late", "late-nameless"] : ["late"]) {
        const late = this.all + person + ":" + list;
        this.write(late, [...new Set([...this.read(late, []), words])]);
      }
    }
  }
}
