// Block Kit as elements.

import { h, notice } from "./dom.js";
import { element, valueIn } from "./elements.js";
import { emoji } from "./emoji.js";
import { mrkdwn, textObject, mention, channelLink, link } from "./text.js";
import { postMine } from "./api.js";

// use: { container, values?: state.values, errors?, typed?(blockId, actionId, value) }
export function blocks(given, use) {
  return h("div", { class: "blocks" }, given.map((block) => {
    const build = BLOCKS[block.type];
    const built = build ? build(block, use) : h("div", { class: "unknown" }, `[${block.type}]`);
    built.classList.add("block");
    built.dataset.blockId = block.block_id ?? "";
    return built;
  }));
}

function active(block, given, use, label) {
  const state = use.values?.[block.block_id]?.[given.action_id];
  let latest = valueIn(given, state);
  const act = async (value) => {
    try {
      await postMine("/actions", { container: use.container, block_id: block.block_id, action_id: given.action_id, value });
    } catch (error) {
      notice(error.message);
    }
  };
  const inForm = block.type === "input";
  const change = (value) => {
    latest = value;
    use.typed?.(block.block_id, given.action_id, value);
    if (!inForm || (block.dispatch_action && !given.type.endsWith("_input"))) act(value);
  };
  return element(given, {
    value: latest, change, press: () => act(), container: use.container, blockId: block.block_id, label,
    enter: inForm && block.dispatch_action ? () => act(latest) : null,
  });
}

const BLOCKS = {
  section: (block, use) => h("div", { class: "section" },
    h("div", { class: "section-text" }, textObject(block.text),
      block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textObject(field))))),
    block.accessory && active(block, block.accessory, use)),
  header: (block) => h("h3", {}, textObject(block.text)),
  divider: () => h("hr"),
  context: (block) => h("div", { class: "context" }, block.elements.map((each) =>
    each.type === "image" ? h("img", { src: each.image_url, alt: each.alt_text }) : textObject(each))),
  actions: (block, use) => h("div", { class: "actions" }, block.elements.map((each) => active(block, each, use))),
  image: (block) => h("figure", {}, block.title && h("figcaption", {}, textObject(block.title)), h("img", { src: block.image_url, alt: block.alt_text })),
  input: (block, use) => {
    const error = use.errors?.[block.block_id];
    const label = block.label.text;
    const field = active(block, block.element, use, label);
    return h("div", { class: error ? "input wrong" : "input" },
      h("div", { class: "label" }, textObject(block.label), block.optional && h("span", { class: "optional" }, " (optional)")),
      field,
      error && h("p", { class: "error", role: "alert" }, error),
      block.hint && h("p", { class: "hint" }, textObject(block.hint)));
  },
  rich_text: (block) => h("div", { class: "rich", dir: "auto" }, block.elements.map(richPart)),
  table: (block) => h("div", { class: "table-scroll" }, h("table", {}, block.rows.map((row, at) => h("tr", {}, row.map((cell) =>
    h(at ? "td" : "th", {}, cell.type === "rich_text" ? cell.elements.map(richPart) : cell.text ?? String(cell.value ?? ""))))))),
  markdown: (block) => h("div", { class: "markdown" }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#+ (.*)$/gm, "*$1*"))),
  video: (block) => h("div", {}, link(block.video_url, textObject(block.title)?.textContent ?? block.alt_text)),
  file: () => h("div", { class: "unknown" }, "[file]"),
};

function richPart(part) {
  switch (part.type) {
    case "rich_text_section": return h("p", {}, part.elements.map(richInline));
    case "rich_text_quote": return h("blockquote", {}, part.elements.map(richInline));
    case "rich_text_preformatted": return h("pre", {}, part.elements.map(richInline));
    case "rich_text_list": return h(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}` },
      part.elements.map((item) => h("li", {}, item.elements.map(richInline))));
    default: return h("span", { class: "unknown" }, `[${part.type}]`);
  }
}

function richInline(piece) {
  switch (piece.type) {
    case "text": return styled(piece, piece.text);
    case "link": return styled(piece, link(piece.url, piece.text ?? piece.url));
    case "emoji": return h("span", { class: "emoji", title: `:${piece.name}:` }, emoji(piece.name));
    case "user": return mention(piece.user_id);
    case "channel": return channelLink(piece.channel_id);
    case "broadcast": return h("span", { class: "mention" }, `@${piece.range}`);
    case "date": return h("span", {}, piece.fallback ?? new Date(piece.timestamp * 1000).toISOString());
    default: return h("span", { class: "unknown" }, `[${piece.type}]`);
  }
}

function styled(piece, content) {
  const style = piece.style ?? {};
  let node = h("span", {}, content);
  for (const [name, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]]) {
    if (style[name]) node = h(tag, {}, node);
  }
  return node;
}
