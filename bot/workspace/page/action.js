// Sending what somebody did with an interactive element, and saying at the element when nobody answered.

import { h } from "./dom.js";
import { confirmed } from "./dialog.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";
import { loadViews, mine } from "./store.js";

/** Send it; false when the person thought better of it or it did not work. */
export async function act(context, blockId, element, value, node) {
  if (element.confirm && !(await agreed(element.confirm))) return false;
  forget(node);
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  const presser = mine();
  try {
    await context.before?.();
    await presser.post("actions", {
      container: context.container,
      block_id: blockId,
      action_id: element.action_id,
      value,
    });
    loadViews();
    return true;
  } catch (error) {
    warn(node, error.message);
    return false;
  } finally {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  }
}

const agreed = (confirm) =>
  confirmed({
    title: confirm.title?.text ?? "Are you sure?",
    text: textObject(confirm.text),
    yes: confirm.confirm?.text ?? "Yes",
    no: confirm.deny?.text ?? "Cancel",
    danger: confirm.style === "danger",
  });

const home = (node) => node.closest("[data-block-id]") ?? node.parentElement;

const forget = (node) => home(node)?.querySelector(":scope > .warning")?.remove();

function warn(node, words) {
  forget(node);
  home(node)?.append(h("p.warning", { role: "alert" }, icon("warn"), h("span", { dir: "auto" }, words)));
}
