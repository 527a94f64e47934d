// The `markdown` block: the common part of Markdown, as nodes.

import { h } from "./dom.js";
import { emoji, isEmoji } from "./emoji.js";
import { link } from "./link.js";

const RULES = [
  { open: /^```/, read: fence },
  { open: /^#{1,6} /, read: heading },
  { open: /^ {0,3}([-*_])( *\1){2,} *$/, read: () => h("hr") },
  { open: /^ {0,3}> ?/, read: quote },
  { open: /^\s*[-*+] /, read: (rest) => list(rest, "ul", /^\s*[-*+] (?:\[[ xX]\] )?/) },
  { open: /^\s*\d+[.)] /, read: (rest) => list(rest, "ol", /^\s*\d+[.)] /) },
  { open: /^\s*\|.*\|\s*$/, read: table },
];

/** `rest` is the lines still to be read; each reader takes its own from the front. */
export function markdown(source) {
  const rest = source.split("\n");
  const nodes = [];
  while (rest.length) {
    const rule = RULES.find(({ open }) => open.test(rest[0]));
    if (!rest[0].trim()) rest.shift();
    else if (!rule)
      nodes.push(h("p", { dir: "auto" }, inline(taken(rest, (line) => line.trim() && !opens(line)).join("\n"))));
    else {
      const before = rest.length;
      nodes.push(rule.read(rest));
      if (rest.length === before) rest.shift();
    }
  }
  return h("div.markdown", {}, nodes);
}

const opens = (line) => RULES.some(({ open }) => open.test(line));

function taken(rest, wanted) {
  const lines = [];
  while (rest.length && wanted(rest[0])) lines.push(rest.shift());
  return lines;
}

function fence(rest) {
  rest.shift();
  const lines = taken(rest, (line) => !line.startsWith("```"));
  rest.shift();
  return h("pre", { dir: "auto" }, lines.join("\n"));
}

function heading(rest) {
  const [, marks, words] = /^(#+) (.*?)#*$/.exec(rest.shift());
  return h(`h${Math.min(marks.length + 2, 6)}`, { dir: "auto" }, inline(words.trim()));
}

function quote(rest) {
  const lines = taken(rest, (line) => /^ {0,3}>/.test(line));
  return h("blockquote", {}, markdown(lines.map((line) => line.replace(/^ {0,3}> ?/, "")).join("\n")));
}

function list(rest, tag, mark) {
  const lines = taken(rest, (line) => mark.test(line));
  return h(
    tag,
    {},
    lines.map((line) => item(line, mark)),
  );
}

function item(line, mark) {
  const task = /^\s*[-*+] \[([ xX])\] /.exec(line);
  const depth = Math.min(Math.floor(/^\s*/.exec(line)[0].length / 2), 8);
  return h(
    "li",
    { class: `indent-${depth}`, dir: "auto" },
    task && (task[1] === " " ? "☐ " : "☑ "),
    inline(line.replace(mark, "")),
  );
}

function table(rest) {
  const rows = taken(rest, (line) => /^\s*\|.*\|\s*$/.test(line)).map((line) => line.trim().slice(1, -1).split("|"));
  const headed = rows.length > 1 && rows[1].every((cell) => /^\s*:?-+:?\s*$/.test(cell));
  const body = headed ? rows.slice(2) : rows;
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell) => h(tag, { dir: "auto" }, inline(cell.trim()))),
    );
  return h(
    "div.table-frame",
    {},
    h(
      "table",
      {},
      headed && h("thead", {}, row(rows[0], "th")),
      h(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

const INLINE = [
  { pattern: /^`([^`]+)`/, node: ([, words]) => h("code", { dir: "auto" }, words) },
  { pattern: /^!?\[([^\]]*)\]\(([^)\s]+)(?: "[^"]*")?\)/, node: ([, words, url]) => link(url, words || url) },
  { pattern: /^<(https?:[^>\s]+|mailto:[^>\s]+)>/, node: ([, url]) => link(url) },
  { pattern: /^(\*\*|__)(?=\S)([\s\S]+?)\1/, node: ([, , words]) => h("strong", {}, inline(words)) },
  { pattern: /^~~(?=\S)([\s\S]+?)~~/, node: ([, words]) => h("s", {}, inline(words)) },
  { pattern: /^([*_])(?=\S)([^*_\n]+?)\1(?![\p{L}\p{N}])/u, node: ([, , words]) => h("em", {}, inline(words)) },
  { pattern: /^:([a-z0-9_+'-]+):/, node: ([all, name]) => (isEmoji(name) ? emoji(name) : all) },
  { pattern: /^https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]]/, node: ([url]) => link(url) },
];

function inline(source) {
  const nodes = [];
  let plain = "";
  for (let rest = source; rest;) {
    const escaped = /^\\([\\`*_{}[\]()#+.!|~>-])/.exec(rest);
    const hit =
      !escaped && INLINE.map(({ pattern, node }) => ({ match: pattern.exec(rest), node })).find(({ match }) => match);
    if (hit) {
      nodes.push(plain, hit.node(hit.match));
      plain = "";
      rest = rest.slice(hit.match[0].length);
    } else {
      plain += escaped ? escaped[1] : rest[0];
      rest = rest.slice(escaped ? 2 : 1);
    }
  }
  nodes.push(plain);
  return nodes.filter((node) => node !== "");
}
