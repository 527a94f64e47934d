// Faces: coloured initials, in as many glazes as a small company needs.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { bot, isBot, nameOf, people, person } from "./store.js";

const GLAZES = 10;

export function avatar(id, size = "") {
  if (id && isBot(id)) return h("span.avatar.of-bot", { class: size, "aria-hidden": "true" }, icon("bowl"));
  const known = person(id);
  if (!known) return h("span.avatar.of-nobody", { class: size, "aria-hidden": "true" }, icon("spark"));
  const glaze = `glaze-${people().indexOf(known) % GLAZES}`;
  return h("span.avatar", { class: `${size} ${glaze}`, "aria-hidden": "true" }, initials(nameOf(id)));
}

function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  const picked = parts.slice(0, 2);
  return picked.map((part) => [...part][0].toUpperCase()).join("");
}

/** Who wrote a message: a person, the bot, or the workspace itself. */
export function author(message) {
  const fromBot = message.bot_id && message.bot_id !== "B0";
  const id = message.user ?? (fromBot ? bot().user_id : null);
  if (id && (isBot(id) || person(id))) {
    const custom = isBot(id) ? message.username : undefined;
    return { id, name: custom ?? nameOf(id), app: isBot(id) || Boolean(person(id)?.is_bot) };
  }
  return { id, name: message.username ?? "Workspace", app: true };
}
