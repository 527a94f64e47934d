// The stack of open windows: only the top one is shown, what is typed is kept by the server.

import { h, byId, fill, notice } from "./dom.js";
import { blocks } from "./blocks.js";
import { getMine, postMine } from "./api.js";
import { state } from "./state.js";

let shown = null; // { id, hash, dialog, values, errors }

export async function showWindows() {
  const who = state.person;
  const { views } = await getMine("/views");
  if (who === state.person) draw(views);
}

function draw(views, errors = {}) {
  const top = views.at(-1);
  if (!top) { if (shown) { shown.dialog.remove(); shown = null; } return; }
  const same = shown?.id === top.id && shown.hash === top.hash && shown.who === state.person;
  if (same && JSON.stringify(shown.errors) === JSON.stringify(errors)) return;
  const values = same ? shown.values : {};
  const focused = document.activeElement?.closest?.("[data-action-id]")?.dataset.actionId;
  const dialog = shown?.dialog ?? h("dialog", { class: "window" });
  shown = { id: top.id, hash: top.hash, dialog, values, errors, who: state.person };
  const state_ = merged(top.state?.values ?? {}, values, top.blocks);
  dialog.setAttribute("aria-label", top.title?.text ?? "Window");
  fill(dialog, content(top, views.length, state_, errors));
  if (!dialog.isConnected) byId("windows").append(dialog);
  if (!dialog.open) {
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(shown.id); });
    dialog.showModal();
  }
  const wrong = dialog.querySelector(".wrong input, .wrong textarea, .wrong select");
  const again = focused && dialog.querySelector(`[data-action-id="${CSS.escape(focused)}"]`);
  const first = dialog.querySelector("textarea, input:not([type=search]), select");
  (wrong ?? again ?? first ?? dialog.querySelector(".window-foot button"))?.focus();
}

function content(view, depth, values, errors) {
  const typed = (blockId, actionId, value) => {
    (shown.values[blockId] ??= {})[actionId] = value;
    postMine(`/views/${view.id}/inputs`, { values: { [blockId]: { [actionId]: value } } }).catch(() => {});
  };
  const send = h("button", { type: "submit", class: "button primary" }, view.submit?.text ?? "");
  return h("form", { class: "window-form", onsubmit: (event) => { event.preventDefault(); submit(view, send); }, novalidate: true },
    h("div", { class: "window-head" }, depth > 1 && h("button", { type: "button", class: "tool", "aria-label": "Back", onclick: () => close(view.id) }, "‹"),
      h("h2", {}, view.title?.text), h("button", { type: "button", class: "tool", "aria-label": "Close window", onclick: () => close(view.id, true) }, "✕")),
    h("div", { class: "window-body" }, blocks(view.blocks, { container: { type: "view", view_id: view.id }, values, errors, typed })),
    h("div", { class: "window-foot" },
      h("button", { type: "button", class: "button", onclick: () => close(view.id) }, view.close?.text ?? "Cancel"),
      view.submit && send));
}

// What was typed here and the server may not know yet goes over what it sent.
function merged(values, typed, given) {
  const result = structuredClone(values);
  for (const [blockId, fields] of Object.entries(typed)) {
    if (!given.some((block) => block.block_id === blockId)) continue;
    for (const [actionId, value] of Object.entries(fields)) (result[blockId] ??= {})[actionId] = { value };
  }
  return result;
}

async function submit(view, button) {
  button.disabled = true;
  button.classList.add("busy");
  try {
    const answer = await postMine(`/views/${view.id}/submit`, { values: shown.values });
    draw(answer.views, answer.errors ?? {});
  } catch (error) {
    notice(error.message);
  } finally {
    button.disabled = false;
    button.classList.remove("busy");
  }
}

async function close(id, all = false) {
  try {
    draw((await postMine(`/views/${id}/close`, { all })).views);
  } catch (error) {
    notice(error.message);
    await showWindows();
  }
}
