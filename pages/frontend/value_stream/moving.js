// Stages are moved by mouse, finger, keys or their menu. No export: the text stands in front of strip.js.
const CJM_MENU = [
  ["rename", "edit", "Rename"], ["earlier", "arrow_back", "Move earlier"], ["later", "arrow_forward", "Move later"],
  ["insert", "add", "Insert after"], ["split", "call_split", "Split"], ["merge", "call_merge", "Merge"], ["remove", "delete", "Remove"],
];

const CjmStripMoving = {
  move(id, after) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    const before = at > 0 ? list[at - 1].id : null;
    if (at < 0 || after === id || after === before) return false;
    this.send("move_stage", { stream_id: this.data.stream, stage_id: id, after });
    const now = this.stages();
    const place = now.findIndex((one) => one.id === id);
    this.say("Moved " + list[at].name + " to place " + (place + 1) + " of " + now.length);
    return true;
  },

  shift(id, by) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= list.length) return this.say(by < 0 ? "It is the first stage already" : "It is the last stage already");
    const rest = list.filter((one) => one.id !== id);
    this.move(id, to > 0 ? rest[to - 1].id : null);
    this.items.get(id)?.face.focus({ preventScroll: true });
  },

  key(event) {
    const face = event.target.closest(".face");
    if (!face) return;
    const id = face.parentElement.dataset.stage;
    const faces = Array.from(this.chips.querySelectorAll(".face"));
    const go = (index) => faces[Math.max(0, Math.min(faces.length - 1, index))].focus();
    const at = faces.indexOf(face);
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by && event.altKey) this.data.leads && this.shift(id, by);
    else if (by && !event.ctrlKey && !event.metaKey) go(at + by);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(faces.length - 1);
    else if (event.key === "F2" || (event.key === "Enter" && this.data.opened === id)) this.rename(id);
    else if (event.key === "Delete") this.data.leads && this.press("menu:remove:" + id);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this.data.leads && this.openMenu(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },

  pressed(event) {
    const face = event.target.closest(".face");
    this.dragged = false;
    if (!face || event.button !== 0 || this.stop || face.disabled || !this.data.leads) return;
    this.carry(event, face.parentElement.dataset.stage, this.chips);
  },

  // What is lifted: the chip of a stage.
  faceOf(id) {
    return this.items.get(id)?.chip;
  },

  follow(x, y) {
    this.ghost.style.transform = `translate(${x - this.hold.x}px, ${y - this.hold.y}px)`;
    const around = this.chips.getBoundingClientRect();
    if (y > around.bottom - 14) this.chips.scrollTop += 8;
    if (y < around.top + 14) this.chips.scrollTop -= 8;
    let target = this.first;
    let best = Infinity;
    for (const li of this.list.children) {
      const chip = li.querySelector(".chip");
      const box = chip.getBoundingClientRect();
      const away = y < box.top ? box.top - y : y > box.bottom ? y - box.bottom : 0;
      const behind = x > (box.left + box.right) / 2;
      const across = behind ? Math.max(0, x - box.right) : Math.max(0, box.left - x);
      const far = away * 20 + across;
      if (far < best) {
        best = far;
        target = behind ? li.querySelector(".gap") : li.previousElementSibling ? li.previousElementSibling.querySelector(".gap") : this.first;
      }
    }
    this.aim(target);
  },

  land(id, target) {
    return this.move(id, target.dataset.after || null);
  },

  openMenu(id) {
    const list = this.stages();
    const at = list.findIndex((one) => one.id === id);
    if (at < 0) return;
    const item = this.items.get(id);
    const unable = { earlier: at === 0, later: at === list.length - 1, merge: list.length < 2 };
    this.menu.replaceChildren(
      ...CJM_MENU.map(([what, mark, words]) => {
        const button = cjmMade("button", { type: "button", role: "menuitem", disabled: Boolean(unable[what]) }, cjmMark(mark), words);
        button.addEventListener("click", () => {
          this.menu.hidePopover();
          if (what === "rename") this.rename(id);
          else if (what === "earlier" || what === "later") this.shift(id, what === "earlier" ? -1 : 1);
          else if (what === "insert") this.insert(item.gap);
          else this.press("menu:" + what + ":" + id);
        });
        return button;
      }),
    );
    this.menu.setAttribute("aria-label", "What to do with " + list[at].name);
    this.menuOf = item.more;
    this.menu.showPopover();
    const box = item.chip.getBoundingClientRect();
    const width = this.menu.offsetWidth;
    this.menu.style.left = Math.max(8, Math.min(window.innerWidth - width - 8, box.left)) + "px";
    this.menu.style.top = box.bottom + 4 + "px";
    this.menu.querySelector("button:not(:disabled)").focus();
  },

  menuKey(event) {
    const buttons = Array.from(this.menu.querySelectorAll("button:not(:disabled)"));
    const at = buttons.indexOf(event.target);
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by) buttons[(at + by + buttons.length) % buttons.length].focus();
    else if (event.key === "Escape") {
      this.menu.hidePopover();
      this.menuOf.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  },
};
