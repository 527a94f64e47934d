// One line at the foot of the page, for what has no better place.

import { h, text } from "./dom.js";

const SECONDS = 6;

let line = null;
let timer = 0;

export function toast(words) {
  line ??= document.body.appendChild(h("div.toast", { role: "status", popover: "manual" }));
  clearTimeout(timer);
  line.replaceChildren(text(words));
  // Hidden and shown again, it lies above a dialog that opened meanwhile.
  if (line.matches(":popover-open")) line.hidePopover();
  line.showPopover();
  timer = setTimeout(() => line.hidePopover(), SECONDS * 1000);
}

/** Do something asked of the server; say so when it did not work. Resolves to the answer, or undefined. */
export async function tried(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}
