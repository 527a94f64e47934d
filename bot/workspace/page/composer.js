// Where one writes: messages, and commands where they work. One composer stays for good; drafts change in it.

import { Completion, commandIn } from "./completion.js";
import { h, only } from "./dom.js";
import { fit, growing } from "./growing.js";
import { icon } from "./icons.js";
import { namesAsMentions } from "./mentions.js";
import { menu } from "./menu.js";
import { useShortcut } from "./messagemenu.js";
import { obey } from "./commands.js";
import { mine, state } from "./store.js";

const drafts = new Map();

export class Composer {
  #key = "";
  #mentions = new Map();

  constructor({ inThread = false, sent }) {
    Object.assign(this, { inThread, sent });
    this.field = growing({ oninput: () => this.#typed(), onkeydown: (event) => this.#pressed(event) });
    this.completion = new Completion(this.field, {
      inThread,
      picked: (entry) => {
        if (entry.reference) this.#mentions.set(entry.text, entry.reference);
        this.#typed();
      },
    });
    this.note = h("div.composer-note", { "aria-live": "polite" });
    this.sendButton = h(
      "button.icon-button.send",
      { type: "button", "aria-label": "Send", title: "Send", onclick: () => this.send() },
      icon("send"),
    );
    this.plus = h(
      "button.icon-button",
      {
        type: "button",
        "aria-label": "Shortcuts",
        title: "Shortcuts",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: () => this.#shortcuts(),
      },
      icon("plus"),
    );
    this.node = h(
      "div.composer",
      {},
      this.note,
      h("div.composer-box", {}, this.plus, this.field, this.sendButton),
      this.completion.list,
    );
  }

  /** Write to another place; what was begun there is still there. */
  at(key, { channel, thread, label }) {
    Object.assign(this, { channel, thread });
    this.field.placeholder = label;
    this.field.setAttribute("aria-label", label);
    if (key === this.#key) return;
    drafts.set(this.#key, this.field.value);
    this.#key = key;
    this.field.value = drafts.get(key) ?? "";
    this.completion.close();
    this.#say();
    fit(this.field);
    this.#ready();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #typed() {
    fit(this.field);
    this.completion.look();
    this.#ready();
    const command = commandIn(this.field.value.trimStart());
    if (this.inThread && /^\/\w/.test(this.field.value))
      this.#say("Commands do not work in threads, here as in Slack. Send it in the conversation itself.");
    else if (command && !this.completion.isOpen)
      this.#say(
        h(
          "span",
          {},
          h("code", {}, command.command),
          " ",
          h("span.usage", {}, command.usage_hint),
          ` ${command.description}`,
        ),
      );
    else this.#say();
  }

  #ready() {
    this.sendButton.disabled = !this.field.value.trim();
  }

  #say(words, role) {
    only(this.note, words && h("p", { role, class: role === "alert" ? "wrong" : "", dir: "auto" }, words));
  }

  #pressed(event) {
    if (this.completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  #shortcuts() {
    const items = (state.workspace.shortcuts ?? [])
      .filter(({ type }) => type === "global")
      .map((shortcut) => ({
        label: shortcut.name,
        note: shortcut.description,
        icon: "bowl",
        run: () => useShortcut(shortcut),
      }));
    menu(this.plus, items.length ? items : [{ label: "No app offers shortcuts here" }], "Shortcuts", "start");
  }

  async send() {
    const typed = this.field.value;
    const words = typed.trim();
    if (!words) return;
    const key = this.#key;
    const mentions = new Map(this.#mentions);
    const where = { channel: this.channel, thread: this.thread, typed };
    const command = /^\/\w/.test(typed);
    if (command && this.inThread)
      return this.#say(
        "Commands do not work in threads, here as in Slack. Send it in the conversation itself.",
        "alert",
      );
    this.#empty();
    this.sent();
    try {
      if (command) await obey(words, where.channel);
      else await this.#post(namesAsMentions(words, mentions), where);
    } catch (error) {
      this.#giveBack(key, typed, mentions, error.message);
    }
  }

  #post(text, { channel, thread }) {
    return mine().post(`conversations/${channel}/messages`, thread ? { text, thread_ts: thread } : { text });
  }

  #empty() {
    this.field.value = "";
    drafts.delete(this.#key);
    this.#mentions.clear();
    this.completion.close();
    this.#say();
    fit(this.field);
    this.#ready();
  }

  /** What could not be sent stands in the field again, unless something new was begun. */
  #giveBack(key, typed, mentions, words) {
    if (key !== this.#key || this.field.value) {
      if (!drafts.get(key)) drafts.set(key, typed);
      if (key !== this.#key) return;
    } else {
      this.field.value = typed;
      this.#mentions = mentions;
      fit(this.field);
      this.#ready();
    }
    this.#say(words, "alert");
  }
}
