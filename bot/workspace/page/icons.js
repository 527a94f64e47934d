// The page's own line drawings, 20 by 20.

const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M4 7.5h13M3 12.5h13",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  plus: "M10 4v12M4 10h12",
  close: "M5 5l10 10M15 5 5 15",
  smile: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7 12c1.5 2 4.5 2 6 0M7.5 8v.1M12.5 8v.1",
  reply: "M3 5h14v9H9l-4 3v-3H3zM6.5 8.5h7M6.5 11h4",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  clock: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2",
  wire: "M2 10h3l2.5-5 4 10L14 10h4",
  reset: "M4 4v4.5h4.5M4.5 8a6.2 6.2 0 1 1-.5 4",
  home: "M3 9.5 10 3.5l7 6M5 8.5V17h10V8.5M8.5 17v-4.5h3V17",
  down: "M5 7.5 10 12.5l5-5",
  right: "M7.5 5l5 5-5 5",
  back: "M12.5 4.5 7 10l5.5 5.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  send: "M3 10 17 3.5 13 17l-3-6zM10 11l7-7.5",
  people:
    "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c.5-6 10.5-6 11 0M13.5 4.5a2.5 2.5 0 0 1 0 5M15 12c2 .6 3 2 3 4.5",
  eye: "M2 10c4-7 12-7 16 0-4 7-12 7-16 0zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  warn: "M10 3 18 16.5H2zM10 8v4M10 14.3v.1",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17 17",
  bowl: "M3 9.5h14c0 4.5-3 7-5.5 7.5h-3C6 16.5 3 14 3 9.5zM8 7c-1-1.3 1-2 0-3.5M12 7c-1-1.3 1-2 0-3.5",
  spark: "M10 3l1.7 5.3L17 10l-5.3 1.7L10 17l-1.7-5.3L3 10l5.3-1.7z",
  out: "M8 4H4v12h12v-4M11 3.5h5.5V9M16 4l-7 7",
  check: "M4 10.5 8 14.5 16 5.5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name] ?? PATHS.dots);
  svg.append(path);
  return svg;
}
