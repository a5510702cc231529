/** What came of each recommendation, by whoever was asked or answered. The same rules as `analysis/responses.py`. */
import { around, statesOf, wholesOf } from "./activity";
import type { Clock } from "./clock";
import { isPlain } from "./clock";
import type { ThingRow } from "./rows";
import type { Statement, World } from "./world";
import { locator } from "./world";

/** From the most telling to the least. An answer of one's own for an ask counts before a blanket one. */
export const ANSWERS = ["answered", "partly", "lacks", "planned", "blanket", "off-topic", "not applicable", "silent"] as const;
export type Answer = (typeof ANSWERS)[number];
export type AskState = Answer | "not known";
/** Stands for whoever a document leaves unnamed. */
export const NOBODY_NAMED = "not named";

const REPORTS = new Set(["action", "outcome", "response"]);
const ACTORS = new Set(["country", "place", "organisation", "mechanism"]);
const OPEN = new Set<AskState>(["not known", "silent", "off-topic", "not applicable", "blanket"]);

export interface Reply {
  readonly how: Answer;
  readonly statements: readonly Statement[];
}
/** One recommendation with what is told of each respondent. */
export interface Ask {
  readonly thing: ThingRow;
  readonly document: string;
  /** Who asked, and who is asked by name, as the document names them. */
  readonly by: readonly string[];
  readonly to: readonly string[];
  /** Where it applies: the places it names, else those in which the group works that asked. */
  readonly places: ReadonlySet<string>;
  readonly partOf: readonly string[];
  /** Who was told to have replied to the set, whatever to each ask. */
  readonly heard: ReadonlyMap<string, readonly Statement[]>;
  readonly asked: readonly Statement[];
  readonly cells: ReadonlyMap<string, Reply>;
  readonly state: AskState;
  /** Whether a meeting would take it up. */
  readonly gap: boolean;
}

interface Row {
  readonly thing: ThingRow;
  readonly by: string[];
  readonly to: string[];
  readonly partOf: string[];
  readonly asked: Statement[];
  readonly places: Set<string>;
  readonly heard: Map<string, Statement[]>;
  readonly cells: Map<string, { how: Answer; statements: Statement[] }>;
}

/** Every recommendation known, by id. */
export function asks(world: World, clock: Clock): Map<string, Ask> {
  const states = statesOf(world);
  const wholes = wholesOf(world);
  const donor = (body: string): string => states.get(body)?.[0] ?? body;
  const typeOf = (id: string): string => world.things.get(id)?.type ?? "";
  const rows = new Map<string, Row>();
  for (const thing of [...world.things.values()].sort((one, other) => (one.id < other.id ? -1 : 1))) {
    if (thing.type !== "recommendation" || !clock.knows(documentOf(thing))) continue;
    rows.set(thing.id, { thing, by: [], to: [], partOf: [], asked: [], places: new Set(), heard: new Map(), cells: new Map() });
  }
  const parts = new Map<string, string[]>();
  const actors = new Map<string, Statement[]>();
  const worksIn = new Map<string, string[]>();
  const replies: Statement[] = [];
  for (const one of world.statements) {
    if (!clock.knows(one.document)) continue;
    const { subject, predicate, object } = one;
    const row = rows.get(object) ?? rows.get(subject);
    const itself = one.origin === "item";
    if (predicate === "responds_to" && rows.has(object) && one.status !== "denied") replies.push(one);
    else if ((predicate === "recommends" || predicate === "addressed_to") && row) {
      row.asked.push(one);
      if (itself && predicate === "recommends") row.by.push(subject);
      if (itself && predicate === "addressed_to") row.to.push(object);
    } else if (itself && (predicate === "implements" || predicate === "recommends") && object) push(actors, object, one);
    else if (predicate === "operates_in" && object && isPlain(one) && typeOf(subject) === "mechanism") push(worksIn, subject, object);
    else if (itself && predicate === "part_of" && rows.has(subject) && rows.has(object)) {
      rows.get(subject)!.partOf.push(object);
      push(parts, object, subject);
    }
  }
  for (const row of rows.values()) {
    const named = row.thing.places.length ? row.thing.places : row.by.flatMap((body) => worksIn.get(body) ?? []);
    for (const place of named) for (const each of around(place, wholes)) row.places.add(each);
  }
  const partOf = new Map([...rows].map(([id, row]) => [id, row.partOf]));
  for (const one of replies) {
    const who = world.things.get(one.subject);
    if (!who) continue;
    if (REPORTS.has(who.type)) {
      const how = howFar(who);
      const told = actors.get(who.id) ?? [];
      const bodies = told.map((each) => donor(each.subject));
      for (const body of bodies.length ? bodies : [NOBODY_NAMED]) {
        note(rows.get(one.object)!, body, how, [one, ...told]);
        // An answer to a set is a blanket one to each of its parts, unless it is beside the point.
        if (how !== "off-topic" && how !== "not applicable") {
          for (const part of around(one.object, parts).slice(1)) {
            const own = rows.get(part)!.cells.get(body)?.how;
            if (own !== "not applicable" && own !== "off-topic") note(rows.get(part)!, body, "blanket", [one]);
          }
        }
        // An answer to a part answers a part of the whole.
        if (how === "answered" || how === "partly") {
          for (const whole of around(one.object, partOf).slice(1)) note(rows.get(whole)!, body, "partly", [one]);
        }
      }
    } else if (ACTORS.has(who.type)) {
      for (const each of around(one.object, parts)) push(rows.get(each)!.heard, donor(one.subject), one);
    }
  }
  return new Map([...rows].map(([id, row]) => [id, judged(row, rows, donor, typeOf)]));
}

function judged(row: Row, rows: ReadonlyMap<string, Row>, donor: (body: string) => string, typeOf: (id: string) => string): Ask {
  const cells = new Map<string, Reply>(row.cells);
  // Where an answer names nobody, whoever was asked may have given it.
  const missed = cells.has(NOBODY_NAMED) ? [] : row.to.map(donor);
  for (const who of [...new Set([...missed, ...row.heard.keys()])].sort()) {
    if (!cells.has(who)) cells.set(who, { how: "silent", statements: row.heard.get(who) ?? [] });
  }
  const state: AskState = ANSWERS.find((how) => [...cells.values()].some((cell) => cell.how === how)) ?? "not known";
  const meets = row.by.some((body) => typeOf(body) === "mechanism" || typeOf(body) === "event");
  // One answer to a whole set is talked of once, with the set.
  const once = state !== "blanket" || !row.partOf.some((whole) => rows.has(whole));
  return { ...row, document: documentOf(row.thing), cells, state, gap: OPEN.has(state) && once && (meets || row.to.length > 0) };
}

export const documentOf = (thing: ThingRow): string => locator(thing.sources[0] ?? "").document;

function howFar(answer: ThingRow): Answer {
  if (answer.grade === "" || answer.grade === "done") return "answered";
  return answer.grade === "not-applicable" ? "not applicable" : (answer.grade as Answer);
}

/** Keep an answer; the more telling one if there are two. */
function note(row: Row, who: string, how: Answer, statements: readonly Statement[]): void {
  const before = row.cells.get(who);
  if (!before || ANSWERS.indexOf(how) < ANSWERS.indexOf(before.how)) row.cells.set(who, { how, statements: [...statements] });
  else if (how === before.how) before.statements.push(...statements);
}

function push<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  const found = into.get(key);
  if (found) found.push(value);
  else into.set(key, [value]);
}
