// The pane beside the conversation: one thread.

import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messagelist.js";
import { closeThread } from "./router.js";
import { conversation, on, state } from "./store.js";

const where = h("small", { dir: "auto" });
const list = new MessageList({ label: "Thread", inThread: true });
const composer = new Composer({ inThread: true, sent: () => list.follow() });
let shown = "";

export function startThread() {
  const node = document.getElementById("thread");
  node.append(
    h(
      "header.pane-head",
      {},
      h("h2", {}, "Thread"),
      where,
      h("button.icon-button", { type: "button", "aria-label": "Close thread", onclick: closeThread }, icon("close")),
    ),
    list.node,
    composer.node,
  );
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  on("person place replies conversations workspace", () => show(node));
}

function show(node) {
  const one = conversation();
  const open = Boolean(state.thread && one);
  node.hidden = !open;
  document.body.classList.toggle("with-thread", open);
  if (!open) {
    shown = "";
    list.say("closed", "");
    return;
  }
  where.textContent = one.kind === "channel" || one.kind === "private" ? `#${one.name}` : one.name;
  const key = `${state.me}/${one.id}/${state.thread}`;
  composer.node.hidden = !one.member;
  composer.at(key, { channel: one.id, thread: state.thread, label: "Reply in thread" });
  const found = state.replies;
  if (!found || found.ts !== state.thread || found.who !== state.me) list.say(`waiting ${key}`, "");
  else if (found.error) list.say(`error ${key}`, found.error);
  else list.show(key, one.id, found.messages);
  if (shown !== key && matchMedia("(pointer: fine)").matches) composer.focus();
  shown = key;
}
