/** The board of gaps, and each analysis: findings worked out by Python for the marks, of which the nearest is shown. */
import { useState } from "preact/hooks";
import { dayText, useApp } from "../app";
import { Choice, Evidence, Name, Names, Table, Take } from "../parts";
import { change, to } from "../route";
import type { AnalysisRow } from "../rows";
import { boardOf, distance } from "../marks";
import { plural, t } from "../strings";
import { dayWords, inWords, label, locatorText, nameOf } from "../words";
import type { Board, Finding, World } from "../world";
import { locator } from "../world";

const PAGE = 25;
/** What a meeting begins with, in this order; all other questions stand on the board. */
export const AGENDA = ["prospects", "unfunded", "responses", "funding-gap", "dependency", "instruments", "overlap", "seats", "places"];

/** The findings that an analysis shows, those to talk of first before others. */
export function known(of: Pick<Board, "findings">, name: string): Finding[] {
  return of.findings.filter((one) => one.analysis === name);
}

export function Gaps() {
  const { world, route } = useApp();
  const name = route.path[1];
  const analysis = name ? world.analyses.get(name) : undefined;
  return (
    <>
      <h1 tabIndex={-1}>{analysis ? analysis.question : t.gaps.heading}</h1>
      {name && !analysis && <p class="notice">{t.gaps.unknown(name)}</p>}
      <WorkedOut />
      {analysis ? <One analysis={analysis} /> : <Overview />}
    </>
  );
}

/** For which days the findings were worked out, and how near that is to the days chosen. */
/** Which pair of days the findings shown were worked out for. */
export function WorkedOut() {
  const app = useApp();
  const { clock } = app;
  const board = boardOf(app);
  if (!board.mark.as_of) return null;
  const near = distance(board, clock);
  return (
    <p class="fixed" data-mark={`${board.mark.as_of} ${board.mark.known_by}`}>
      <strong>{t.gaps.fixed(dayWords(board.mark.as_of), clock.documents.length, dayWords(board.mark.known_by))}</strong>{" "}
      {near !== "exact" && t.gaps.near[near](dayText(clock))}
    </p>
  );
}

/** How many of them are gaps; an index has none. */
export function openOf(found: readonly Finding[]): number {
  return found.filter((one) => one.gap).length;
}

function Overview() {
  const app = useApp();
  const { world, route } = app;
  const board = boardOf(app);
  const rows = [...world.analyses.values()].map((analysis) => ({ analysis, found: known(board, analysis.name) })).filter((row) => row.found.length);
  return (
    <>
      <p class="note">{t.gaps.intro}</p>
      {rows.length === 0 && <p class="notice">{t.gaps.none}</p>}
      {rows.length > 0 && (
        <Table
          name={t.gaps.heading}
          quiet
          file="gaps"
          rows={rows}
          keyOf={(row) => row.analysis.name}
          columns={[
            { head: "analysis", text: (row) => row.analysis.name, show: null },
            { head: t.gaps.question, text: (row) => row.analysis.question, show: (row) => <a href={to(route, ["gaps", row.analysis.name])}>{row.analysis.question}</a> },
            { head: t.gaps.open, text: (row) => openOf(row.found), kind: "number", show: (row) => openOf(row.found) || <span class="pale">{t.gaps.index(row.found.length)}</span> },
            {
              head: t.gaps.first,
              text: (row) => titleText(world, row.found[0]!),
              show: (row) => {
                const first = row.found[0]!;
                return (
                  <>
                    <Evidence ev={`g/${first.id}`}>
                      <bdi>{titleText(world, first)}</bdi>
                    </Evidence>
                    : {first.state}
                    {first.reading === "possible" && ` (${t.gaps.perhaps})`}
                  </>
                );
              },
            },
          ]}
        />
      )}
    </>
  );
}

function subjectText(world: World, finding: Finding): string {
  const thing = world.things.get(finding.subject);
  return thing ? nameOf(thing) : inWords(world, finding.subject);
}

/** What a finding is about, in a line. */
export function titleText(world: World, finding: Finding): string {
  const subject = subjectText(world, finding);
  const more = [finding.theme, finding.country].filter((id) => id && id !== finding.subject).map((id) => label(world, id));
  return more.length ? `${subject.replace(/\.$/, "")} (${more.join(", ")})` : subject;
}

function One({ analysis }: { analysis: AnalysisRow }) {
  const app = useApp();
  const { world, route } = app;
  const [shown, setShown] = useState(PAGE);
  const all = known(boardOf(app), analysis.name);
  const { country = "", theme = "", subject = "" } = route.query;
  const found = all.filter((one) => (!country || one.country === country || one.subject === country) && (!theme || one.theme === theme || one.subject === theme) && (!subject || one.subject === subject));
  const choices = (key: "country" | "theme"): [string, string][] => [
    ["", t.gaps.all],
    ...[...new Set(all.map((one) => one[key]).filter(Boolean))].map((id): [string, string] => [id, label(world, id)]).sort(([, one], [, other]) => one.localeCompare(other, "en")),
  ];
  const pick = (key: string) => (value: string) => {
    setShown(PAGE);
    location.hash = change(route, { [key]: value || undefined, ev: undefined });
  };
  const filtered = found.length !== all.length || Boolean(country || theme || subject);
  const clear = change(route, { country: undefined, theme: undefined, subject: undefined });
  return (
    <>
      <p class="noprint">
        <a href={to(route, ["gaps"])}>← {t.gaps.board}</a>
      </p>
      <details class="noprint">
        <summary>{t.gaps.method}</summary>
        <Method analysis={analysis} />
      </details>
      <div class="printonly">
        <Method analysis={analysis} />
      </div>
      <p class="tools noprint">
        {choices("country").length > 1 && <Choice label={t.gaps.country} value={country} options={choices("country")} onPick={pick("country")} />}
        {choices("theme").length > 1 && <Choice label={t.gaps.theme} value={theme} options={choices("theme")} onPick={pick("theme")} />}
        <span role="status">{t.gaps.shown(found.length, all.length)}</span>
        <span>
          <Take name={analysis.question} file={`gaps-${analysis.name}`} head={HEAD} rows={() => cells(world, found)} />
        </span>
        {filtered && <a href={clear}>{t.gaps.clear}</a>}
      </p>
      {found.length === 0 && (
        <p class="notice">
          {t.gaps.nothing} <a href={clear}>{t.gaps.clear}</a>
        </p>
      )}
      <div class="cards">
        {found.slice(0, shown).map((finding) => (
          <Card key={finding.id} finding={finding} />
        ))}
      </div>
      {found.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown + 100)}>
          {t.more(Math.min(100, found.length - shown))}
        </button>
      )}
      {found.length > shown && <p class="printonly">{t.onPaper(shown, found.length)}</p>}
    </>
  );
}

function Method({ analysis }: { analysis: AnalysisRow }) {
  return (
    <dl class="facts">
      <div>
        <dt>{t.gaps.definition}</dt>
        <dd>{analysis.definition}</dd>
      </div>
      <div>
        <dt>{t.gaps.closes}</dt>
        <dd>{analysis.closes}</dd>
      </div>
      <div>
        <dt>{t.gaps.origin}</dt>
        <dd>{analysis.origin}</dd>
      </div>
    </dl>
  );
}

const HEAD = ["analysis", "subject", "subject name", "theme", "theme name", "place", "place name", "state", "reading", "value", "could be asked", "sources", "statements"];

function cells(world: World, found: readonly Finding[]): string[][] {
  return found.map((one) => [
    ...[one.analysis, one.subject, subjectText(world, one), one.theme, one.theme && label(world, one.theme)],
    ...[one.country, one.country && label(world, one.country), one.state, one.reading, valueText(world, one)],
    one.prospects.map((place) => world.prospects[place]!.donor).join(" | "),
    placesOf(world, one).join(" | "),
    one.statements.map((number) => world.statements[number]!.id).join(" | "),
  ]);
}

function valueText(world: World, finding: Finding): string {
  const said = ([sort, text]: readonly [string, string]): string => (sort === "thing" ? label(world, text) : inWords(world, text));
  return finding.value.map(([key, parts]) => `${key}: ${parts.map(said).join("; ").replaceAll("; :;", ":") || t.none}`).join(" | ");
}

/** Where it is told, each place once. */
function placesOf(world: World, finding: Finding): string[] {
  const told = [...finding.locators.map(locator), ...finding.statements.map((number) => world.statements[number]!.locator)];
  return [...new Set(told.map((at) => `${at.document}: ${locatorText(at)}`))];
}

function Card({ finding }: { finding: Finding }) {
  const { world } = useApp();
  const thing = world.things.get(finding.subject);
  const places = placesOf(world, finding);
  return (
    <article class="card">
      <h2>
        {thing ? <Name id={finding.subject} inside /> : <Evidence ev={`s/${finding.subject}`}>{inWords(world, finding.subject)}</Evidence>}
        {[finding.theme, finding.country].filter((id) => id && id !== finding.subject).map((id) => [" · ", <Name key={id} id={id} />])}
      </h2>
      <p>
        <strong>{finding.state}</strong>
        {finding.reading === "possible" && ` (${t.gaps.perhaps})`}
      </p>
      <Value finding={finding} />
      <Weight finding={finding} />
      {finding.closes && (
        <p>
          {t.drawer.closes}: {inWords(world, finding.closes, finding.subject)}
        </p>
      )}
      <Could finding={finding} />
      <p>
        <Evidence ev={`g/${finding.id}`} name={`${t.gaps.evidence}: ${plural(finding.statements.length, "statement")}, ${titleText(world, finding)}`}>
          {t.gaps.evidence}: {plural(finding.statements.length, "statement")}
        </Evidence>{" "}
        <small>{places.slice(0, 3).join("; ")}</small>
      </p>
      <p class="printonly decide">{t.gaps.decide}</p>
    </article>
  );
}

/** Who could be asked first, each under its reason. */
function Could({ finding }: { finding: Finding }) {
  const { world } = useApp();
  if (!finding.prospects.length) return null;
  const reasons = new Map<string, string[]>();
  for (const { because, donor } of finding.prospects.slice(0, 4).map((place) => world.prospects[place]!)) reasons.set(because, [...(reasons.get(because) ?? []), donor]);
  const more = finding.prospects.length - 4;
  return (
    <p>
      {t.gaps.could}:{" "}
      {[...reasons].map(([because, donors], place) => [place ? "; " : "", <Names key={because} ids={donors} />, ` (${inWords(world, because)})`])}
      {more > 0 && ` ${t.gaps.others(more)}`}
    </p>
  );
}

/** What was found, key by key. */
export function Value({ finding }: { finding: Finding }) {
  const { world } = useApp();
  const told = new Set([finding.theme, finding.country, finding.subject]);
  const rows = finding.value.filter(
    ([, parts]) => parts.length && !parts.every(([sort, text]) => sort === "thing" && told.has(text)),
  );
  if (!rows.length) return null;
  return (
    <ul class="value">
      {rows.map(([key, parts]) => (
        <li key={key}>
          {key}:{" "}
          {parts.map(([sort, text], place) => {
            const colon = text === ":" && sort === "text";
            const after = parts[place - 1]?.[1] === ":";
            return [
              place && !colon ? (after ? " " : "; ") : "",
              sort === "thing" ? <Name key={place} id={text} lead={false} inside /> : sort === "statement" ? <Evidence key={place} ev={`s/${text}`}>{inWords(world, text)}</Evidence> : <bdi key={place}>{inWords(world, /^\d{4}-\d\d-\d\d$/.test(text) ? dayWords(text) : text)}</bdi>,
            ];
          })}
        </li>
      ))}
    </ul>
  );
}

/** The parts of its priority, which are shown and never added up. */
export function Weight({ finding }: { finding: Finding }) {
  if (!finding.gap) return null;
  return (
    <p class="weight">
      {finding.stated_by.length > 0 && (
        <>
          {t.gaps.statedBy} <Names ids={finding.stated_by.slice(0, 4)} />
          {finding.stated_by.length > 4 && ` ${t.gaps.others(finding.stated_by.length - 4)}`};{" "}
        </>
      )}
      {t.gaps.documents(finding.documents)}
      {finding.hangs_on_it.length > 0 && `; ${t.gaps.hangs(finding.hangs_on_it.length)}`}
      {finding.open_since && `; ${t.gaps.since(dayWords(finding.open_since))}`}
    </p>
  );
}
