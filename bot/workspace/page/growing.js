// A text field as tall as its text.

import { h } from "./dom.js";

export function growing(props) {
  const field = h("textarea.growing", { rows: 1, dir: "auto", ...props });
  field.addEventListener("input", () => fit(field));
  requestAnimationFrame(() => fit(field));
  return field;
}

export function fit(field) {
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight + 2}px`);
}
