/** Who works on what where: activities with their places, themes and donors. The same rules as `analysis/activity.py`. */
import type { Clock, Reading } from "./clock";
import { isPlain } from "./clock";
import type { Statement, World } from "./world";

export type Surety = "certain" | "possible";
type Links = Map<string, Statement[]>;

export interface Activity {
  readonly id: string;
  readonly statements: Statement[];
  readonly themes: Links;
  readonly places: Links;
  readonly funders: Links;
  readonly supporters: Links;
  readonly wholes: Links;
  readonly borrowed: Statement[];
}
export interface Backing {
  readonly reading: Surety;
  readonly statements: readonly Statement[];
}

export const UNSTATED = "unstated";
export const TIES: ReadonlySet<string> = new Set(["funds", "supports", "implements"]);
const LASTING: ReadonlySet<string> = new Set(["addresses", "operates_in", "located_in"]);

function activity(id: string): Activity {
  return {
    id,
    statements: [],
    themes: new Map(),
    places: new Map(),
    funders: new Map(),
    supporters: new Map(),
    wholes: new Map(),
    borrowed: [],
  };
}

function add(links: Links, key: string, statement: Statement): void {
  const found = links.get(key);
  if (found) found.push(statement);
  else links.set(key, [statement]);
}

/** Every activity of which the documents known speak, by id. */
export function activities(world: World, clock: Clock): Map<string, Activity> {
  const states = statesOf(world);
  const wholes = wholesOf(world);
  const broader = new Map<string, string[]>();
  const found = new Map<string, Activity>();
  for (const thing of world.things.values()) {
    if (thing.type === "theme" && thing.broader) broader.set(thing.id, [thing.broader]);
    if (thing.type === "programme") found.set(thing.id, activity(thing.id));
  }
  const typeOf = (id: string): string => world.things.get(id)?.type ?? "";

  const qualify = (one: Activity, statement: Statement): void => {
    one.statements.push(statement);
    for (const theme of statement.themes) for (const each of around(theme, broader)) add(one.themes, each, statement);
    for (const place of statement.places) for (const each of around(place, wholes)) add(one.places, each, statement);
  };
  const helpFor = (target: string, statement: Statement): Activity => {
    let one = found.get(statement.id);
    if (!one) {
      one = activity(statement.id);
      found.set(one.id, one);
    }
    if (statement.status === "denied") return one;
    const thing = world.things.get(target);
    const isPlace = thing?.type === "country" || thing?.type === "place";
    const places = isPlace ? [target] : [...(states.get(target) ?? [])];
    if (thing?.lead) {
      places.push(...thing.places);
      for (const theme of thing.themes) for (const each of around(theme, broader)) add(one.themes, each, statement);
    }
    for (const place of places) for (const each of around(place, wholes)) add(one.places, each, statement);
    return one;
  };

  for (const statement of world.statements) {
    const { subject, object: target, predicate } = statement;
    if (!clock.knows(statement.document)) continue;
    if (TIES.has(predicate) && target) {
      const byProgramme = typeOf(subject) === "programme";
      let one = found.get(target);
      if (!one && predicate !== "implements" && !byProgramme) one = helpFor(target, statement);
      if (!one) continue;
      if (predicate === "implements" && found.has(subject) && isPlain(statement)) add(one.wholes, subject, statement);
      if (statement.status === "denied") one.statements.push(statement);
      else qualify(one, statement);
      if (predicate === "implements" || byProgramme) continue;
      const donors = predicate === "funds" ? one.funders : one.supporters;
      for (const donor of states.get(subject) ?? [subject]) add(donors, donor, statement);
    } else {
      const one = found.get(subject);
      if (!one) continue;
      if (predicate === "addresses" && target) {
        one.statements.push(statement);
        for (const each of around(target, broader)) add(one.themes, each, statement);
      } else if ((predicate === "operates_in" || predicate === "located_in") && target) {
        qualify(one, statement);
        for (const each of around(target, wholes)) add(one.places, each, statement);
      } else if (predicate === "part_of" && found.has(target) && isPlain(statement)) {
        add(one.wholes, target, statement);
      } else if (predicate === "not_funded") {
        one.statements.push(statement);
      }
    }
  }
  for (const one of found.values()) {
    for (const links of [one.funders, one.supporters]) {
      for (const [donor, statements] of links) {
        links.set(donor, statements.filter((each) => !isBeside(each, donor, statements)));
      }
    }
  }
  inherit(found);
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A theme or a place, and all that it lies in. */
export function around(start: string, up: ReadonlyMap<string, readonly string[]>): string[] {
  const seen = [start];
  for (const node of seen) for (const above of up.get(node) ?? []) if (!seen.includes(above)) seen.push(above);
  return seen;
}

/** Whether one agency is said not to pay, which says nothing of what others of its state pay. */
function isBeside(denial: Statement, donor: string, statements: readonly Statement[]): boolean {
  if (denial.status !== "denied" || denial.subject === donor) return false;
  return !statements.some((each) => each.subject === denial.subject && each.status !== "denied");
}

/** Gives parts that name no theme, or no place, those of their nearest wholes that name any. */
function inherit(found: ReadonlyMap<string, Activity>): void {
  const before = new Map([...found].map(([id, one]) => [id, { themes: new Map(one.themes), places: new Map(one.places) }]));
  for (const one of found.values()) {
    for (const kind of ["themes", "places"] as const) {
      const mine = one[kind];
      let level: Links = new Map(one.wholes);
      const seen = new Set([one.id]);
      while (level.size && !mine.size) {
        const above: Links = new Map();
        for (const [whole, links] of level) {
          for (const [each, statements] of before.get(whole)![kind]) {
            const held = mine.get(each) ?? [];
            mine.set(each, [...held, ...statements.filter((s) => !held.includes(s))]);
            for (const link of links) if (!one.borrowed.includes(link)) one.borrowed.push(link);
          }
          for (const [higher, more] of found.get(whole)!.wholes) {
            above.set(higher, [...(above.get(higher) ?? []), ...links, ...more]);
          }
        }
        for (const whole of level.keys()) seen.add(whole);
        level = new Map([...above].filter(([whole]) => !seen.has(whole)));
      }
    }
  }
}

/** What it is a part of, through any number of parts, nearest first, with the links. */
function allWholes(found: ReadonlyMap<string, Activity>, one: Activity): Links {
  const links: Links = new Map();
  const below = [one];
  for (const part of below) {
    for (const [whole, statements] of part.wholes) {
      if (links.has(whole) || whole === one.id) continue;
      links.set(whole, [...(links.get(part.id) ?? []), ...statements]);
      below.push(found.get(whole)!);
    }
  }
  return links;
}

/** What each place lies in. */
export function wholesOf(world: World): Map<string, string[]> {
  const up = new Map<string, string[]>();
  const typeOf = (id: string): string => world.things.get(id)?.type ?? "";
  for (const one of world.statements) {
    if ((one.predicate !== "part_of" && one.predicate !== "located_in") || !isPlain(one) || !one.object) continue;
    const into = typeOf(one.object);
    if (typeOf(one.subject) !== "place" || (into !== "country" && into !== "place")) continue;
    up.set(one.subject, [...(up.get(one.subject) ?? []), one.object]);
  }
  return up;
}

/** The states that each body is part of, through any number of bodies. */
export function statesOf(world: World): Map<string, string[]> {
  const up = new Map<string, string[]>();
  for (const one of world.statements) {
    if (one.predicate === "part_of" && one.object && isPlain(one)) {
      up.set(one.subject, [...(up.get(one.subject) ?? []), one.object]);
    }
  }
  const found = new Map<string, string[]>();
  for (const thing of world.things.values()) {
    if (thing.type !== "organisation") continue;
    const countries = around(thing.id, up).filter((id) => world.things.get(id)?.type === "country");
    if (countries.length) found.set(thing.id, countries.sort());
  }
  return found;
}

/** Who pays for it (or supports it) on the day; who does so for a whole of it does so perhaps. */
export function backers(
  clock: Clock,
  found: ReadonlyMap<string, Activity>,
  one: Activity,
  way: "funders" | "supporters",
): Map<string, Backing> {
  const backing = new Map<string, Backing>();
  const ways: [Activity, readonly Statement[], Surety][] = [[one, [], "certain"]];
  for (const [whole, links] of allWholes(found, one)) ways.push([found.get(whole)!, links, "possible"]);
  for (const [each, links, best] of ways) {
    for (const [donor, statements] of each[way]) {
      const reading = weakest(best, holds(clock, statements));
      if (reading && !backing.has(donor)) {
        backing.set(donor, { reading, statements: [...links, ...telling(clock, statements)] });
      }
    }
  }
  return backing;
}

/** Those that `holds` went by: what holds, and what denies it. */
export function telling(clock: Clock, statements: readonly Statement[]): Statement[] {
  return statements.filter((one) => there(clock, one) || denies(clock, one));
}

/** `certain` if one of the statements certainly holds and none denies it, `possible` if one may, else null. */
export function holds(clock: Clock, statements: Iterable<Statement>): Surety | null {
  let reading: Surety | null = null;
  let denied = false;
  for (const one of statements) {
    if (clock.certainly(one)) reading = "certain";
    else if (denies(clock, one)) denied = true;
    else if (!reading && there(clock, one)) reading = "possible";
  }
  return denied && reading ? "possible" : reading;
}

/** As `holds`, for themes and places: told without a date, they go for as long as the same document has the work go on. */
export function liesIn(clock: Clock, statements: readonly Statement[], vouching: ReadonlySet<string>): Surety | null {
  const reading = holds(clock, statements);
  if (reading === "certain" || statements.some((one) => denies(clock, one))) return reading;
  const lasting = statements.filter(isLasting);
  if (lasting.some((one) => vouching.has(one.document))) return "certain";
  return lasting.length ? "possible" : reading;
}

/** The documents that have the activity certainly go on, by who pays for it or carries it out. */
export function goingOn(clock: Clock, one: Activity, besides: readonly Statement[] = []): Set<string> {
  const told = [...one.statements, ...besides].filter((each) => TIES.has(each.predicate) && clock.certainly(each));
  return new Set(told.map((each) => each.document));
}

/** The statements that put it on a theme in a place. */
export function proof(clock: Clock, one: Activity, theme: string, place: string): Statement[] {
  const found = [...(one.themes.get(theme) ?? []), ...(one.places.get(place) ?? [])];
  return [...one.borrowed, ...found.filter((each) => isLasting(each) || clock.possibly(each))];
}

function isLasting(one: Statement): boolean {
  return LASTING.has(one.predicate) && !one.when && isPlain(one) && (one.status === "" || one.status === "active");
}

function there(clock: Clock, one: Statement): boolean {
  return clock.possibly(one) && clock.reading(one) !== ("planned" satisfies Reading);
}

function denies(clock: Clock, one: Statement): boolean {
  return one.rank !== "outranked" && clock.reading(one) === "denied";
}

/** What holds of several things together: none if one does not, possible if one is only that. */
export function weakest(...readings: readonly (Surety | null)[]): Surety | null {
  if (readings.includes(null)) return null;
  return readings.includes("possible") ? "possible" : "certain";
}
