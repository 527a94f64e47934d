// What goes over the wire between the workspace and the bot.

import { get } from "./api.js";
import { debounced, h, lately, only, reconcile, text } from "./dom.js";
import { icon } from "./icons.js";
import { on } from "./store.js";
import { dayName, time } from "./time.js";
import { toast } from "./toast.js";

const PAUSE = 200;

const list = h("div.frames", { role: "list", "aria-label": "Frames" });
const detail = h("div.frame-detail", { tabindex: "-1" });
const filter = h("input.field", {
  type: "search",
  placeholder: "Filter",
  "aria-label": "Filter frames",
  oninput: () => show(),
});
let frames = [];
let chosen = null;

export const inspectorButton = h(
  "button.banner-button",
  {
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "inspector",
    "aria-label": "Wire traffic",
    title: "Wire traffic",
    onclick: toggle,
  },
  icon("wire"),
  h("span.banner-word", {}, "Wire"),
);

export function startInspector() {
  const node = document.getElementById("inspector");
  node.append(
    h(
      "header.pane-head",
      {},
      h("h2", {}, "Wire"),
      filter,
      h("button.icon-button", { type: "button", "aria-label": "Close wire traffic", onclick: toggle }, icon("close")),
    ),
    h("div.inspector-body", {}, list, detail),
  );
  node.addEventListener("keydown", (event) => event.key === "Escape" && toggle());
  rest();
  on(
    "wire",
    debounced(() => node.hidden || load(), PAUSE),
  );
}

function toggle() {
  const node = document.getElementById("inspector");
  node.hidden = !node.hidden;
  document.body.classList.toggle("with-inspector", !node.hidden);
  inspectorButton.setAttribute("aria-expanded", String(!node.hidden));
  if (node.hidden) inspectorButton.focus();
  else load().then(() => filter.focus());
}

const load = lately(async () => {
  try {
    ({ frames } = await get("wire"));
    show();
  } catch (error) {
    toast(error.message);
  }
});

function show() {
  const wanted = filter.value.trim().toLowerCase();
  const matching = frames.filter(
    (frame) => !wanted || `${frame.kind} ${frame.name} ${JSON.stringify(frame.body)}`.toLowerCase().includes(wanted),
  );
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  reconcile(
    list,
    matching.map((frame) => ({
      key: frame.n,
      sig: JSON.stringify([frame.ok, frame.ms, chosen === frame.n]),
      build: () => row(frame),
    })),
  );
  if (atEnd) list.scrollTop = list.scrollHeight;
  if (!frames.length) rest();
  const current = frames.find(({ n }) => n === chosen);
  if (current && detail.dataset.frame !== mark(current)) open(current);
}

const mark = ({ n, ms, ok }) => `${n} ${ms} ${ok}`;
const DIRECTIONS = { to_bot: ["→", "to the bot"], from_bot: ["←", "from the bot"] };

function row(frame) {
  const [arrow, words] = DIRECTIONS[frame.direction] ?? ["·", ""];
  const at = typeof frame.at === "number" ? frame.at : Date.parse(frame.at) / 1000;
  const result = frame.ok === false ? "failed" : frame.ok ? "ok" : "waiting";
  return h(
    "div",
    { role: "listitem" },
    h(
      "button.frame",
      {
        type: "button",
        class: `${result} ${frame.direction}`,
        "aria-pressed": String(chosen === frame.n),
        "data-frame": frame.n,
        "data-focus": `frame ${frame.n}`,
        onclick: () => pick(frame),
      },
      h("span.frame-at", { title: dayName(at) }, time(at)),
      h("span.frame-arrow", { title: words, role: "img", "aria-label": words }, arrow),
      h("span.frame-kind", {}, frame.kind),
      h("span.frame-name", {}, frame.name ?? ""),
      h("span.frame-ok", {}, result === "ok" ? "ok" : result),
      h("span.frame-ms", {}, frame.ms === null || frame.ms === undefined ? "" : `${Math.round(frame.ms)} ms`),
    ),
  );
}

function pick(frame) {
  chosen = frame.n;
  open(frame);
  show();
}

function open(frame) {
  detail.dataset.frame = mark(frame);
  only(
    detail,
    h("h3", {}, `${frame.kind} ${frame.name ?? ""}`),
    part("Body", frame.body),
    part("Answer", frame.answer),
  );
}

const rest = () => only(detail, h("p.list-note", {}, "Choose a line to read what was said."));

const part = (title, value) =>
  h(
    "section",
    {},
    h("h4", {}, title),
    value === null || value === undefined
      ? h("p.quiet", {}, "none")
      : h("pre.json", { tabindex: "0" }, coloured(JSON.stringify(value, null, 2))),
  );

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function coloured(json) {
  const nodes = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const kind = match[2] ? "key" : match[1] ? "string" : "literal";
    nodes.push(
      text(json.slice(end, match.index)),
      h(`span.json-${kind}`, {}, match[1] ?? match[0]),
      text(match[2] ?? ""),
    );
    end = match.index + match[0].length;
  }
  nodes.push(text(json.slice(end)));
  return nodes;
}
