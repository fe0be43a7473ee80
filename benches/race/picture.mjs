// The picture of the race with a cold cache: for each profile a bar per runner, with its quartiles as a thin line.

const WIDTH = 720;
const LEFT = 150;
const RIGHT = 60;
const BAR = 12;
const GAP = 14;
const TOP = 52;
const COLORS = ["#0b6e4f", "#4fb286", "#5468ff", "#a3acc9"];

export function picture({ profiles }, runners, run) {
  const of = (profile, runner) => profiles[profile.id].runners[runner.id].cold.painted;
  const most = Math.max(1, ...run.flatMap((profile) => runners.map((runner) => of(profile, runner).upper)));
  const x = (ms) => Math.round((LEFT + (ms / most) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const group = runners.length * BAR + GAP;
  const height = TOP + run.length * group;

  const legend = runners.map(({ name }, at) => `<rect x="${LEFT + at * 135}" y="28" width="10" height="10" fill="${COLORS[at]}"/><text x="${LEFT + at * 135 + 15}" y="37">${name}</text>`);
  const groups = run.map((profile, row) => {
    const top = TOP + row * group;
    const bars = runners.map((runner, at) => {
      const { median, lower, upper } = of(profile, runner);
      const y = top + at * BAR;
      const middle = y + BAR / 2 - 1;
      return `<rect x="${LEFT}" y="${y}" width="${Math.round((x(median) - LEFT) * 10) / 10}" height="${BAR - 2}" fill="${COLORS[at]}"/><path d="M${x(lower)} ${middle}H${x(upper)}" stroke="#222"/><text class="value" x="${x(Math.max(median, upper)) + 5}" y="${y + BAR - 3}">${Math.round(median)}</text>`;
    });
    return `<text x="${LEFT - 8}" y="${top + 13}" text-anchor="end">${profile.network}</text><text class="value" x="${LEFT - 8}" y="${top + 27}" text-anchor="end">processor x${profile.slowdown}</text>${bars.join("")}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Milliseconds until the products are painted">
<style>text{font:12px system-ui,sans-serif;fill:#222}.value{font-size:10px;fill:#555}.title{font-weight:600}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="title" x="${LEFT}" y="18">Milliseconds until the products are painted, empty cache (line: quartiles)</text>
${[...legend, ...groups].join("\n")}
</svg>
`;
}
