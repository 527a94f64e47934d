// The app's Home tab.

import { patchBlocks } from "./blocks.js";
import { h, lately, only, startAfresh } from "./dom.js";
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
  on("home", () => state.place === "home" && load());
}

function open() {
  shown = state.me;
  form = new Form();
  startAfresh(blocks);
  note.textContent = "";
  load();
}

const load = lately(async () => {
  const who = state.me;
  let answer;
  try {
    answer = await mine().get("home?tab=home");
  } catch (error) {
    answer = { error: error.message };
  }
  if (state.me !== who || state.place !== "home") return;
  const { view, error } = answer;
  note.textContent = error ?? (view ? "" : `${bot().name} has nothing on its Home tab yet.`);
  note.hidden = !note.textContent;
  if (view) show(view);
  else if (!error) only(blocks);
});

function show(view) {
  form.keep(view.blocks);
  patchBlocks(blocks, view.blocks, { container: { type: "home" }, form, version: `${state.me} ${state.cast}` });
}
