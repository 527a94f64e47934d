// What can be done with a message: the buttons that appear on it, and its menu.

import { confirmed } from "./dialog.js";
import { h, text } from "./dom.js";
import { pickEmoji } from "./emojipicker.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { react } from "./reactions.js";
import { openThread } from "./router.js";
import { loadViews, mine, state } from "./store.js";
import { tried } from "./toast.js";

export function toolbar(message, place) {
  if (message.ephemeral) return h("div.tools");
  const canReact = !message.subtype || message.subtype === "bot_message" || message.subtype === "thread_broadcast";
  return h(
    "div.tools",
    { role: "toolbar", "aria-label": "Message actions" },
    canReact &&
      tool("Add a reaction", "smile", (anchor) => pickEmoji(anchor, (name) => react(place.channel, message.ts, name))),
    !place.inThread && tool("Reply in thread", "reply", () => openThread(message.thread_ts ?? message.ts)),
    tool("More actions", "dots", (anchor) => menu(anchor, items(message, place, anchor), "Message"), true),
  );
}

const tool = (label, sign, run, opens = false) =>
  h(
    "button.icon-button",
    {
      type: "button",
      "aria-label": label,
      title: label,
      "aria-haspopup": opens ? "menu" : null,
      "data-focus": label,
      onclick: ({ currentTarget }) => run(currentTarget),
    },
    icon(sign),
  );

function items(message, place, anchor) {
  const own = message.user === state.me && !message.bot_id && !message.subtype;
  const shortcuts = (state.workspace.shortcuts ?? []).filter(({ type }) => type === "message");
  return [
    {
      label: "Add a reaction",
      icon: "smile",
      run: () => pickEmoji(anchor, (name) => react(place.channel, message.ts, name)),
    },
    !place.inThread && {
      label: "Reply in thread",
      icon: "reply",
      run: () => openThread(message.thread_ts ?? message.ts),
    },
    shortcuts.length > 0 && null,
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      note: [state.workspace.bot.name, shortcut.description].filter(Boolean).join(" · "),
      icon: "bowl",
      run: () => useShortcut(shortcut, { channel: place.channel, ts: message.ts }),
    })),
    own && null,
    own && { label: "Edit message", run: () => place.edit(message.ts) },
    own && { label: "Delete message", danger: true, run: () => remove(message, place) },
  ].filter((item) => item !== false);
}

export async function useShortcut({ callback_id }, where = {}) {
  await tried(mine().post("shortcuts", { callback_id, ...where }));
  loadViews();
}

async function remove(message, place) {
  const sure = await confirmed({
    title: "Delete this message?",
    text: text("It disappears for everybody."),
    yes: "Delete",
    danger: true,
  });
  if (sure) await tried(mine().post(`conversations/${place.channel}/messages/${message.ts}/delete`));
}
