/** A grid by keyboard: one tab stop, arrows move from cell to cell, Home and End to the ends of a row. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function useGrid(rows: number, columns: number) {
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const moved = useRef(false);
  const table = useRef<HTMLTableElement>(null);
  const row = Math.min(at[0], rows - 1);
  const column = Math.min(at[1], columns - 1);
  // At once: keys that follow each other closely must find the focus where the last one put it.
  useLayoutEffect(() => {
    if (moved.current) table.current?.querySelector<HTMLElement>("td a[tabindex='0']")?.focus();
    moved.current = false;
  }, [row, column]);
  const onKey = (event: KeyboardEvent) => {
    const step: Record<string, readonly [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Home: [0, -column],
      End: [0, columns - 1 - column],
    };
    const by = step[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || !(event.target as HTMLElement).closest("td")) return;
    event.preventDefault();
    moved.current = true;
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
    setAt([within(row + by[0], rows), within(column + by[1], columns)]);
  };
  /** What makes a link in a cell a stop of the grid. */
  const stop = (y: number, x: number) => ({ tabIndex: y === row && x === column ? 0 : -1, onFocus: () => setAt([y, x]) });
  return { table, onKey, stop };
}
