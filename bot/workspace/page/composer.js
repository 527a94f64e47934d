// Where one types: messages, slash commands with completion, shortcuts.

import { h, menu, notice } from "./dom.js";
import { postMine } from "./api.js";
import { state, conversation } from "./state.js";

export function composer(channel, thread) {
  const place = conversation(channel);
  const hints = h("ul", { class: "hints", role: "listbox", id: `hints-${channel}-${thread ?? ""}`, hidden: true });
  const where = place.kind === "channel" || place.kind === "private" ? `#${place.name}` : place.name;
  const field = h("textarea", {
    rows: 1, class: "compose", dir: "auto", placeholder: thread ? "Reply…" : `Message ${where}`,
    "aria-label": thread ? "Reply" : `Message ${where}`, "aria-controls": hints.id, "aria-autocomplete": "list",
  });
  const box = { field, hints, found: [], at: 0 };
  field.addEventListener("input", () => { grow(field); suggest(box, thread); });
  field.addEventListener("keydown", (event) => {
    if (steered(event, box)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(box, channel, thread); }
  });
  field.addEventListener("blur", () => setTimeout(() => hide(box), 150));
  const shortcuts = state.workspace.shortcuts.filter((each) => each.type === "global");
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(box, channel, thread); } },
    hints,
    h("div", { class: "composer-row" },
      !thread && shortcuts.length > 0 && menu("Shortcuts", "+", shortcuts.map((each) => h("button", { type: "button", title: each.description,
        onclick: () => postMine("/shortcuts", { callback_id: each.callback_id }).catch((error) => notice(error.message)) }, each.name))),
      field,
      h("button", { type: "submit", class: "send", "aria-label": "Send" }, "➤")));
}

async function submit(box, channel, thread) {
  const typed = box.field.value;
  if (!typed.trim()) return;
  hide(box);
  const isCommand = /^\/[a-z]/.test(typed);
  if (isCommand && thread) {
    notice("Slash commands do not work in threads. Type it in the conversation itself.");
    return;
  }
  box.field.value = "";
  grow(box.field);
  try {
    if (isCommand) await postMine("/commands", { channel, text: typed });
    else await postMine(`/conversations/${channel}/messages`, { text: references(typed), thread_ts: thread ?? undefined });
  } catch (error) {
    notice(error.message);
    if (!box.field.value) box.field.value = typed;
  }
}

// Turns @Name and #channel, as completed, into references.
function references(text) {
  let found = text;
  for (const each of state.workspace.people) found = found.replaceAll(`@${each.real_name}`, `<@${each.id}>`);
  for (const each of state.conversations) {
    if (each.kind === "channel") found = found.replace(new RegExp(`(^|\\s)#${each.name}\\b`, "g"), `$1<#${each.id}>`);
  }
  return found;
}

function suggest(box, thread) {
  const typed = box.field.value.slice(0, box.field.selectionStart);
  const word = typed.match(/(^|\s)([@#/])([^\s@#/]*)$/);
  box.found = word ? completions(word[2], word[3].toLowerCase(), thread || word.index > 0 || word[1] !== "") : [];
  box.at = 0;
  draw(box);
}

function completions(sign, start, inside) {
  if (sign === "/") {
    if (inside) return [];
    return state.workspace.commands.filter((each) => each.command.slice(1).startsWith(start))
      .map((each) => ({ text: `${each.command} `, title: each.command, usage: each.usage_hint, about: each.description }));
  }
  if (sign === "@") {
    return state.workspace.people.filter((each) => !each.deleted && `${each.name} ${each.real_name}`.toLowerCase().includes(start))
      .slice(0, 6).map((each) => ({ text: `@${each.real_name} `, title: each.real_name, about: each.title }));
  }
  return state.conversations.filter((each) => each.kind === "channel" && each.name.startsWith(start))
    .map((each) => ({ text: `#${each.name} `, title: `#${each.name}`, about: each.topic }));
}

function draw(box) {
  box.hints.hidden = box.found.length === 0;
  box.hints.replaceChildren(...box.found.map((each, at) => h("li", {
    role: "option", id: `${box.hints.id}-${at}`, "aria-selected": String(at === box.at),
    onmousedown: (event) => { event.preventDefault(); take(box, at); },
  }, h("strong", {}, each.title), each.usage && h("code", {}, each.usage), h("span", {}, each.about))));
  if (box.found.length) box.field.setAttribute("aria-activedescendant", `${box.hints.id}-${box.at}`);
  else box.field.removeAttribute("aria-activedescendant");
}

function steered(event, box) {
  if (box.found.length === 0) return false;
  if (event.key === "Escape") { hide(box); event.preventDefault(); return true; }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    box.at = (box.at + step + box.found.length) % box.found.length;
    draw(box);
  } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
    take(box, box.at);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function take(box, at) {
  const { value, selectionStart } = box.field;
  const head = value.slice(0, selectionStart).replace(/[@#/][^\s@#/]*$/, box.found[at].text);
  box.field.value = head + value.slice(selectionStart).trimStart();
  box.field.setSelectionRange(head.length, head.length);
  box.field.focus();
  hide(box);
}

function hide(box) {
  box.found = [];
  draw(box);
}

function grow(field) {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${Math.min(field.scrollHeight + 2, 200)}px`);
}

