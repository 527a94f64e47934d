// One message: who, when, what, its reactions, its menu.

import { h, menu, notice } from "./dom.js";
import { blocks } from "./blocks.js";
import { mrkdwn } from "./text.js";
import { emoji, PICKED } from "./emoji.js";
import { postMine } from "./api.js";
import { state, person, clockTime, go } from "./state.js";

const SLACKBOT = { id: "USLACKBOT", real_name: "Workspace", color: "6b6257", is_bot: true };
const author = (message) => (message.user === SLACKBOT.id ? SLACKBOT : person(message.user) ?? SLACKBOT);

export function avatar(who) {
  const initials = who.real_name.split(/\s+/).slice(0, 2).map((word) => [...word][0]).join("");
  const face = h("span", { class: "avatar", "aria-hidden": "true" }, initials);
  face.style.setProperty("--own", `#${who.color}`);
  return face;
}

// use: { channel, inThread, follows }
export function message(given, use) {
  const who = author(given);
  const container = { type: "message", channel: use.channel, ts: given.ts };
  const body = given.blocks?.length ? blocks(given.blocks, { container }) : h("div", { class: "words" }, mrkdwn(given.text));
  return h("article", { class: `message ${given.ephemeral ? "ephemeral" : ""} ${given.failed ? "failed" : ""} ${use.follows ? "follows" : ""}`, data: { ts: given.ts }, "aria-label": `${who.real_name}, ${clockTime(given.ts)}` },
    avatar(who),
    h("div", { class: "message-main" },
      given.ephemeral && h("div", { class: "only-you" }, "Only visible to you"),
      h("div", { class: "message-head" },
        h("strong", { dir: "auto" }, who.real_name),
        who.is_bot && h("span", { class: "badge" }, "app"),
        h("time", {}, clockTime(given.ts))),
      body,
      given.edited && !given.bot_id && h("span", { class: "edited" }, "(edited)"),
      reactions(given, use),
      !use.inThread && given.reply_count ? replies(given, use) : null),
    !given.ephemeral && tools(given, use));
}

function reactions(given, use) {
  if (!given.reactions?.length) return null;
  return h("div", { class: "reactions" }, given.reactions.map((each) => {
    const mine = each.users.includes(state.person);
    const names = each.users.map((id) => person(id)?.real_name ?? id).join(", ");
    return h("button", { type: "button", class: mine ? "reaction mine" : "reaction", title: names, "aria-pressed": String(mine),
      "aria-label": `${each.name}, ${each.count}`, onclick: () => react(given, use, each.name, !mine) },
      emoji(each.name), h("span", {}, each.count));
  }));
}

const replies = (given, use) => h("button", { type: "button", class: "replies", onclick: () => go({ place: use.channel, thread: given.ts }) },
  given.reply_users.slice(0, 3).map((id) => person(id)).filter(Boolean).map(avatar),
  `${given.reply_count} ${given.reply_count === 1 ? "reply" : "replies"}`);

function tools(given, use) {
  const shortcuts = state.workspace.shortcuts.filter((each) => each.type === "message");
  const mine = given.user === state.person;
  return h("div", { class: "tools" },
    menu("Add a reaction", "☺", PICKED.map((name) => h("button", { type: "button", class: "pick", "aria-label": name, onclick: () => react(given, use, name, true) }, emoji(name)))),
    !use.inThread && h("button", { type: "button", class: "tool", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => go({ place: use.channel, thread: given.thread_ts ?? given.ts }) }, "Reply"),
    (mine || shortcuts.length > 0) && menu("More actions", "⋯",
      shortcuts.map((each) => h("button", { type: "button", onclick: () => attempt(postMine("/shortcuts", { callback_id: each.callback_id, channel: use.channel, ts: given.ts })) }, each.name)),
      mine && h("button", { type: "button", onclick: () => edit(given, use) }, "Edit message"),
      mine && h("button", { type: "button", class: "danger", onclick: () => attempt(postMine(`/conversations/${use.channel}/messages/${given.ts}/delete`)) }, "Delete message")));
}

const react = (given, use, name, on) => attempt(postMine(`/conversations/${use.channel}/reactions`, { ts: given.ts, name, on }));

const attempt = (promise) => promise.catch((error) => notice(error.message));

function edit(given, use) {
  const article = document.querySelector(`#${use.inThread ? "thread" : "main"} [data-ts="${given.ts}"]`);
  const words = article.querySelector(".words");
  const field = h("textarea", { rows: 3, "aria-label": "Edit message", value: words.textContent, dir: "auto" });
  const done = () => { article.signature = null; field.replaceWith(words); };
  field.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") done();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    await attempt(postMine(`/conversations/${use.channel}/messages/${given.ts}/edit`, { text: field.value }));
    done();
  });
  words.replaceWith(field);
  field.focus();
}
