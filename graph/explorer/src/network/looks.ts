/** How each kind is drawn: shape, fill and column of a node, pattern of a line. The same language as `view/looks.py`. */
import { isPlain } from "../clock";
import type { Clock, State } from "../clock";
import type { ThingRow } from "../rows";
import type { Statement, World } from "../world";

export interface Kind {
  readonly key: string;
  /** Path around the origin; empty for a box around the name. */
  readonly shape: string;
  readonly fill: string;
  readonly column: number;
  readonly dashed?: boolean;
  /** Radius of a box's corners. */
  readonly round?: number;
}

/** Fill of a kind that has none: the paper's, on dark pages too. */
export const HOLLOW = "#fff";

const CIRCLE = "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1-9 0Z";
const HEXAGON = "M-10 0-5-9H5L10 0 5 9H-5Z";
const SQUARE = "M-8-8H8V8H-8Z";
const UP = "M0-9 9 7H-9Z";

/** In the order of the legend. The shape alone must do in grey: what shares an outline is hollow or dashed. */
export const KINDS: readonly Kind[] = [
  { key: "donor", shape: "M0-10 10 0 0 10-10 0Z", fill: "#dad809", column: 0 },
  { key: "programme", shape: "", fill: "#a5d5ff", column: 1, round: 1 },
  { key: "agency", shape: SQUARE, fill: "#24a55c", column: 2 },
  { key: "mechanism", shape: "", fill: "#fff1d6", column: 3, round: 13 },
  { key: "agreement", shape: HEXAGON, fill: "#ca83a3", column: 3 },
  { key: "framework", shape: "M-4-9.5H4L9.5-4V4L4 9.5H-4L-9.5 4V-4Z", fill: "#0b0758", column: 3 },
  { key: "event", shape: "", fill: HOLLOW, column: 3, round: 1, dashed: true },
  { key: "country", shape: CIRCLE, fill: "#125d8b", column: 4 },
  { key: "place", shape: `${CIRCLE}M-2 0A2 2 0 1 1 2 0A2 2 0 1 1-2 0Z`, fill: HOLLOW, column: 4 },
  { key: "need", shape: UP, fill: "#a1230e", column: 5 },
  { key: "recommendation", shape: "M0 9 9-7H-9Z", fill: "#696763", column: 5 },
  { key: "item", shape: UP, fill: HOLLOW, column: 5, dashed: true },
  { key: "theme", shape: HEXAGON, fill: HOLLOW, column: 5, dashed: true },
  { key: "document", shape: SQUARE, fill: HOLLOW, column: 5, dashed: true },
];
const BY_KEY = new Map(KINDS.map((kind) => [kind.key, kind]));
export const looks = (key: string): Kind => BY_KEY.get(key) ?? BY_KEY.get("item")!;

const ACTORS: ReadonlySet<string> = new Set(["country", "place", "organisation", "mechanism"]);
const donors = new WeakMap<Clock, ReadonlySet<string>>();

/** Whoever is said to fund anything, by the documents known. */
function donorsOf(clock: Clock): ReadonlySet<string> {
  let found = donors.get(clock);
  if (!found) {
    const { statements, things } = clock.world;
    const funds = (one: Statement) => one.predicate === "funds" && isPlain(one) && clock.knows(one.document);
    found = new Set(statements.filter((one) => funds(one) && ACTORS.has(things.get(one.subject)?.type ?? "")).map((one) => one.subject));
    donors.set(clock, found);
  }
  return found;
}

/** The row of the legend that a thing belongs to; whoever is said to fund is a donor first. */
export function kindOf(clock: Clock, thing: ThingRow): Kind {
  const key = donorsOf(clock).has(thing.id) ? "donor" : thing.type === "organisation" ? "agency" : thing.type;
  return looks(key);
}

/** Pattern of a line: a class of the style sheet, so that dark pages have other hues. */
export const LINES = ["money", "support", "work", "law", "ask"] as const;
export type Line = (typeof LINES)[number];

const FAMILIES: Record<string, Line> = { money: "money", work: "work", structure: "work", seat: "law", law: "law", ask: "ask" };

/** That someone was asked for money is an ask, never money; that one supports another is not that it pays. */
export function lineOf(world: World, predicate: string): Line {
  if (predicate === "asked_to_fund") return "ask";
  if (predicate === "supports") return "support";
  return FAMILIES[world.predicates.get(predicate)?.family ?? ""] ?? "work";
}

/** How a line looks on the day: full, half tone with "?", dotted, thin with a bar at its end. */
export type Tone = "full" | "pale" | "planned" | "over";
export const TONES: readonly Tone[] = ["full", "pale", "planned", "over"];

export function toneOf(state: State): Tone {
  if (state === "planned") return "planned";
  if (state === "ended" || state === "not yet") return "over";
  return state === "in force" ? "full" : "pale";
}
