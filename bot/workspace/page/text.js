// Slack's mrkdwn as elements. Whatever is not understood stays the text it is.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { state, conversation, person, go, localTime } from "./state.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const plain = (text) => text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);

const INLINE = [
  [/^```([\s\S]+?)```/, (m) => h("pre", {}, plain(m[1].replace(/^\n|\n$/g, "")))],
  [/^`([^`\n]+)`/, (m) => h("code", {}, plain(m[1]))],
  [/^<([^<>\n]+)>/, (m) => reference(m[1])],
  [/^:([a-z0-9_+'-]+):/, (m) => h("span", { class: "emoji", title: `:${m[1]}:` }, emoji(m[1]))],
  [/^\*(?=\S)([^*\n]*[^*\s])\*(?!\w)/, (m) => h("strong", {}, inline(m[1]))],
  [/^_(?=\S)([^_\n]*[^_\s])_(?!\w)/, (m) => h("em", {}, inline(m[1]))],
  [/^~(?=\S)([^~\n]*[^~\s])~(?!\w)/, (m) => h("s", {}, inline(m[1]))],
];

export function mrkdwn(text) {
  const lines = text.split(/(```[\s\S]+?```)/);
  return h("span", { class: "mrkdwn", dir: "auto" }, lines.map((part) => part.startsWith("```") ? inline(part) : quoted(part)));
}

function quoted(text) {
  return text.split(/((?:^|\n)(?:&gt;|>)[^\n]*(?:\n(?:&gt;|>)[^\n]*)*)/).map((part) =>
    /^\n?(&gt;|>)/.test(part)
      ? h("blockquote", {}, inline(part.replace(/(^|\n)(&gt;|>) ?/g, "$1").trim()))
      : inline(part));
}

function inline(text) {
  const nodes = [];
  let pending = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const boundary = at === 0 || /[\s(“"'–—-]/.test(text[at - 1]) || "<:`".includes(text[at]);
    const found = boundary && INLINE.map(([pattern, build]) => [rest.match(pattern), build]).find(([match]) => match);
    if (found) {
      if (pending) nodes.push(plain(pending));
      pending = "";
      nodes.push(found[1](found[0]));
      at += found[0][0].length;
    } else {
      pending += text[at];
      at += 1;
    }
  }
  if (pending) nodes.push(plain(pending));
  return nodes;
}

function reference(inside) {
  const [target, label] = inside.split("|");
  if (/^@[UW]/.test(target)) return mention(target.slice(1));
  if (/^#[CG]/.test(target)) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${label ?? target.slice(1).split("^")[0]}`);
  return link(plain(target), plain(label ?? target));
}

export function mention(id) {
  const who = person(id);
  return h("span", { class: id === state.person ? "mention me" : "mention", dir: "auto" }, `@${who ? who.real_name : id}`);
}

export function channelLink(id, label) {
  const found = conversation(id);
  if (!found) return h("span", { class: "mention" }, `#${label ?? "private channel"}`);
  return h("button", { type: "button", class: "mention link", onclick: () => go({ place: id }) }, `#${found.name}`);
}

export function link(url, label) {
  if (!/^(https?|mailto):/i.test(url)) return h("span", {}, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

const DATE_FORMATS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function date(target, fallback) {
  const [, seconds, format] = target.split("^");
  const shown = format?.replace(/\{(\w+)\}/g, (whole, name) => {
    const options = DATE_FORMATS[name.replace("_pretty", "")];
    return options ? localTime(Number(seconds), options) : whole;
  });
  return h("time", { dateTime: new Date(Number(seconds) * 1000).toISOString(), title: fallback }, shown ?? fallback ?? "");
}

export function textObject(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const pieces = object.text.split(/(:[a-z0-9_+'-]+:)/);
  return h("span", { class: "plain", dir: "auto" }, pieces.map((piece) =>
    /^:[a-z0-9_+'-]+:$/.test(piece) && object.emoji !== false ? emoji(piece.slice(1, -1)) : piece));
}
