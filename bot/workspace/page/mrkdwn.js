// Slack's mrkdwn as nodes. Slack escapes only & < >, so a "<" always begins something of Slack's own.

import { h, text } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./link.js";
import { state } from "./store.js";
import { filled } from "./time.js";

const FENCE = /```\n?([\s\S]*?)\n?```/g;
const QUOTED = /^(?:&gt;|>) ?/;
const WORD = /[\p{L}\p{N}_]/u;
const STYLES = { "*": "strong", _: "em", "~": "s" };

export const unescape = (escaped) =>
  escaped.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);

/** `verbatim` and `finds` say whether bare @here and #channel are read as such; addresses are linked unless verbatim. */
export function mrkdwn(source, { verbatim = false, finds = false } = {}) {
  const options = { links: !verbatim, finds: finds && !verbatim };
  const nodes = [];
  let end = 0;
  for (const fence of source.matchAll(FENCE)) {
    nodes.push(...lines(source.slice(end, fence.index).replace(/\n$/, ""), options));
    nodes.push(h("pre", { dir: "auto" }, inCode(fence[1])));
    end = fence.index + fence[0].length;
    if (source[end] === "\n") end += 1;
  }
  nodes.push(...lines(source.slice(end), options));
  return nodes;
}

function lines(source, options) {
  if (!source) return [];
  const runs = [];
  let rest = false;
  for (const line of source.split("\n")) {
    const long = /^(?:&gt;|>){3} ?/;
    rest ||= long.test(line);
    const quote = rest || QUOTED.test(line);
    const bare = line.replace(rest ? long : QUOTED, quote ? "" : "$&");
    if (runs.at(-1)?.quote === quote) runs.at(-1).lines.push(bare);
    else runs.push({ quote, lines: [bare] });
  }
  return runs.map((run) =>
    h(run.quote ? "blockquote" : "span.run", { dir: "auto" }, inline(run.lines.join("\n"), options)),
  );
}

const PIECES = [code, angle, named, styled, address, called];

/** The nodes of a text without quotes and fences. */
function inline(source, options) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < source.length;) {
    const piece = PIECES.reduce((found, read) => found ?? read(source, at, options), undefined);
    if (piece) {
      if (plain) nodes.push(text(unescape(plain)));
      plain = "";
      nodes.push(piece.node);
      at += piece.length;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  if (plain) nodes.push(text(unescape(plain)));
  return nodes;
}

function code(source, at) {
  if (source[at] !== "`") return undefined;
  const match = /^`([^`\n]+)`/.exec(source.slice(at));
  return match && { node: h("code", { dir: "auto" }, inCode(match[1])), length: match[0].length };
}

const inCode = (source) => unescape(source.replace(/<(?:[^<>|\n]*\|)?([^<>\n]*)>/g, "$1"));

function angle(source, at) {
  if (source[at] !== "<") return undefined;
  const match = /^<([^<>\n]+)>/.exec(source.slice(at));
  if (!match) return undefined;
  return { node: reference(match[1]), length: match[0].length };
}

function reference(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inside.slice(bar + 1));
  const id = target.slice(1);
  if (/^@[UW][A-Z0-9]+$/.test(target)) return userMention(id, label);
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return channelMention(id, label);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(id);
  if (target.startsWith("!date^")) return dated(target, label);
  if (target.startsWith("!subteam^")) return h("bdi.mention", {}, label ?? "@group");
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    const url = unescape(target);
    return link(url, label ?? url.replace(/^mailto:/, ""));
  }
  return h("span", { dir: "auto" }, label ?? unescape(`<${inside}>`));
}

function dated(target, label) {
  const [, epoch, pattern, url] = target.split("^");
  const shown = filled(unescape(pattern ?? ""), Number(epoch)) ?? label ?? target;
  return url ? link(unescape(url), shown) : h("time", {}, shown);
}

function named(source, at) {
  if (source[at] !== ":") return undefined;
  const match = /^:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/.exec(source.slice(at));
  return match && isEmoji(match[1]) ? { node: emoji(match[1]), length: match[0].length } : undefined;
}

const isWord = (character) => character !== undefined && WORD.test(character);

function styled(source, at, options) {
  const mark = source[at];
  if (!STYLES[mark] || isWord(source[at - 1]) || /[\s]|^$/.test(source[at + 1] ?? "") || source[at + 1] === mark) {
    return undefined;
  }
  for (let end = at + 2; end < source.length && source[end] !== "\n"; end += 1) {
    if (source[end] === "`" || source[end] === "<") {
      const skipped = code(source, end) ?? angle(source, end);
      if (skipped) end += skipped.length - 1;
    } else if (source[end] === mark && !/\s/.test(source[end - 1]) && !isWord(source[end + 1])) {
      return { node: h(STYLES[mark], {}, inline(source.slice(at + 1, end), options)), length: end + 1 - at };
    }
  }
  return undefined;
}

function address(source, at, { links }) {
  if (!links || source[at] !== "h" || isWord(source[at - 1])) return undefined;
  const match = /^https?:\/\/[^\s<>|]+/.exec(source.slice(at));
  if (!match) return undefined;
  const bare = match[0].replace(/(?:&gt;|&lt;|[.,;:!?'")\]*_~])+$/, "");
  return { node: link(unescape(bare)), length: bare.length };
}

/** Words that Slack itself reads as a call or a channel, unless a text is verbatim. */
function called(source, at, { finds }) {
  if (!finds || (source[at] !== "@" && source[at] !== "#") || isWord(source[at - 1])) return undefined;
  const match = /^@(here|channel|everyone)\b|^#([\p{L}\p{N}_-]+)/u.exec(source.slice(at));
  if (!match) return undefined;
  if (match[1]) return { node: broadcast(match[1]), length: match[0].length };
  const known = state.conversations.find(({ kind, name }) => kind === "channel" && name === match[2]);
  return known && { node: channelMention(known.id), length: match[0].length };
}

/** A text object, or a bare string: plain text keeps its words, mrkdwn its marks. */
export function textObject(object, { finds = true } = {}) {
  if (object === null || object === undefined) return [];
  if (typeof object === "string") return plain(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", { verbatim: object.verbatim === true, finds });
  return plain(object.text ?? "", object.emoji !== false);
}

/** Plain text with :emoji: drawn; everything else is what it is. */
function plain(source, drawn = true) {
  const nodes = [];
  let end = 0;
  for (const match of drawn ? source.matchAll(/:([a-z0-9_+'-]+):/g) : []) {
    if (!isEmoji(match[1])) continue;
    nodes.push(text(source.slice(end, match.index)), emoji(match[1]));
    end = match.index + match[0].length;
  }
  nodes.push(text(source.slice(end)));
  return [h("span.run", { dir: "auto" }, nodes)];
}
