/** One curve with its title; both scales are logarithmic. */
export interface Panel {
  readonly title: string;
  readonly note: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const COLUMNS = 6;
const WIDTH = 240;
const HEIGHT = 170;
const LEFT = 50;
const TOP = 34;
const PLOT = { width: WIDTH - LEFT - 16, height: HEIGHT - TOP - 26 };

/** Small plots side by side as SVG. The dashed line grows by `factor` where `x` doubles, from the first point on. */
export function panelsSvg(heading: string, panels: readonly Panel[], factor: number): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const [width, height] = [COLUMNS * WIDTH, rows * HEIGHT + 30];
  const drawn = panels.map((panel, at) => {
    const [x, y] = [(at % COLUMNS) * WIDTH, Math.floor(at / COLUMNS) * HEIGHT + 30];
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, factor)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="9">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="10" y="18" font-size="13">${escaped(heading)}</text>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

function drawPanel({ title, note, points }: Panel, factor: number): string {
  const [first] = points;
  if (first === undefined) return "";
  const xs = points.map(({ x }) => Math.log2(x));
  const reference = points.map(({ x }) => first.y * factor ** Math.log2(x / first.x));
  const ys = [...points.map(({ y }) => y), ...reference].map((y) => Math.log10(y));
  const [low, high] = [Math.floor(Math.min(...ys)), Math.ceil(Math.max(...ys))];
  const across = (x: number) => LEFT + (PLOT.width * (Math.log2(x) - xs[0]!)) / Math.max(1, xs.at(-1)! - xs[0]!);
  const up = (y: number) => TOP + PLOT.height * (1 - (Math.log10(y) - low) / Math.max(1, high - low));
  const line = (values: readonly number[]) =>
    points.map(({ x }, at) => `${across(x).toFixed(1)},${up(values[at]!).toFixed(1)}`).join(" ");
  const decades = Array.from({ length: high - low + 1 }, (_, at) => 10 ** (low + at));
  return [
    `<text x="6" y="12" font-weight="bold">${escaped(title)}</text><text x="6" y="24">${escaped(note)}</text>`,
    `<rect x="${LEFT}" y="${TOP}" width="${PLOT.width}" height="${PLOT.height}" fill="none" stroke="#bbb"/>`,
    ...decades.map((y) => {
      const at = up(y).toFixed(1);
      return `<path d="M${LEFT} ${at}h${PLOT.width}" stroke="#eee"/><text x="${LEFT - 3}" y="${at}" dy="3" text-anchor="end">${y} ms</text>`;
    }),
    ...points.map(
      ({ x }) =>
        `<text x="${across(x).toFixed(1)}" y="${HEIGHT - 14}" text-anchor="middle">${x.toLocaleString("en-US")}</text>`,
    ),
    `<polyline points="${line(reference)}" fill="none" stroke="#999" stroke-dasharray="3 3"/>`,
    `<polyline points="${line(points.map(({ y }) => y))}" fill="none" stroke="#0a6" stroke-width="1.6"/>`,
    ...points.map(({ x, y }) => `<circle cx="${across(x).toFixed(1)}" cy="${up(y).toFixed(1)}" r="2.2" fill="#0a6"/>`),
  ].join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
