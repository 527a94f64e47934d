// One message: who, when, what, and what others made of it.

import { messageText, patchBlocks } from "./blocks.js";
import { h, reconcile } from "./dom.js";
import { editor } from "./editor.js";
import { icon } from "./icons.js";
import { link, safeUrl } from "./link.js";
import { toolbar } from "./messagemenu.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, avatar } from "./people.js";
import { reactions } from "./reactions.js";
import { openThread } from "./router.js";
import { nameOf, state } from "./store.js";
import { dayName, exactly, time } from "./time.js";

const SYSTEM = /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive)$|^bot_(add|remove)$/;

export const isSystem = (message) => SYSTEM.test(message.subtype ?? "");

/** `place`: {channel, inThread, compact, editing, stopEditing}. `previous` is this message's node as it was. */
export function messageNode(message, place, previous) {
  const node = previous ?? h("article.message", { "data-ts": message.ts, tabindex: "-1" });
  const who = author(message);
  const look = {
    compact: place.compact,
    system: isSystem(message),
    ephemeral: message.ephemeral === true,
    failed: message.failed === true,
    own: who.id === state.me,
  };
  for (const [name, wanted] of Object.entries(look)) node.classList.toggle(name, Boolean(wanted));
  node.setAttribute("aria-label", `${who.name}, ${time(message.ts)}`);
  const context = JSON.stringify([state.me, state.cast, place.compact, place.inThread, dayName(Number(message.ts))]);
  const part = (key, facts, build) => ({ key, sig: context + JSON.stringify(facts ?? null), build });
  reconcile(node, [
    part("face", [who, place.compact], () => face(message, who, place)),
    part("head", [who, place.compact, message.ephemeral, message.failed, message.edited], () =>
      head(message, who, place),
    ),
    part(
      "body",
      [message.text, message.blocks, message.attachments, message.files, message.edited, place.editing],
      (old) => body(message, place, old),
    ),
    part(
      "foot",
      [message.reactions, message.reply_count, message.reply_users, message.latest_reply, message.ephemeral],
      () => foot(message, place),
    ),
    part("tools", [message, who], () => toolbar(message, place)),
  ]);
  return node;
}

const stamp = (message) =>
  h(
    "time.stamp",
    { title: exactly(message.ts), datetime: new Date(message.ts * 1000).toISOString() },
    time(message.ts),
  );

const face = (message, who, { compact }) => h("div.message-face", {}, compact ? stamp(message) : avatar(who.id));

function head(message, who, { compact }) {
  const notes = [
    message.ephemeral && h("span.only-you", {}, icon("eye"), "Only visible to you"),
    message.failed && h("span.failed-mark", {}, icon("warn"), "This command failed"),
  ];
  if (compact) return h("div.message-head.notes-only", {}, notes);
  return h(
    "div.message-head",
    {},
    h("span.author", { dir: "auto" }, who.name),
    who.app && h("span.app-badge", {}, "App"),
    stamp(message),
    message.blocks?.length && edited(message),
    notes,
  );
}

function body(message, place, previous) {
  if (place.editing) return editor(message, place);
  const container = { type: "message", channel: place.channel, ts: message.ts };
  const kept = previous?.querySelector(":scope > .blocks");
  const blocks = kept ?? h("div.blocks");
  const shown = message.blocks?.length;
  if (shown) patchBlocks(blocks, message.blocks, { container, version: `${state.me} ${state.cast}` });
  const content = [
    shown ? blocks : h("div.message-text", { dir: "auto" }, messageText(message)),
    (message.attachments ?? []).map((part) => attachment(part, container)),
    (message.files ?? []).map(attached),
    !shown && edited(message),
  ]
    .flat()
    .filter(Boolean);
  const node = kept ? previous : h("div.message-body");
  if (!kept) node.append(...content);
  else for (const extra of [...node.children].filter((child) => child !== blocks)) extra.remove();
  if (kept) node.append(...content.filter((part) => part !== blocks));
  return node;
}

const edited = (message) => message.edited && h("span.edited", { title: exactly(message.edited.ts) }, "(edited)");

const attached = (file) =>
  h(
    "p.file",
    {},
    h("a", { href: safeUrl(file.url_private_download ?? ""), download: file.name, dir: "auto" }, file.title ?? file.name),
    h("span.file-size", {}, ` ${file.pretty_type ?? ""}, ${Math.max(1, Math.round(file.size / 1024))} kB`),
  );

function attachment(part, container) {
  const node = h("div.attachment");
  if (/^#?[0-9a-f]{6}$/i.test(part.color ?? ""))
    node.style.setProperty("border-color", `#${part.color.replace("#", "")}`);
  const title =
    part.title &&
    (safeUrl(part.title_link ?? "") ? link(part.title_link, part.title) : h("span", { dir: "auto" }, part.title));
  node.append(...[part.pretext && h("div", {}, mrkdwn(part.pretext)), title && h("strong", {}, title)].filter(Boolean));
  const blocks = h("div.blocks");
  if (part.blocks) patchBlocks(blocks, part.blocks, { container });
  else blocks.append(...mrkdwn(part.text ?? part.fallback ?? ""));
  node.append(blocks);
  return node;
}

function foot(message, place) {
  const replies = message.reply_count && !place.inThread ? repliesButton(message) : null;
  return h("div.message-foot", {}, reactions(message, place.channel), replies);
}

function repliesButton(message) {
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply ? `Last reply ${whenSaid(Number(message.latest_reply))}` : "";
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(id, "small"));
  return h(
    "button.replies",
    {
      type: "button",
      title: (message.reply_users ?? []).map(nameOf).join(", "),
      onclick: () => openThread(message.ts),
    },
    h("span.faces", {}, faces),
    h("strong", {}, count),
    h("span.last", {}, last),
  );
}

function whenSaid(epoch) {
  const day = dayName(epoch);
  return `${["Today", "Yesterday"].includes(day) ? day.toLowerCase() : day} at ${time(epoch)}`;
}
