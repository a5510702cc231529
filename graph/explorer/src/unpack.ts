/** Reads the tables as `graph/pactgraph/explorer/packed.py` wrote them; how, is told there. */
import type { Tables } from "./rows";

interface Column {
  readonly n?: readonly unknown[];
  readonly s?: readonly unknown[];
  readonly parts?: readonly unknown[];
  readonly of?: readonly unknown[];
  readonly rise?: 1;
  readonly runs?: readonly number[];
  readonly steps?: readonly number[];
  readonly or?: unknown;
}
export interface Packed {
  readonly between: string;
  readonly texts: string;
  readonly tables: Record<string, { readonly rows: number; readonly columns: Record<string, Column> }>;
}

const SHARED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The tables, each read when it is first asked for: a page opens sooner without what its first view does not need. */
export function unpack(packed: Packed): Tables {
  let before = "";
  const texts = packed.texts.split(packed.between).map((text) => (before = before.slice(0, SHARED.indexOf(text[0]!)) + text.slice(1)));
  const text = (value: unknown): unknown => (typeof value === "number" ? texts[value] : (value as readonly unknown[]).map(text));
  const column = (of: Column, count: number): unknown[] => {
    let values = byRow(of, count);
    if (of.rise) values = summed(values as number[]);
    if (of.of) values = values.map((number) => of.of![number as number]);
    const whole = (value: unknown) => (of.parts ? (value as number[]).map((part) => of.parts![part]) : value);
    const read = of.s ? (value: unknown) => text(levelled(whole(value))) : (value: unknown) => levelled(whole(value));
    // Equal values become one object.
    const known = new Map<unknown, unknown>();
    return values.map((value) => {
      let found = known.get(value);
      if (found === undefined) known.set(value, (found = read(value)));
      return found;
    });
  };
  const table = ({ rows, columns }: Packed["tables"][string]): object[] => {
    const made = Array.from({ length: rows }, (): Record<string, unknown> => ({}));
    for (const [name, of] of Object.entries(columns)) {
      const values = column(of, rows);
      for (let place = 0; place < rows; place++) made[place]![name] = values[place];
    }
    return made;
  };
  const tables = {};
  for (const [name, of] of Object.entries(packed.tables)) {
    let made: object[] | undefined;
    Object.defineProperty(tables, name, { get: () => (made ??= table(of)) });
  }
  return tables as Tables;
}

/** Each value in the rows where it stands. */
function byRow(of: Column, count: number): unknown[] {
  const values = (of.s ?? of.n ?? []) as unknown[];
  if (of.runs) return values.flatMap((value, place) => new Array<unknown>(of.runs![place]!).fill(value));
  if (!of.steps) return values;
  const all = new Array<unknown>(count).fill(of.or);
  summed(of.steps).forEach((place, each) => (all[place] = values[each]));
  return all;
}

function summed(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/** Every list of numbers in it, from its steps. */
function levelled(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.every((each) => typeof each === "number") ? summed(value as number[]) : value.map(levelled);
}
