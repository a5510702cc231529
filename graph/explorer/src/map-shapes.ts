/** The outlines of the map: lines on a grid, shared by neighbours, made by `outlines.mjs` from Natural Earth. */
import outlines from "./outlines.json";

/** Steps of the grid in a degree, to the east and to the north. */
export const GRID = outlines.grid;
/** West, south, east and north of what is drawn, in degrees. */
export const WINDOW: readonly number[] = outlines.window;

type Point = readonly [x: number, y: number];
type Shapes = Readonly<Record<string, readonly string[]>>;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The numbers in a text of base64 VLQ. */
function numbers(text: string): number[] {
  const found: number[] = [];
  let [value, shift] = [0, 0];
  for (const letter of text) {
    const digit = LETTERS.indexOf(letter);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    found.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return found;
}

/** West, south, east and north. */
export type Box = readonly [number, number, number, number];

export interface Shape {
  /** The `d` of an SVG path, in steps of the grid. */
  readonly d: string;
  /** In degrees. */
  readonly box: Box;
}
export interface Outlines {
  /** By UN M49 code. */
  readonly countries: ReadonlyMap<string, Shape>;
  /** By the M49 code of the state, then by ISO 3166-2 code. */
  readonly provinces: ReadonlyMap<string, ReadonlyMap<string, Shape>>;
}

let read: Outlines | undefined;

/** The outlines, unpacked when first asked for. */
export function shapes(): Outlines {
  const lines = read ? [] : outlines.lines.map(line);
  // A number below zero names a line that is walked backwards.
  const ring = (text: string): Point[] => numbers(text).flatMap((each) => (each < 0 ? [...lines[~each]!].reverse() : lines[each]!));
  const shape = (texts: readonly string[]): Shape => {
    const rings = texts.map(ring);
    return { d: rings.map((points) => `M${points.join("L")}Z`).join(""), box: boxOf(rings.flat().map(([x, y]) => [x / GRID, y / GRID])) };
  };
  const paths = (of: Shapes) => new Map(Object.entries(of).map(([code, texts]) => [code, shape(texts)]));
  read ??= {
    countries: paths(outlines.countries),
    provinces: new Map(Object.entries(outlines.provinces as Record<string, Shapes>).map(([state, of]) => [state, paths(of)])),
  };
  return read;
}

/** The box around points in degrees. */
export function boxOf(points: readonly Point[]): Box {
  const [longs, lats] = [points.map(([long]) => long), points.map(([, lat]) => lat)];
  return [Math.min(...longs), Math.min(...lats), Math.max(...longs), Math.max(...lats)];
}

/** A line from its steps on the grid, the first of which is its start. */
function line(text: string): Point[] {
  const steps = numbers(text);
  let [x, y] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, place) => [(x += steps[2 * place]!), (y += steps[2 * place + 1]!)]);
}
