// Changing one's own message where it stands.

import { h } from "./dom.js";
import { growing } from "./growing.js";
import { mentionsAsNames, namesAsMentions } from "./mentions.js";
import { mine } from "./store.js";
import { tried } from "./toast.js";

export function editor(message, { channel, stopEditing }) {
  const { text, mentions } = mentionsAsNames(message.text ?? "");
  const save = async () => {
    const edited = namesAsMentions(field.value.trim(), mentions);
    if (!edited) return;
    if (await tried(mine().post(`conversations/${channel}/messages/${message.ts}/edit`, { text: edited })))
      stopEditing();
  };
  const field = growing({
    "aria-label": "Edit message",
    value: text,
    onkeydown: (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        stopEditing();
      } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        save();
      }
    },
  });
  queueMicrotask(() => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  return h(
    "div.message-body.editor",
    {},
    field,
    h(
      "div.editor-foot",
      {},
      h("button.button", { type: "button", onclick: stopEditing }, "Cancel"),
      h("button.button.primary", { type: "button", onclick: save }, "Save"),
    ),
  );
}
