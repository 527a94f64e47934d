// The table block: its first row names the columns.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const ALIGNMENTS = new Set(["left", "center", "right"]);

export function table({ rows = [], column_settings: settings = [] }) {
  const [head = [], ...body] = rows;
  const line = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, column) => h(tag, look(settings[column], tag), content(cell))),
    );
  return h(
    "div.table-frame",
    { tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, line(head, "th")),
      h(
        "tbody",
        {},
        body.map((cells) => line(cells, "td")),
      ),
    ),
  );
}

function look(setting, tag) {
  const align = ALIGNMENTS.has(setting?.align) ? `to-${setting.align}` : "";
  return { class: `${align} ${setting?.is_wrapped ? "wrapped" : ""}`, scope: tag === "th" ? "col" : null, dir: "auto" };
}

function content(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  if (cell?.type === "mrkdwn" || cell?.type === "plain_text") return textObject(cell);
  return String(cell?.text ?? cell?.value ?? "");
}
