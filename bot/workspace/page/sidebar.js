// The workspace's name, who one is, and where one can go.

import { h, fill, byId, menu } from "./dom.js";
import { avatar } from "./message.js";
import { state, me, switchable, isApp, bot, go, localTime } from "./state.js";

export function showSidebar() {
  const groups = [
    ["Channels", state.conversations.filter((each) => each.kind !== "im" && each.kind !== "mpim" && each.member)],
    ["Direct messages", state.conversations.filter((each) => (each.kind === "im" || each.kind === "mpim") && !isApp(each))],
  ];
  const others = state.conversations.filter((each) => each.kind === "channel" && !each.member);
  fill(byId("sidebar"),
    h("div", { class: "workspace-name" }, state.workspace.team.name),
    switcher(),
    groups.map(([title, found]) => found.length > 0 && h("section", {}, h("h2", {}, title), found.map(entry))),
    others.length > 0 && h("section", {}, h("h2", {}, "More channels"), others.map(entry)),
    h("section", {}, h("h2", {}, "Apps"), app()));
}

function entry(each) {
  const sign = { channel: "#", private: "🔒", im: "●", mpim: "◍" }[each.kind];
  return place(each.id, state.place === each.id, each.unread, [h("span", { class: "sign", "aria-hidden": "true" }, sign), h("span", { dir: "auto" }, each.name)], each.member ? "" : "not-in");
}

function place(id, current, unread, content, extra = "") {
  return h("button", {
    type: "button", class: `place ${current ? "current" : ""} ${unread ? "unread" : ""} ${extra}`, data: { conversation: id },
    "aria-current": current ? "page" : undefined, onclick: () => { document.body.classList.remove("with-sidebar"); go({ place: id }); },
  }, content, unread > 0 && h("span", { class: "count", "aria-label": `${unread} unread` }, unread));
}

function app() {
  const messages = state.conversations.find(isApp);
  const current = state.place === "home" || state.place === messages?.id;
  const light = h("span", { class: bot().connected ? "light on" : "light", title: bot().connected ? "connected" : "not connected" });
  return [
    place(messages?.unread ? messages.id : "home", current, messages?.unread ?? 0, [light, h("span", {}, "Potluck")]),
    !bot().connected && h("p", { class: "disconnected", role: "status" }, "The bot is not connected."),
  ];
}

function switcher() {
  const teams = new Map();
  for (const each of switchable()) {
    const team = each.is_restricted ? "Guests" : each.team;
    teams.set(team, [...(teams.get(team) ?? []), each]);
  }
  const row = (each) => h("button", {
    type: "button", class: each.id === state.person ? "person current" : "person", data: { person: each.id },
    onclick: () => go({ person: each.id, thread: null, place: state.place }),
  }, avatar(each), h("span", { class: "person-text" }, h("strong", { dir: "auto" }, each.real_name), h("small", {}, each.title)),
  h("time", {}, localTime(state.workspace.clock.now, { weekday: "short", hour: "2-digit", minute: "2-digit" }, each)));
  const shown = h("span", { class: "myself" }, avatar(me()), h("span", { class: "person-text" }, h("strong", { dir: "auto" }, me().real_name), h("small", {}, "Switch person")), h("span", { "aria-hidden": "true" }, "⌄"));
  const people = menu("Switch person", shown, [...teams].map(([team, members]) => h("div", {}, h("h3", {}, team), members.map(row))));
  people.classList.add("switcher");
  return people;
}
