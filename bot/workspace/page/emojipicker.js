// A small palette of emoji beside a button.

import { h } from "./dom.js";
import { found, quick } from "./emoji.js";
import { open } from "./popover.js";

export function pickEmoji(anchor, chosen) {
  let close = () => {};
  const pick = (name) => {
    close();
    chosen(name);
  };
  const button = ({ names, sign }) => {
    const label = names.at(/^[+-]/.test(names[0]) ? -1 : 0);
    return h(
      "button.emoji-choice",
      { type: "button", "aria-label": label, title: `:${label}:`, onclick: () => pick(names[0]) },
      sign,
    );
  };
  const often = h("div.emoji-grid.often", { role: "group", "aria-label": "Often used" }, quick.map(button));
  const all = h("div.emoji-grid", { role: "group", "aria-label": "All emoji" });
  const search = h("input.emoji-search", {
    type: "search",
    placeholder: "Find an emoji",
    "aria-label": "Find an emoji",
    oninput: () => show(),
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      all.querySelector("button")?.click();
    },
  });
  const show = () => {
    often.hidden = search.value !== "";
    const matches = found(search.value).filter((entry) => search.value || !quick.includes(entry));
    all.replaceChildren(...matches.map(button));
    if (!matches.length) all.append(h("p.quiet", {}, "No emoji of that name here."));
  };
  show();
  close = open(anchor, [often, search, all], { label: "Emoji", kind: "emoji-picker", align: "end" });
  (matchMedia("(pointer: fine)").matches ? search : often.firstChild).focus({ preventScroll: true });
}
