// The app's Home tab.

import { patchBlocks } from "./blocks.js";
import { h, lately, startAfresh } from "./dom.js";
import { Form } from "./form.js";
import { bot, mine, on, state } from "./store.js";

const note = h("p.list-note", { role: "status" });
const blocks = h("div.blocks.home-blocks");

export const home = { node: h("div.home", { hidden: true, tabindex: "-1" }, note, blocks) };

let shown = null; // whose Home tab this is
let form = new Form();

export function startHome() {
  on("place person", () => {
    if (state.place === "home" && shown !== state.me) open();
    if (state.place !== "home") shown = null;
  });
  on("home", () => state.place === "home" && look());
}

/** Opening the tab is told to the app, which may then change it; looking again is not. */
function open() {
  shown = state.me;
  form = new Form();
  startAfresh(blocks);
  note.textContent = "";
  return ask(() => mine().post("home", { tab: "home" }));
}

const look = lately(() => ask(() => mine().get("home")));

async function ask(question) {
  const who = state.me;
  let answer;
  try {
    answer = await question();
  } catch (error) {
    answer = { error: error.message };
  }
  if (state.me !== who || state.place !== "home") return;
  const { view, error } = answer;
  note.textContent = error ?? (view ? "" : `${bot().name} has nothing on its Home tab yet.`);
  note.hidden = !note.textContent;
  if (view) show(view);
  else if (!error) startAfresh(blocks);
}

function show(view) {
  form.keep(view.blocks);
  patchBlocks(blocks, view.blocks, { container: { type: "home" }, form, version: `${state.me} ${state.cast}` });
}
