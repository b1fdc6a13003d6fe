/** A line of a chart. */
export interface Series {
  name: string;
  /** Where on either axis, above 0. */
  points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  title: string;
  x: string;
  y: string;
  series: readonly Series[];
}

const SIZE = { width: 720, height: 420 };
const PLOT = { left: 76, right: 560, top: 68, bottom: 362 };
/** Okabe and Ito's colours, which people tell apart whatever colours they see; the two that are pale on white left out. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#7a6f00', '#5b4bb7'];
const DASHES = ['', '6 4', '2 3', '10 4 2 4', '1 4', '8 2'];
/** Px between two names at the right, at least. */
const BETWEEN_NAMES = 16;

/** Draws lines over two axes that go by powers of ten, as SVG, for light and dark pages. */
export function draw({ title, x, y, series }: Chart): string {
  const all = series.flatMap(({ points }) => points);
  const across = axis(
    all.map(([at]) => at),
    PLOT.left,
    PLOT.right,
  );
  const up = axis(
    all.map(([, at]) => at),
    PLOT.bottom,
    PLOT.top,
  );
  const named = placeNames(series, (at) => up.place(at));
  const lines = series.map(({ points }, n) => {
    const at = points.map(([px, py]) => [across.place(px), up.place(py)] as const);
    const dots = at
      .map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${COLOURS[n]}"/>`)
      .join('');
    const path = `<polyline fill="none" stroke="${COLOURS[n]}" stroke-width="2" stroke-dasharray="${DASHES[n]}" points="${at.map((one) => one.join(',')).join(' ')}"/>`;
    return `${path}${dots}<text x="${PLOT.right + 12}" y="${named[n]}" class="name" fill="${COLOURS[n]}">${escaped(series[n]?.name ?? '')}</text>`;
  });
  const columns = across.ticks.map(
    (at) =>
      `<line class="grid" x1="${across.place(at)}" x2="${across.place(at)}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>` +
      `<text x="${across.place(at)}" y="${PLOT.bottom + 20}" text-anchor="middle">${at.toLocaleString('en')}</text>`,
  );
  const rows = up.ticks.map(
    (at) =>
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${up.place(at)}" y2="${up.place(at)}"/>` +
      `<text x="${PLOT.left - 8}" y="${up.place(at) + 4}" text-anchor="end">${at.toLocaleString('en')}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${escaped(title)}">
<style>
  text { font: 13px system-ui, sans-serif; fill: #333; }
  .title { font-weight: 600; font-size: 15px; }
  .name { font-weight: 600; }
  .grid { stroke: #ddd; }
  .ground { fill: #fff; }
  @media (prefers-color-scheme: dark) { text { fill: #ddd; } .grid { stroke: #3a3a3a; } .ground { fill: #16181c; } .name, polyline, circle { filter: brightness(1.5); } }
</style>
<rect class="ground" width="${SIZE.width}" height="${SIZE.height}"/>
<text class="title" x="16" y="26">${escaped(title)}</text>
<text x="16" y="46">${escaped(y)}</text>
<text x="${(PLOT.left + PLOT.right) / 2}" y="${SIZE.height - 14}" text-anchor="middle">${escaped(x)}</text>
${[...columns, ...rows, ...lines].join('\n')}
</svg>
`;
}

/** An axis by powers of ten, from the one below the least to the one above the most. */
function axis(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, n) => 10 ** (low + n)),
    place: (value: number): number =>
      Math.round((from + ((Math.log10(value) - low) / (high - low)) * (to - from)) * 10) / 10,
  };
}

/** Where the names stand at the lines' ends, px from the top: beside them, and never on each other. */
function placeNames(series: readonly Series[], place: (value: number) => number): number[] {
  const ends = series.map(({ points }, n) => ({ n, at: place(points.at(-1)?.[1] ?? 1) + 4 }));
  ends.sort((one, other) => one.at - other.at);
  for (const [n, end] of ends.entries())
    end.at = Math.max(end.at, (ends[n - 1]?.at ?? -Infinity) + BETWEEN_NAMES);
  return ends.sort((one, other) => one.n - other.n).map(({ at }) => at);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
