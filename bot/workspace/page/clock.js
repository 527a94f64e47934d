// The workspace's clock, as the person one is reads it; moving it moves the bot's time.

import { post } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { open } from "./popover.js";
import { refresh } from "./live.js";
import { on, state } from "./store.js";
import { comingWeekdays, instant, local, moment, now, shortDate, time, weekday, zone } from "./time.js";
import { toast } from "./toast.js";

const HOUR = 3600;
const DAY = 86_400;

const shown = { day: h("span"), date: h("span.clock-date"), time: h("span") };
const badge = h("span.badge", { hidden: true }, "moved");
const spinner = h("span.spinner", { "aria-hidden": "true" });
const button = h(
  "button.banner-button.clock-button",
  { type: "button", "aria-haspopup": "true", "aria-expanded": "false", onclick: choose },
  icon("clock"),
  spinner,
  h("span.clock-time", {}, Object.values(shown)),
  badge,
);

export const clock = button;

let close = () => {};

export function startClock() {
  on("workspace person minute", show);
  show();
}

function show() {
  const words = moment(now());
  const parts = { day: `${weekday(now())} `, date: `${shortDate(now())}, `, time: time(now()) };
  for (const [name, node] of Object.entries(shown))
    if (node.textContent !== parts[name]) node.textContent = parts[name];
  badge.hidden = !state.workspace.clock.moved;
  button.setAttribute("aria-label", `Move the clock: ${words}${badge.hidden ? "" : ", moved"}`);
}

const city = (tz) => tz.split("/").at(-1).replaceAll("_", " ");

function choose() {
  const home = state.workspace.team.tz;
  const go = (label, note, to) =>
    h(
      "button.menu-item",
      { type: "button", onclick: () => move(to) },
      h("span.menu-label", {}, label, note && h("small", {}, note)),
    );
  const picked = h("input.field", { type: "datetime-local", value: local(now()), "aria-label": "Date and time" });
  const travel = (event) => {
    event.preventDefault();
    if (picked.value) move({ to: instant(picked.value) });
  };
  const content = h(
    "div.clock-menu",
    {},
    h("p.clock-note", {}, `The bot lives by this clock. Your time zone: ${zone().replaceAll("_", " ")}.`),
    go("+1 hour", null, { add: HOUR }),
    go("+1 day", null, { add: DAY }),
    h("hr"),
    comingWeekdays(home).map(({ name, epoch }) => go(`next ${name} 09:00`, `${shortDate(epoch)}, in ${city(home)}`, { to: epoch })),
    h("hr"),
    h("form.clock-pick", { onsubmit: travel }, picked, h("button.button.primary", { type: "submit" }, "Go there")),
    state.workspace.clock.moved && [h("hr"), go("Back to now", null, { now: true })],
  );
  close = open(button, content, { label: "Times", kind: "menu clock-popover", align: "end" });
}

async function move(to) {
  close();
  busy(true);
  try {
    await post("clock", to);
    await refresh();
  } catch (error) {
    toast(error.message);
  }
  busy(false);
}

function busy(is) {
  button.disabled = is;
  button.classList.toggle("busy", is);
  button.setAttribute("aria-busy", String(is));
  document.body.classList.toggle("time-travel", is);
}
