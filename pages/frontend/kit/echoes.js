// Of which cards without names this phone has said "happens to us too": nobody else knows, the server not either. It lies under the
// person, for a phone that is shared.
class CjmEchoes {
  constructor(workshop, me) {
    this.at = "cjm-now:" + workshop + ":" + me + ":echoes";
    this.memory = null; // where there is no storage
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.at)) || this.memory || {};
    } catch (_) {
      return this.memory || {};
    }
  }

  write(kept) {
    this.memory = kept;
    try {
      localStorage.setItem(this.at, JSON.stringify(kept));
    } catch (_) {
      /* the memory has to do */
    }
  }

  ids() {
    return this.read().ids || [];
  }

  // Made here; of a card and this the server makes a number that leads back to neither.
  key() {
    const kept = this.read();
    if (!kept.key) this.write({ ...kept, key: cjmId() + cjmId() });
    return this.read().key;
  }

  // Once the server has it.
  said({ id, yes, key }) {
    if (key) this.write({ ...this.read(), ids: this.ids().filter((one) => one !== id).concat(yes ? [id] : []) });
  }
}
