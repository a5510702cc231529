// Made by `make explorer` from graph/pactgraph/explorer/rows.py; a test holds the two equal. Do not edit.

/** An entity, an item or a theme. */
export interface ThingRow {
  readonly id: string;
  readonly type: string;
  /** What people call it; of an item, what it says. */
  readonly label: string;
  /** Of an item its type and number, as `Recommendation A.1`; else empty. */
  readonly lead: string;
  readonly aliases: readonly string[];
  readonly facts: readonly (readonly [string, string])[];
  /** Where documents name it for itself. */
  readonly sources: readonly string[];
  /** Of a theme the one above it; empty for a top one. */
  readonly broader: string;
  /** Of an item the themes and places that it names. */
  readonly themes: readonly string[];
  readonly places: readonly string[];
  /** Of an item that answers how far it goes: `planned` if it is only that, else its grade, else nothing. */
  readonly grade: string;
  /** Degrees north and east (WGS 84) where a map puts its name, or nothing. */
  readonly point: readonly string[];
  /** By which a map finds its outline: of a province its code of ISO 3166-2, of a country its UN M49 code; else empty. */
  readonly code: string;
}

/** One thing that one document says. */
export interface StatementRow {
  /** Empty where it is `<document>/<subject>-<predicate>-<object, or what is said in its place>`. */
  readonly id: string;
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
  readonly value: string;
  readonly locator: string;
  readonly when: string;
  readonly days: string;
  readonly status: string;
  readonly rank: string;
  readonly origin: string;
  /** Whether the subject holds it in turn with others. */
  readonly turn: number;
  /** The themes and places that the statement itself names. */
  readonly themes: readonly string[];
  readonly places: readonly string[];
  readonly amount: string;
  readonly facts: readonly (readonly [string, string])[];
  /** Statements elsewhere that have the same text as origin: no independent support. */
  readonly same: readonly string[];
}

/** What was counted or measured. */
export interface FigureRow {
  /** Empty where it is `<document>/<what>-<of>-<place>-<when>`. */
  readonly id: string;
  /** What is measured, in words joined by hyphens. */
  readonly what: string;
  readonly of: string;
  readonly place: string;
  readonly value: string;
  readonly when: string;
  readonly locator: string;
  readonly rank: string;
  readonly facts: readonly (readonly [string, string])[];
}

/** Statements or figures that cannot all be true. */
export interface ConflictRow {
  readonly id: string;
  readonly about: string;
  readonly between: readonly string[];
  readonly prefer: string;
  readonly because: string;
}

/** A document that can be cited. */
export interface DocumentRow {
  readonly id: string;
  readonly issuer: readonly string[];
  readonly issued: string;
  /** First and last day on which it may have been issued. */
  readonly first: string;
  readonly last: string;
  readonly reports: string;
  /** First and last day of the period it reports on, or nothing. */
  readonly period: readonly string[];
  /** Key and title of each part, in order. */
  readonly sections: readonly (readonly [string, string])[];
}

/** An analysis of the catalogue. */
export interface AnalysisRow {
  readonly name: string;
  readonly question: string;
  readonly definition: string;
  readonly origin: string;
  readonly closes: string;
}

/** A pair of days for which the findings were worked out. */
export interface MarkRow {
  readonly as_of: string;
  /** The last day on which the newest document known may have been written. */
  readonly known_by: string;
  /** How many gaps stand then, by analysis in the order of their table: told on the first page before any is read. */
  readonly open: readonly number[];
}

/** A result of an analysis; ids of more than one word stand in its sentences. */
export interface FindingRow {
  /** First and last number of the marks at which it stands so, a pair a run. */
  readonly marks: readonly number[];
  readonly analysis: string;
  readonly subject: string;
  readonly state: string;
  readonly reading: string;
  readonly country: string;
  readonly theme: string;
  /** Each key with what stands there: ids of things and statements, and texts. */
  readonly value: readonly (readonly [string, readonly string[]])[];
  /** Numbers of statements, in their order. */
  readonly statements: readonly number[];
  readonly locators: readonly string[];
  readonly assumptions: readonly string[];
  /** What would close it; `{subject}` stands for the subject's name, `{next}` for the day 365 days after the mark. */
  readonly closes: string;
  readonly gap: number;
  readonly stated_by: readonly string[];
  readonly documents: number;
  readonly hangs_on_it: readonly string[];
  readonly open_since: string;
  /** Numbers of prospects: who could be asked. */
  readonly prospects: readonly number[];
}

/** A donor who could be asked, and why; the same for many findings. */
export interface ProspectRow {
  readonly donor: string;
  readonly because: string;
  readonly but: string;
  readonly statements: readonly number[];
}

/** A relation, as it reads from both sides. */
export interface PredicateRow {
  readonly name: string;
  readonly family: string;
  readonly phrase: string;
  readonly inverse: string;
  /** Whether it denies. */
  readonly negative: number;
}

/** A named question; its SPARQL is in the edition with a console alone. */
export interface QuestionRow {
  readonly name: string;
  readonly group: string;
  readonly text: string;
  readonly example: string;
}

/** What a named question takes. */
export interface ParameterRow {
  readonly question: string;
  readonly name: string;
  /** Types of things joined by `|`, or `entity`, `day`, `number`, `text`. */
  readonly takes: string;
  /** Its value if none is given; empty if it may be left out. */
  readonly preset: string;
  readonly text: string;
}

/** A word of the data and how it is said: an EDTF date, a stage. */
export interface WordRow {
  readonly sort: string;
  readonly code: string;
  readonly words: string;
}

/** A step of a presentation: an address of the page from `#/` on, and a sentence. */
export interface StepRow {
  readonly view: string;
  readonly say: string;
}

/** Everything that the page carries. */
export interface Tables {
  readonly things: readonly (ThingRow)[];
  readonly statements: readonly (StatementRow)[];
  readonly figures: readonly (FigureRow)[];
  readonly conflicts: readonly (ConflictRow)[];
  readonly documents: readonly (DocumentRow)[];
  readonly analyses: readonly (AnalysisRow)[];
  readonly marks: readonly (MarkRow)[];
  readonly findings: readonly (FindingRow)[];
  readonly prospects: readonly (ProspectRow)[];
  readonly predicates: readonly (PredicateRow)[];
  readonly questions: readonly (QuestionRow)[];
  readonly parameters: readonly (ParameterRow)[];
  readonly words: readonly (WordRow)[];
  readonly steps: readonly (StepRow)[];
}
