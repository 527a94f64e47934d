// rich_text blocks: what Slack's own composer writes.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./link.js";
import { filled } from "./time.js";

const CONTAINERS = {
  rich_text_section: (part) => h("p.rich", { dir: "auto" }, part.elements.map(leaf)),
  rich_text_preformatted: (part) => h("pre", { class: bordered(part), dir: "auto" }, part.elements.map(leaf)),
  rich_text_quote: (part) => h("blockquote", { dir: "auto" }, part.elements.map(leaf)),
  rich_text_list: list,
};

export const richText = (block) =>
  h(
    "div.rich-text",
    {},
    (block.elements ?? []).map((part) => CONTAINERS[part.type]?.(part) ?? leaf(part)),
  );

const bordered = ({ border }) => (border ? "bordered" : "");

function list(part) {
  const ordered = part.style === "ordered";
  const node = h(ordered ? "ol" : "ul", {
    class: `rich-list indent-${Math.min(part.indent ?? 0, 8)} ${bordered(part)}`,
  });
  if (ordered && part.offset) node.setAttribute("start", part.offset + 1);
  node.append(...(part.elements ?? []).map((item) => h("li", { dir: "auto" }, (item.elements ?? []).map(leaf))));
  return node;
}

const LEAVES = {
  text: (part) => styled(part, part.text ?? ""),
  link: (part) => styled(part, link(part.url, part.text || part.url)),
  user: (part) => styled(part, userMention(part.user_id)),
  channel: (part) => styled(part, channelMention(part.channel_id)),
  usergroup: (part) => h("bdi.mention", {}, `@${part.usergroup_id}`),
  team: (part) => h("bdi.mention", {}, part.team_id),
  emoji: (part) => emoji(part.name ?? "", part.unicode),
  broadcast: (part) => broadcast(part.range),
  color: (part) => h("span.colour", {}, swatch(part.value), part.value),
  date: (part) => h("time", {}, filled(part.format ?? "{date} {time}", part.timestamp) ?? part.fallback ?? ""),
};

const leaf = (part) => LEAVES[part.type]?.(part) ?? h("span", {}, part.text ?? part.fallback ?? `[${part.type}]`);

function swatch(value) {
  const node = h("span.swatch");
  if (/^#[0-9a-f]{3,8}$/i.test(value)) node.style.setProperty("background", value);
  return node;
}

const TAGS = { code: "code", strike: "s", italic: "em", bold: "strong", underline: "u" };

function styled({ style = {} }, content) {
  return Object.entries(TAGS).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), content);
}
