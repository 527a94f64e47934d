// Links that cannot do harm, and the names of people and channels inside texts.

import { h } from "./dom.js";
import { address } from "./router.js";
import { conversation, isBot, nameOf, person, state } from "./store.js";

const ALLOWED = new Set(["http:", "https:", "mailto:"]);

export function safeUrl(url) {
  try {
    return ALLOWED.has(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** A link, or its words alone where the address is of no allowed kind. */
export function link(url, ...label) {
  const safe = safeUrl(url);
  const shown = label.length ? label : [url];
  if (!safe) return h("span", { dir: "auto" }, shown);
  return h("a.link", { href: safe, target: "_blank", rel: "noopener noreferrer", title: safe, dir: "auto" }, shown);
}

export function userMention(id, fallback) {
  const known = person(id) || isBot(id);
  const own = id === state.me ? "own" : "";
  return h("bdi.mention", { class: own, title: id }, `@${known ? nameOf(id) : (fallback ?? id)}`);
}

export function channelMention(id, fallback) {
  const known = conversation(id);
  const name = known?.name ?? fallback;
  if (!known) return h("bdi.mention", { title: id }, name ? `#${name}` : "#private-channel");
  return h("a.mention", { href: address({ place: id }), dir: "auto" }, `#${name}`);
}

/** Something that rings for many; `name` is here, channel or everyone. */
export const broadcast = (name) => h("bdi.mention.broadcast", { title: "This notifies people" }, `@${name}`);
