/** The picture as shapes: boxes with names that never overlap, and lines between them with their words. */
import type { Clock, State } from "../clock";
import { state } from "../clock";
import type { Statement, World } from "../world";
import { nameOf, spaced } from "../words";
import type { Band, Plan, Spot } from "./columns";
import { arrange, HEAD, STRIP } from "./columns";
import { LINE, width, wrapped } from "./label";
import type { Kind, Line, Tone } from "./looks";
import { kindOf, lineOf, toneOf } from "./looks";
import { byPlace } from "./places";
import type { Selection } from "./selection";

export interface Box {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  readonly label: readonly string[];
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  readonly height: number;
}
type Point = readonly [number, number];

/** A line between two boxes; `words` has the relation, `sum` the amount as stated. */
export interface Wire {
  readonly one: Statement;
  readonly line: Line;
  readonly tone: Tone;
  readonly state: State;
  readonly curve: readonly [Point, Point, Point, Point];
  /** Whether it arrives going right (1) or left (-1). */
  readonly into: number;
  readonly words: string;
  readonly sum: string;
  /** Whether its quieter end, where there is room for words, is its beginning. */
  readonly quietStart: boolean;
}
export interface Scene {
  readonly boxes: readonly Box[];
  readonly bands: readonly Band[];
  readonly width: number;
  readonly height: number;
}

/** Where a name begins beside its shape, or within its box. */
export const TEXT = [26, 9] as const;
const MOST_LINES = 4;

/** Places every node of the selection, shown or filtered out, so that filters move nothing. */
export function scene(clock: Clock, selection: Selection, layout: string, columns?: ReadonlyMap<string, number>): Scene {
  const { world } = clock;
  const backs = backers(selection);
  const drawn = selection.nodes.map((id) => {
    const thing = world.things.get(id)!;
    const kind = kindOf(clock, thing);
    const text = thing.lead ? `${thing.lead.replace(/^\S+ ?/, "")}: ${thing.label}`.replace(/^: /, "") : thing.label;
    const start = TEXT[kind.shape ? 0 : 1];
    const label = wrapped(text, STRIP - start - (kind.shape ? 4 : TEXT[1]), MOST_LINES, thing.lead !== "");
    const height = Math.max(24, label.length * LINE + 8);
    const asBacker = (thing.type === "country" || thing.type === "organisation") && (backs.get(id) ?? 0) > 0;
    return { thing, kind, label, start, spot: { id, name: thing.label, column: columns?.get(id) ?? (asBacker ? 0 : kind.column), height } };
  });
  const spots: Spot[] = drawn.map(({ spot }) => spot);
  const plan: Plan = layout === "map" ? byPlace(world, spots) : arrange(spots, selection.lines.map((one) => [one.subject, one.object] as const));
  const boxes = drawn.map(({ thing, kind, label, start, spot }): Box => {
    const [left, middle] = plan.at.get(thing.id)!;
    const wide = Math.max(...label.map((line) => width(line)));
    return { id: thing.id, kind, name: nameOf(thing), label, left, right: kind.shape ? left + start + wide + 4 : left + STRIP, middle, height: spot.height };
  });
  return { boxes, bands: plan.bands, width: plan.width, height: plan.height };
}

/** Who supports more than it implements stands with the funders. */
function backers({ lines }: Selection): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { subject, predicate } of lines) {
    const weight = predicate === "supports" ? 1 : predicate === "implements" ? -1 : 0;
    found.set(subject, (found.get(subject) ?? 0) + weight);
  }
  return found;
}

/** The relation as a word on a line. */
export const relation = (one: Statement): string => (one.predicate === "co_chairs" ? "co-chairs" : spaced(one.predicate));

/** The lines, spread along the sides of their boxes so that none hides another. */
export function wires(world: World, clock: Clock, boxes: ReadonlyMap<string, Box>, lines: readonly Statement[]): Wire[] {
  const ends = lines.map((one) => {
    const [from, to] = [boxes.get(one.subject)!, boxes.get(one.object)!];
    // Side by side they face each other; one above the other the line goes round at the right.
    const out = to.left >= from.right ? 1 : from.left >= to.right ? -1 : 1;
    const across = to.left >= from.right || from.left >= to.right;
    return { one, from, to, out, into: across ? out : -1, across };
  });
  const sides = new Map<string, { readonly place: number; readonly start: boolean; readonly other: number }[]>();
  const add = (key: string, place: number, start: boolean, other: number) => {
    const side = sides.get(key);
    if (side) side.push({ place, start, other });
    else sides.set(key, [{ place, start, other }]);
  };
  ends.forEach(({ from, to, out, into }, place) => {
    add(`${from.id} ${out}`, place, true, to.middle);
    add(`${to.id} ${-into}`, place, false, from.middle);
  });
  const shift = new Map<string, number>();
  const busy = new Map<string, number>();
  for (const [key, all] of sides) {
    const id = key.slice(0, key.lastIndexOf(" "));
    busy.set(id, (busy.get(id) ?? 0) + all.length);
    all.sort((one, other) => one.other - other.other || one.place - other.place);
    const step = Math.min(7, (boxes.get(id)!.height - 8) / all.length);
    all.forEach((each, place) => shift.set(`${each.place} ${each.start}`, (place - (all.length - 1) / 2) * step));
  }
  const others = [...boxes.values()];
  return ends.map(({ one, from, to, out, into, across }, place): Wire => {
    const y1 = from.middle + shift.get(`${place} true`)!;
    const y2 = to.middle + shift.get(`${place} false`)!;
    const [x1, x2] = [out > 0 ? from.right : from.left, into > 0 ? to.left : to.right];
    const bend = across ? Math.max(24, Math.abs(x2 - x1) * 0.45) : 20 + Math.min(34, Math.abs(y2 - y1) * 0.1);
    const far = Math.max(x1, x2) + bend;
    const found = state(one, clock);
    const course = (bow: number): Wire["curve"] =>
      across ? [[x1, y1], [x1 + out * bend, y1 + bow], [x2 - into * bend, y2 + bow], [x2, y2]] : [[x1, y1], [far, y1], [far, y2], [x2, y2]];
    const hides = (curve: Wire["curve"]) => {
      const points = STOPS.map((t) => on(curve, t));
      return on(curve, 0.5)[1] < HEAD || others.some((box) => box !== from && box !== to && points.some((at) => isIn(box, at)));
    };
    const straight = course(0);
    return {
      one,
      line: lineOf(world, one.predicate),
      tone: one.predicate === "maybe_same_as" && found === "in force" ? "pale" : toneOf(found),
      state: found,
      curve: across && ends.length <= FEW ? [straight, ...BOWS.map(course)].find((curve) => !hides(curve)) ?? straight : straight,
      into,
      words: relation(one),
      sum: one.amount.replace(/ \([^)]*\)$/, ""),
      quietStart: busy.get(from.id)! < busy.get(to.id)!,
    };
  });
}

/** Up to so many lines, each bows so far as to run behind no box that it does not end at, if it can. */
const FEW = 80;
const BOWS = [30, -30, 60, -60, 90, -90, 130, -130];
const STOPS = [0.15, 0.25, 0.35, 0.45, 0.5, 0.55, 0.65, 0.75, 0.85];
const isIn = (box: Box, [x, y]: Point): boolean => x > box.left && x < box.right && Math.abs(y - box.middle) < box.height / 2;

/** A point on the curve, 0 at its beginning and 1 at its end. */
export function on([a, b, c, d]: Wire["curve"], t: number): Point {
  const u = 1 - t;
  const mix = (place: 0 | 1) => u ** 3 * a[place] + 3 * u * u * t * b[place] + 3 * u * t * t * c[place] + t ** 3 * d[place];
  return [mix(0), mix(1)];
}

export interface Caption {
  readonly wire: Wire;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly wide: number;
}
/** Size of words on lines. */
export const SMALL = 11;
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
const QUIET = [0.2, 0.3, 0.4, 0.12, 0.5, 0.6, 0.7, 0.8];

/** Words on lines where they hide nothing; a word that finds no room is left out, unless `anyway`. */
export function captions(boxes: readonly Box[], named: readonly (readonly [Wire, string])[], height: number, anyway = false): Caption[] {
  const full: [number, number, number, number][] = boxes.map((box) => [box.left, box.middle - box.height / 2, box.right, box.middle + box.height / 2]);
  const found: Caption[] = [];
  for (const [wire, text] of named) {
    const wide = width(text, SMALL);
    const at = (place: number): [number, number, number, number] => {
      const [x, y] = on(wire.curve, wire.quietStart ? place : 1 - place);
      return [x - wide / 2 - 2, y - 7, x + wide / 2 + 2, y + 7];
    };
    const isFree = ([l, t, r, b]: [number, number, number, number]) =>
      l >= 0 && t >= 0 && b <= height && full.every(([left, top, right, bottom]) => r <= left || l >= right || b <= top || t >= bottom);
    const spot = (anyway ? QUIET : PLACES).map(at).find(isFree) ?? (anyway ? at(0.2) : undefined);
    if (!spot) continue;
    full.push(spot);
    found.push({ wire, text, x: (spot[0] + spot[2]) / 2, y: (spot[1] + spot[3]) / 2, wide });
  }
  return found;
}
