// The app's Home tab.

import { h, fill } from "./dom.js";
import { blocks } from "./blocks.js";
import { getMine, postMine } from "./api.js";

export async function home(parent, { open }) {
  const { view } = await (open ? postMine("/home", { tab: "home" }) : getMine("/home"));
  if (!view) { fill(parent, h("p", { class: "empty" }, "This app has not published a Home tab yet.")); return; }
  if (parent.dataset.hash === view.hash) return;
  parent.dataset.hash = view.hash;
  fill(parent, blocks(view.blocks, { container: { type: "home" }, values: view.state?.values }));
}
