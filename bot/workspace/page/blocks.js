// Block Kit's layout blocks. What is not known is shown as the words found in it, never dropped.

import { element, isDrawn } from "./elements.js";
import { h, reconcile, uid } from "./dom.js";
import { elementsOf } from "./form.js";
import { link, safeUrl } from "./link.js";
import { markdown } from "./markdown.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";

const LAYOUTS = {
  section,
  header: (block) => h("h3.block-header", {}, textObject(block.text)),
  divider: () => h("hr"),
  context: (block, context) =>
    h(
      "div.block-context",
      {},
      (block.elements ?? []).map((part) => contextPart(part, context)),
    ),
  context_actions: actions,
  actions,
  image,
  input,
  rich_text: richText,
  table,
  markdown: (block) => markdown(block.text ?? ""),
  video,
  file: (block) => h("p.unavailable", {}, `File: ${block.external_id ?? block.source ?? "attached"}`),
  call: () => h("p.unavailable", {}, "A call. The local workspace has none."),
};

/** Show `blocks` in `parent`; a block that did not change keeps its node, with what is typed in it. */
export function patchBlocks(parent, blocks, context) {
  const seen = new Map();
  const keyOf = (block, index) => {
    const key = block.block_id ?? `${block.type} ${index}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return `${key} ${seen.get(key)}`;
  };
  reconcile(
    parent,
    (blocks ?? []).map((block, index) => ({
      key: keyOf(block, index),
      sig: JSON.stringify(block) + (context.version ?? ""),
      build: () => draw(block, context),
    })),
  );
}

function draw(block, context) {
  const inner = (LAYOUTS[block.type] ?? unknown)(block, context);
  return h(`div.block.block-of-${block.type}`, { "data-block-id": block.block_id }, inner);
}

function section(block, context) {
  const body = h("div.section-body", {}, h("div.section-text", {}, textObject(block.text)), fields(block));
  if (!block.accessory) return h("div.section", {}, body);
  const kind = isDrawn(block.accessory) ? `with-${block.accessory.type.replace("multi_", "")}` : "with-image";
  return h("div.section", { class: kind }, body, h("div.accessory", {}, accessory(block, context)));
}

const fields = (block) =>
  block.fields?.length
    ? h(
        "div.fields",
        {},
        block.fields.map((field) => h("div", { dir: "auto" }, textObject(field))),
      )
    : null;

function accessory(block, context) {
  const { accessory: part } = block;
  if (part.type === "image") return picture(part, "thumbnail");
  return element(part, context, block.block_id, { label: block.text?.text });
}

const contextPart = (part) =>
  part.type === "image"
    ? picture(part, "tiny")
    : h("span.context-text", { dir: "auto" }, isDrawn(part) ? `[${part.type}]` : textObject(part));

function actions(block, context) {
  const parts = (block.elements ?? []).map((part) => element(part, context, block.block_id));
  return h("div.actions", {}, parts);
}

function input(block, context) {
  const [id, labelId, hintId, errorId] = ["input", "label", "hint", "error"].map(uid);
  const error = h("p.field-error", { id: errorId, role: "alert" });
  const labels = {
    id,
    labelId,
    describedBy: `${errorId} ${hintId}`,
    input: true,
    dispatches: block.dispatch_action === true,
    optional: block.optional === true,
    touched: () => showError(node, ""),
  };
  const node = h(
    "div.input-block",
    {},
    h(
      "label.input-label",
      { id: labelId, for: id },
      textObject(block.label),
      block.optional && h("span.optional", {}, " (optional)"),
    ),
    element(block.element ?? { type: "input" }, context, block.block_id, labels),
    error,
    h("p.hint", { id: hintId }, block.hint ? textObject(block.hint) : null),
  );
  return node;
}

function showError(node, words) {
  const line = node.querySelector(".field-error");
  if (!line || line.textContent === words) return;
  line.textContent = words;
  node.classList.toggle("invalid", words !== "");
  const field = node.querySelector("input, textarea, [role=group], [role=radiogroup]");
  if (words) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
}

/** Put each error beside its field; returns those that have no field, and gives the first field the focus. */
export function showErrors(parent, errors) {
  const wanted = new Map(Object.entries(errors ?? {}));
  let first = null;
  for (const node of parent.querySelectorAll("[data-block-id]")) {
    const inner = node.querySelector(".input-block");
    if (!inner) continue;
    const words = wanted.get(node.dataset.blockId) ?? "";
    showError(inner, words);
    if (words) first ??= inner.querySelector("input, textarea, button");
    wanted.delete(node.dataset.blockId);
  }
  first?.focus();
  return [...wanted.values()];
}

function image(block) {
  const title = block.title && h("figcaption", {}, textObject(block.title));
  return h("figure.image", {}, title, picture(block, "large"));
}

function picture({ image_url: url, alt_text: alt = "" }, size) {
  const stand = () =>
    h("span.no-picture", { class: size, role: "img", "aria-label": alt, dir: "auto" }, alt || "Picture");
  if (!url || !/^(https:|data:image\/|\/)/.test(url)) return stand();
  return h("img", {
    class: size,
    src: url,
    alt,
    loading: "lazy",
    onerror: ({ target }) => target.replaceWith(stand()),
  });
}

function video(block) {
  const target = block.title_url ?? block.video_url;
  return h(
    "div.video",
    {},
    h("p", {}, target && safeUrl(target) ? link(target, textObject(block.title)) : textObject(block.title)),
    block.description && h("p", {}, textObject(block.description)),
    block.thumbnail_url && picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "large"),
  );
}

function unknown(block, context) {
  const found = [...wordsIn(block)];
  return h(
    "div.unknown",
    {},
    h("small", {}, `A block of type “${block.type}”, shown as plain text`),
    found.map((line) => h("p", { dir: "auto" }, line)),
    elementsOf(block).map((part) => element(part, context, block.block_id)),
  );
}

function* wordsIn(part) {
  if (part === null || typeof part !== "object") return;
  for (const [key, value] of Object.entries(part)) {
    if (["text", "alt_text", "title", "label"].includes(key) && typeof value === "string") yield value;
    else yield* wordsIn(value);
  }
}

/** A message without blocks: its text, with Slack's marks unless it says otherwise. */
export const messageText = (message) =>
  message.mrkdwn === false ? textObject({ type: "plain_text", text: message.text ?? "" }) : mrkdwn(message.text ?? "");
