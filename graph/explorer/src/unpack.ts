/** Reads the tables as `graph/pactgraph/explorer/packed.py` wrote them; how, is told there. */
import type { Tables } from "./rows";

/** Whole numbers and lists of them, as signs; else as they are. */
type Numbers = string | readonly unknown[];
interface Column {
  readonly n?: Numbers;
  readonly s?: Numbers;
  readonly parts?: Numbers;
  readonly of?: Numbers;
  readonly rise?: 1;
  readonly runs?: Numbers;
  readonly steps?: Numbers;
  readonly or?: unknown;
}
export interface Packed {
  readonly between: string;
  readonly texts: string;
  readonly tables: Record<string, { readonly rows: number; readonly columns: Record<string, Column> }>;
}

const SIGNS = Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place)).filter((sign) => !'"&<>[\\]'.includes(sign));
const DIGIT = new Map(SIGNS.map((sign, place) => [sign, place]));
const BASE = 43;
const SHARED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The tables, each read when it is first asked for: a page opens sooner without what its first view does not need. */
export function unpack(packed: Packed): Tables {
  let before = "";
  const texts = packed.texts.split(packed.between).map((text) => (before = before.slice(0, SHARED.indexOf(text[0]!)) + text.slice(1)));
  const text = (value: unknown): unknown => (typeof value === "number" ? texts[value] : (value as readonly unknown[]).map(text));
  const column = (of: Column, count: number): unknown[] => {
    let values = byRow(of, count);
    if (of.rise) values = summed(values as number[]);
    const [once, parts] = [of.of && numbers(of.of), of.parts && numbers(of.parts)];
    if (once) values = values.map((number) => once[number as number]);
    const whole = (value: unknown) => (parts ? (value as number[]).map((part) => parts[part]) : value);
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
  const values = numbers(of.s ?? of.n ?? "");
  if (of.runs) {
    const runs = numbers(of.runs) as number[];
    return values.flatMap((value, place) => new Array<unknown>(runs[place]!).fill(value));
  }
  if (!of.steps) return values;
  const all = new Array<unknown>(count).fill(of.or);
  summed(numbers(of.steps) as number[]).forEach((place, each) => (all[place] = values[each]));
  return all;
}

/** Numbers and lists of them, from their signs. */
function numbers(written: Numbers): unknown[] {
  if (typeof written !== "string") return [...written];
  const whole: unknown[] = [];
  const above: unknown[][] = [];
  let into = whole;
  let [number, unit] = [0, 1];
  for (const sign of written) {
    if (sign === "[") {
      const inner: unknown[] = [];
      into.push(inner);
      above.push(into);
      into = inner;
    } else if (sign === "]") into = above.pop()!;
    else {
      const digit = DIGIT.get(sign)!;
      number += (digit % BASE) * unit;
      unit *= BASE;
      if (digit >= BASE) continue;
      into.push(number % 2 ? -(number + 1) / 2 : number / 2);
      [number, unit] = [0, 1];
    }
  }
  return whole;
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
