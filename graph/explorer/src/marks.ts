/** Which of the worked-out pairs of days stands for the days that were chosen. */
import type { App } from "./app";
import type { Clock } from "./clock";
import type { MarkRow } from "./rows";
import type { Board } from "./world";

/** The number of the nearest at or before the chosen day, else of the first after it; from what was known then. -1 if nothing was. */
export function nearest(marks: readonly MarkRow[], clock: Clock): number {
  const known = marks.flatMap((mark, number) => (mark.known_by === clock.dataDay ? [number] : []));
  return known.filter((number) => marks[number]!.as_of <= clock.last).at(-1) ?? known[0] ?? -1;
}

/** The findings for the chosen days, as near as they were worked out. */
export function boardOf({ world, clock }: Pick<App, "world" | "clock">): Board {
  return world.board(nearest(world.marks, clock));
}

/** Whether the board is of the very days chosen, of one before, or of one after. */
export function distance({ mark }: Board, clock: Clock): "exact" | "before" | "after" {
  if (mark.as_of > clock.last) return "after";
  return clock.first === clock.last && mark.as_of === clock.last ? "exact" : "before";
}
