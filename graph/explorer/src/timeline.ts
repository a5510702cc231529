/** When things began and ended, as far as anybody says. The same rules as `analysis/timeline.py`. */
import { activities, around, UNSTATED, wholesOf } from "./activity";
import type { Clock } from "./clock";
import { BEGINNING, END, isPlain } from "./clock";
import type { Statement, World } from "./world";

/** The first and last day between which something lies. */
export type Between = readonly [first: string, last: string];

/** From when to when something lasts; an end that nobody states is null, never the day of the document. */
export interface Span {
  readonly thing: string;
  readonly kind: string;
  readonly began: Between | null;
  readonly ended: Between | null;
  /** A document states that it has no end. */
  readonly endless: boolean;
  /** When a document saw it at work, without saying when it began or ended. */
  readonly seen: Between | null;
  readonly statements: readonly Statement[];
}

/** The types of thing that last, or are held on a day, in the order of their lanes. */
export const KINDS = ["programme", "agreement", "framework", "event"] as const;
const OPENS = new Set(["started", "in-effect", "set-up", "signed", "adopted", "approved", "published"]);
const PERIODS = new Set(["covers", "extended"]);
const OVER = new Set(["completed", "ended", "dropped"]);
const ACTS = new Set(["adopts", "signs"]);
const TIES = new Set(["funds", "supports", "implements"]);
const DEEDS = new Set(["signs", "adopts", "amends", "succeeds", "responds_to"]);

type Told = readonly [Between, Statement];

/** The spans of all that last, those that began first at the head. */
export function timeline(world: World, clock: Clock): Span[] {
  const told = new Map<string, Statement[]>();
  for (const thing of world.things.values()) if ((KINDS as readonly string[]).includes(thing.type)) told.set(thing.id, []);
  for (const one of world.statements) {
    if (!isPlain(one) || !clock.knows(one.document) || (!one.when && one.predicate !== "not_held")) continue;
    told.get(one.subject)?.push(one);
    if (one.object !== one.subject) told.get(one.object)?.push(one);
  }
  const spans: Span[] = [];
  for (const [thing, statements] of told) {
    const kind = world.things.get(thing)!.type;
    const span = kind === "event" ? held(thing, statements) : lasting(thing, kind, statements);
    if (span) spans.push(span);
  }
  const key = (span: Span): string => `${(span.began ?? span.seen ?? span.ended ?? [END, END]).join(" ")} ${span.thing}`;
  return spans.map((span) => [key(span), span] as const).sort(([one], [other]) => (one < other ? -1 : 1)).map(([, span]) => span);
}

function lasting(thing: string, kind: string, told: readonly Statement[]): Span | null {
  let began: Told[] = [];
  const ended: Told[] = [];
  const periods: Statement[] = [];
  const running: Statement[] = [];
  const sightings: Statement[] = [];
  let endless = false;
  for (const one of told) {
    const isPeriod = one.when.includes("/");
    // A deed's certain days run on from it: the day itself is where they begin.
    const opened: Told = [[one.days[0], one.days[1]], one];
    if (one.predicate === "stage" && one.subject === thing) {
      if (PERIODS.has(one.value)) periods.push(one);
      else if (OPENS.has(one.value)) {
        began.push(opened);
        endless ||= isPeriod && one.when.endsWith("/..");
      } else if (OVER.has(one.value)) ended.push(opened);
    } else if (ACTS.has(one.predicate) && one.object === thing) began.push(opened);
    else if (TIES.has(one.predicate) && one.object === thing && kind === "programme") (isPeriod ? running : sightings).push(one);
  }
  // The period that a thing has of its own says when it began: it may be set up before, or approved after.
  const own = periods.some((one) => edges(one)[0]);
  if (own) began = [];
  for (const one of [...periods, ...running]) {
    const [start, end] = edges(one);
    if (start && (!own || periods.includes(one))) began.push([start, one]);
    if (end) ended.push([end, one]);
    endless ||= one.when.endsWith("/..");
  }
  const first = extreme(began.filter(([days]) => days[0] > BEGINNING), (one, other) => one < other);
  let last = extreme(ended, (one, other) => one > other);
  // What ended before it began again: of that no end is told.
  if (first && last && first.days[0] > last.days[1]) last = null;
  const paidOn = running.some((one) => !edges(one)[1]);
  if (last && (endless || (paidOn && last.statements.every((one) => TIES.has(one.predicate))))) last = null;
  const dated = sightings.filter((one) => one.days[0] > BEGINNING);
  if (!first && !last && !dated.length) return null;
  const seen: Between | null = dated.length ? [dated.map((one) => one.days[0]).sort()[0]!, dated.map((one) => one.days[3]).sort().at(-1)!] : null;
  const proof = [...(first?.statements ?? []), ...(last?.statements ?? [])];
  let starts = first?.days ?? null;
  let ends = last?.days ?? null;
  if (starts && ends) {
    // Neither reaches beyond the other.
    starts = [starts[0], starts[1] < ends[1] ? starts[1] : ends[1]];
    ends = [ends[0] > starts[0] ? ends[0] : starts[0], ends[1]];
  }
  return { thing, kind, began: starts, ended: ends, endless, seen, statements: byId(proof.length ? proof : dated) };
}

/** The statements once each, by id. */
export const byId = (statements: Iterable<Statement>): Statement[] => [...new Set(statements)].sort((one, other) => (one.id < other.id ? -1 : 1));

/** Between which days the first (or the last) of several lies, each known only as between two days. */
function extreme(told: readonly Told[], before: (one: string, other: string) => boolean): { days: Between; statements: Statement[] } | null {
  if (!told.length) return null;
  const pick = (end: 0 | 1): string => told.map(([between]) => between[end]).reduce((one, other) => (before(other, one) ? other : one));
  const days: Between = [pick(0), pick(1)];
  return { days, statements: told.filter(([between]) => between[0] === days[0] || between[1] === days[1]).map(([, one]) => one) };
}

/** Between which days a period began and ended; a single date is both. */
function edges(one: Statement): readonly [Between | null, Between | null] {
  const [from, certainFrom, certainUntil, until] = one.days;
  if (!one.when.includes("/")) return [[from, until], [from, until]];
  return [from > BEGINNING ? [from, certainFrom] : null, until < END ? [certainUntil, until] : null];
}

/** A meeting is held on the days of the most exact statement about it. */
function held(thing: string, told: readonly Statement[]): Span | null {
  if (told.some((one) => one.predicate === "not_held")) return null;
  const days = (one: Statement): Between => [one.days[0], DEEDS.has(one.predicate) || one.predicate === "stage" ? one.days[1] : one.days[3]];
  const length = (one: Statement): number => Date.parse(days(one)[1]) - Date.parse(days(one)[0]);
  const dated = told.filter((one) => one.days[3] < END || DEEDS.has(one.predicate));
  const best = dated.sort((one, other) => length(one) - length(other) || (one.id < other.id ? -1 : 1))[0];
  return best ? { thing, kind: "event", began: days(best), ended: days(best), endless: false, seen: null, statements: [best] } : null;
}

/** Where each thing works, lies or applies, on what it works or what it is about, and who pays for it or supports it. */
export class Belonging {
  readonly places = new Map<string, Set<string>>();
  readonly themes = new Map<string, Set<string>>();
  readonly donors = new Map<string, Set<string>>();

  constructor(world: World, clock: Clock) {
    const wholes = wholesOf(world);
    const broader = new Map([...world.things.values()].filter((thing) => thing.broader).map((thing) => [thing.id, [thing.broader]]));
    const add = (into: Map<string, Set<string>>, thing: string, all: Iterable<string>): void =>
      void into.set(thing, new Set([...(into.get(thing) ?? []), ...all]));
    for (const one of activities(world, clock).values()) {
      add(this.places, one.id, one.places.keys());
      add(this.themes, one.id, one.themes.keys());
      add(this.donors, one.id, [...one.funders.keys(), ...one.supporters.keys()].filter((donor) => donor !== UNSTATED));
    }
    for (const one of world.statements) {
      if (!one.object || !isPlain(one) || !clock.knows(one.document)) continue;
      if (one.predicate === "operates_in" || one.predicate === "located_in") add(this.places, one.subject, around(one.object, wholes));
      if (one.predicate === "addresses") add(this.themes, one.subject, around(one.object, broader));
    }
  }

  /** A place holds what lies in it, and a theme its narrower ones; what is not asked for is empty. */
  within(thing: string, place: string, theme: string): boolean {
    return (!place || this.places.get(thing)?.has(place) === true) && (!theme || this.themes.get(thing)?.has(theme) === true);
  }
}

export type Running = "runs" | "perhaps" | "open" | "over" | "to come";

/** Whether it runs on the day: `open` where it began and nobody says when it ends, `perhaps` where a vague date may mean the day. */
export function running(span: Span, clock: Clock): Running {
  const { began, ended, endless, seen } = span;
  if (ended && ended[1] < clock.first) return "over";
  if (began && began[0] > clock.last) return "to come";
  if (!began && !ended) return seen && seen[0] <= clock.last && seen[1] >= clock.first ? "perhaps" : seen && seen[0] > clock.last ? "to come" : "open";
  if (!began || began[1] > clock.first) return "perhaps";
  if (ended) return ended[0] >= clock.last ? "runs" : "perhaps";
  return endless ? "runs" : "open";
}

/** As EDTF where it can be said so: a day, a year, or once between two days; as `pactgraph timeline` says it. */
export function edtf(days: Between | null): string {
  if (!days) return "not known";
  const [first, last] = days;
  if (first === last) return first;
  const year = first.slice(0, 4);
  return first === `${year}-01-01` && last === `${year}-12-31` ? year : `[${first}..${last}]`;
}
