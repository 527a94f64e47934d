// Interactive elements. Each reports a plain value; the server turns it into Slack's state.

import { h, menu } from "./dom.js";
import { textObject } from "./text.js";
import { state, person, conversation } from "./state.js";
import { postMine } from "./api.js";

const words = (object) => object?.text ?? "";
const named = (element, props) => ({
  ...props, data: { actionId: element.action_id }, "aria-label": props.label ?? (words(element.placeholder) || undefined), label: undefined,
});

// use: { value, change(value), press(), container, blockId, label }
export function element(given, use) {
  const build = BUILDERS[given.type];
  return build ? build(given, use) : h("span", { class: "unknown" }, `[${given.type}]`);
}

function button(given, use) {
  const pressed = async () => {
    if (given.confirm && !(await confirmed(given.confirm))) return;
    if (given.url) window.open(given.url, "_blank", "noopener,noreferrer");
    use.press();
  };
  return h("button", {
    type: "button", class: `button ${given.style ?? ""}`, onclick: pressed, data: { actionId: given.action_id },
    "aria-label": given.accessibility_label,
  }, textObject(given.text));
}

function textInput(given, use, type = "text") {
  const shared = {
    ...named(given, { label: use.label }), value: use.value ?? "", placeholder: words(given.placeholder),
    oninput: (event) => { use.change(event.target.value); count(); }, dir: "auto", autofocus: given.focus_on_load,
  };
  const field = given.multiline ? h("textarea", { ...shared, rows: 5 }) : h("input", { ...shared, type });
  const counter = h("span", { class: "counter", "aria-live": "polite" });
  const count = () => {
    const left = given.max_length ? given.max_length - field.value.length : Infinity;
    counter.textContent = left < 200 ? `${left}` : "";
    counter.classList.toggle("over", left < 0);
  };
  count();
  if (use.enter) field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); use.enter(); }
  });
  return h("span", { class: "text-input" }, field, counter);
}

function choices(given) {
  switch (given.type.replace("multi_", "")) {
    case "static_select":
      return (given.option_groups ?? [{ options: given.options }]).map((group) => ({
        label: words(group.label), options: group.options.map((each) => [each.value, words(each.text)]),
      }));
    case "users_select":
      return [{ options: state.workspace.people.filter((each) => !each.deleted).map((each) => [each.id, each.real_name]) }];
    default:
      return [{ options: state.conversations.filter((each) => fits(given, each)).map((each) => [each.id, label(each)]) }];
  }
}

const label = (each) => (each.kind === "channel" ? `#${each.name}` : each.kind === "private" ? `🔒 ${each.name}` : each.name);

function fits(given, each) {
  if (given.type.endsWith("channels_select")) return each.kind === "channel";
  const include = given.filter?.include;
  const kind = { channel: "public", private: "private" }[each.kind] ?? each.kind;
  return (!include || include.includes(kind)) && (each.kind === "channel" || each.members.includes(state.person));
}

function select(given, use) {
  const current = use.value ?? "";
  const groups = choices(given);
  const build = ([value, text]) => h("option", { value, selected: value === current }, text);
  return h("select", { ...named(given, { label: use.label }), onchange: (event) => use.change(event.target.value) },
    h("option", { value: "", selected: !current }, words(given.placeholder) || "Choose…"),
    groups.map((group) => group.label ? h("optgroup", { label: group.label }, group.options.map(build)) : group.options.map(build)));
}

function multiSelect(given, use) {
  const chosen = new Set(use.value ?? []);
  const options = choices(given).flatMap((group) => group.options);
  const summary = () => options.filter(([value]) => chosen.has(value)).map(([, text]) => text).join(", ") || words(given.placeholder) || "Choose…";
  const shown = h("summary", { "aria-label": use.label }, summary());
  const rows = options.map(([value, text]) => h("label", { class: "choice" },
    h("input", { type: "checkbox", checked: chosen.has(value), onchange: (event) => {
      if (event.target.checked) chosen.add(value); else chosen.delete(value);
      shown.textContent = summary();
      use.change([...chosen]);
    } }), text));
  const filter = h("input", { type: "search", "aria-label": "Filter", placeholder: "Filter", oninput: (event) => {
    rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(event.target.value.toLowerCase()); });
  } });
  return h("details", { class: "multi", data: { actionId: given.action_id } }, shown, h("div", { class: "multi-items" }, filter, rows));
}

function externalSelect(given, use) {
  const results = h("div", { class: "results" });
  const look = async (event) => {
    const typed = event.target.value;
    if (typed.length < (given.min_query_length ?? 3)) return;
    const found = await postMine("/options", { container: use.container, block_id: use.blockId, action_id: given.action_id, value: typed });
    const options = found.options ?? (found.option_groups ?? []).flatMap((group) => group.options);
    results.replaceChildren(...options.map((option) => h("button", { type: "button", class: "button", onclick: () => {
      event.target.value = words(option.text);
      results.replaceChildren();
      use.change(given.type.startsWith("multi") ? [option] : option);
    } }, words(option.text))));
  };
  return h("span", { class: "external" },
    h("input", { type: "search", ...named(given, { label: use.label }), placeholder: words(given.placeholder) || "Type to search", oninput: look }), results);
}

function radios(given, use) {
  const group = `${use.blockId}-${given.action_id}-${Math.random()}`;
  return h("div", { class: "choices", role: "radiogroup", "aria-label": use.label, data: { actionId: given.action_id } }, given.options.map((option) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name: group, value: option.value, checked: option.value === use.value,
      onchange: () => use.change(option.value) }), described(option))));
}

function checkboxes(given, use) {
  const chosen = new Set(use.value ?? []);
  return h("div", { class: "choices", role: "group", "aria-label": use.label, data: { actionId: given.action_id } }, given.options.map((option) =>
    h("label", { class: "choice" }, h("input", { type: "checkbox", checked: chosen.has(option.value), onchange: (event) => {
      if (event.target.checked) chosen.add(option.value); else chosen.delete(option.value);
      use.change([...chosen]);
    } }), described(option))));
}

const described = (option) => h("span", {}, textObject(option.text), option.description && h("small", {}, textObject(option.description)));

const picker = (type) => (given, use) => h("input", {
  type, ...named(given, { label: use.label ?? type }), value: use.value ?? "", onchange: (event) => use.change(event.target.value),
});

function dateTime(given, use) {
  const local = use.value ? new Date(use.value * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : "";
  return h("input", { type: "datetime-local", ...named(given, { label: use.label ?? "Date and time" }), value: local,
    onchange: (event) => use.change(Math.floor(new Date(event.target.value).getTime() / 1000)) });
}

function overflow(given, use) {
  const pick = async (option) => {
    if (given.confirm && !(await confirmed(given.confirm))) return;
    if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
    use.change(option.value);
  };
  return menu("More", "⋯", given.options.map((option) => h("button", { type: "button", onclick: () => pick(option) }, textObject(option.text))));
}

const BUILDERS = {
  button,
  plain_text_input: textInput,
  rich_text_input: (given, use) => textInput({ ...given, multiline: true }, use),
  email_text_input: (given, use) => textInput(given, use, "email"),
  url_text_input: (given, use) => textInput(given, use, "url"),
  number_input: (given, use) => textInput(given, use, "text"),
  file_input: () => h("span", { class: "unknown" }, "Files cannot be added in the local workspace."),
  static_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: multiSelect, multi_users_select: multiSelect,
  multi_conversations_select: multiSelect, multi_channels_select: multiSelect,
  external_select: externalSelect, multi_external_select: externalSelect,
  radio_buttons: radios, checkboxes, overflow,
  datepicker: picker("date"), timepicker: picker("time"), datetimepicker: dateTime,
  image: (given) => h("img", { src: given.image_url, alt: given.alt_text, class: "accessory-image" }),
};

// The plain value in Slack's state of an element.
export function valueIn(given, slackState) {
  if (slackState) {
    const [, held] = Object.entries(slackState).find(([name]) => name !== "type") ?? [];
    return plainValue(held);
  }
  const initial = Object.entries(given).find(([name]) => name.startsWith("initial_"));
  return initial ? plainValue(initial[1]) : undefined;
}

function plainValue(held) {
  if (Array.isArray(held)) return held.map(plainValue);
  if (held && typeof held === "object") {
    return held.value ?? held.elements?.flatMap((part) => part.elements.map((each) => each.text ?? "")).join("") ?? "";
  }
  return held ?? undefined;
}

export function confirmed(question) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "confirm", "aria-label": words(question.title) },
      h("h2", {}, textObject(question.title)),
      h("p", {}, textObject(question.text)),
      h("div", { class: "window-foot" },
        h("button", { type: "button", class: "button", onclick: () => dialog.close() }, words(question.deny)),
        h("button", { type: "button", class: `button ${question.style ?? "primary"}`, onclick: () => dialog.close("yes") }, words(question.confirm))));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
