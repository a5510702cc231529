/** What the map counts in each place: work on the day, stated problems, figures, gaps. Work by the rules of `analysis/presence.py`. */
import type { Activity, Backing, Surety } from "./activity";
import { activities, around, goingOn, holds, liesIn, proof, telling, TIES, weakest, wholesOf } from "./activity";
import type { Clock } from "./clock";
import { isPlain, period } from "./clock";
import type { Figure, Finding, Statement, World } from "./world";
import { locator } from "./world";

export type Show = "work" | "problems" | "gaps";

/** One thing that is told of a place: how surely it is so on the day, and by which statements. */
export interface Piece {
  readonly id: string;
  readonly reading: Surety;
  readonly statements: readonly Statement[];
}
export type Pieces = ReadonlyMap<string, readonly Piece[]>;

export interface Counts extends Record<Show, Pieces> {
  readonly figures: ReadonlyMap<string, readonly Figure[]>;
}

/** Stages after which nobody is at work, and those before which nobody is yet. */
const OVER: ReadonlySet<string> = new Set(["ended", "completed", "dropped"]);
const BEFORE: ReadonlySet<string> = new Set(["proposed", "asked", "drafted", "planned", "approved"]);
const STATING: ReadonlySet<string> = new Set(["challenge", "need"]);

/** Everything by place; a place holds what is told of the places in it. An empty theme stands for all. */
export function countsOf(world: World, clock: Clock, theme: string, findings: readonly Finding[]): Counts {
  const wholes = wholesOf(world);
  const isOn = (themes: readonly string[]): boolean => !theme || themes.some((each) => around(each, broaderOf(world)).includes(theme));
  const problems = new Map<string, Piece[]>();
  const gaps = new Map<string, Piece[]>();
  const figures = new Map<string, Figure[]>();
  for (const thing of world.things.values()) {
    if (!STATING.has(thing.type) || !thing.sources[0] || !clock.knows(locator(thing.sources[0]).document) || !isOn(thing.themes)) continue;
    const said = (world.about.get(thing.id) ?? []).filter(
      (one) => one.subject === thing.id && one.predicate === "located_in" && clock.knows(one.document) && (one.days[0] <= clock.last || clock.possibly(one)),
    );
    for (const place of new Set(said.flatMap((one) => around(one.object, wholes)))) {
      const statements = said.filter((one) => around(one.object, wholes).includes(place));
      add(problems, place, { id: thing.id, reading: holds(clock, statements) === "certain" ? "certain" : "possible", statements });
    }
  }
  for (const one of findings) {
    if (!one.gap || !isOn(one.theme ? [one.theme] : [])) continue;
    const statements = one.statements.map((number) => world.statements[number]!);
    if (one.country) for (const place of around(one.country, wholes)) add(gaps, place, { id: one.id, reading: one.reading as Surety, statements });
  }
  for (const one of theme ? [] : world.figures) {
    const begins = period(/^\d{4}(-\d\d){0,2}/.exec(one.when)?.[0] ?? "")?.[0] ?? "";
    if (one.place && clock.knows(one.locator.document) && begins <= clock.last) for (const place of around(one.place, wholes)) add(figures, place, one);
  }
  return { work: workOf(world, clock, theme), problems, gaps, figures };
}

/** How many are there certainly, and how many only possibly. */
export function tally(pieces: readonly Piece[] | undefined): readonly [certain: number, possible: number] {
  const certain = (pieces ?? []).filter((one) => one.reading === "certain").length;
  return [certain, (pieces?.length ?? 0) - certain];
}

function workOf(world: World, clock: Clock, theme: string): Pieces {
  const found = new Map<string, Piece[]>();
  for (const one of activities(world, clock).values()) {
    const backing = atWork(world, clock, one);
    if (!backing) continue;
    const vouching = goingOn(clock, one, backing.statements);
    const themes = one.themes.get(theme);
    const onTheme = !theme ? "certain" : themes ? liesIn(clock, themes, vouching) : null;
    for (const [place, statements] of one.places) {
      const reading = weakest(onTheme, liesIn(clock, statements, vouching), backing.reading);
      if (reading) add(found, place, { id: one.id, reading, statements: [...new Set([...proof(clock, one, theme, place), ...backing.statements])] });
    }
  }
  return found;
}

/** Whether anybody is at work on it on the day; where nobody is named, that it has begun makes it possible. */
function atWork(world: World, clock: Clock, one: Activity): Backing | null {
  const ties = one.statements.filter((each) => TIES.has(each.predicate));
  const stages = (world.about.get(one.id) ?? []).filter((each) => each.subject === one.id && each.predicate === "stage" && clock.knows(each.document) && isPlain(each));
  const begun = stages.filter((each) => !OVER.has(each.value) && !BEFORE.has(each.value));
  const over = stages.some((each) => OVER.has(each.value) && (each.when ? each.days[1] < clock.first : clock.first >= clock.seen(each.document)));
  if (ties.length) {
    const reading = holds(clock, ties);
    return reading && !(over && reading === "possible") ? { reading, statements: telling(clock, ties) } : null;
  }
  if (over || (stages.length && !begun.length) || (begun.length && begun.every((each) => each.days[0] > clock.last))) return null;
  const there = one.statements.filter((each) => isPlain(each) && liesIn(clock, [each], new Set()));
  return there.length || begun.length ? { reading: "possible", statements: [...there, ...begun] } : null;
}

function broaderOf(world: World): ReadonlyMap<string, readonly string[]> {
  let found = broader.get(world);
  if (!found) {
    found = new Map([...world.things.values()].filter((thing) => thing.broader).map((thing) => [thing.id, [thing.broader]]));
    broader.set(world, found);
  }
  return found;
}
const broader = new WeakMap<World, ReadonlyMap<string, readonly string[]>>();

function add<T>(to: Map<string, T[]>, place: string, one: T): void {
  const found = to.get(place);
  if (found) found.push(one);
  else to.set(place, [one]);
}
