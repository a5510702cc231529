/** What two days, two donors or two countries have in common, and what only one of them has. */
import { activities, around, backers, statesOf, wholesOf } from "./activity";
import type { State } from "./clock";
import { Clock, isPlain, period, state, stateText } from "./clock";
import type { Cell, Coverage } from "./coverage";
import type { Statement, World } from "./world";

export type Side = "a" | "both" | "b";
export type Change = "began" | "ended" | "passed" | "perhaps" | "seen" | "learnt" | "other";

/** A word on one side, with what opens behind it: evidence, or the page of a thing. */
export interface Bit {
  readonly text: string;
  readonly ev?: string;
  readonly thing?: string;
}
/** One line: what it is of, and what is told of it on either side; nothing told is an empty list. */
export interface Line {
  readonly ids: readonly string[];
  readonly a: readonly Bit[];
  readonly b: readonly Bit[];
}

export function sideOf(line: Line): Side {
  return line.a.length && line.b.length ? "both" : line.a.length ? "a" : "b";
}

/** Lines by a key of ids joined by a space, those of the first alone before those of both. */
class Lines {
  private readonly found = new Map<string, { a: Bit[]; b: Bit[] }>();

  add(side: "a" | "b", key: string, bit: Bit): void {
    const held = this.found.get(key) ?? { a: [], b: [] };
    this.found.set(key, held);
    held[side].push(bit);
  }

  list(): Line[] {
    const lines = [...this.found].map(([key, held]) => ({ ids: key.split(" "), ...held }));
    const order: Record<Side, number> = { a: 0, both: 1, b: 2 };
    return lines.sort((one, other) => order[sideOf(one)] - order[sideOf(other)]);
  }
}

const SIDES = ["a", "b"] as const;
type Say = (cell: Cell) => string;

/** Themes and places that the donors cover. */
export function cells(coverage: Coverage, donors: readonly [string, string], say: Say): Line[] {
  const lines = new Lines();
  for (const cell of coverage.cells.values()) {
    if (cell.state !== "covered") continue;
    SIDES.forEach((side, at) => {
      if (cell.donor === donors[at]) lines.add(side, `${cell.theme} ${cell.place}`, { text: say(cell), ev: `c/${cell.donor}/${cell.place}/${cell.theme}` });
    });
  }
  return lines.list();
}

/** The pieces of work that the donors themselves pay for or support on the day. */
export function work(world: World, clock: Clock, donors: readonly [string, string]): Line[] {
  const lines = new Lines();
  const found = activities(world, clock);
  for (const one of found.values()) {
    for (const way of ["funders", "supporters"] as const) {
      const backed = backers(clock, found, one, way);
      SIDES.forEach((side, at) => {
        const backing = one[way].has(donors[at]!) ? backed.get(donors[at]!)?.statements ?? [] : [];
        if (backing.every((each) => each.status === "denied")) return;
        for (const each of backing) lines.add(side, one.id, told(each, clock, world));
      });
    }
  }
  return lines.list();
}

const SIGNED: ReadonlySet<string> = new Set(["signs", "adopts"]);

/** Where a state or body, or a body of that state, has a seat or a signature. */
export function seats(world: World, clock: Clock, actors: readonly [string, string]): Line[] {
  const lines = new Lines();
  const states = statesOf(world);
  for (const one of world.statements) {
    const predicate = world.predicates.get(one.predicate);
    if (!one.object || predicate?.negative || !(predicate?.family === "seat" || SIGNED.has(one.predicate)) || !tells(one, clock)) continue;
    SIDES.forEach((side, at) => {
      if (isOf(one.subject, actors[at]!, states)) lines.add(side, one.object, told(one, clock, world));
    });
  }
  return lines.list();
}

/** What is covered in the countries by anybody: by theme, or by donor. */
export function covered(coverage: Coverage, places: readonly [string, string], by: "theme" | "donor", say: (work: number, certain: boolean) => string): Line[] {
  const lines = new Lines();
  SIDES.forEach((side, at) => {
    const found = new Map<string, Cell[]>();
    for (const cell of coverage.of(places[at]!)) if (cell.state === "covered") found.set(cell[by], [...(found.get(cell[by]) ?? []), cell]);
    for (const [id, of] of found) {
      const pieces = new Set(of.flatMap((cell) => [...cell.funds, ...cell.supports]));
      lines.add(side, id, { text: say(pieces.size, of.some((cell) => cell.reading === "certain")), ev: `t/${places[at]}/${id}` });
    }
  });
  return lines.list();
}

/** Agreements that a country or a body of it has signed or joined by the day, each act a word. */
export function treaties(world: World, clock: Clock, countries: readonly [string, string]): Line[] {
  const lines = new Lines();
  const states = statesOf(world);
  for (const one of world.statements) {
    const type = world.things.get(one.object)?.type;
    const joins = one.predicate === "signs" || (one.predicate === "member_of" && type === "agreement");
    if (!joins || !tells(one, clock)) continue;
    SIDES.forEach((side, at) => {
      if (isOf(one.subject, countries[at]!, states)) lines.add(side, one.object, told(one, clock, world));
    });
  }
  return lines.list();
}

const ASKED: ReadonlySet<string> = new Set(["need", "priority"]);

/** Needs and priorities that name the country, a place in it, or are set by one of its bodies; by theme, an empty one where none is named. */
export function asks(world: World, clock: Clock, countries: readonly [string, string]): Line[] {
  const lines = new Lines();
  const wholes = wholesOf(world);
  const states = statesOf(world);
  const seen = new Set<string>();
  for (const one of world.statements) {
    const [item, where] = one.predicate === "located_in" ? [one.subject, one.object] : one.predicate === "prioritises" ? [one.object, ""] : ["", ""];
    const thing = world.things.get(item);
    if (!thing || (where && !ASKED.has(thing.type)) || !tells(one, clock)) continue;
    SIDES.forEach((side, at) => {
      const country = countries[at]!;
      if (!(where ? around(where, wholes).includes(country) : isOf(one.subject, country, states))) return;
      const themes = thing.type === "theme" ? [thing.id] : thing.themes.length ? thing.themes : one.themes;
      for (const theme of themes.length ? themes : [""]) {
        if (seen.has(`${side} ${theme} ${item}`)) continue;
        seen.add(`${side} ${theme} ${item}`);
        lines.add(side, theme, { text: thing.lead ? `${thing.lead}: ${thing.label}` : thing.label, ev: `s/${one.id}` });
      }
    });
  }
  return lines.list();
}

/** Whether a document known tells it as a fact, and not only of later days. */
function tells(one: Statement, clock: Clock): boolean {
  return clock.knows(one.document) && isPlain(one) && one.days[0] <= clock.last;
}

function isOf(body: string, actor: string, states: ReadonlyMap<string, readonly string[]>): boolean {
  return body === actor || Boolean(states.get(body)?.includes(actor));
}

/** A statement as its relation, its act if it names one, and its state. */
function told(one: Statement, clock: Clock, world: World): Bit {
  const act = one.facts.find(([term]) => term === "Act")?.[1];
  const phrase = world.predicates.get(one.predicate)?.phrase ?? one.predicate;
  return { text: `${phrase}${act ? ` (${act})` : ""}: ${stateText(one, clock)}`, ev: `s/${one.id}` };
}

export interface Shift {
  readonly statement: Statement;
  readonly change: Change;
  /** The state on the earlier day, as it was known for it; nothing if it was not known then. */
  readonly before: string;
  readonly after: string;
  /** Whether no document of the earlier day told it. */
  readonly late: boolean;
}

const THERE: ReadonlySet<State> = new Set(["in force", "perhaps", "last seen", "disputed", "suspended"]);

/** What reads otherwise on the later day. With `then`, each day is read from the documents known by it; none newer than `knownBy` counts. */
export function shifts(world: World, days: readonly [string, string], then: boolean, knownBy: string): { found: Shift[]; same: number } {
  const limit = period(knownBy)?.[1] ?? "";
  const by = (day: string): string => [then ? period(day)![1] : limit, limit].filter(Boolean).sort()[0] ?? "";
  const former = new Clock(world, days[0], by(days[0]));
  const latter = new Clock(world, days[1], by(days[1]));
  // The earlier day as it is known from all documents of the later one: what differs from then on is time's doing.
  const hindsight = new Clock(world, days[0], by(days[1]));
  const found: Shift[] = [];
  let same = 0;
  for (const statement of world.statements) {
    if (!latter.knows(statement.document)) continue;
    const late = !former.knows(statement.document);
    const change = changeOf(state(statement, hindsight), state(statement, latter), late);
    if (!change) same += 1;
    else found.push({ statement, change, before: late ? "" : stateText(statement, former), after: stateText(statement, latter), late });
  }
  return { found, same };
}

function changeOf(before: State, after: State, late: boolean): Change | null {
  if (before === after) return late ? "learnt" : null;
  // What a document does not say of a day did not begin after it.
  if (before === "not known") return "learnt";
  if (before === "not yet") return after === "ended" ? "passed" : after === "perhaps" ? "perhaps" : THERE.has(after) ? "began" : "other";
  if (after === "ended") return "ended";
  if (after === "perhaps") return "perhaps";
  return after === "last seen" || after === "not known" ? "seen" : "other";
}
