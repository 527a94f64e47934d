// Elements, and lists of elements that change without losing what a person is doing in them.

/** h("button.quiet", {onclick, "aria-label": "Close"}, "text", node): text never becomes markup. */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name || "div");
  if (classes.length) node.classList.add(...classes);
  for (const [key, value] of Object.entries(props ?? {})) set(node, key, value);
  node.append(...children.flat(Infinity).filter((child) => ![null, undefined, false, 0, ""].includes(child)));
  return node;
}

function set(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "class") node.classList.add(...value.split(" ").filter(Boolean));
  else if (["value", "checked", "disabled", "hidden"].includes(key)) node[key] = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

export const text = (words) => document.createTextNode(words);

export const only = (parent, ...nodes) => parent.replaceChildren(...nodes.filter(Boolean));

let counter = 0;
export const uid = (prefix = "x") => `${prefix}-${(counter += 1)}`;

const kept = new WeakMap();

/**
 * Make `parent` show `items` ({key, sig, build}): a child is built again only when its `sig` changes, and
 * `build(previous)` may patch and return the previous node. Focus and the caret stay where they were.
 */
export function reconcile(parent, items) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  const focus = rememberFocus(parent);
  for (const { key, sig, build } of items) {
    const old = before.get(key);
    const node = old && old.sig === sig ? old.node : build(old?.node);
    if (old && old.node !== node && old.node.parentNode === parent) old.node.replaceWith(node);
    after.set(key, { sig, node });
  }
  kept.set(parent, after);
  const wanted = [...after.values()].map((entry) => entry.node);
  const alive = new Set(wanted);
  for (const child of [...parent.children]) if (!alive.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  focus();
}

const FOCUSABLE = "a[href],button,input,textarea,select,[tabindex]";

function rememberFocus(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return () => {};
  const row = [...parent.children].find((child) => child.contains(active));
  const place = [...parent.children].indexOf(row);
  const inside = [row, ...row.querySelectorAll(FOCUSABLE)];
  const order = inside.indexOf(active);
  const hook = active.dataset.actionId ?? active.dataset.focus;
  const caret = "selectionStart" in active ? [active.selectionStart, active.selectionEnd, active.value] : null;
  return () => {
    if (document.activeElement === active && parent.contains(active)) return;
    const now = parent.children[row.isConnected ? [...parent.children].indexOf(row) : place];
    if (!now) return;
    const hooks = hook ? [...now.querySelectorAll("[data-action-id],[data-focus]")] : [];
    const same = hooks.find(
      (node) => (node.dataset.actionId ?? node.dataset.focus) === hook && node.matches(FOCUSABLE),
    );
    const next = same ?? [now, ...now.querySelectorAll(FOCUSABLE)][order];
    if (!next?.matches(FOCUSABLE)) return void parent.closest("[tabindex]")?.focus({ preventScroll: true });
    next.focus({ preventScroll: true });
    if (caret && caret[0] !== null && next.value === caret[2]) next.setSelectionRange(caret[0], caret[1]);
  };
}

/** Forget what `parent` showed: the next list in it is another one. */
export function startAfresh(parent) {
  kept.delete(parent);
  parent.replaceChildren();
}

/** Run `work` once at a time; calls while it runs are answered together by one more run. */
export function lately(work) {
  let running = null;
  let next = null;
  const run = () => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running && !next) return run();
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
}

export function debounced(work, milliseconds) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), milliseconds);
  };
}
