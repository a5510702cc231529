/** Where each node stands in the chain: fixed columns, rows by barycentre, the same for the same data, as in `view/layout.py`. */

/** A node to be placed. */
export interface Spot {
  readonly id: string;
  readonly name: string;
  readonly column: number;
  readonly height: number;
}
export interface Band {
  readonly column: number;
  readonly left: number;
  readonly right: number;
}
export interface Plan {
  /** Left edge and middle of each node. */
  readonly at: ReadonlyMap<string, readonly [left: number, middle: number]>;
  readonly bands: readonly Band[];
  readonly width: number;
  readonly height: number;
}

/** Width of a node with its name. */
export const STRIP = 166;
/** Space below each node, between strips of a column, above all. */
const SPACE = 11;
const BESIDE = 18;
export const HEAD = 34;
/** Space for lines between columns; at the right edge for those that go round. */
const GAPS = [76, 200] as const;
const EDGE = 44;
const MARGIN = 8;
/** A short column stands in the middle of a long one, but not so low that one must scroll to see any of it. */
const LOWER = 120;
/** Rows from which a column is split, and to which it grows so that the picture stays as wide as a screen. */
const ROWS = [8, 32] as const;
const WIDTH = 1400;
const SWEEPS = 8;
const ALPHABET = new Intl.Collator("en");

export function arrange(spots: readonly Spot[], edges: readonly (readonly [string, string])[]): Plan {
  const byName = (one: Spot, other: Spot) => ALPHABET.compare(one.name, other.name) || (one.id < other.id ? -1 : 1);
  const columns = new Map<number, Spot[]>();
  for (const spot of [...spots].sort(byName)) {
    const column = columns.get(spot.column);
    if (column) column.push(spot);
    else columns.set(spot.column, [spot]);
  }
  order(columns, edges);
  const numbers = [...columns.keys()].sort((one, other) => one - other);
  const strips = (rows: number) => numbers.reduce((sum, number) => sum + Math.ceil(columns.get(number)!.length / rows), 0);
  const wide = (rows: number) => strips(rows) * (STRIP + BESIDE) + (numbers.length - 1) * (GAPS[0] - BESIDE);
  let rows: number = ROWS[0];
  while (rows < Math.max(ROWS[1], spots.length / 8) && wide(rows) > WIDTH) rows++;
  const dealtOut = numbers.map((number) => dealt(columns.get(number)!, rows));
  const room = (WIDTH - wide(rows)) / Math.max(1, numbers.length - 1);
  const gap = Math.round(Math.min(GAPS[0] + Math.max(0, room), GAPS[1]));
  const tall = (strip: readonly Spot[]) => strip.reduce((sum, spot) => sum + spot.height + SPACE, 0);
  const tallest = Math.max(0, ...dealtOut.flat().map(tall));
  const at = new Map<string, readonly [number, number]>();
  const bands: Band[] = [];
  let left: number = MARGIN;
  dealtOut.forEach((column, place) => {
    const start = left;
    for (const strip of column) {
      let top = HEAD + Math.min(LOWER, Math.round((tallest - tall(strip)) / 2));
      for (const spot of strip) {
        at.set(spot.id, [left, top + spot.height / 2]);
        top += spot.height + SPACE;
      }
      left += STRIP + BESIDE;
    }
    bands.push({ column: numbers[place]!, left: start, right: left - BESIDE });
    left += gap - BESIDE;
  });
  return { at, bands, width: Math.max(STRIP, left - gap) + EDGE, height: HEAD + tallest + SPACE };
}

/** Each column in the order of its neighbours' middle, so that lines cross little. */
function order(columns: ReadonlyMap<number, Spot[]>, edges: readonly (readonly [string, string])[]): void {
  const columnOf = new Map([...columns].flatMap(([number, spots]) => spots.map((spot) => [spot.id, number] as const)));
  const near = new Map<string, string[]>([...columnOf.keys()].map((id) => [id, []]));
  for (const [one, other] of edges) {
    if (columnOf.get(one) === columnOf.get(other)) continue;
    near.get(one)!.push(other);
    near.get(other)!.push(one);
  }
  const rank = new Map<string, number>();
  const name = new Map<string, number>();
  const count = (spots: readonly Spot[]) => spots.forEach((spot, place) => rank.set(spot.id, (place + 0.5) / spots.length));
  for (const spots of columns.values()) {
    count(spots);
    spots.forEach((spot, place) => name.set(spot.id, place));
  }
  const middle = ({ id }: Spot) => {
    const ranks = near.get(id)!.map((other) => rank.get(other)!);
    return ranks.length ? Math.round((ranks.reduce((sum, each) => sum + each, 0) / ranks.length) * 1e6) : Math.round(rank.get(id)! * 1e6);
  };
  const numbers = [...columns.keys()].sort((one, other) => one - other);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const number of sweep % 2 ? [...numbers].reverse() : numbers) {
      const spots = columns.get(number)!;
      const middles = new Map(spots.map((spot) => [spot, middle(spot)]));
      spots.sort((one, other) => middles.get(one)! - middles.get(other)! || name.get(one.id)! - name.get(other.id)!);
      count(spots);
    }
  }
}

/** A column dealt out over as few strips as keep it short, row by row. */
function dealt(spots: readonly Spot[], rows: number): Spot[][] {
  const count = Math.ceil(spots.length / rows);
  return Array.from({ length: count }, (_, number) => spots.filter((_spot, place) => place % count === number));
}
