// What people answered with one sign.

import { h } from "./dom.js";
import { emoji, label } from "./emoji.js";
import { pickEmoji } from "./emojipicker.js";
import { icon } from "./icons.js";
import { mine, nameOf, state } from "./store.js";
import { tried } from "./toast.js";

export const react = (channel, ts, name, on = true) =>
  tried(mine().post(`conversations/${channel}/reactions`, { ts, name, on }));

export function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  const add = h(
    "button.reaction.add",
    {
      type: "button",
      "aria-label": "Add a reaction",
      "data-focus": "add",
      onclick: ({ currentTarget }) => pickEmoji(currentTarget, (name) => react(channel, message.ts, name)),
    },
    icon("smile"),
  );
  return h(
    "div.reactions",
    { role: "group", "aria-label": "Reactions" },
    message.reactions.map((one) => chip(one, message, channel)),
    add,
  );
}

function chip({ name, count, users = [] }, message, channel) {
  const own = users.includes(state.me);
  const who = users.map((id) => (id === state.me ? "you" : nameOf(id))).join(", ");
  const total = count ?? users.length;
  return h(
    "button.reaction",
    {
      type: "button",
      "aria-pressed": String(own),
      "aria-label": `${label(name)}, ${total}`,
      title: `${who} reacted with :${label(name)}:`,
      "data-focus": `reaction ${name}`,
      "data-reaction": name,
      onclick: () => react(channel, message.ts, name, !own),
    },
    emoji(name),
    h("span.count", {}, String(total)),
  );
}
