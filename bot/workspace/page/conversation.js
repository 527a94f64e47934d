// The middle of the page: a conversation or the app's Home tab, under one head.

import { details, join, membersButton } from "./channels.js";
import { Composer } from "./composer.js";
import { h, only, reconcile } from "./dom.js";
import { home } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./messagelist.js";
import { avatar } from "./people.js";
import { address } from "./router.js";
import { bot, conversation, isBot, mine, nameOf, on, person, state } from "./store.js";
import { isApp, openMessages } from "./sidebar.js";
import { now, time, weekday } from "./time.js";

const head = h("header.main-head");
const list = new MessageList({ label: "Messages" });
const composer = new Composer({ sent: () => list.follow() });
const visiting = h("div.visiting");

export function startConversation() {
  document.getElementById("main").append(head, home.node, list.node, visiting, composer.node);
  on("person place conversations workspace minute", showHead);
  on("person place messages conversations workspace", show);
  on("place", arrive);
}

let shownPlace = "";

function arrive() {
  const place = `${state.me}/${state.place}`;
  if (place === shownPlace) return;
  const other = shownPlace !== "" && shownPlace.split("/")[0] === state.me;
  shownPlace = place;
  document.body.classList.remove("drawer");
  if (other && matchMedia("(pointer: fine)").matches && state.place !== "home") composer.focus();
}

function showHead() {
  const one = conversation();
  const inApp = state.place === "home" || isApp(one);
  document.title = `${state.place === "home" ? bot().name : one ? titleOf(one) : ""} · ${state.workspace.team.name}`;
  const facts = [
    state.me,
    state.cast,
    inApp,
    state.place,
    one?.name,
    one?.topic,
    one?.members,
    one?.kind === "im" && clockOf(one),
  ];
  reconcile(head, [
    { key: "menu", sig: "", build: menuButton },
    { key: "title", sig: JSON.stringify(facts), build: () => (inApp ? appTitle(one) : title(one)) },
  ]);
}

const menuButton = () =>
  h(
    "button.icon-button.only-narrow",
    { type: "button", "aria-label": "Conversations", onclick: () => document.body.classList.toggle("drawer") },
    icon("menu"),
  );

const titleOf = ({ kind, name }) => (kind === "channel" || kind === "private" ? `#${name}` : name);

const clockOf = ({ members }) => {
  const other = person(members.find((id) => id !== state.me));
  return other
    ? `${other.title ? `${other.title} · ` : ""}${weekday(now(), other.tz)} ${time(now(), other.tz)} there`
    : "";
};

function title(one) {
  if (!one) return h("div.head-title");
  const signs = { channel: icon("hash"), private: icon("lock"), mpim: icon("people") };
  const other = one.members.find((id) => id !== state.me) ?? state.me;
  return h(
    "div.head-title",
    {},
    h(
      "h2",
      {},
      h(
        "button.title-button",
        { type: "button", title: "Who is here", onclick: () => details(one.id) },
        signs[one.kind] ?? avatar(other, "small"),
        h("bdi", {}, one.name),
      ),
    ),
    h("p.topic", { dir: "auto" }, one.kind === "im" ? clockOf(one) : one.topic),
    one.kind !== "im" && membersButton(one),
  );
}

function appTitle(one) {
  const tab = (label, current, props) => h("a.tab", { "aria-current": current ? "page" : null, ...props }, label);
  return h(
    "div.head-title.of-app",
    {},
    h("h2", {}, h("span.title-button", {}, avatar(bot().user_id, "small"), h("bdi", {}, bot().name))),
    h(
      "nav.tabs",
      { "aria-label": `${bot().name}'s tabs` },
      tab("Home", state.place === "home", { href: address({ place: "home" }) }),
      tab("Messages", state.place !== "home", {
        href: one ? address({ place: one.id }) : "#",
        onclick: (event) => {
          event.preventDefault();
          openMessages();
        },
      }),
    ),
  );
}

function show() {
  const one = conversation();
  const isHome = state.place === "home";
  home.node.hidden = !isHome;
  list.node.hidden = isHome;
  composer.node.hidden = isHome || !one?.member;
  visiting.hidden = isHome || !one || one.member;
  if (isHome) return;
  // Somebody else sits here now: until their conversations are known, nothing of their predecessor's can be used.
  if (!one) return void list.say(`waiting ${state.me}`, "");
  showMessages(one);
  showVisiting(one);
  composer.at(`${state.me}/${one.id}`, {
    channel: one.id,
    label: `Message ${one.kind === "channel" || one.kind === "private" ? `#${one.name}` : one.name}`,
  });
}

function showMessages(one) {
  const key = `${state.me}/${one.id}`;
  const { messages: found } = state;
  if (!found || found.id !== one.id || found.who !== state.me) return list.say(`waiting ${key}`, "");
  if (found.error) return list.say(`error ${key}`, found.error);
  list.show(key, one.id, found.messages);
  showIntro(one);
  return undefined;
}

function showIntro(one) {
  const words = {
    channel: `This is the beginning of #${one.name}.`,
    private: `This is the beginning of #${one.name}. Only its members see it.`,
    im: one.members.some(isBot) ? `What ${bot().name} tells you alone.` : `Only you and ${one.name} see this.`,
    mpim: `A conversation of ${one.members.map(nameOf).join(", ")}.`,
  }[one.kind];
  if (list.intro.textContent !== words) only(list.intro, h("p", { dir: "auto" }, words));
}

function showVisiting(one) {
  if (visiting.hidden || visiting.dataset.place === one.id) return;
  visiting.dataset.place = one.id;
  only(
    visiting,
    h("span", {}, "You are not in ", h("bdi", {}, `#${one.name}`), "."),
    h("button.button.primary", { type: "button", onclick: () => join(one.id) }, "Join"),
  );
}

/** Somebody looking at the app's messages is told to the app, as its Home tab is. */
export function announceMessagesTab() {
  on("place", () => {
    if (isApp(conversation()) && announced !== `${state.me}/${state.place}`)
      mine()
        .post("home", { tab: "messages" })
        .catch(() => {});
    announced = `${state.me}/${state.place}`;
  });
}

let announced = "";
