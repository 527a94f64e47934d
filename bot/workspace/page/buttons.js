// Elements that are pressed.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { safeUrl } from "./link.js";
import { menu } from "./menu.js";
import { textObject } from "./mrkdwn.js";

const STYLES = new Set(["primary", "danger"]);

export function button(declared, { send, attributes }) {
  const style = STYLES.has(declared.style) ? declared.style : "";
  const content = [h("span.spinner", { "aria-hidden": "true" }), h("span.button-text", {}, textObject(declared.text))];
  const common = { ...attributes, "aria-label": declared.accessibility_label, class: style };
  const url = declared.url && safeUrl(declared.url);
  if (!url)
    return h(
      "button.button",
      { ...common, type: "button", onclick: ({ currentTarget: node }) => send(declared.value, node) },
      content,
    );
  const follow = async (event) => {
    if (!declared.confirm) return void send(declared.value, event.currentTarget);
    event.preventDefault();
    if (await send(declared.value, event.currentTarget)) open(url, "_blank", "noopener,noreferrer");
  };
  return h(
    "a.button",
    { ...common, href: url, target: "_blank", rel: "noopener noreferrer", onclick: follow },
    content,
    icon("out"),
  );
}

export function iconButton(declared, { send, attributes }) {
  const label = declared.accessibility_label ?? declared.text?.text ?? declared.icon;
  return h(
    "button.button",
    {
      ...attributes,
      type: "button",
      "aria-label": label,
      onclick: ({ currentTarget: node }) => send(declared.value, node),
    },
    icon(declared.icon === "trash" ? "close" : declared.icon),
    h("span", {}, textObject(declared.text)),
  );
}

export function feedback(declared, { send, attributes }) {
  const one = (choice) =>
    h(
      "button.button",
      {
        type: "button",
        "aria-label": choice.accessibility_label,
        onclick: ({ currentTarget: node }) => send(choice.value, node),
      },
      textObject(choice.text),
    );
  const choices = [declared.positive_button, declared.negative_button].filter(Boolean);
  return h(
    "span.feedback",
    { role: "group", "data-action-id": attributes["data-action-id"], "aria-label": "Feedback" },
    choices.map(one),
  );
}

export function overflow(declared, { send, attributes }) {
  const label = declared.accessibility_label ?? "More options";
  const show = ({ currentTarget: node }) => {
    const items = (declared.options ?? []).map((option) => ({
      label: textObject(option.text),
      note: option.description && textObject(option.description),
      href: option.url && safeUrl(option.url),
      run: () => send(option.value, node),
    }));
    menu(node, items, label);
  };
  const given = {
    ...attributes,
    type: "button",
    "aria-label": label,
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    onclick: show,
  };
  return h("button.icon-button.overflow", given, icon("dots"));
}
