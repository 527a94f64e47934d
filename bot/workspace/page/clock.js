// The banner: what this is, the clock that can be moved, the inspector, starting afresh.

import { h, fill, byId, menu, notice } from "./dom.js";
import { confirmed } from "./elements.js";
import { post } from "./api.js";
import { state, me, localTime } from "./state.js";
import { toggleInspector } from "./inspector.js";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const WEEK = 7 * 24 * 3600;
let shownAt = 0;

export function showBanner() {
  shownAt = performance.now();
  const time = h("time", { id: "clock-shown" }, shownTime());
  const moved = state.workspace.clock.moved;
  fill(byId("banner"),
    h("span", { class: "banner-title" }, h("strong", {}, "Local workspace:"), " not Slack"),
    h("span", { class: "banner-tools" },
      menu("Move the clock", h("span", { class: moved ? "clock moved" : "clock" }, "🕘 ", time, moved && h("span", { class: "badge" }, "moved")),
        h("button", { type: "button", onclick: () => move({ now: true }) }, "Back to now"),
        h("button", { type: "button", onclick: () => move({ add: 3600 }) }, "1 hour later"),
        h("button", { type: "button", onclick: () => move({ add: 86400 }) }, "1 day later"),
        DAYS.map((name, at) => h("button", { type: "button", onclick: () => move({ to: nextNine(at) }) }, `Next ${name} 09:00`)),
        picker()),
      h("button", { type: "button", class: "banner-button", onclick: toggleInspector }, "Wire"),
      h("button", { type: "button", class: "banner-button", onclick: reset }, "Start afresh")));
}

export function tick() {
  const shown = byId("clock-shown");
  if (shown) shown.textContent = shownTime();
}

const now = () => state.workspace.clock.now + (performance.now() - shownAt) / 1000;
const shownTime = () => localTime(now(), { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function picker() {
  const field = h("input", { type: "datetime-local", "aria-label": "Pick a date and time" });
  return h("div", { class: "clock-pick" }, field, h("button", { type: "button", onclick: () => field.value && move({ to: fromLocal(field.value) }) }, "Go"));
}

// The seconds of a wall-clock time in the person's own zone.
function fromLocal(text) {
  const wanted = Date.parse(`${text}Z`) / 1000;
  let guess = wanted;
  for (let turn = 0; turn < 3; turn += 1) guess = wanted - offset(guess);
  return guess;
}

function offset(seconds) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", {
    timeZone: me().tz, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000;
  return wall - Math.floor(seconds);
}

function nextNine(weekday) {
  const local = new Date((now() + offset(now())) * 1000);
  const ahead = (weekday + 1 - local.getUTCDay() + 7) % 7;
  const at = (days) => fromLocal(new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + days, 9)).toISOString().slice(0, 16));
  return at(ahead) > now() ? at(ahead) : at(ahead + WEEK / 86400);
}

async function move(how) {
  byId("banner").classList.add("busy");
  try {
    await post("/clock", how);
  } catch (error) {
    notice(error.message);
  } finally {
    byId("banner").classList.remove("busy");
  }
}

async function reset() {
  const yes = await confirmed({
    title: { type: "plain_text", text: "Start afresh?" },
    text: { type: "plain_text", text: "Every message and everything Potluck remembers in this local workspace is forgotten." },
    confirm: { text: "Start afresh" }, deny: { text: "Keep it" }, style: "danger",
  });
  if (yes) await post("/reset");
}
