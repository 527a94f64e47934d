// A field to choose from a list: one or several, searchable, local or asked from the bot.

import { debounced, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./popover.js";

const REMOTE_PAUSE = 250;

/**
 * `source`: see options.js. `chosen`: [{value, label}]. `changed(choices)` resolves to false to take the choice back.
 */
export function picker({
  id = uid("picker"),
  source,
  chosen,
  many = false,
  most = Infinity,
  placeholder,
  label,
  clearable,
  changed,
  attributes = {},
}) {
  const listId = uid("list");
  let choices = chosen;
  let shown = [];
  let active = -1;
  let query = "";
  let asked = 0;

  const input = h("input", {
    id,
    role: "combobox",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-label": label,
    dir: "auto",
    ...attributes,
  });
  const chips = h("span.chips");
  const clear = h("button.clear", { type: "button", "aria-label": "Clear the choice", tabindex: "-1" }, icon("close"));
  const list = h("div.listbox", {
    id: listId,
    role: "listbox",
    popover: "manual",
    "aria-label": "Choices",
    "aria-multiselectable": many || null,
  });
  const field = h("span.field", {}, chips, input, clear, icon("down"));
  const node = h("span.picker", {}, field, list);

  const isOpen = () => list.matches(":popover-open");
  const has = (value) => choices.some((choice) => choice.value === value);

  function rest() {
    query = "";
    chips.replaceChildren(...(many ? choices.map(chip) : []));
    input.value = many ? "" : (choices[0]?.label ?? "");
    input.placeholder = choices.length && many ? "" : (placeholder ?? "Choose");
    clear.hidden = !(clearable && !many && choices.length);
  }

  function chip(choice) {
    const take = () => keep(choices.filter((other) => other !== choice));
    const remove = h(
      "button",
      { type: "button", "aria-label": `Remove ${choice.label}`, onclick: take },
      icon("close"),
    );
    return h("span.chip", { dir: "auto" }, choice.label, remove);
  }

  async function keep(next) {
    const before = choices;
    choices = next;
    rest();
    if ((await changed(choices)) === false) {
      choices = before;
      rest();
    }
  }

  async function open() {
    if (input.disabled) return;
    if (!isOpen()) {
      list.showPopover();
      input.setAttribute("aria-expanded", "true");
      addEventListener("scroll", follow, true);
      addEventListener("resize", follow);
    }
    await load();
  }

  function close() {
    if (!isOpen()) return;
    list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", follow, true);
    removeEventListener("resize", follow);
    rest();
  }

  const follow = (event) => event?.target !== list && place(list, field, "start", { matchWidth: true });

  async function load() {
    const turn = (asked += 1);
    if (query.length < source.shortest)
      return say(source.shortest === 1 ? "Type to search" : `Type at least ${source.shortest} characters`);
    if (source.remote) say("Searching…");
    try {
      const groups = await source.load(query);
      if (turn === asked && isOpen()) show(source.remote ? groups : matching(groups));
    } catch (error) {
      if (turn === asked && isOpen()) say(error.message);
    }
  }

  function matching(groups) {
    const wanted = query.trim().toLocaleLowerCase();
    const fits = ({ label: name, note = "" }) => `${name} ${note}`.toLocaleLowerCase().includes(wanted);
    return groups.map((group) => ({ ...group, options: group.options.filter(fits) }));
  }

  function say(line) {
    shown = [];
    active = -1;
    list.replaceChildren(h("div.listbox-note", { role: "status", dir: "auto" }, line));
    follow();
  }

  function show(groups) {
    shown = groups.flatMap(({ options }) => options);
    if (!shown.length) return say("Nothing matches");
    const filled = groups.filter(({ options }) => options.length);
    list.replaceChildren(
      ...filled
        .map(({ label: name, options }) => {
          const nodes = options.map(option);
          return name
            ? h("div", { role: "group", "aria-label": name }, h("div.listbox-group", { dir: "auto" }, name), nodes)
            : nodes;
        })
        .flat(),
    );
    follow();
    const current = shown.findIndex(({ value }) => has(value));
    point(query || many || current < 0 ? 0 : current);
    return undefined;
  }

  function option(choice) {
    return h(
      "div.option",
      {
        id: `${listId}-${shown.indexOf(choice)}`,
        role: "option",
        "aria-selected": String(has(choice.value)),
        "data-value": choice.value,
        onclick: () => choose(choice),
      },
      h("span", { dir: "auto" }, choice.label, choice.note && h("small", { dir: "auto" }, choice.note)),
      icon("check"),
    );
  }

  function point(index) {
    list.querySelector(".active")?.classList.remove("active");
    active = index;
    const target = list.querySelector(`#${listId}-${index}`);
    target?.classList.add("active");
    target?.scrollIntoView({ block: "nearest" });
    if (target) input.setAttribute("aria-activedescendant", target.id);
  }

  function choose(choice) {
    if (!many) {
      close();
      return has(choice.value) ? undefined : keep([choice]);
    }
    if (has(choice.value)) keep(choices.filter(({ value }) => value !== choice.value));
    else if (choices.length >= most) return say(`At most ${most}`);
    else keep([...choices, choice]);
    input.focus();
    return load();
  }

  const search = debounced(load, source.remote ? REMOTE_PAUSE : 0);

  function onkeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen()) open();
      else if (shown.length) point((active + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && isOpen()) {
      event.preventDefault();
      if (shown[active]) choose(shown[active]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open();
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && many && !input.value && choices.length) {
      keep(choices.slice(0, -1));
    }
  }

  input.addEventListener("input", () => {
    query = input.value;
    if (isOpen()) search();
    else open();
  });
  input.addEventListener("keydown", onkeydown);
  input.addEventListener("click", () => {
    if (!many) input.select();
    if (!isOpen()) open();
  });
  input.addEventListener("blur", close);
  field.addEventListener("mousedown", (event) => {
    if (event.target === input || event.target.closest("button")) return;
    event.preventDefault();
    input.focus();
    if (isOpen()) close();
    else open();
  });
  // Choosing with the pointer must not take the focus out of the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  clear.addEventListener("click", () => {
    keep([]);
    input.focus();
  });
  rest();
  return { node, input };
}
