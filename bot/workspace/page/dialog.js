// The page's own dialogs: questions with two answers, and small forms.

import { h, uid } from "./dom.js";
import { icon } from "./icons.js";

/** Open `body` as a dialog; resolves to what `close(value)` was given, or undefined. */
export function dialog({ title, body, foot, kind = "", role = "dialog" }) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    let answer;
    const id = uid("dialog");
    const close = (value) => {
      answer = value;
      node.close();
    };
    const node = h(
      "dialog.dialog",
      { role, "aria-labelledby": id, "aria-modal": "true", class: kind, onkeydown: keepInside },
      h(
        "header.dialog-head",
        {},
        h("h2", { id, dir: "auto" }, title),
        h("button.icon-button", { type: "button", "aria-label": "Close", onclick: () => close() }, icon("close")),
      ),
      h("div.dialog-body", {}, typeof body === "function" ? body(close) : body),
      foot && h("footer.dialog-foot", {}, foot(close)),
    );
    node.addEventListener("close", () => {
      node.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(answer);
    });
    document.body.append(node);
    node.showModal();
    (node.querySelector("[data-first]") ?? node.querySelector("input, .dialog-body button"))?.focus();
  });
}

// Esc belongs to the topmost dialog alone.
const keepInside = (event) => event.key === "Escape" && event.stopPropagation();

/** Ask before something happens: true when the person agrees. */
export async function confirmed({ title, text, yes = "Yes", no = "Cancel", danger = false }) {
  const answer = await dialog({
    title,
    role: "alertdialog",
    kind: "small",
    body: h("div.prose", { dir: "auto" }, text),
    foot: (close) => [
      h("button.button", { type: "button", onclick: () => close(false) }, no),
      h(
        "button.button",
        { type: "button", class: danger ? "danger" : "primary", "data-first": "", onclick: () => close(true) },
        yes,
      ),
    ],
  });
  return answer === true;
}
