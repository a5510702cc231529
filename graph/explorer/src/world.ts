/** The tables joined: things, statements and figures with their places in documents, ready to be asked. */
import type { AnalysisRow, ConflictRow, DocumentRow, FigureRow, FindingRow, ParameterRow, PredicateRow, ProspectRow, QuestionRow, StatementRow, Tables, ThingRow } from "./rows";

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
export interface Finding extends FindingRow {
  readonly id: string;
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
  readonly findings: readonly Finding[];
  readonly finding: ReadonlyMap<string, Finding>;
  readonly prospects: readonly ProspectRow[];
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

export function join(tables: Tables): World {
  const place = once(locator);
  const days = once((text) => text.split("/") as unknown as Days);
  const statements = tables.statements.map((row, number): Statement => {
    const at = place(row.locator);
    const id = row.id || `${at.document}/${row.subject}-${row.predicate.replaceAll("_", "-")}-${row.object}`;
    return { ...row, id, place: number, locator: at, document: at.document, days: days(row.days), isClaim: row.origin === "statement" };
  });
  const figures = tables.figures.map((row): Figure => {
    const at = place(row.locator);
    const plain = [row.what, row.of, row.place, slug(row.when)].filter(Boolean).join("-");
    return { ...row, id: row.id || `${at.document}/${plain}`, locator: at };
  });
  const about = new Map<string, Statement[]>();
  for (const one of statements) {
    for (const end of new Set([one.subject, one.object])) {
      if (!end) continue;
      const found = about.get(end);
      if (found) found.push(one);
      else about.set(end, [one]);
    }
  }
  const seen = new Map<string, number>();
  const findings = tables.findings.map((row): Finding => {
    const plain = [row.analysis, row.subject, row.country, row.theme].join("~");
    const before = seen.get(plain) ?? 0;
    seen.set(plain, before + 1);
    return { ...row, id: before ? `${plain}~${before + 1}` : plain };
  });
  const words = (sort: string) =>
    new Map(tables.words.filter((row) => row.sort === sort).map((row) => [row.code, row.words]));
  return {
    things: new Map(tables.things.map((row) => [row.id, row])),
    statements,
    statement: new Map(statements.map((one) => [one.id, one])),
    figures,
    figure: new Map(figures.map((one) => [one.id, one])),
    documents: new Map(tables.documents.map((row) => [row.id, row])),
    conflicts: tables.conflicts,
    conflictOf: new Map(tables.conflicts.flatMap((row) => row.between.map((id) => [id, row] as const))),
    analyses: new Map(tables.analyses.map((row) => [row.name, row])),
    findings,
    finding: new Map(findings.map((one) => [one.id, one])),
    prospects: tables.prospects,
    predicates: new Map(tables.predicates.map((row) => [row.name, row])),
    questions: new Map(tables.questions.map((row) => [row.name, row])),
    parameters: new Map(tables.questions.map(({ name }) => [name, tables.parameters.filter((row) => row.question === name)])),
    whens: words("when"),
    stages: words("stage"),
    about,
  };
}
