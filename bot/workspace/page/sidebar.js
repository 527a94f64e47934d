// The conversations of the person one is.

import { browse, write } from "./channels.js";
import { h, only, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { go } from "./router.js";
import { bot, botConversation, isBot, mine, on, person, state } from "./store.js";
import { now, time, weekday } from "./time.js";
import { tried } from "./toast.js";

const head = h("header.sidebar-head");
const sections = h("div.sections");

export function startSidebar() {
  document.getElementById("sidebar").append(head, sections);
  on("workspace person minute", showHead);
  on("workspace conversations place person", show);
  showHead();
}

function showHead() {
  const one = person(state.me);
  if (!one) return;
  only(
    head,
    h("h1.workspace-name", { dir: "auto" }, state.workspace.team.name),
    h(
      "p.you",
      {},
      avatar(one.id, "small"),
      h(
        "span",
        {},
        h("strong", { dir: "auto" }, one.real_name),
        h("small", { dir: "auto" }, `${one.team} · ${weekday(now())} ${time(now())}`),
      ),
    ),
  );
}

function show() {
  const shown = state.conversations.filter((one) => (one.member || one.id === state.place) && !one.archived);
  const withBot = ({ kind, members }) => kind === "im" && members.includes(bot().user_id);
  const elsewhere = state.conversations.filter((one) => one.kind === "channel" && !one.member && !one.archived).length;
  const channels = shown
    .filter(({ kind }) => kind === "channel" || kind === "private")
    .sort((a, b) => a.name.localeCompare(b.name));
  const direct = shown.filter((one) => (one.kind === "im" || one.kind === "mpim") && !withBot(one));
  reconcile(sections, [
    section("Channels", [
      ...channels.map(row),
      extra("browse", "plus", elsewhere ? `Browse channels (${elsewhere})` : "Browse channels", browse),
    ]),
    section("Direct messages", [...direct.map(row), extra("write", "plus", "New message", write)]),
    section("Apps", [app()]),
  ]);
}

function section(name, rows) {
  return {
    key: name,
    sig: JSON.stringify(rows.map(({ key, sig }) => [key, sig])),
    build: (previous) => {
      const node = previous ?? h("section.section-of", { "aria-label": name }, h("h2", {}, name), h("div.rows"));
      reconcile(node.querySelector(".rows"), rows);
      return node;
    },
  };
}

function row(one) {
  const current = one.id === state.place;
  return {
    key: one.id,
    sig: JSON.stringify([one.kind, one.name, one.unread, one.member, current, state.cast]),
    build: () =>
      button({
        id: one.id,
        current,
        unread: one.unread,
        sign: sign(one),
        name: one.name,
        kind: one.member ? "" : "not-in",
        run: () => go({ place: one.id }),
      }),
  };
}

function sign(one) {
  if (one.kind === "channel") return icon("hash");
  if (one.kind === "private") return icon("lock");
  if (one.kind === "mpim") return h("span.crowd", { "aria-hidden": "true" }, String(one.members.length - 1));
  return avatar(one.members.find((id) => id !== state.me) ?? state.me, "small");
}

const KIND_WORDS = { private: "private channel" };

function button({ id, current, unread, sign: picture, name, kind = "", run }) {
  const count = unread ? h("span.unread", { "aria-label": `${unread} unread` }, String(unread)) : null;
  return h(
    "button.row",
    {
      type: "button",
      "data-conversation": id,
      "data-focus": id,
      "aria-current": current ? "page" : null,
      class: `${kind} ${unread ? "has-unread" : ""}`,
      title: KIND_WORDS[kind],
      onclick: run,
    },
    picture,
    h("span.row-name", { dir: "auto" }, name),
    count,
  );
}

const extra = (key, sign_, words, run) => ({
  key,
  sig: words,
  build: () =>
    h(
      "button.row.extra",
      { type: "button", "data-focus": key, onclick: run },
      icon(sign_),
      h("span.row-name", {}, words),
    ),
});

function app() {
  const conversation = botConversation();
  const here = state.place === "home" || (conversation && state.place === conversation.id);
  const unread = conversation?.unread ?? 0;
  const { name, connected } = bot();
  return {
    key: "app",
    sig: JSON.stringify([here, unread, name, connected]),
    build: () => {
      const node = button({
        id: "home",
        current: here,
        unread,
        sign: avatar(bot().user_id, "small"),
        name,
        run: () => (unread ? openMessages() : go({ place: "home" })),
      });
      if (!connected) node.append(h("span.offline", {}, "not connected"));
      return node;
    },
  };
}

/** The app's Messages tab is the direct message with it. */
export async function openMessages() {
  const known = botConversation();
  const id = known?.id ?? (await tried(mine().post("conversations", { users: [bot().user_id] })))?.id;
  if (id) go({ place: id });
}

export const isApp = (conversation) => conversation?.kind === "im" && conversation.members.some(isBot);
