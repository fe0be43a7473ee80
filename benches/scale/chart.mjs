// The chart of docs/scale.md: seconds and memory of a build against the lines of its orders, both axes logarithmic.

const WIDTH = 720;
const HEIGHT = 300;
const PANEL = { left: 62, right: 20, top: 40, bottom: 44 };
const COLOR = "#0b6e4f";

/** The powers of ten around some positive numbers. */
function decades(values) {
  const least = Math.floor(Math.log10(Math.min(...values)));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: most - least + 1 }, (_, step) => 10 ** (least + step));
}

function short(number) {
  if (number >= 1e6) return `${number / 1e6} M`;
  return number >= 1e3 ? `${number / 1e3} k` : String(number);
}

function scale(ticks, from, to) {
  const [first, last] = [Math.log10(ticks[0]), Math.log10(ticks.at(-1))];
  return (value) => Math.round((from + ((Math.log10(value) - first) / (last - first)) * (to - from)) * 10) / 10;
}

function panel(rows, key, title, offset) {
  const [left, right] = [offset + PANEL.left, offset + WIDTH / 2 - PANEL.right];
  const [top, bottom] = [PANEL.top, HEIGHT - PANEL.bottom];
  const across = decades(rows.map((row) => row.lines));
  const up = decades(rows.map((row) => row[key]));
  const x = scale(across, left, right);
  const y = scale(up, bottom, top);
  const points = rows.map((row) => [x(row.lines), y(row[key])]);
  return [
    `<text class="title" x="${left}" y="22">${title}</text>`,
    ...across.map((tick) => `<path class="grid" d="M${x(tick)} ${top}V${bottom}"/><text class="tick" x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${short(tick)}</text>`),
    ...up.map((tick) => `<path class="grid" d="M${left} ${y(tick)}H${right}"/><text class="tick" x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${short(tick)}</text>`),
    `<text class="tick" x="${(left + right) / 2}" y="${bottom + 34}" text-anchor="middle">order lines</text>`,
    `<path d="M${points.map((point) => point.join(" ")).join("L")}" fill="none" stroke="${COLOR}" stroke-width="2"/>`,
    ...points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${COLOR}"/>`),
  ].join("\n");
}

export function chart(rows) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Seconds and memory of a build against the lines of its orders">
<style>text{font:12px system-ui,sans-serif;fill:#222}.tick{font-size:10px;fill:#555}.title{font-weight:600}.grid{stroke:#e3e3e3}</style>
<rect width="100%" height="100%" fill="#fff"/>
${panel(rows, "seconds", "Seconds of a build", 0)}
${panel(rows, "peakMiB", "Peak memory, MiB", WIDTH / 2)}
</svg>
`;
}
