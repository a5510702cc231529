/** Two clocks: what was true on a day, and what was known by a day. The same rules as `clock.py`; a test holds them equal. */
import type { DocumentRow } from "./rows";
import type { Statement, World } from "./world";

export type Reading =
  | "yes"
  | "perhaps"
  | "last seen"
  | "not yet"
  | "ended"
  | "denied"
  | "suspended"
  | "planned"
  | "unknown"
  | "not known then";

export type Period = readonly [first: string, last: string];

export const BEGINNING = "0001-01-01";
export const END = "9999-12-31";

/** First and last day of `2017`, `2017-10` or `2017-10-26`; null if it is no date. */
export function period(text: string): Period | null {
  const match = /^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text.trim());
  if (!match) return null;
  const [, year, month, day] = match;
  if (!month) return [`${year}-01-01`, `${year}-12-31`];
  if (Number(month) < 1 || Number(month) > 12) return null;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (day && (Number(day) < 1 || Number(day) > last)) return null;
  return day ? [text.trim(), text.trim()] : [`${year}-${month}-01`, `${year}-${month}-${String(last).padStart(2, "0")}`];
}

export class Clock {
  readonly first: string;
  readonly last: string;
  readonly knownBy: string;
  /** The last day on which the newest document known may have been written; empty without any. */
  readonly dataDay: string;
  private readonly known = new Map<string, DocumentRow>();
  private readonly readings = new Map<Statement, Reading>();

  /** Empty texts leave a clock out; what is no date counts as empty. */
  constructor(readonly world: World, asOf = "", knownBy = "") {
    this.knownBy = period(knownBy)?.[1] ?? END;
    let latest = BEGINNING;
    for (const row of world.documents.values()) {
      if (row.last > this.knownBy) continue;
      this.known.set(row.id, row);
      if (row.last > latest) latest = row.last;
    }
    [this.first, this.last] = period(asOf) ?? [latest, latest];
    this.dataDay = latest === BEGINNING ? "" : latest;
  }

  get documents(): readonly DocumentRow[] {
    return [...this.known.values()];
  }

  knows(document: string): boolean {
    return this.known.has(document);
  }

  seen(document: string): string {
    return this.world.documents.get(document)?.last ?? "";
  }

  reading(statement: Statement): Reading {
    let found = this.readings.get(statement);
    if (found === undefined) {
      found = this.read(statement);
      this.readings.set(statement, found);
    }
    return found;
  }

  private read(statement: Statement): Reading {
    const document = this.known.get(statement.document);
    if (!document) return "not known then";
    const certain = statement.days[1] <= this.last && statement.days[2] >= this.first;
    if (statement.status === "denied") {
      if (certain) return "denied";
      return this.beside(statement, document) === "last seen" ? "last seen" : "unknown";
    }
    if (statement.status === "unknown") return "unknown";
    if (statement.status === "planned") return "planned";
    if (statement.status === "ended" && !statement.when) return this.first >= document.last ? "ended" : "perhaps";
    if (certain && statement.turn) return "perhaps";
    if (certain && statement.status === "suspended") return "suspended";
    return certain ? "yes" : this.beside(statement, document);
  }

  /** The reading on a day on which it does not certainly hold. */
  private beside(statement: Statement, document: DocumentRow): Reading {
    const [from, , , until] = statement.days;
    if (until < this.first) return "ended";
    if (from > this.last) return "not yet";
    const openEnd = !statement.when || statement.when.endsWith("/");
    if (openEnd && this.first > document.last) return "last seen";
    if (!statement.when && this.last < document.first) {
      const [start, end] = document.period;
      const reported = start !== undefined && end !== undefined && start <= this.last && end >= this.first;
      return reported && statement.predicate !== "stage" ? "perhaps" : "unknown";
    }
    return "perhaps";
  }

  certainly(statement: Statement): boolean {
    return isPlain(statement) && this.reading(statement) === "yes";
  }

  possibly(statement: Statement): boolean {
    if (statement.rank === "outranked" || statement.status === "suspended" || statement.status === "denied") return false;
    return POSSIBLE.has(this.reading(statement));
  }
}

const POSSIBLE: ReadonlySet<Reading> = new Set(["yes", "perhaps", "last seen", "planned"]);
const UNREAL: ReadonlySet<string> = new Set(["planned", "denied", "unknown"]);

/** Whether a reader may take it as a fact. */
export function isPlain(statement: Statement): boolean {
  if (statement.turn) return false;
  return !UNREAL.has(statement.status) && (statement.rank === "preferred" || statement.rank === "normal");
}

/** What a statement is on the day, as `words.state` says it. */
export type State =
  | "in force"
  | "perhaps"
  | "last seen"
  | "disputed"
  | "suspended"
  | "planned"
  | "ended"
  | "not yet"
  | "denied"
  | "not known"
  | "set aside";

const SAID: Record<Reading, State> = {
  yes: "in force",
  perhaps: "perhaps",
  "last seen": "last seen",
  "not yet": "not yet",
  ended: "ended",
  denied: "denied",
  suspended: "suspended",
  planned: "planned",
  unknown: "not known",
  "not known then": "not known",
};

export function state(statement: Statement, clock: Clock): State {
  if (statement.status === "denied" || clock.world.predicates.get(statement.predicate)?.negative) return "denied";
  if (statement.rank === "outranked") return "set aside";
  const reading = SAID[clock.reading(statement)];
  if (reading === "in force" || reading === "perhaps" || reading === "last seen" || reading === "suspended") {
    if (statement.rank === "disputed") return "disputed";
    if (statement.status === "suspended") return "suspended";
  }
  return reading;
}

/** The state with what a reader must know beside it. */
export function stateText(statement: Statement, clock: Clock): string {
  const found = state(statement, clock);
  const reading = SAID[clock.reading(statement)];
  const words: string[] = [found];
  const beneath = found === "denied" || found === "disputed" || found === "suspended" || found === "set aside";
  if (beneath && reading !== found && reading !== "in force" && reading !== "suspended") words.push(reading);
  const end = words.length - 1;
  if (words[end] === "last seen") words[end] += ` ${clock.seen(statement.document)}`;
  return words.join(", ");
}
