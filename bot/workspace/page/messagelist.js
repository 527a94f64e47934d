// A list of messages: days, authors, and a scroll position that stays where the reader is.

import { h, only, reconcile, startAfresh } from "./dom.js";
import { isSystem, messageNode } from "./message.js";
import { author } from "./people.js";
import { state } from "./store.js";
import { day, dayName } from "./time.js";

const TOGETHER = 300;
const NEARLY = 48;

export class MessageList {
  #shown = "";
  #pinned = true;
  #editing = null;
  #last = null;

  constructor({ label, inThread = false }) {
    this.inThread = inThread;
    this.list = h("div.message-list", { role: "log", "aria-label": label, onkeydown: (event) => this.#walk(event) });
    this.latest = h("button.latest", { type: "button", hidden: true, onclick: () => this.toEnd() }, "Newer messages ↓");
    this.intro = h("div.list-intro");
    this.scroller = h("div.scroller", { onscroll: () => this.#scrolled() }, this.intro, this.list);
    this.node = h("div.scroll-frame", {}, this.scroller, this.latest);
    // Pictures and fonts arrive late, and the window changes: who reads the end stays at the end.
    const follow = new ResizeObserver(() => this.#pinned && this.toEnd());
    follow.observe(this.list);
    follow.observe(this.scroller);
  }

  /** Show `messages` of `channel`; another `key` is another list, begun at its end. */
  show(key, channel, messages) {
    if (key !== this.#shown) {
      startAfresh(this.list);
      Object.assign(this, { channel });
      this.#pinned = true;
      this.#editing = null;
    }
    this.#shown = key;
    const newest = messages.at(-1)?.ts;
    const arrived = this.#last && newest !== this.#last;
    this.#last = newest;
    this.messages = messages;
    this.list.setAttribute("aria-busy", "false");
    reconcile(this.list, this.#items(messages));
    this.#walkable();
    if (this.#pinned) this.toEnd();
    else if (arrived) this.latest.hidden = false;
  }

  /** Something else than messages: waiting, or why there are none. */
  say(key, words) {
    if (key === this.#shown) return;
    this.#shown = key;
    startAfresh(this.list);
    only(this.intro);
    if (words) this.list.append(h("p.list-note", { dir: "auto" }, words));
  }

  /** The reader has just written something: its answer will stand at the end. */
  follow() {
    this.#pinned = true;
    this.toEnd();
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.latest.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#pinned = scrollHeight - scrollTop - clientHeight < NEARLY;
    if (this.#pinned) this.latest.hidden = true;
  }

  #items(messages) {
    const items = [];
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const name = dayName(Number(message.ts));
      const newDay = !before || day(Number(before.ts)) !== day(Number(message.ts));
      if (newDay && !this.inThread)
        items.push({ key: `day ${day(Number(message.ts))}`, sig: name, build: () => divider(name) });
      if (this.inThread && index === 1) items.push(this.#count(messages.length - 1));
      items.push(this.#item(message, !newDay && !(this.inThread && index === 1) && follows(before, message)));
    });
    return items;
  }

  #count(replies) {
    const words = `${replies} ${replies === 1 ? "reply" : "replies"}`;
    return { key: "count", sig: words, build: () => h("div.divider.count", {}, h("span", {}, words)) };
  }

  #item(message, compact) {
    const editing = this.#editing === message.ts;
    const place = {
      channel: this.channel,
      inThread: this.inThread,
      compact,
      editing,
      edit: (ts) => this.#edit(ts),
      stopEditing: () => this.#edit(null, message.ts),
    };
    const facts = [message, compact, editing, state.me, state.cast, dayName(Number(message.ts))];
    return {
      key: message.ts + (message.ephemeral ? " own" : ""),
      sig: JSON.stringify(facts),
      build: (previous) => messageNode(message, place, previous),
    };
  }

  #edit(ts, done) {
    this.#editing = ts;
    reconcile(this.list, this.#items(this.messages));
    this.#walkable();
    if (done) this.list.querySelector(`[data-ts="${CSS.escape(done)}"]`)?.focus({ preventScroll: true });
  }

  /** Tab reaches one message, arrows the others, and the buttons on it come next. */
  #walkable() {
    const all = [...this.list.querySelectorAll(".message")];
    const current = all.find((node) => node.contains(document.activeElement)) ?? all.at(-1);
    for (const node of all) node.tabIndex = node === current ? 0 : -1;
  }

  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = [...this.list.querySelectorAll(".message")];
    const at = all.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    all[at + step]?.focus();
    this.#walkable();
  }
}

const divider = (name) => h("div.divider", { role: "separator", "aria-label": name }, h("span", {}, name));

function follows(before, message) {
  if (!before || isSystem(before) || isSystem(message) || message.failed || before.failed) return false;
  if (message.blocks?.length && author(message).app) return false;
  if (author(before).id !== author(message).id || author(before).name !== author(message).name) return false;
  if (Boolean(before.ephemeral) !== Boolean(message.ephemeral)) return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER;
}
