// Small surfaces beside what opened them. They live next to it in the page, so a modal dialog does not shut them out.

import { h } from "./dom.js";

const GAP = 6;

// Anchors whose surface the press of the pointer has just closed: the click that follows must not open it again.
const pressed = new WeakSet();

/** Open `content` beside `anchor`; a click elsewhere or Esc closes it. Returns its close function. */
export function open(anchor, content, { role = "group", label, kind = "", align = "start", closed } = {}) {
  if (pressed.has(anchor)) {
    pressed.delete(anchor);
    return () => {};
  }
  const press = () => pressed.add(anchor);
  const surface = h("div.popover", { class: kind, popover: "auto", role, "aria-label": label }, content);
  (anchor.closest("dialog") ?? document.body).append(surface);
  const follow = () => place(surface, anchor, align);
  const close = () => surface.isConnected && surface.hidePopover();
  surface.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") return;
    removeEventListener("resize", follow);
    anchor.removeEventListener("pointerdown", press);
    anchor.setAttribute("aria-expanded", "false");
    const inside = surface.contains(document.activeElement) || document.activeElement === document.body;
    surface.remove();
    if (inside && anchor.isConnected) anchor.focus({ preventScroll: true });
    closed?.();
  });
  surface.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  addEventListener("resize", follow);
  anchor.addEventListener("pointerdown", press);
  surface.showPopover();
  follow();
  anchor.setAttribute("aria-expanded", "true");
  return close;
}

/** Put `surface` below `anchor`, or above where there is more room, and inside the window. */
export function place(surface, anchor, align = "start", { matchWidth = false } = {}) {
  const box = anchor.getBoundingClientRect();
  if (matchWidth) surface.style.setProperty("min-inline-size", `${box.width}px`);
  surface.style.setProperty("max-block-size", "none");
  const { width, height } = surface.getBoundingClientRect();
  const below = innerHeight - box.bottom - 2 * GAP;
  const above = box.top - 2 * GAP;
  const under = height <= below || below >= above;
  const tall = Math.min(height, under ? below : above);
  const left = align === "end" ? box.right - width : box.left;
  surface.style.setProperty("max-block-size", `${Math.max(tall, 80)}px`);
  surface.style.setProperty("top", `${under ? box.bottom + GAP : box.top - GAP - tall}px`);
  surface.style.setProperty("left", `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`);
}
