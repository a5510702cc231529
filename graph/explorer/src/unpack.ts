/** Reads the tables as `graph/pactgraph/explorer/packed.py` wrote them. */
import type { Tables } from "./rows";

interface Column {
  readonly n?: readonly unknown[];
  readonly s?: readonly unknown[];
  readonly d?: readonly (readonly number[])[];
  readonly runs?: readonly number[];
  readonly steps?: readonly number[];
  readonly or?: unknown;
}
export interface Packed {
  readonly texts: readonly string[];
  readonly tables: Record<string, { readonly rows: number; readonly columns: Record<string, Column> }>;
}

/** Numbers from what each is more than the one before. */
function added(steps: unknown): number[] {
  let sum = 0;
  return (steps as readonly number[]).map((step) => (sum += step));
}

export function unpack(packed: Packed): Tables {
  const text = (value: unknown): unknown =>
    typeof value === "number" ? packed.texts[value] : (value as readonly unknown[]).map(text);
  const column = (of: Column, count: number): unknown[] => {
    const read = of.s ? text : of.d ? added : (value: unknown) => value;
    const values = (of.s ?? of.d ?? of.n ?? []).map(read);
    if (of.runs) return values.flatMap((value, place) => new Array<unknown>(of.runs![place]!).fill(value));
    if (!of.steps) return values;
    const all = new Array<unknown>(count).fill(read(of.or));
    let place = 0;
    of.steps.forEach((step, each) => {
      place += step;
      all[place] = values[each];
    });
    return all;
  };
  const table = ({ rows, columns }: Packed["tables"][string]): object[] => {
    const named = Object.entries(columns).map(([name, of]) => [name, column(of, rows)] as const);
    return Array.from({ length: rows }, (_, place) =>
      Object.fromEntries(named.map(([name, values]) => [name, values[place]])),
    );
  };
  return Object.fromEntries(Object.entries(packed.tables).map(([name, of]) => [name, table(of)])) as unknown as Tables;
}
