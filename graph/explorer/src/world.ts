/** The tables joined: things, statements and figures with their places in documents, ready to be asked. */
import type { AnalysisRow, ConflictRow, DocumentRow, FigureRow, FindingRow, MarkRow, ParameterRow, PredicateRow, ProspectRow, QuestionRow, StatementRow, StepRow, Tables, ThingRow } from "./rows";

/** Where a person finds it. */
export interface Locator {
  readonly document: string;
  readonly section: string;
  readonly lines: string;
}
/** Four days: possible from, certain from, certain until, possible until. */
export type Days = readonly [string, string, string, string];

export interface Statement extends Omit<StatementRow, "locator" | "days"> {
  readonly place: number;
  readonly locator: Locator;
  readonly document: string;
  readonly days: Days;
  readonly isClaim: boolean;
}
export interface Figure extends Omit<FigureRow, "locator"> {
  readonly locator: Locator;
}
export interface Finding extends Omit<FindingRow, "value"> {
  readonly id: string;
  /** Each key with what stands there: a sort (`thing`, `statement` or `text`) and an id or a text. */
  readonly value: readonly (readonly [string, readonly (readonly [string, string])[]])[];
}
/** What the analyses found for a pair of days. */
export interface Board {
  readonly mark: MarkRow;
  /** Those to talk of first before others. */
  readonly findings: readonly Finding[];
  readonly finding: ReadonlyMap<string, Finding>;
}

export interface World {
  readonly things: ReadonlyMap<string, ThingRow>;
  readonly statements: readonly Statement[];
  readonly statement: ReadonlyMap<string, Statement>;
  readonly figures: readonly Figure[];
  readonly figure: ReadonlyMap<string, Figure>;
  readonly documents: ReadonlyMap<string, DocumentRow>;
  readonly conflicts: readonly ConflictRow[];
  readonly conflictOf: ReadonlyMap<string, ConflictRow>;
  readonly analyses: ReadonlyMap<string, AnalysisRow>;
  readonly marks: readonly MarkRow[];
  /** What was found for the mark of that number; made once. */
  readonly board: (mark: number) => Board;
  /** What was found for the data's own day. */
  readonly finding: ReadonlyMap<string, Finding>;
  readonly prospects: readonly ProspectRow[];
  /** Of a presentation that came with the file. */
  readonly steps: readonly StepRow[];
  readonly predicates: ReadonlyMap<string, PredicateRow>;
  readonly questions: ReadonlyMap<string, QuestionRow>;
  readonly parameters: ReadonlyMap<string, readonly ParameterRow[]>;
  readonly whens: ReadonlyMap<string, string>;
  readonly stages: ReadonlyMap<string, string>;
  /** Numbers of the statements of which a thing is subject or object. */
  readonly about: ReadonlyMap<string, readonly Statement[]>;
}

export function locator(text: string): Locator {
  const [document = "", section = "", lines = ""] = text.split("|");
  return { document, section, lines };
}

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");

/** Keeps equal texts as one object. */
function once<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

/** What is made when it is first asked for. */
function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function join(tables: Tables): World {
  const place = once(locator);
  const days = once((text) => text.split("/") as unknown as Days);
  const hyphened = once(slug);
  // The rows themselves become the statements: to copy seven thousand of them is a quarter of what opening takes.
  const statements = tables.statements.map((row, number): Statement => {
    const at = place(row.locator);
    const id = row.id || `${at.document}/${row.subject}-${hyphened(row.predicate)}-${row.object || hyphened(row.value)}`;
    return Object.assign(row as object, { id, place: number, locator: at, document: at.document, days: days(row.days), isClaim: row.origin === "statement" }) as Statement;
  });
  const figures = later(() =>
    tables.figures.map((row): Figure => {
      const at = place(row.locator);
      const plain = [row.what, row.of, row.place, slug(row.when)].filter(Boolean).join("-");
      return { ...row, id: row.id || `${at.document}/${plain}`, locator: at };
    }),
  );
  const figure = later(() => new Map(figures().map((one) => [one.id, one])));
  const about = new Map<string, Statement[]>();
  const note = (end: string, one: Statement): void => {
    const found = about.get(end);
    if (found) found.push(one);
    else about.set(end, [one]);
  };
  for (const one of statements) {
    note(one.subject, one);
    if (one.object && one.object !== one.subject) note(one.object, one);
  }
  const things = new Map(tables.things.map((row) => [row.id, row]));
  const statement = later(() => new Map(statements.map((one) => [one.id, one])));
  const sortOf = (text: string): string => (things.has(text) ? "thing" : statement().has(text) ? "statement" : "text");
  const boards = new Map<number, Board>();
  const board = (mark: number): Board => {
    let found = boards.get(mark);
    if (!found) {
      const findings = foundAt(tables, mark, sortOf);
      found = { mark: tables.marks[mark] ?? { as_of: "", known_by: "", open: [] }, findings, finding: new Map(findings.map((one) => [one.id, one])) };
      boards.set(mark, found);
    }
    return found;
  };
  const own = tables.marks.findIndex((mark) => mark.as_of === mark.known_by && mark.known_by === tables.marks.at(-1)?.known_by);
  const words = (sort: string) =>
    new Map(tables.words.filter((row) => row.sort === sort).map((row) => [row.code, row.words]));
  return {
    things,
    statements,
    get statement() {
      return statement();
    },
    get figures() {
      return figures();
    },
    get figure() {
      return figure();
    },
    documents: new Map(tables.documents.map((row) => [row.id, row])),
    conflicts: tables.conflicts,
    conflictOf: new Map(tables.conflicts.flatMap((row) => row.between.map((id) => [id, row] as const))),
    analyses: new Map(tables.analyses.map((row) => [row.name, row])),
    marks: tables.marks,
    board,
    get finding() {
      return board(own).finding;
    },
    get prospects() {
      return tables.prospects;
    },
    steps: tables.steps,
    predicates: new Map(tables.predicates.map((row) => [row.name, row])),
    questions: new Map(tables.questions.map((row) => [row.name, row])),
    parameters: new Map(tables.questions.map(({ name }) => [name, tables.parameters.filter((row) => row.question === name)])),
    whens: words("when"),
    stages: words("stage"),
    about,
  };
}

/** The findings that stand at a mark, in the order of `analysis.first`: by each part of their weight in turn. */
function foundAt(tables: Tables, mark: number, sortOf: (text: string) => string): Finding[] {
  const next = daysAfter(tables.marks[mark]?.as_of ?? "0001-01-01", 365);
  const standing = tables.findings.filter(({ marks }) => marks.some((first, place) => place % 2 === 0 && first <= mark && mark <= marks[place + 1]!));
  const seen = new Map<string, number>();
  const findings = standing.map((row): Finding => {
    const plain = [row.analysis, row.subject, row.country, row.theme].join("~");
    const before = seen.get(plain) ?? 0;
    seen.set(plain, before + 1);
    const value = row.value.map(([key, parts]) => [key, parts.map((text) => [sortOf(text), text] as const)] as const);
    return { ...row, value, closes: row.closes.replaceAll("{next}", next), id: before ? `${plain}~${before + 1}` : plain };
  });
  return findings.sort(
    (one, other) =>
      Number(other.gap) - Number(one.gap) ||
      (one.gap
        ? Number(one.reading !== "certain") - Number(other.reading !== "certain") ||
          other.documents - one.documents ||
          other.stated_by.length - one.stated_by.length ||
          other.hangs_on_it.length - one.hangs_on_it.length ||
          inOrder(one.open_since || "~", other.open_since || "~") ||
          inOrder(one.analysis, other.analysis) ||
          inOrder(one.subject, other.subject)
        : 0),
  );
}

const inOrder = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** So many days after a day. */
function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
