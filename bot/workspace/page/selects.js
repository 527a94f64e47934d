// All selects, one or several: the same field with another source.

import { choiceOf, initialValues, rawOf, source } from "./options.js";
import { picker } from "./picker.js";

const KINDS = ["static_select", "external_select", "users_select", "channels_select", "conversations_select"];

function select(declared, { context, blockId, given, labels, attributes, seed, changed }) {
  const many = declared.type.startsWith("multi_");
  const begin = given === undefined || given === null ? initialValues(declared) : [given].flat();
  const raw = (values) => (many ? values : values[0]);
  seed(raw(begin));
  const { node, input } = picker({
    id: labels.id,
    many,
    most: declared.max_selected_items,
    source: source(declared, context, blockId),
    chosen: begin.map((value) => choiceOf(declared, value)),
    placeholder: declared.placeholder?.text,
    clearable: labels.optional,
    changed: (choices) => changed(raw(choices.map((choice) => rawOf(declared, choice)))),
    attributes,
  });
  if (declared.focus_on_load) input.setAttribute("data-first", "");
  return node;
}

export const selects = Object.fromEntries(
  KINDS.flatMap((kind) => [kind, `multi_${kind}`]).map((kind) => [kind, select]),
);
