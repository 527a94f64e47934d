// Interactive elements: which builder draws which type, and what they share.

import { act } from "./action.js";
import { button, feedback, iconButton, overflow } from "./buttons.js";
import { checkboxes, radios } from "./choices.js";
import { dates } from "./dates.js";
import { h } from "./dom.js";
import { fileInput, inputs } from "./inputs.js";
import { selects } from "./selects.js";

const BUILDERS = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  checkboxes,
  radio_buttons: radios,
  file_input: fileInput,
  ...selects,
  ...dates,
  ...inputs,
};

export const isDrawn = (element) => element?.type in BUILDERS;

/**
 * Draw an element. `context`: {container, form, before}; `labels`: {id, label, describedBy, input, dispatches}.
 * Inside an input block a value is only remembered, elsewhere it is also sent.
 */
export function element(declared, context, blockId, labels = {}) {
  const builder = BUILDERS[declared.type];
  if (!builder) return h("span.unknown", {}, `[${declared.type}]`);
  const { form } = context;
  const remember = (value) => {
    form?.set(blockId, declared.action_id, declared.type, value);
    labels.touched?.();
  };
  const given = form?.has(blockId, declared.action_id, declared.type)
    ? form.get(blockId, declared.action_id)
    : undefined;
  const sends = labels.input ? labels.dispatches : true;
  const node = builder(declared, {
    context,
    blockId,
    labels,
    given,
    seed: (value) => form?.set(blockId, declared.action_id, declared.type, value),
    remember,
    send: (value, control = node) => act(context, blockId, declared, value, control),
    changed: async (value) => {
      const before = form?.get(blockId, declared.action_id);
      remember(value);
      if (!sends || (await act(context, blockId, declared, value, node))) return true;
      if (declared.confirm) form?.set(blockId, declared.action_id, declared.type, before);
      return !declared.confirm;
    },
    sends,
    attributes: {
      "data-action-id": declared.action_id,
      "aria-describedby": labels.describedBy,
      "aria-label": labels.id ? null : (declared.accessibility_label ?? declared.placeholder?.text ?? labels.label),
    },
  });
  node.classList.add("element");
  return node;
}
