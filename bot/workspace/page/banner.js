// The line at the top: what this is, whether the bot is there, the clock, the wire, and starting over.

import { post } from "./api.js";
import { clock } from "./clock.js";
import { confirmed } from "./dialog.js";
import { h, only, text } from "./dom.js";
import { icon } from "./icons.js";
import { inspectorButton } from "./inspector.js";
import { refresh } from "./live.js";
import { go } from "./router.js";
import { bot, on, state } from "./store.js";
import { tried } from "./toast.js";

const status = h("span.status", { role: "status" });

export function startBanner() {
  const reset = h(
    "button.banner-button",
    { type: "button", "aria-label": "Reset", title: "Start the workspace afresh", onclick: startOver },
    icon("reset"),
    h("span.banner-word", {}, "Reset"),
  );
  document
    .getElementById("banner")
    .append(
      h("p.banner-text", {}, icon("bowl"), h("strong", {}, "Local workspace: not Slack")),
      status,
      h("div.banner-tools", {}, clock, inspectorButton, reset),
    );
  on("workspace live", show);
  show();
}

let shown = "";

function show() {
  const { name, connected } = bot();
  const [kind, words] = !state.live
    ? ["away", "The workspace does not answer; trying again"]
    : connected
      ? ["here", `${name} is connected`]
      : ["away", `${name} is not connected`];
  if (shown === words) return;
  shown = words;
  status.className = `status ${kind}`;
  status.title = words;
  only(status, h("span.dot", { "aria-hidden": "true" }), h("span.status-words", {}, words));
}

async function startOver() {
  const sure = await confirmed({
    title: "Start afresh?",
    text: text("The conversations, what the bot remembers and the clock begin again. This cannot be undone."),
    yes: "Reset",
    danger: true,
  });
  if (!sure || !(await tried(post("reset")))) return;
  await refresh();
  go({});
}
