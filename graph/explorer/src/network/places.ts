/** Where each node stands by place: near the countries it has to do with, whatever else is shown or filtered. */
import type { World } from "../world";
import type { Plan, Spot } from "./columns";
import { STRIP } from "./columns";

const ROUNDS = 8;
/** A cell of the grid on which nodes stand; a root of degrees is so many cells wide and high, so that neighbours keep apart. */
const CELL = [STRIP + 46, 84] as const;
const SCALE = [0.32, 0.9] as const;
const EDGE = 20;

type Point = readonly [east: number, north: number];
const homes = new WeakMap<World, ReadonlyMap<string, Point>>();

/** Once for the whole graph: what has a point keeps it, all else stands in the middle of what it is tied to. */
function homesOf(world: World): ReadonlyMap<string, Point> {
  const known = homes.get(world);
  if (known) return known;
  const fixed = new Map<string, Point>();
  for (const { id, point } of world.things.values()) if (point.length) fixed.set(id, [Number(point[1]), Number(point[0])]);
  let found: ReadonlyMap<string, Point> = fixed;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map(fixed);
    for (const { id, places } of world.things.values()) {
      if (fixed.has(id)) continue;
      const ends = (world.about.get(id) ?? []).map((one) => (one.subject === id ? one.object : one.subject));
      const near = [...places, ...ends].map((end) => found.get(end)).filter((at) => at !== undefined);
      if (near.length) next.set(id, [mean(near.map((at) => at[0])), mean(near.map((at) => at[1]))]);
    }
    found = next;
  }
  homes.set(world, found);
  return found;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
const middle = (numbers: readonly number[]): number => [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? 0;
const root = (number: number): number => Math.sign(number) * Math.sqrt(Math.abs(number));

/** Each in turn takes the free cell that is nearest to its home, so what is added later moves nothing. */
export function byPlace(world: World, spots: readonly Spot[]): Plan {
  const all = homesOf(world);
  const points = [...all.values()];
  const centre: Point = [middle(points.map((at) => at[0])), middle(points.map((at) => at[1]))];
  const taken = new Map<string, readonly [number, number]>();
  const free = new Set<string>();
  const reach = Math.ceil(Math.sqrt(spots.length)) + 2;
  const steps: (readonly [number, number])[] = [];
  for (let x = -reach; x <= reach; x++) for (let y = -2 * reach; y <= 2 * reach; y++) steps.push([x, y]);
  steps.sort((one, other) => far(one) - far(other) || one[0] - other[0] || one[1] - other[1]);
  for (const { id } of spots) {
    const [east, north] = all.get(id) ?? centre;
    const home = [Math.round(root(east - centre[0]) * SCALE[0]), Math.round(-root(north - centre[1]) * SCALE[1])] as const;
    const at = steps.map(([x, y]) => [home[0] + x, home[1] + y] as const).find((cell) => !free.has(cell.join()))!;
    free.add(at.join());
    taken.set(id, at);
  }
  // Empty rows and columns say nothing.
  const across = [...new Set([...taken.values()].map(([x]) => x))].sort((one, other) => one - other);
  const down = [...new Set([...taken.values()].map(([, y]) => y))].sort((one, other) => one - other);
  const at = new Map([...taken].map(([id, [x, y]]) => [id, [across.indexOf(x) * CELL[0] + 8, (down.indexOf(y) + 0.5) * CELL[1]] as const]));
  return { at, bands: [], width: across.length * CELL[0] + EDGE, height: down.length * CELL[1] };
}

/** Aside is farther than down, so that the picture stays as wide as a screen. */
const far = ([x, y]: readonly [number, number]): number => (x * CELL[0] * 2) ** 2 + (y * CELL[1]) ** 2;
