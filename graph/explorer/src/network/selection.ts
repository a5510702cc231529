/** Which things and statements a picture shows, by the rule of `view/selection.py`, on the day of the clock. */
import type { Clock, State } from "../clock";
import { state } from "../clock";
import type { Statement, World } from "../world";

/** Most nodes at first, how many more at a time, and most ever. */
export const FIRST = 60;
export const MORE = 20;
export const MOST = 400;
/** Payers that several documents leave unnamed are not one payer, so they are no node. */
const UNSTATED = "unstated";
const NEVER: ReadonlySet<State> = new Set(["denied", "not known", "set aside"]);
const AT_REQUEST: ReadonlySet<State> = new Set(["ended", "not yet"]);

export const otherEnd = (one: Statement, id: string): string => (one.subject === id ? one.object : one.subject);

/** Themes and documents are attributes of what is drawn, not nodes, unless a picture is about one. */
export function isAttribute(world: World, id: string): boolean {
  const type = world.things.get(id)?.type;
  return type === "theme" || type === "document" || id === UNSTATED;
}

/** The relations that can be drawn on a day; what has ended or not begun, only on request. */
export class Ties {
  private readonly found = new Map<string, readonly Statement[]>();

  constructor(readonly world: World, readonly clock: Clock, readonly ended = false) {}

  /** Those of one thing. */
  of(id: string): readonly Statement[] {
    let ties = this.found.get(id);
    if (!ties) {
      ties = (this.world.about.get(id) ?? []).filter((one) => this.isDrawn(one));
      this.found.set(id, ties);
    }
    return ties;
  }

  isDrawn(one: Statement): boolean {
    if (!this.joins(one)) return false;
    const found = state(one, this.clock);
    return !NEVER.has(found) && (this.ended || !AT_REQUEST.has(found));
  }

  /** Whether it is told but never drawn: denied, said to be unknown, or set aside for another. */
  isAside(one: Statement): boolean {
    return this.joins(one) && this.clock.knows(one.document) && NEVER.has(state(one, this.clock));
  }

  private joins({ subject, object }: Statement): boolean {
    return subject !== object && this.world.things.has(subject) && this.world.things.has(object);
  }
}

export interface Selection {
  /** What is shown, in the order of the rule. */
  readonly nodes: readonly string[];
  /** Statements between them: the lines. */
  readonly lines: readonly Statement[];
  /** Statements between them that are never drawn. */
  readonly aside: readonly Statement[];
  /** How many things the rule reaches. */
  readonly reached: number;
}

/** One thing and what lies within `depth` steps of it; of a document, what it says. Nearest first, then those with most relations. */
export function around(ties: Ties, focus: string, depth: number, show: number, opened: readonly string[]): Selection {
  const { world } = ties;
  const type = world.things.get(focus)?.type;
  const themes = type === "theme" ? withNarrower(world, focus) : [];
  const drawn = new Set([...themes, focus]);
  const isDocument = type === "document";
  const touches = (one: Statement) => one.subject === focus || one.object === focus;
  const isNode = (id: string) => drawn.has(id) || !isAttribute(world, id);
  const fits = (one: Statement) => isNode(one.subject) && isNode(one.object) && (!isDocument || one.document === focus || touches(one));
  const fitting = new Map<string, readonly Statement[]>();
  const at = (id: string) => {
    let found = fitting.get(id);
    if (!found) fitting.set(id, (found = ties.of(id).filter(fits)));
    return found;
  };

  const distance = new Map([...drawn].sort().map((id) => [id, 0]));
  const all = () => world.statements.filter((one) => ties.isDrawn(one) && fits(one));
  let edge = isDocument ? all() : [...distance.keys()].flatMap(at);
  if (themes.length) edge = [...edge, ...all().filter((one) => one.themes.some((theme) => drawn.has(theme)))];
  for (let step = 1; step <= depth; step++) {
    const reached = [...new Set(edge.flatMap((one) => [one.subject, one.object]))].filter((id) => !distance.has(id)).sort();
    for (const id of reached) distance.set(id, step);
    edge = reached.flatMap(at);
  }
  const degree = new Map([...distance.keys()].map((id) => [id, at(id).filter((one) => distance.has(otherEnd(one, id))).length]));
  const order = (one: string, other: string) =>
    distance.get(one)! - distance.get(other)! || degree.get(other)! - degree.get(one)! || (one < other ? -1 : 1);
  const ranked = [focus, ...[...distance.keys()].filter((id) => id !== focus).sort(order)];

  const chosen = new Set(ranked.slice(0, show));
  for (const id of opened) {
    if (!chosen.has(id)) continue;
    const near = [...new Set(at(id).map((one) => otherEnd(one, id)))].filter((each) => !chosen.has(each));
    near.sort((one, other) => ties.of(other).length - ties.of(one).length || (one < other ? -1 : 1));
    for (const each of near.slice(0, MORE)) if (chosen.size < MOST) chosen.add(each);
  }
  const between = (id: string, of: readonly Statement[]) => of.filter((one) => one.subject === id && chosen.has(one.object) && fits(one));
  const lines = [...chosen].flatMap((id) => between(id, at(id))).sort((one, other) => one.place - other.place);
  const aside = [...chosen].flatMap((id) => between(id, world.about.get(id) ?? [])).filter((one) => ties.isAside(one));
  // A node whose partners were all cut would stand alone and say nothing.
  const linked = new Set(lines.flatMap((one) => [one.subject, one.object]));
  const nodes = [...chosen].filter((id) => linked.has(id) || (id === focus && !isDocument));
  return { nodes, lines, aside, reached: new Set([...ranked, ...chosen]).size };
}

function withNarrower(world: World, theme: string): string[] {
  const found = [theme];
  for (const above of found) for (const each of world.things.values()) if (each.broader === above && !found.includes(each.id)) found.push(each.id);
  return found;
}

/** A list of the address, with dots between: `a.b` lets those pass alone, `-a.b` all but those. */
export function filter(text: string): (key: string) => boolean {
  const keys = new Set(text.replace(/^-/, "").split(".").filter(Boolean));
  if (!keys.size) return () => true;
  return text.startsWith("-") ? (key) => !keys.has(key) : (key) => keys.has(key);
}

/** The list that takes these away; undefined if there are none. */
export const without = (keys: readonly string[]): string | undefined => (keys.length ? `-${keys.join(".")}` : undefined);
