// The conversation in the middle, and the thread beside it.

import { h, fill, fillKeyed, byId, menu, notice } from "./dom.js";
import { message } from "./message.js";
import { composer } from "./composer.js";
import { home } from "./home.js";
import { getMine, postMine } from "./api.js";
import { state, conversation, person, isApp, bot, day, go } from "./state.js";

const TOGETHER_SECONDS = 300;

export async function showConversation() {
  const main = byId("main");
  const place = conversation(state.place);
  if (!place) { fill(main, h("p", { class: "empty" }, "There is no such conversation here.")); return; }
  if (main.dataset.place !== `${state.person}/${place.id}`) {
    main.dataset.place = `${state.person}/${place.id}`;
    if (isApp(place)) postMine("/home", { tab: "messages" }).catch((error) => notice(error.message));
    fill(main, head(place), h("div", { class: "log", role: "log", "aria-label": "Messages", tabindex: "0" }), foot(place));
  } else {
    main.querySelector(".main-head").replaceWith(head(place));
    if (Boolean(main.querySelector(".composer")) !== canType(place)) main.lastChild.replaceWith(foot(place));
  }
  await refreshConversation();
}

export async function refreshConversation() {
  const main = byId("main");
  const log = main.querySelector(".log");
  if (!log || state.place === "home") return;
  const here = main.dataset.place;
  const { messages } = await getMine(`/conversations/${state.place}/messages`);
  if (main.dataset.place !== here) return;
  draw(log, withDays(messages), { channel: state.place });
}

export async function showThread() {
  const aside = byId("thread");
  aside.hidden = !state.thread;
  document.body.classList.toggle("with-thread", Boolean(state.thread));
  if (!state.thread) { delete aside.dataset.place; fill(aside); return; }
  const key = `${state.person}/${state.place}/${state.thread}`;
  if (aside.dataset.place !== key) {
    aside.dataset.place = key;
    fill(aside,
      h("div", { class: "main-head" }, h("h2", {}, "Thread"), h("button", { type: "button", class: "tool", "aria-label": "Close the thread", onclick: () => go({}) }, "✕")),
      h("div", { class: "log", role: "log", "aria-label": "Thread", tabindex: "0" }), composer(state.place, state.thread));
  }
  await refreshThread();
}

export async function refreshThread() {
  const aside = byId("thread");
  if (!state.thread || aside.hidden) return;
  const { messages } = await getMine(`/conversations/${state.place}/messages/${state.thread}/replies`);
  const log = aside.querySelector(".log");
  if (log) draw(log, messages.map((given) => ({ given })), { channel: state.place, inThread: true });
}

function draw(log, items, use) {
  const atEnd = log.childElementCount === 0 || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  fillKeyed(log, items.map((item, at) => {
    const follows = Boolean(item.given && together(items[at - 1]?.given, item.given));
    return item.day
      ? { key: `day-${item.day}`, signature: item.day, item }
      : { key: item.given.ts, signature: JSON.stringify([item.given, follows]), item, follows };
  }), ({ item, follows }) => item.day
    ? h("div", { class: "day", role: "separator" }, h("span", {}, item.day))
    : message(item.given, { ...use, follows }));
  if (atEnd) log.scrollTop = log.scrollHeight;
}

function withDays(messages) {
  const items = [];
  let last = null;
  for (const given of messages) {
    const today = day(given.ts);
    if (today !== last) items.push({ day: today });
    last = today;
    items.push({ given });
  }
  return items;
}

const together = (before, now) => Boolean(before) && before.user === now.user && !before.ephemeral && !now.ephemeral
  && !now.bot_id && Number(now.ts) - Number(before.ts) < TOGETHER_SECONDS;

const canType = (place) => place.member && !place.archived && !isApp(place);

function head(place) {
  if (isApp(place)) return tabs("messages");
  const sign = { channel: "#", private: "🔒 " }[place.kind] ?? "";
  const isChannel = place.kind === "channel" || place.kind === "private";
  return h("div", { class: "main-head" }, burger(),
    h("div", { class: "main-title" }, h("h1", { dir: "auto" }, `${sign}${place.name}`), h("p", { dir: "auto" }, place.topic)),
    isChannel && place.member && menu("About this channel", `${place.members.length} members`,
      h("div", { class: "member-list" }, place.members.map((id) => h("div", { dir: "auto" }, person(id)?.real_name ?? id))),
      !place.members.includes(bot().user_id) && h("button", { type: "button", onclick: () => change(place, "invite", { user: bot().user_id }) }, "Invite Potluck"),
      h("button", { type: "button", onclick: () => change(place, "leave") }, "Leave the channel")));
}

function foot(place) {
  if (canType(place)) return composer(place.id);
  if (isApp(place)) return h("p", { class: "foot-note" }, "Potluck writes here; it is spoken to by commands and buttons.");
  if (place.archived) return h("p", { class: "foot-note" }, "This channel is archived.");
  return h("p", { class: "foot-note" }, `You are looking at #${place.name}. `,
    h("button", { type: "button", class: "button primary", onclick: () => change(place, "join") }, "Join the channel"));
}

const change = (place, verb, body) => postMine(`/conversations/${place.id}/${verb}`, body).catch((error) => notice(error.message));

export const burger = () => h("button", { type: "button", class: "burger tool", "aria-label": "Conversations", onclick: () => document.body.classList.toggle("with-sidebar") }, "☰");

export function tabs(current) {
  const app = state.conversations.find(isApp);
  const tab = (name, label, place) => h("button", { type: "button", role: "tab", "aria-selected": String(current === name), onclick: () => go({ place }) }, label);
  return h("div", { class: "main-head" }, burger(), h("div", { class: "main-title" }, h("h1", {}, "Potluck")),
    h("div", { role: "tablist", class: "tabs" }, tab("home", "Home", "home"), tab("messages", "Messages", app?.id)));
}

export async function showHome() {
  const main = byId("main");
  const key = `${state.person}/home`;
  if (main.dataset.place !== key) {
    main.dataset.place = key;
    fill(main, tabs("home"), h("div", { class: "home" }));
  }
  await home(main.querySelector(".home"), { open: true });
}
