// Suggestions while typing: commands with what they do, people and channels.

import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { place } from "./popover.js";
import { bot, people, state } from "./store.js";

const MOST = 8;

/** Commands that every workspace has, beside the apps' own. */
const BUILT_IN = [
  { command: "/invite", description: "Bring somebody into this channel", usage_hint: "@somebody", own: true },
  { command: "/leave", description: "Leave this channel", usage_hint: "", own: true },
];

const commands = () => [...(state.workspace?.commands ?? []), ...BUILT_IN];

export const commandIn = (text) => commands().find(({ command }) => text === command || text.startsWith(`${command} `));

/** What could be meant at the caret: {from, entries: [{text, label, note, hint, id}]}, or null. */
function meant(field, { inThread }) {
  const typed = field.value.slice(0, field.selectionStart);
  if (field.selectionStart !== field.selectionEnd) return null;
  const slash = /^\/[\w-]*$/.exec(typed);
  if (slash && !inThread)
    return {
      from: 0,
      entries: commands()
        .filter(({ command }) => command.startsWith(slash[0]))
        .map(asCommand),
    };
  const at = /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?)$/u.exec(typed);
  if (at) return { from: typed.length - at[1].length - 1, entries: somebody(at[1]) };
  const hash = /(?:^|[\s(])#([\p{L}\p{N}_-]*)$/u.exec(typed);
  // In a command a "#" begins a tag.
  if (hash && !typed.startsWith("/")) return { from: typed.length - hash[1].length - 1, entries: channel(hash[1]) };
  return null;
}

const asCommand = ({ command, description, usage_hint: hint, own }) => ({
  text: command,
  label: command,
  hint,
  note: [own ? null : bot().name, description].filter(Boolean).join(" · "),
  command: true,
});

function somebody(query) {
  const wanted = query.toLocaleLowerCase();
  const fits = (one) =>
    [one.name, one.real_name, ...one.real_name.split(" ")].some((name) => name.toLocaleLowerCase().startsWith(wanted));
  const all = [
    { id: bot().user_id, name: bot().name.toLowerCase(), real_name: bot().name, team: "App" },
    ...people().filter(({ id, deleted }) => !deleted && id !== bot().user_id),
  ];
  return all.filter(fits).map((one) => ({
    text: `@${one.real_name}`,
    reference: `<@${one.id}>`,
    handle: `@${one.name}`,
    label: one.real_name,
    note: one.team,
    id: one.id,
  }));
}

const channel = (query) =>
  state.conversations
    .filter(
      ({ kind, name, archived }) =>
        ["channel", "private"].includes(kind) && !archived && name.startsWith(query.toLowerCase()),
    )
    .map((one) => ({ text: `#${one.name}`, reference: `<#${one.id}>`, label: `#${one.name}`, note: one.topic }));

export class Completion {
  #found = null;
  #active = 0;

  constructor(field, { inThread, picked }) {
    Object.assign(this, { field, inThread, picked });
    this.id = uid("suggestions");
    this.list = h("div.listbox.suggestions", {
      id: this.id,
      role: "listbox",
      popover: "manual",
      "aria-label": "Suggestions",
      onmousedown: (event) => event.preventDefault(),
    });
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.id,
    };
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    field.addEventListener("blur", () => this.close());
    field.addEventListener("click", () => this.look());
  }

  get isOpen() {
    return this.#found !== null;
  }

  look() {
    const found = meant(this.field, this);
    const entries = found?.entries.slice(0, MOST) ?? [];
    if (!entries.length) return this.close();
    this.#found = { ...found, entries };
    this.#active = 0;
    this.list.replaceChildren(...entries.map((entry, index) => this.#option(entry, index)));
    if (!this.list.matches(":popover-open")) this.list.showPopover();
    place(this.list, this.field.closest(".composer-box") ?? this.field, "start", { matchWidth: true });
    this.field.setAttribute("aria-expanded", "true");
    return this.#point(0);
  }

  close() {
    this.#found = null;
    if (this.list.matches(":popover-open")) this.list.hidePopover();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  /** True when the key was for the list. */
  key(event) {
    if (!this.isOpen) return false;
    const { entries } = this.#found;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const whole = entries.some(({ text, command }) => command && text === this.field.value.trim());
    if (step) this.#point((this.#active + step + entries.length) % entries.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.#take(entries[this.#active]);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !whole)
      this.#take(entries[this.#active]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #option(entry, index) {
    return h(
      "div.option",
      { id: `${this.id}-${index}`, role: "option", "aria-selected": "false", onclick: () => this.#take(entry) },
      entry.command ? icon("spark") : entry.id && avatar(entry.id, "small"),
      h(
        "span",
        { dir: "auto" },
        h("strong", {}, entry.label),
        entry.hint && h("span.usage", {}, ` ${entry.hint}`),
        entry.note && h("small", { dir: "auto" }, entry.note),
      ),
    );
  }

  #point(index) {
    this.#active = index;
    [...this.list.children].forEach((node, at) => {
      node.classList.toggle("active", at === index);
      node.setAttribute("aria-selected", String(at === index));
    });
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", `${this.id}-${index}`);
  }

  #take(entry) {
    const { from } = this.#found;
    const { field } = this;
    const inCommand = field.value.startsWith("/") && !entry.command;
    const written = `${inCommand ? (entry.handle ?? entry.text) : entry.text} `;
    const rest = field.value.slice(field.selectionStart).replace(/^ /, "");
    field.value = field.value.slice(0, from) + written + rest;
    field.setSelectionRange(from + written.length, from + written.length);
    this.close();
    this.picked(entry);
  }
}
