/** An answer of the engine: as a table, as a list of lines, as data; what went wrong, in words. */
import type { ComponentChildren } from "preact";
import { useApp } from "../app";
import { download } from "../csv";
import type { Column } from "../parts";
import { Choice, Evidence, Name, Sentence, Table } from "../parts";
import { change, to } from "../route";
import { ask as words, t } from "../strings";
import { nameOf } from "../words";
import type { Answer, Term } from "./engine";

/** Where all our addresses begin. */
const BASE = "https://w3id.org/pactgraph/";
/** How much of the data is shown; all of it can be saved. */
const SHOWN = 40_000;

export type Answered =
  | { readonly answer: Answer }
  | { readonly error: Error & { readonly line?: number; readonly column?: number } }
  | { readonly stopped: true };

export function Result({ name, found }: { name: string; found: Answered }) {
  const { route } = useApp();
  if ("stopped" in found) return <p role="status">{words.stopped}</p>;
  if ("error" in found) {
    const { line, column, message } = found.error;
    return (
      <p class="notice" role="alert">
        {line ? words.at(line, column ?? 1) : ""}
        {message}
      </p>
    );
  }
  const { answer } = found;
  const as = route.query["as"] ?? "table";
  const raw = answer.kind === "graph" ? answer.text : answer.json;
  const spent = Math.max(1, Math.round(answer.spent));
  return (
    <section class="answer" aria-label={words.result} data-kind={answer.kind} data-spent={spent} data-rows={answer.kind === "truth" ? undefined : answer.rows.length}>
      <p class="tools">
        <span role="status">{answer.kind === "truth" ? (answer.truth ? t.yes : words.no) : words.rows(answer.rows.length, spent)}</span>
        <span class="noprint">
        <Choice
          label={words.as}
          value={as}
          options={[
            ["table", words.table],
            ["list", words.list],
            ["data", answer.kind === "graph" ? "N-Triples" : "JSON"],
          ]}
          onPick={(value) => (location.hash = change(route, { as: value === "table" ? undefined : value }))}
        />
        </span>
      </p>
      {answer.kind !== "truth" && answer.cut && <p class="notice">{words.cut(answer.rows.length)}</p>}
      {answer.kind !== "truth" && answer.rows.length === 0 && <p>{words.nothing}</p>}
      {as === "data" && (
        <>
          <p class="noprint">
            <button
              type="button"
              onClick={() => (answer.kind === "graph" ? download(`${name}.nt`, raw, "application/n-triples") : download(`${name}.json`, raw, "application/sparql-results+json"))}
            >
              {words.save}
            </button>
          </p>
          <pre class="sparql">{pretty(raw, answer.kind === "graph")}</pre>
        </>
      )}
      {as === "table" && answer.kind !== "truth" && answer.rows.length > 0 && <Rows name={name} columns={answer.columns} rows={answer.rows} />}
      {as === "list" && answer.kind !== "truth" && <Lines columns={answer.columns} rows={answer.rows} />}
    </section>
  );
}

function pretty(raw: string, isTriples: boolean): string {
  const text = isTriples || raw.length > SHOWN ? raw : JSON.stringify(JSON.parse(raw), null, 1);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… ${words.more}` : text;
}

type Row = readonly (Term | null)[];

/** A term as `pactgraph query` writes it: ids without their address, literals without datatype. */
export function short(term: Term | null): string {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  const start = ["id/", "statement/", "figure/", "ontology#"].find((each) => term.value.startsWith(BASE + each));
  return start === undefined ? term.value : term.value.slice(BASE.length + start.length);
}

const idIn = (term: Term | null, start: string): string => (term?.type === "uri" && term.value.startsWith(BASE + start) ? term.value.slice(BASE.length + start.length) : "");

const isNumber = (term: Term | null): boolean => /#(?:integer|decimal|double|float)$/.test(term?.datatype ?? "");

function Rows({ name, columns, rows }: { name: string; columns: readonly string[]; rows: readonly Row[] }) {
  const { world } = useApp();
  const places = new Map(rows.map((row, place) => [row, place]));
  const made = columns.flatMap((head, at): Column<Row>[] => {
    const terms = rows.map((row) => row[at] ?? null);
    const numbers = terms.some((term) => term) && terms.every((term) => !term || isNumber(term));
    const value = (row: Row): string | number => (numbers && row[at] ? Number(row[at].value) : short(row[at] ?? null));
    const shown: Column<Row> = {
      head: head.replaceAll("_", " "),
      text: value,
      show: numbers ? (row) => row[at] && row[at].value : (row) => <Cell columns={columns} row={row} at={at} />,
      ...(numbers ? { kind: "number" as const } : {}),
    };
    // Names stand beside ids in the file, as they do on the screen.
    const named = terms.some((term) => world.things.has(idIn(term, "id/")));
    const label = (row: Row): string => {
      const thing = world.things.get(idIn(row[at] ?? null, "id/"));
      return thing ? nameOf(thing) : "";
    };
    return named ? [shown, { head: words.nameOf(head.replaceAll("_", " ")), text: label, show: null }] : [shown];
  });
  return <Table name={words.result} quiet columns={made} rows={rows} keyOf={(row) => String(places.get(row))} file={name} />;
}

/** A term in words, as a link to what it is. */
function Cell({ columns, row, at }: { columns: readonly string[]; row: Row; at: number }): ComponentChildren {
  const { world, route } = useApp();
  const term = row[at] ?? null;
  const id = idIn(term, "id/");
  if (world.things.has(id)) {
    return (
      <>
        <Name id={id} /> <small class="id">{id}</small>
      </>
    );
  }
  const statement = world.statement.get(idIn(term, "statement/"));
  if (statement) return <Evidence ev={`s/${statement.id}`}>{statement.id}</Evidence>;
  const figure = world.figure.get(idIn(term, "figure/"));
  if (figure) return <Evidence ev={`f/${figure.id}`}>{figure.id}</Evidence>;
  // A place in a document stands beside the document: `locator` beside `source`, `locator_2` beside `source_2`.
  const column = columns[at]!;
  const source = column.startsWith("locator") ? idIn(row[columns.indexOf(column.replace("locator", "source"))] ?? null, "id/") : "";
  if (world.documents.has(source)) {
    return <a href={to(route, ["sources", source], { section: short(term).replace(/, lines? [\d, ]+$/, "") })}>{short(term)}</a>;
  }
  return term && <bdi>{short(term)}</bdi>;
}

/** A line for each row: its statement as a sentence, or its terms one after the other. */
function Lines({ columns, rows }: { columns: readonly string[]; rows: readonly Row[] }) {
  const { world } = useApp();
  return (
    <ul class="statements">
      {rows.slice(0, 500).map((row, place) => {
        const told = row.map((term) => world.statement.get(idIn(term, "statement/"))).find(Boolean);
        return (
          <li key={place}>
            {told ? (
              <>
                <Sentence statement={told} /> (<Evidence ev={`s/${told.id}`}>{t.gaps.evidence}</Evidence>)
              </>
            ) : (
              columns.map((column, at) =>
                row[at] ? (
                  <span key={column} class="part">
                    <small>{column.replaceAll("_", " ")}</small> <Cell columns={columns} row={row} at={at} />{" "}
                  </span>
                ) : null,
              )
            )}
          </li>
        );
      })}
      {rows.length > 500 && <li>{words.moreLines(rows.length - 500)}</li>}
    </ul>
  );
}
