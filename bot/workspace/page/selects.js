// All selects, one or several: the same field with another source.

import { choiceOf, initialValues, source } from "./options.js";
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
    chosen: begin.map((value) => known(declared, value)),
    placeholder: declared.placeholder?.text,
    clearable: labels.optional,
    changed: (choices) => {
      for (const choice of choices) labelled.set(choice.value, choice);
      return changed(raw(choices.map(({ value }) => value)));
    },
    attributes,
  });
  if (declared.focus_on_load) input.setAttribute("data-first", "");
  return node;
}

// The words of choices that came from the bot, for when the field is drawn again.
const labelled = new Map();

const known = (declared, value) => (declared.type.endsWith("external_select") ? labelled.get(value) : undefined) ?? choiceOf(declared, value);

export const selects = Object.fromEntries(KINDS.flatMap((kind) => [kind, `multi_${kind}`]).map((kind) => [kind, select]));
