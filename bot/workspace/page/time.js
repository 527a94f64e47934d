// Instants (epoch seconds) as a person sees them in their own time zone, by the workspace's clock.

import { person, state } from "./store.js";

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: safe(zone), ...options }));
  return formats.get(key);
}

function safe(zone) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

export const zone = () => person(state.me)?.tz ?? "UTC";

export function now() {
  const clock = state.workspace?.clock;
  return clock ? clock.now + (performance.now() - clock.read) / 1000 : Date.now() / 1000;
}

const shown = (epoch, options, tz = zone()) => format(tz, options).format(epoch * 1000);

export const time = (epoch, tz) => shown(epoch, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, tz);
const date = (epoch) => shown(epoch, { day: "numeric", month: "long", year: "numeric" });
export const shortDate = (epoch) => shown(epoch, { day: "numeric", month: "short" });
export const weekday = (epoch, tz) => shown(epoch, { weekday: "short" }, tz);
export const moment = (epoch) => `${weekday(epoch)} ${shortDate(epoch)}, ${time(epoch)}`;
export const exactly = (epoch) => `${shown(epoch, { weekday: "long" })}, ${date(epoch)} at ${time(epoch)}`;

/** "2025-06-02", the local day. */
export function day(epoch, tz = zone()) {
  const { year, month, day: number } = parts(epoch, tz);
  return `${year}-${pad(month)}-${pad(number)}`;
}

const pad = (number) => String(number).padStart(2, "0");

function parts(epoch, tz) {
  const fields = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  };
  const found = format(tz, { ...fields, hourCycle: "h23" }).formatToParts(epoch * 1000);
  return Object.fromEntries(found.map(({ type, value }) => [type, Number(value)]));
}

/** "2025-06-02T10:30", as a form's field wants it. */
export const local = (epoch, tz = zone()) => `${day(epoch, tz)}T${time(epoch, tz)}`;

/** The instant of a local "2025-06-02T10:30". */
export function instant(written, tz = zone()) {
  const utc = Date.parse(`${written}Z`) / 1000;
  let guess = utc;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  for (let round = 0; round < 2; round += 1) guess = utc - offset(guess, tz);
  return guess;
}

function offset(epoch, tz) {
  const { year, month, day: number, hour, minute, second } = parts(epoch, tz);
  return Date.UTC(year, month - 1, number, hour, minute, second) / 1000 - Math.floor(epoch);
}

export function dayName(epoch) {
  const near = { [day(now())]: "Today", [day(now() - 86400)]: "Yesterday", [day(now() + 86400)]: "Tomorrow" };
  return near[day(epoch)] ?? shown(epoch, { weekday: "long", day: "numeric", month: "long" });
}

/** The next Monday to Friday at 09:00 in a zone, soonest first: [{name, epoch}]. */
export function comingWeekdays(tz) {
  const found = [];
  for (let ahead = 0; found.length < 5; ahead += 1) {
    const [year, month, number] = day(now(), tz).split("-").map(Number);
    const date_ = new Date(Date.UTC(year, month - 1, number + ahead));
    const epoch = instant(`${date_.toISOString().slice(0, 10)}T09:00`, tz);
    const name = shown(epoch, { weekday: "long" }, tz);
    if (epoch > now() && !name.startsWith("S")) found.push({ name, epoch });
  }
  return found;
}

const near = (epoch, otherwise) => {
  const name = dayName(epoch);
  return ["Today", "Yesterday", "Tomorrow"].includes(name) ? name.toLowerCase() : otherwise(epoch);
};

const TOKENS = {
  date_num: (epoch) => day(epoch),
  date_slash: (epoch) => shown(epoch, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: date,
  date_short: (epoch) => shown(epoch, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (epoch) => shown(epoch, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_long_full: (epoch) => shown(epoch, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_pretty: (epoch) => near(epoch, date),
  date_short_pretty: (epoch) => near(epoch, TOKENS.date_short),
  date_long_pretty: (epoch) => near(epoch, TOKENS.date_long),
  day_divider_pretty: (epoch) => near(epoch, TOKENS.date_long),
  time,
  time_secs: (epoch) => shown(epoch, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ago: (epoch) => ago(epoch),
};

/** Fill "{date_short} at {time}" in; undefined where a token is unknown. */
export function filled(pattern, epoch) {
  if (!Number.isFinite(epoch)) return undefined;
  let unknown = false;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    unknown ||= !TOKENS[token];
    return TOKENS[token]?.(epoch) ?? "";
  });
  return unknown ? undefined : text;
}

function ago(epoch) {
  const seconds = epoch - now();
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return "just now";
}
