/** What can be said of a query before and after the engine: its form, what is refused, where and why it cannot be read.
 *
 * Parameters and clocks are bound as `query.bind` does it; a browser test compares every shipped question's rows. */
import type { Form } from "./engine";

/** More rows than this are not asked for, unless the query says how many it wants. */
export const MOST = 10_000;

/** What the page knows of the language: see `explorer/console.py`. */
export interface Language {
  /** The text of each named question. */
  readonly questions: Readonly<Record<string, string>>;
  readonly prefixes: Readonly<Record<string, string>>;
  /** Addresses of the named graphs. */
  readonly graphs: readonly string[];
  /** Classes and properties with their labels, as `pact:funds`. */
  readonly terms: readonly (readonly [string, string])[];
}

/** Something wrong at a place of the query, both counted from 1. */
export class QueryError extends Error {
  constructor(
    message: string,
    readonly line = 0,
    readonly column = 0,
  ) {
    super(message);
  }
}

interface Token {
  readonly kind: "space" | "string" | "iri" | "variable" | "name" | "word" | "open" | "close" | "sign";
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /(?<space>\s+|#[^\r\n]*)|(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')|(?<iri><[^<>"{}|^`\\\s]*>)|(?<variable>[?$][\p{L}\p{N}_]+|@[A-Za-z-]+)|(?<name>(?:\p{L}[\p{L}\p{N}_.-]*|_)?:(?:[\p{L}\p{N}_:%.-]|\\.)*)|(?<word>[\p{L}\p{N}_]+)|(?<open>[{([])|(?<close>[})\]])|(?<sign>.)/suy;
const FORMS: readonly string[] = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const CHANGES = new Set(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"]);

function tokens(sparql: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(sparql); match; match = TOKEN.exec(sparql)) {
    const [kind, text] = Object.entries(match.groups!).find(([, value]) => value !== undefined) as [Token["kind"], string];
    if (kind !== "space") found.push({ kind, text, at: match.index });
  }
  return found;
}

function placed(sparql: string, at: number, message: string): QueryError {
  const before = sparql.slice(0, at).split("\n");
  return new QueryError(message, before.length, before.at(-1)!.length + 1);
}

/** The query as it is sent, with what the engine must be told of it. Throws a `QueryError` for what is refused. */
export function prepared(sparql: string, language: Language): { sparql: string; form: Form; ownGraphs: boolean; shift: number } {
  const words = tokens(sparql);
  let form: Form | undefined;
  let ownGraphs = false;
  let limited = false;
  let depth = 0;
  words.forEach(({ kind, text, at }, place) => {
    if (kind === "open") depth++;
    if (kind === "close") depth--;
    if (kind !== "word") return;
    const word = text.toUpperCase();
    if (!form && word !== "PREFIX" && word !== "BASE" && words[place - 1]?.text.toUpperCase() !== "PREFIX") {
      if (CHANGES.has(word)) throw placed(sparql, at, `${word} would change the data; only reading is possible here`);
      if (!FORMS.includes(word)) throw placed(sparql, at, `begins with “${text}”, which is none of ${FORMS.join(", ")}`);
      form = word as Form;
    }
    if (word === "SERVICE") throw placed(sparql, at, "SERVICE would call another server; this page asks nobody");
    if (word === "FROM" && depth === 0) {
      const named = words[place + 1]?.text.toUpperCase() === "NAMED";
      const graph = words[place + (named ? 2 : 1)];
      if (graph && !(graph.kind === "iri" && language.graphs.includes(graph.text.slice(1, -1)))) {
        throw placed(sparql, graph.at, `${graph.text} is not a graph of these data; leave FROM out, or name one of them: ${language.graphs.map((each) => `<${each}>`).join(" ")}`);
      }
      ownGraphs = true;
    }
    // A last VALUES stands behind LIMIT, so that none can be put at the end.
    if (depth === 0 && (word === "LIMIT" || word === "VALUES")) limited = true;
  });
  if (!form) throw new QueryError(`there is no query; it begins with ${FORMS.join(", ")}`);
  // On one line, so that the line numbers of errors are those of the query.
  const prologue = Object.entries(language.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  const limit = limited || form === "ASK" ? "" : `\nLIMIT ${MOST + 1}`;
  return { sparql: `${prologue}${sparql}${limit}`, form, ownGraphs, shift: prologue.length };
}

const REASONS: readonly (readonly [string, string])[] = [
  ["IRI parsing failed", "not an address"],
  ["contains a variable that is unbound", "SELECT has a variable that is neither grouped nor counted"],
];

/** What the engine said of a query, at the place and in words that help to mend it. */
export function explained(sparql: string, message: string, shift: number, language: Language): QueryError {
  const match = /^error at (\d+):(\d+): ([^]*)$/.exec(message);
  if (!match) return new QueryError(message);
  const said = match[3]!;
  const lines = sparql.split("\n");
  let line = Number(match[1]);
  let column = Number(match[2]) - (line === 1 ? shift : 0);
  if (line > lines.length || column < 1) {
    line = lines.length;
    column = lines[line - 1]!.length + 1;
  }
  const words = tokens(sparql);
  for (const [sign, reason] of REASONS) if (said.includes(sign)) return new QueryError(reason, line, column);
  return unknownPrefix(sparql, words, language) ?? unevenBrackets(sparql, words) ?? oddWord(sparql, words) ?? unread(sparql, words, line, column);
}

function unknownPrefix(sparql: string, words: readonly Token[], language: Language): QueryError | null {
  const known = new Set(Object.keys(language.prefixes));
  words.forEach((word, place) => {
    if (words[place - 1]?.text.toUpperCase() === "PREFIX") known.add(word.text.replace(/:$/, ""));
  });
  const odd = words.find(({ kind, text }) => kind === "name" && !known.has(text.slice(0, text.indexOf(":"))) && !text.startsWith("_:"));
  if (!odd) return null;
  const name = odd.text.slice(0, odd.text.indexOf(":") + 1);
  return placed(sparql, odd.at, `unknown prefix “${name}”; known are ${[...known].map((each) => `${each}:`).join(" ")}`);
}

const PAIRS: Record<string, string> = { "}": "{", ")": "(", "]": "[" };

function unevenBrackets(sparql: string, words: readonly Token[]): QueryError | null {
  const open: Token[] = [];
  for (const word of words) {
    if (word.kind === "open") open.push(word);
    if (word.kind !== "close") continue;
    if (open.at(-1)?.text !== PAIRS[word.text]) return placed(sparql, word.at, `“${word.text}” closes nothing`);
    open.pop();
  }
  const left = open.at(-1);
  return left ? placed(sparql, left.at, `“${left.text}” is never closed`) : null;
}

const WORDS = new Set(
  `SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE ORDER BY ASC DESC LIMIT OFFSET VALUES UNDEF FILTER OPTIONAL GRAPH MINUS UNION BIND AS
  GROUP HAVING IN NOT EXISTS TRUE FALSE A PREFIX BASE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS
  CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS
  TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
  LATERAL ADJUST TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE`.split(/\s+/),
);

/** A word that SPARQL does not have, or a comparison that lacks its other side. */
function oddWord(sparql: string, words: readonly Token[]): QueryError | null {
  const odd = words.find(({ kind, text }) => kind === "word" && !/^\d/.test(text) && !WORDS.has(text.toUpperCase()));
  if (odd) return placed(sparql, odd.at, `“${odd.text}” is no word of SPARQL; a variable begins with ?, a name has a prefix`);
  const half = words.find(({ kind, text }, place) => kind === "sign" && /[=<>&|!]/.test(text) && words[place + 1]?.kind === "close");
  return half ? placed(sparql, half.at, `something is missing behind “${half.text}”`) : null;
}

/** The engine points behind the word that it could not take: it is named itself. */
function unread(sparql: string, words: readonly Token[], line: number, column: number): QueryError {
  const at = sparql.split("\n", line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const before = words.filter((word) => word.at < at).at(-1);
  const end = before ? before.at + before.text.length : 0;
  const place = before && sparql.slice(end, at).trim() === "" && !sparql.slice(at).trim() ? before.at : at;
  const here = sparql.slice(place).trim().replace(/\s+/g, " ").slice(0, 60);
  return placed(sparql, place, `cannot be read from “${here}” on; what is wrong may stand shortly before`);
}

/** The text of a named question with its variables bound, as `query.bind` does it. */
export function bound(sparql: string, parameters: Readonly<Record<string, string>>, days: Readonly<Record<string, string>>): string {
  let text = sparql;
  for (const [name, day] of Object.entries(days)) text = text.split(new RegExp(`\\?${name}\\b`)).join(date(day));
  const values = Object.entries(parameters).map(([name, term]) => `VALUES ?${name} { ${term} }`).join(" ");
  const at = text.indexOf("WHERE {");
  return values && at >= 0 ? `${text.slice(0, at)}WHERE { ${values}${text.slice(at + 7)}` : text;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const XSD = "http://www.w3.org/2001/XMLSchema#";
export const literal = (text: string): string => `"${text.replace(/[\\"\n\r\t]/g, (each) => ESCAPES[each]!)}"`;
export const date = (day: string): string => `"${day}"^^<${XSD}date>`;
export const integer = (digits: string): string => `"${digits}"^^<${XSD}integer>`;
