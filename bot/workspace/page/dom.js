// Building elements from text, never from markup.

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "data") for (const [key, part] of Object.entries(value)) element.dataset[key] = part;
    else if (name in element && name !== "list" && name !== "role") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return parent;
}

// Keeps what did not change: each item has a key and a signature, and is built again only when that differs.
export function fillKeyed(parent, items, build) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const after = items.map((item) => {
    const old = before.get(item.key);
    if (old && old.signature === item.signature) return old;
    const fresh = build(item);
    fresh.dataset.key = item.key;
    fresh.signature = item.signature;
    return fresh;
  });
  after.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
  while (parent.children.length > after.length) parent.lastChild.remove();
}

export function menu(label, text, ...items) {
  const details = h("details", { class: "menu" }, h("summary", { "aria-label": label, title: label }, text),
    h("div", { class: "menu-items" }, ...items));
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) { details.open = false; details.firstChild.focus(); event.stopPropagation(); }
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  details.lastChild.addEventListener("click", (event) => {
    if (event.target.closest("button")) details.open = false;
  });
  return details;
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

export function notice(text) {
  const line = h("div", { class: "notice" }, text);
  byId("notices").append(line);
  setTimeout(() => line.remove(), 6000);
}
