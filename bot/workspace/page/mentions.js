// People and channels in what one types: names while typing, Slack's references when sent.

import { unescape } from "./mrkdwn.js";
import { conversation, nameOf } from "./store.js";

/** `mentions`: Map of "@Ada Brandt" to "<@U0ADA>". Longer names go first, so that none hides in another. */
export function namesAsMentions(text, mentions) {
  const names = [...mentions.keys()].filter((name) => text.includes(name)).sort((a, b) => b.length - a.length);
  return names.reduce((sent, name) => sent.replaceAll(name, mentions.get(name)), text);
}

export function mentionsAsNames(source) {
  const mentions = new Map();
  const keep = (name, reference) => {
    mentions.set(name, reference);
    return name;
  };
  const named = source
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (all, id) => keep(`@${nameOf(id)}`, all))
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^>]*))?>/g, (all, id, name) =>
      keep(`#${conversation(id)?.name ?? name ?? id}`, all),
    )
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>/g, (_, url) => url);
  return { text: unescape(named), mentions };
}
