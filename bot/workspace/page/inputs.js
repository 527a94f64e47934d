// Fields to type in.

import { debounced, h } from "./dom.js";
import { flat } from "./form.js";

const PAUSE = 400;
const NEAR_THE_END = 0.8;

const TYPES = {
  plain_text_input: { type: "text" },
  number_input: { type: "text", inputmode: "decimal" },
  email_text_input: { type: "email" },
  url_text_input: { type: "url" },
};

function typed(declared, { given, labels, attributes, seed, remember, send, sends }) {
  const many = declared.multiline === true;
  const begin = given ?? declared.initial_value ?? "";
  seed(begin);
  const when = declared.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const dispatch = () => send(input.value);
  const soon = debounced(dispatch, PAUSE);
  const input = h(many ? "textarea.field" : "input.field", {
    ...attributes,
    ...(many ? { rows: 4 } : TYPES[declared.type]),
    id: labels.id,
    value: begin,
    placeholder: declared.placeholder?.text,
    dir: "auto",
    autocomplete: "off",
    "data-first": declared.focus_on_load || null,
    oninput: () => {
      remember(input.value);
      count();
      if (sends && when.includes("on_character_entered")) soon();
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || many || event.isComposing || !sends || !when.includes("on_enter_pressed")) return;
      event.preventDefault();
      dispatch();
    },
  });
  const left = h("small.counter", { "aria-live": "polite" });
  const count = () => {
    left.textContent = counted([...input.value].length, declared);
    left.classList.toggle("over", [...input.value].length > (declared.max_length ?? Infinity));
  };
  count();
  return h("span.typed", {}, input, left);
}

function counted(length, { min_length: least = 0, max_length: most }) {
  if (length && length < least) return `${least - length} more needed`;
  if (!most || length < most * NEAR_THE_END) return "";
  return length > most ? `${length - most} too many` : `${most - length} left`;
}

/** Formatted text is typed plainly here: a field of several lines. */
function rich(declared, tools) {
  const begin = declared.initial_value ? flat(declared.initial_value) : "";
  const node = typed({ ...declared, multiline: true, initial_value: begin }, tools);
  node.append(h("small", {}, "Formatting is left out in the local workspace."));
  return node;
}

export const inputs = {
  ...Object.fromEntries(Object.keys(TYPES).map((type) => [type, typed])),
  rich_text_input: rich,
};

export const fileInput = (declared, { labels, attributes }) =>
  h(
    "p.unavailable",
    { ...attributes, id: labels.id, "aria-label": null },
    "Files cannot be sent in the local workspace.",
  );
