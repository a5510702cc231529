/** Pieces that the views share: names, statements, tables, places in documents. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { App } from "./app";
import { dayText, useApp } from "./app";
import { state, stateText } from "./clock";
import { csvText, download } from "./csv";
import { change, to } from "./route";
import { plural, t } from "./strings";
import { DENIED, dayWords, label, locatorText, nameOf, target, verb } from "./words";
import type { Locator, Statement } from "./world";
import type { Cells, Sheet } from "./xlsx";
import { saveXlsx } from "./xlsx";

/** A thing by its name, as a link to its page. */
export function Name({ id, lead = true, inside = false }: { id: string; lead?: boolean; inside?: boolean }) {
  const { world, route } = useApp();
  const thing = world.things.get(id);
  if (!thing) return <bdi>{id}</bdi>;
  // What an item says does not end the sentence that it stands in.
  const tidy = (text: string): string => (inside && thing.lead ? text.replace(/\.$/, "") : text);
  return (
    <a href={to(route, ["e", id])}>
      <bdi>{tidy(lead ? nameOf(thing) : thing.label)}</bdi>
    </a>
  );
}

export function Names({ ids }: { ids: readonly string[] }) {
  return <>{ids.map((id, place) => [place ? ", " : "", <Name key={id} id={id} lead={false} inside />])}</>;
}

/** A link that opens the drawer with the evidence named by `ev`. */
export function Evidence(props: { readonly ev: string; readonly name?: string; readonly children: ComponentChildren }) {
  const { route } = useApp();
  const { ev, name, children } = props;
  return (
    <a class="evidence" aria-label={name} href={change(route, { ev })}>
      {children}
    </a>
  );
}

/** A statement as a sentence with links; `of` is the thing whose page it stands on, which needs no link. */
export function Sentence({ statement, of = "" }: { statement: Statement; of?: string }) {
  const { world } = useApp();
  const end = (id: string) => (id === of ? <bdi>{label(world, id)}</bdi> : <Name id={id} />);
  return (
    <>
      {statement.status === "denied" && DENIED}
      {end(statement.subject)} {verb(world, statement)}{" "}
      {statement.object ? end(statement.object) : <bdi>{target(world, statement)}</bdi>}
      {statement.amount && `, ${statement.amount}`}
    </>
  );
}

/** What it is on the day: a sign and the word, never colour alone. */
export function Mark({ statement }: { statement: Statement }) {
  const { clock } = useApp();
  const found = state(statement, clock);
  return (
    <span class={`mark ${found.replace(" ", "-")}`}>
      <span class="sign" aria-hidden="true">
        {t.states[found]?.[0]}
      </span>{" "}
      {stateText(statement, clock)}
    </span>
  );
}

/** Places in documents, each document once. */
export function Places({ all }: { all: readonly Locator[] }) {
  const { world, route } = useApp();
  const byDocument = new Map<string, Locator[]>();
  for (const at of all) byDocument.set(at.document, [...(byDocument.get(at.document) ?? []), at]);
  return (
    <>
      {[...byDocument].map(([document, places]) => (
        <p key={document}>
          <bdi>{label(world, document)}</bdi>:{" "}
          {places.map((at, place) => [
            place ? "; " : "",
            <a key={place} href={to(route, ["sources", document], { section: at.section })}>
              {locatorText(at)}
            </a>,
          ])}
        </p>
      ))}
    </>
  );
}

/** A place in a document. */
export function At({ at }: { at: Locator }) {
  const { world, route } = useApp();
  return (
    <>
      <a href={to(route, ["sources", at.document], { section: at.section })}>
        <bdi>{label(world, at.document)}</bdi>
      </a>
      , {locatorText(at)}
    </>
  );
}

/** A place in a document, short, for tables: the link opens the evidence. */
export function Source({ ev, at }: { ev: string; at: Locator }) {
  return (
    <Evidence ev={ev}>
      {at.document}: {locatorText(at)}
    </Evidence>
  );
}

/** Buttons that save a table as CSV, and as a spreadsheet that says on a second sheet what it is. */
export function Take(props: { readonly name: string; readonly file: string; readonly head: readonly string[]; readonly rows: () => Cells }) {
  const app = useApp();
  const { name, file, head, rows } = props;
  return (
    <>
      <button type="button" class="small noprint" onClick={() => download(`${file}.csv`, csvText(head, rows()))} aria-label={t.saveAs(name, t.csv)}>
        {t.csv}
      </button>{" "}
      <button type="button" class="small noprint" onClick={() => saveXlsx(file, [{ name, rows: [head, ...rows()] }, about(app, name)])} aria-label={t.saveAs(name, t.xlsx)}>
        {t.xlsx}
      </button>
    </>
  );
}

/** What a saved table is: of which days, from which documents, and where it stands. */
function about({ world, clock, route }: App, name: string): Sheet {
  const told = t.takenAway;
  return {
    name: told.sheet,
    rows: [
      [told.what, told.said, told.id],
      [told.table, name, ""],
      [told.asOf, dayText(clock), ""],
      [told.knownBy, told.documents(clock.documents.length, clock.dataDay && dayWords(clock.dataDay)), ""],
      [told.view, change(route, {}), ""],
      ...clock.documents.map((row) => [told.document, `${label(world, row.id)} (${row.issued})`, row.id]),
      [told.note, t.home.intro, ""],
    ],
  };
}

export interface Column<Row> {
  readonly head: string;
  /** What is sorted and written to CSV. */
  readonly text: (row: Row) => string | number;
  /** What is shown; the text, if not given. `null` for a column that is in the CSV alone. */
  readonly show?: ((row: Row) => ComponentChildren) | null;
  readonly kind?: "number" | "narrow";
}

/** A table that sorts, pages and can be taken away. */
export function Table<Row>(props: {
  readonly name: string;
  readonly caption?: ComponentChildren;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly file: string;
  readonly page?: number;
  /** Whether the heading above says the name already. */
  readonly quiet?: boolean;
  /** Whether columns keep their width from table to table. */
  readonly even?: boolean;
}) {
  const { name, columns, rows, keyOf, file, page = 100, even = false } = props;
  const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null);
  const [shown, setShown] = useState(page);
  const sorted = order ? [...rows].sort(by(columns[order.column]!.text, order.down)) : rows;
  const visible = columns.filter((column) => column.show !== null);
  return (
    <div class={`table${even ? " even" : ""}${rows.length <= 8 ? " short" : ""}`}>
      <div class="scroll" tabIndex={-1}>
        <table aria-label={name}>
          <caption>
            {props.caption ?? <span class={props.quiet ? "hidden" : ""}>{name}</span>}{" "}
            <Take name={name} file={file} head={columns.map((c) => c.head)} rows={() => sorted.map((row) => columns.map((c) => c.text(row)))} />
          </caption>
          <thead>
            <tr>
              {visible.map((column) => {
                const place = columns.indexOf(column);
                const sort = order?.column === place ? (order.down ? "descending" : "ascending") : undefined;
                const next = () => setOrder(sort === "ascending" ? { column: place, down: true } : { column: place, down: false });
                return (
                  <th key={column.head} scope="col" class={column.kind} aria-sort={sort}>
                    <span class="printonly">{column.head}</span>
                    <button type="button" onClick={next} title={t.sortBy(column.head)}>
                      {column.head}
                      <span aria-hidden="true">{sort === "ascending" ? " ↑" : sort === "descending" ? " ↓" : ""}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row) => (
              <tr key={keyOf(row)}>
                {visible.map((column) => (
                  <td key={column.head} class={column.kind} data-head={column.head}>
                    {column.show ? column.show(row) : said(column.text(row))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > shown && (
        <>
          <button type="button" class="more" onClick={() => setShown(shown + 500)}>
            {t.more(Math.min(500, sorted.length - shown))} ({plural(sorted.length, "row")})
          </button>
          <p class="printonly">{t.onPaper(shown, sorted.length)}</p>
        </>
      )}
    </div>
  );
}

function said(text: string | number): ComponentChildren {
  if (typeof text === "number") return text.toLocaleString("en");
  return text && <bdi>{text}</bdi>;
}

function by<Row>(text: (row: Row) => string | number, down: boolean): (one: Row, other: Row) => number {
  return (one, other) => {
    const [a, b] = [text(one), text(other)];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
    return down ? -order : order;
  };
}

/** A choice that is part of the address. */
export function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onPick: (value: string) => void;
}) {
  return (
    <label class="choice">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value} selected={value === props.value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Which choices narrow the view, each to be taken away. */
export function Filters({ all }: { all: readonly (readonly [key: string, name: string, value: string])[] }) {
  const { route } = useApp();
  if (!all.length) return null;
  return (
    <p class="tools">
      {t.only}:
      {all.map(([key, name, value]) => (
        <span key={key} class="filter">
          {name} <bdi>{value}</bdi>{" "}
          <a class="noprint" href={change(route, { [key]: undefined, ev: undefined })} aria-label={t.without(`${name} ${value}`)}>
            ✕
          </a>
        </span>
      ))}
    </p>
  );
}

/** A button that copies a text, and says whether it did. */
export function Copy({ text, children }: { text: () => string; children: ComponentChildren }) {
  const [said, setSaid] = useState("");
  const copy = () => {
    const done = (message: string) => {
      setSaid(message);
      setTimeout(() => setSaid(""), 4000);
    };
    const written = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error("no clipboard"));
    written.then(
      () => done(t.copied),
      () => done(text()),
    );
  };
  return (
    <span class="copy noprint">
      <button type="button" onClick={copy}>
        {children}
      </button>
      <span role="status">{said && ` ${said}`}</span>
    </span>
  );
}
