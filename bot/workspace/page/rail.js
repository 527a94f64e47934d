// Who one is: everybody at the table, one click away.

import { h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { become } from "./router.js";
import { on, players, state } from "./store.js";
import { now, time, weekday } from "./time.js";

const list = h("div.seats", { onkeydown: move });
const label = h("span.seat-name", {}, "Switch person");
const widen = h(
  "button.rail-toggle",
  {
    type: "button",
    "aria-expanded": "false",
    "aria-label": "Switch person: names, teams and local times",
    title: "Switch person: names, teams and local times",
    onclick: () => toggle(),
  },
  icon("people"),
  label,
);

export function startRail() {
  document.getElementById("rail").append(widen, list);
  on("workspace person minute", show);
  show();
}

function show() {
  reconcile(
    list,
    players().map((one) => ({
      key: one.id,
      sig: JSON.stringify([one, state.me === one.id, state.cast, localTime(one)]),
      build: () => seat(one),
    })),
  );
}

const localTime = ({ tz }) => `${weekday(now(), tz)} ${time(now(), tz)}`;

function seat(one) {
  const current = one.id === state.me;
  const about = [one.team, one.is_restricted && "guest", one.external && "another company"].filter(Boolean).join(", ");
  return h(
    "button.seat",
    {
      type: "button",
      "data-person": one.id,
      "data-focus": one.id,
      "aria-pressed": String(current),
      "aria-label": `${one.real_name}, ${about}, ${localTime(one)}`,
      title: `${one.real_name} · ${about} · ${localTime(one)}`,
      onclick: () => choose(one.id),
    },
    avatar(one.id),
    h("span.seat-name", {}, h("strong", { dir: "auto" }, one.real_name), h("small", { dir: "auto" }, about)),
    h("span.seat-time", {}, localTime(one)),
  );
}

function choose(id) {
  toggle(false);
  become(id);
}

const toggle = (wanted) => {
  const wide = document.body.classList.toggle("rail-wide", wanted);
  widen.setAttribute("aria-expanded", String(wide));
};

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const seats = [...list.children];
  const at = seats.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  seats[(at + step + seats.length) % seats.length].focus();
}
