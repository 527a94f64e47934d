// What goes over the wire between the workspace and the bot.

import { h, fill, fillKeyed, byId } from "./dom.js";
import { get } from "./api.js";
import { localTime } from "./state.js";

export function toggleInspector() {
  const aside = byId("inspector");
  aside.hidden = !aside.hidden;
  if (!aside.hidden && !aside.childElementCount) {
    fill(aside, h("div", { class: "main-head" }, h("h2", {}, "Wire"), h("button", { type: "button", class: "tool", "aria-label": "Close the inspector", onclick: toggleInspector }, "✕")),
      h("div", { class: "frames" }));
  }
  refreshInspector();
}

export async function refreshInspector() {
  const aside = byId("inspector");
  if (aside.hidden) return;
  const { frames } = await get("/wire");
  fillKeyed(aside.querySelector(".frames"), frames.reverse().map((each) => ({ key: String(each.n), signature: each.n, each })), ({ each }) => frame(each));
}

const frame = (each) => h("details", { class: each.ok ? "frame" : "frame bad" },
  h("summary", {},
    h("time", {}, localTime(each.at, { hour: "2-digit", minute: "2-digit", second: "2-digit" })),
    h("span", { "aria-label": each.direction === "to_bot" ? "to the bot" : "from the bot" }, each.direction === "to_bot" ? "→" : "←"),
    h("strong", {}, each.name), h("small", {}, each.kind), h("span", { class: "ms" }, `${each.ms} ms`)),
  h("h3", {}, "Sent"), h("pre", {}, JSON.stringify(each.body, null, 2)),
  h("h3", {}, "Answered"), h("pre", {}, JSON.stringify(each.answer, null, 2)));
