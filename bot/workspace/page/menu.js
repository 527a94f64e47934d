// A menu of things to do: arrows move, Enter does, Esc leaves.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { open } from "./popover.js";

/** `items`: {label, note, icon, danger, href, run}, or null for a line between them. */
export function menu(anchor, items, label, align = "end") {
  let close = () => {};
  const node = (item) => (item ? entry(item, () => close()) : h("hr", { role: "separator" }));
  const list = h("div.menu-items", { onkeydown: move }, items.map(node));
  close = open(anchor, list, { role: "menu", label, kind: "menu", align });
  list.querySelector('[role="menuitem"]')?.focus({ preventScroll: true });
}

function entry(item, close) {
  const run = () => {
    close();
    item.run?.();
  };
  const content = [
    item.icon && icon(item.icon),
    h("span.menu-label", { dir: "auto" }, item.label, item.note && h("small", { dir: "auto" }, item.note)),
  ];
  const common = { role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : "", onclick: run };
  if (item.href)
    return h("a.menu-item", { ...common, href: item.href, target: "_blank", rel: "noopener noreferrer" }, content);
  return h("button.menu-item", { ...common, type: "button" }, content);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function move(event) {
  const items = [...event.currentTarget.querySelectorAll('[role="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  const target = { Home: 0, End: items.length - 1 }[event.key] ?? (at + STEPS[event.key] + items.length) % items.length;
  if (Number.isNaN(target)) return;
  event.preventDefault();
  items[target]?.focus();
}
