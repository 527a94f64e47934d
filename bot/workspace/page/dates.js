// Date, time, and both: the browser's own fields.

import { debounced, h } from "./dom.js";
import { instant, local, zone } from "./time.js";

// A year is typed digit by digit, and each digit makes a date: wait until the person is done.
const PAUSE = 700;
const NAMES = { date: "Date", time: "Time", "datetime-local": "Date and time" };

function field(type, initial, { toField = (value) => value, fromField = (value) => value, note } = {}) {
  return (declared, { given, labels, attributes, seed, remember, changed, sends }) => {
    const begin = given ?? declared[initial];
    seed(begin);
    let sent = begin;
    const read = () => (input.value ? fromField(input.value) : undefined);
    const settle = async () => {
      if (read() === sent) return;
      const before = sent;
      sent = read();
      if ((await changed(sent)) !== false) return;
      sent = before;
      input.value = before === undefined ? "" : toField(before);
    };
    const later = debounced(settle, PAUSE);
    const input = h("input.field", {
      ...attributes,
      "aria-label": labels.id ? null : (attributes["aria-label"] ?? NAMES[type]),
      id: labels.id,
      type,
      value: begin === undefined || begin === null ? "" : toField(begin),
      oninput: () => remember(read()),
      onchange: () => (sends ? later() : undefined),
      onblur: () => (sends ? settle() : undefined),
    });
    return h("span.dated", {}, input, note && h("small", {}, note(declared)));
  };
}

const zoned = () => zone().replaceAll("_", " ");

export const dates = {
  datepicker: field("date", "initial_date"),
  timepicker: field("time", "initial_time", { note: ({ timezone }) => timezone?.replaceAll("_", " ") }),
  datetimepicker: field("datetime-local", "initial_date_time", {
    toField: (epoch) => local(epoch),
    fromField: (written) => instant(written),
    note: zoned,
  }),
};
