// Checkboxes and radio buttons.

import { h, uid } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const valuesOf = (options) => (options ?? []).map(({ value }) => value);

export function checkboxes(declared, tools) {
  const begin = tools.given ?? valuesOf(declared.initial_options);
  const read = (node) => [...node.querySelectorAll("input:checked")].map(({ value }) => value);
  return group(declared, tools, { type: "checkbox", role: "group", begin, chosen: begin, read });
}

export function radios(declared, tools) {
  const begin = tools.given ?? declared.initial_option?.value;
  const read = (node) => node.querySelector("input:checked")?.value;
  return group(declared, tools, { type: "radio", role: "radiogroup", begin, chosen: [begin], read });
}

function group(declared, { labels, attributes, seed, changed }, { type, role, begin, chosen, read }) {
  seed(begin);
  const name = uid(type);
  let settled = new Set(chosen);
  const onchange = async () => {
    if ((await changed(read(node))) !== false) settled = new Set([read(node)].flat());
    else for (const input of node.querySelectorAll("input")) input.checked = settled.has(input.value);
  };
  const one = (option) => {
    const id = uid("option");
    const input = h("input", {
      type,
      name,
      id,
      value: option.value,
      checked: settled.has(option.value),
      "data-focus": `${declared.action_id} ${option.value}`,
      onchange,
    });
    const note = option.description && h("small", {}, textObject(option.description));
    return h("label.choice", { for: id }, input, h("span.choice-text", {}, textObject(option.text), note));
  };
  const given = {
    ...attributes,
    role,
    "aria-labelledby": labels.labelId,
    "aria-label": labels.labelId ? null : (labels.label ?? "Choices"),
  };
  const node = h("div.choices", given, (declared.options ?? []).map(one));
  return node;
}
