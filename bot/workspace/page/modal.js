// The app's windows: a stack of which one sees the topmost; what is typed below stays.

import { patchBlocks, showErrors } from "./blocks.js";
import { h, only } from "./dom.js";
import { elementsOf, Form, raw } from "./form.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";
import { bot, loadMessages, loadViews, mine, on, showViews, state } from "./store.js";
import { tried } from "./toast.js";

const frame = h("dialog.modal", { role: "dialog", "aria-modal": "true", onkeydown: onKey, oncancel: onCancel });
const windows = new Map();
let top = null;
let owner = null;
let before = null;

export function startModal() {
  document.body.append(frame);
  // The browser may close it by itself (a second Esc): what is open is the workspace's to say.
  frame.addEventListener("close", () => top && state.views.length && show());
  on("views person", show);
}

function show() {
  if (owner !== state.me) windows.clear();
  owner = state.me;
  const open = new Set(state.views.map(({ id }) => id));
  for (const id of windows.keys()) if (!open.has(id)) windows.delete(id);
  for (const view of state.views) {
    if (!windows.has(view.id)) windows.set(view.id, new Window(view));
    windows.get(view.id).update(view);
  }
  const next = windows.get(state.views.at(-1)?.id) ?? null;
  if (!next) return leave();
  const another = next !== top;
  top = next;
  if (frame.firstChild !== next.node) only(frame, next.node);
  frame.setAttribute("aria-labelledby", `title-${next.id}`);
  if (!frame.open) {
    before = document.activeElement;
    frame.showModal();
  }
  if (another) next.enter();
}

function leave() {
  if (!top) return;
  top = null;
  frame.close();
  frame.replaceChildren();
  if (before?.isConnected && before !== document.body) before.focus({ preventScroll: true });
  else document.querySelector("#main textarea")?.focus();
  before = null;
}

function onKey(event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  top?.close();
}

function onCancel(event) {
  if (event.target !== frame) return;
  event.preventDefault();
  top?.close();
}

class Window {
  #hash = "";
  #errors = "";

  constructor(view) {
    this.id = view.id;
    this.owner = state.me;
    this.form = new Form();
    this.title = h("h2", { id: `title-${view.id}`, dir: "auto" });
    this.blocks = h("div.blocks");
    this.alert = h("div.modal-alert", { role: "alert" });
    this.foot = h("footer.modal-foot");
    this.back = h(
      "button.icon-button",
      { type: "button", "aria-label": "Back", onclick: () => this.close() },
      icon("back"),
    );
    this.node = h(
      "form.modal-form",
      { novalidate: true, onsubmit: (event) => this.#submit(event), onkeydown: (event) => this.#shortcut(event) },
      h(
        "header.modal-head",
        {},
        this.back,
        this.title,
        h(
          "button.icon-button",
          { type: "button", "aria-label": "Close window", onclick: () => this.#closeAll() },
          icon("close"),
        ),
      ),
      h("div.modal-body", { tabindex: "-1" }, this.alert, this.blocks),
      this.foot,
    );
    for (const block of view.blocks ?? []) {
      for (const element of elementsOf(block)) {
        const known = raw(view.state?.values?.[block.block_id]?.[element.action_id], element);
        if (known !== undefined) this.form.set(block.block_id, element.action_id, element.type, known);
      }
    }
  }

  update(view) {
    this.view = view;
    this.back.hidden = state.views[0]?.id === view.id;
    if (view.hash !== this.#hash || !view.hash) this.#draw(view);
    this.#hash = view.hash;
    const errors = JSON.stringify(view.errors ?? {});
    if (errors !== this.#errors) this.#showErrors(view.errors ?? {});
    this.#errors = errors;
  }

  #draw(view) {
    only(this.title, ...textObject(view.title));
    this.form.keep(view.blocks);
    const container = { type: "view", view_id: view.id };
    patchBlocks(this.blocks, view.blocks, {
      container,
      form: this.form,
      before: () => this.#remember(),
      version: state.cast,
    });
    this.submit =
      view.submit &&
      h(
        "button.button.primary",
        { type: "submit" },
        h("span.spinner", { "aria-hidden": "true" }),
        h("span.button-text", {}, textObject(view.submit)),
      );
    if (this.submit && view.submit_disabled) this.submit.disabled = true;
    const close = h(
      "button.button",
      { type: "button", onclick: () => this.close() },
      textObject(view.close ?? { type: "plain_text", text: view.submit ? "Cancel" : "Close" }),
    );
    only(this.foot, h("span.by", {}, `From ${bot().name}`), close, this.submit);
  }

  /** What is typed must be known before the bot hears of a button. */
  #remember() {
    return mine().post(`views/${this.id}/inputs`, { values: this.form });
  }

  enter() {
    const first =
      this.node.querySelector("[data-first]") ??
      this.blocks.querySelector(".input-block input, .input-block textarea, .input-block button");
    (first ?? this.submit ?? this.foot.querySelector("button")).focus();
  }

  #shortcut(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.submit) this.node.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.submit || this.submit.disabled) return;
    this.#wait(true);
    only(this.alert);
    try {
      const { views, errors } = await mine().post(`views/${this.id}/submit`, { values: this.form });
      this.#wait(false);
      if (errors && Object.keys(errors).length) this.#showErrors(errors);
      else showViews(views, this.owner);
      loadMessages();
    } catch (error) {
      this.#wait(false);
      this.#say([error.message]);
    }
  }

  #wait(waits) {
    this.submit.disabled = waits || this.view.submit_disabled === true;
    this.submit.classList.toggle("busy", waits);
    this.node.setAttribute("aria-busy", String(waits));
  }

  #showErrors(errors) {
    this.#errors = JSON.stringify(errors);
    this.#say(showErrors(this.blocks, errors));
  }

  #say(lines) {
    only(this.alert, ...lines.map((line) => h("p.wrong", { dir: "auto" }, icon("warn"), h("span", {}, line))));
    if (lines.length) this.alert.scrollIntoView({ block: "nearest" });
  }

  close() {
    return this.#left({});
  }

  #closeAll() {
    return this.#left({ all: true });
  }

  async #left(how) {
    const answer = await tried(mine().post(`views/${this.id}/close`, how));
    return answer ? showViews(answer.views, this.owner) : loadViews();
  }
}
