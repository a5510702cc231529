/** Where each thing stands in the overview: in the block of a country, there by kind, then by name. */
import type { Clock } from "../clock";
import type { Statement, World } from "../world";
import { label } from "../words";
import type { Kind } from "./looks";
import { KINDS, kindOf } from "./looks";
import { isAttribute } from "./selection";

/** Room of one mark, with its name beside it. */
export const CELL = [130, 46] as const;
const SPACE = 60;
/** Width to height of a block, and of the whole. */
const SHAPES = [1.7, 3.2] as const;
/** What nobody tells a country of asks its neighbours, so often. */
const ROUNDS = 2;

export interface Mark {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}
export interface Block {
  /** A country, or nothing. */
  readonly place: string;
  readonly name: string;
  readonly marks: readonly Mark[];
  readonly columns: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface Field {
  readonly blocks: readonly Block[];
  readonly marks: ReadonlyMap<string, Mark>;
  readonly blockOf: ReadonlyMap<string, string>;
  readonly width: number;
  readonly height: number;
}

export function field(world: World, clock: Clock, nowhere: string): Field {
  const blockOf = countries(world);
  const members = new Map<string, { id: string; kind: Kind; name: string; order: number }[]>();
  for (const thing of world.things.values()) {
    const kind = kindOf(clock, thing);
    const place = blockOf.get(thing.id) ?? "";
    const one = { id: thing.id, kind, name: thing.label, order: KINDS.indexOf(kind) };
    const found = members.get(place);
    if (found) found.push(one);
    else members.set(place, [one]);
  }
  const sorted = [...members].sort(([a, one], [b, other]) => Number(!a) - Number(!b) || other.length - one.length || (a < b ? -1 : 1));
  const size = (count: number) => {
    const columns = Math.ceil(Math.sqrt((count * SHAPES[0] * CELL[1]) / CELL[0]));
    const high = Math.ceil(count / columns) * CELL[1];
    return { columns, wide: columns * CELL[0], high, head: Math.max(CELL[1], high * 0.07) };
  };
  const area = sorted.reduce((sum, [, { length }]) => sum + (size(length).wide + SPACE) * (size(length).high + size(length).head + SPACE), 0);
  const room = Math.sqrt(area * SHAPES[1]);
  const blocks: Block[] = [];
  const marks = new Map<string, Mark>();
  let [left, top, tallest, width] = [0, 0, 0, 0];
  for (const [place, all] of sorted) {
    const { columns, wide, high, head } = size(all.length);
    if (left && left + wide > room) [left, top, tallest] = [0, top + tallest + SPACE, 0];
    all.sort((one, other) => one.order - other.order || (one.name < other.name ? -1 : one.name > other.name ? 1 : one.id < other.id ? -1 : 1));
    const placed = all.map(({ id, kind, name }, number): Mark => ({
      id, kind, name, x: left + (number % columns) * CELL[0], y: top + head + Math.floor(number / columns) * CELL[1],
    }));
    for (const mark of placed) marks.set(mark.id, mark);
    blocks.push({ place, name: place ? label(world, place) : nowhere, marks: placed, columns, left, top, right: left + wide, bottom: top + head + high });
    tallest = Math.max(tallest, head + high);
    width = Math.max(width, left + wide);
    left += wide + SPACE;
  }
  return { blocks, marks, blockOf, width, height: top + tallest };
}

/** The country with which a thing has most ties; then that of most of its neighbours. */
function countries(world: World): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, type } of world.things.values()) if (type === "country") found.set(id, id);
  for (let round = 0; round < ROUNDS; round++) {
    const votes = new Map<string, Map<string, number>>();
    const vote = (id: string, place: string | undefined) => {
      if (!id || !place || found.has(id) || isAttribute(world, id)) return;
      const mine = votes.get(id) ?? new Map<string, number>();
      mine.set(place, (mine.get(place) ?? 0) + 1);
      votes.set(id, mine);
    };
    const ends = ({ subject, object, places }: Statement) => {
      vote(subject, found.get(object));
      vote(object, found.get(subject));
      for (const place of places) [subject, object].forEach((end) => vote(end, found.get(place)));
    };
    world.statements.forEach(ends);
    for (const { id, places } of world.things.values()) for (const place of places) vote(id, found.get(place));
    for (const [id, mine] of votes) found.set(id, [...mine].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]![0]);
  }
  return found;
}
