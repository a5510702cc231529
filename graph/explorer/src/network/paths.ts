/** The shortest few ways from one thing to another along relations of the day. */
import type { Statement } from "../world";
import type { Ties } from "./selection";
import { isAttribute, otherEnd } from "./selection";

const MOST_PATHS = 5;
/** Farther apart than this says nothing. */
const FARTHEST = 6;
/** Steps of the search; it ends here whatever the graph. */
const PATIENCE = 20_000;

/**
 * Fewest steps first; of equals those through fewest countries and places, since many things that have nothing to do
 * with each other are in one country; then by id. Longer ways by one step fill up where fewer than three are shortest.
 */
export function paths(ties: Ties, from: string, to: string): string[][] {
  const { world } = ties;
  const passes = (id: string) => id === from || id === to || !isAttribute(world, id);
  const near = (id: string) => [...new Set(ties.of(id).map((one) => otherEnd(one, id)))].filter(passes).sort();
  const distance = new Map([[to, 0]]);
  for (let edge = [to], step = 1; edge.length && step <= FARTHEST + 1; step++) {
    const next = [...new Set(edge.flatMap(near))].filter((id) => !distance.has(id));
    for (const id of next) distance.set(id, step);
    edge = next;
  }
  const shortest = distance.get(from);
  if (!shortest || shortest > FARTHEST) return [];
  let patience = PATIENCE;
  const walk = (way: readonly string[], left: number, found: string[][]) => {
    const here = way[way.length - 1]!;
    if (here === to) return void (left === 0 && found.push([...way]));
    for (const id of near(here)) {
      if (patience-- <= 0) return;
      // A way that came back to itself would be longer by two steps, and is never asked for.
      if ((distance.get(id) ?? Infinity) <= left - 1) walk([...way, id], left - 1, found);
    }
  };
  const places = (way: readonly string[]) => way.slice(1, -1).filter((id) => ["country", "place"].includes(world.things.get(id)!.type)).length;
  const ways = (length: number) => {
    const found: string[][] = [];
    walk([from], length, found);
    return found.sort((one, other) => places(one) - places(other) || (one.join(" ") < other.join(" ") ? -1 : 1));
  };
  const found = ways(shortest);
  if (found.length < 3) found.push(...ways(shortest + 1));
  return found.slice(0, MOST_PATHS);
}

/** What ties two things that stand next to each other on a path. */
export const step = (ties: Ties, one: string, other: string): Statement[] => ties.of(one).filter((each) => otherEnd(each, one) === other);
