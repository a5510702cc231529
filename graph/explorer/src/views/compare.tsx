/** Two days, two donors or two countries side by side: only one, both, only the other; each word with its evidence. */
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { App } from "../app";
import { coverageOf, useApp } from "../app";
import { period } from "../clock";
import type { Bit, Change, Line, Side } from "../compare";
import { asks, cells, covered, seats, shifts, sideOf, treaties, work } from "../compare";
import type { Cell } from "../coverage";
import { Choice, Evidence, Name, Sentence, Source, Table } from "../parts";
import { change, to } from "../route";
import { plural, t } from "../strings";
import { capital, dayWords, inWords, label, locatorText, sentence } from "../words";
import { inOrder, signOf } from "./matrix";

type Kind = "days" | "donors" | "countries";
const KINDS: readonly Kind[] = ["days", "donors", "countries"];
const SIDES: readonly Side[] = ["a", "both", "b"];

export function Compare() {
  const { route } = useApp();
  const of = KINDS.find((each) => each === route.query["of"]) ?? "days";
  const Of = { days: Days, donors: Donors, countries: Countries }[of];
  return (
    <>
      <h1 tabIndex={-1}>
        {t.compare.heading} {t.compare.of[of]}
      </h1>
      <p class="tools noprint">
        <span>
          {t.compare.what}:{" "}
          {KINDS.map((each, number) => [
            number ? " · " : "",
            <a key={each} href={to(route, ["compare"], { of: each })} aria-current={each === of ? "true" : undefined}>
              {t.compare.of[each]}
            </a>,
          ])}
        </span>
      </p>
      <Of key={of} />
    </>
  );
}

/** Whether there are any donors, or countries, to compare a thing with. */
export function comparable(app: App, id: string): Kind | null {
  const coverage = coverageOf(app);
  if (ranked(coverage.cells.values(), "donor").includes(id)) return "donors";
  return app.world.things.get(id)?.type === "country" && coverage.places.includes(id) ? "countries" : null;
}

/** Donors, or places, of which anything is covered, those with most first. */
function ranked(all: Iterable<Cell>, by: "donor" | "place"): string[] {
  const counts = new Map<string, number>();
  for (const cell of all) if (cell.state === "covered") counts.set(cell[by], (counts.get(cell[by]) ?? 0) + 1);
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).map(([id]) => id);
}

/** The two that are asked for, or those with most to compare; with what to say of the asking. */
function usePair(ids: readonly string[], all: readonly string[]): { pair: readonly [string, string] | null; head: ComponentChildren } {
  const { world, route } = useApp();
  const good = (id: string | undefined): string => (id && all.includes(id) ? id : "");
  const a = good(route.query["a"]) || ids.find((id) => id !== good(route.query["b"])) || "";
  const b = good(route.query["b"]) || ids.find((id) => id !== a) || "";
  const options = [...new Set([...ids, a, b])].filter(Boolean).map((id) => [id, label(world, id)] as const);
  options.sort(([, one], [, other]) => one.localeCompare(other, "en"));
  const pick = (key: "a" | "b") => (value: string) => (location.hash = change(route, { a, b, [key]: value, ev: undefined }));
  const wrong = (["a", "b"] as const).filter((key) => route.query[key] && !good(route.query[key]));
  const head = (
    <>
      {wrong.map((key) => (
        <p key={key} class="notice">
          {t.compare.unknown(route.query[key]!, label(world, key === "a" ? a : b))}
        </p>
      ))}
      {a && b ? (
        <p class="tools noprint">
          <Choice label={`${t.compare.sides.a} ${t.compare.first}`} value={a} options={options} onPick={pick("a")} />
          <Choice label={`${t.compare.sides.b} ${t.compare.second}`} value={b} options={options} onPick={pick("b")} />
        </p>
      ) : (
        <p class="notice">{t.compare.few}</p>
      )}
      {a && a === b && <p class="notice">{t.compare.same}</p>}
    </>
  );
  return { pair: a && b && a !== b ? [a, b] : null, head };
}

function Donors() {
  const app = useApp();
  const { world, route, clock } = app;
  const coverage = coverageOf(app);
  const donors = ranked(coverage.cells.values(), "donor");
  const { pair, head } = usePair(donors, [...new Set([...coverage.cells.values()].map((cell) => cell.donor))]);
  const places = ranked(coverage.cells.values(), "place").filter((id) => world.things.get(id)?.type === "country");
  const place = world.things.has(route.query["place"] ?? "") ? route.query["place"]! : "";
  const theme = world.things.has(route.query["theme"] ?? "") ? route.query["theme"]! : "";
  const found = useMemo(
    () =>
      pair && {
        cells: cells(coverage, pair, (cell) => {
          const sign = signOf(cell);
          return `${t.matrix.signs[sign]} ${t.matrix.said[sign]}, ${new Set([...cell.funds, ...cell.supports]).size}`;
        }),
        work: work(world, clock, pair),
        seats: seats(world, clock, pair),
      },
    [coverage, pair?.join(" ")],
  );
  if (!pair || !found) return <>{head}</>;
  const two = pair.map((id) => label(world, id)) as [string, string];
  const thing = (line: Line) => <Name id={line.ids[0]!} />;
  return (
    <>
      {head}
      <p class="tools noprint">
        <Choice
          label={t.compare.place}
          value={place}
          options={[["", t.compare.every], ...places.map((id) => [id, label(world, id)] as const)]}
          onPick={(value) => (location.hash = change(route, { place: value || undefined, ev: undefined }))}
        />
        <Choice
          label={t.compare.theme}
          value={theme}
          options={[["", t.compare.every], ...inOrder(world).map(([id, depth]) => [id, `${"\u2003".repeat(depth)}${label(world, id)}`] as const)]}
          onPick={(value) => (location.hash = change(route, { theme: value || undefined, ev: undefined }))}
        />
      </p>
      <Beside
        name={t.compare.cells}
        file="themes"
        two={two}
        lines={found.cells.filter(({ ids }) => (!theme || ids[0] === theme) && (place ? ids[1] === place : world.things.get(ids[1]!)?.type === "country"))}
        say={({ ids }) => `${label(world, ids[0]!)}, ${label(world, ids[1]!)}`}
      />
      <Beside
        name={t.compare.work}
        file="work"
        two={two}
        lines={found.work}
        say={({ ids }) => (world.things.has(ids[0]!) ? label(world, ids[0]!) : inWords(world, ids[0]!))}
        show={(line) => (world.things.has(line.ids[0]!) ? thing(line) : <Evidence ev={`s/${line.ids[0]}`}>{inWords(world, line.ids[0]!)}</Evidence>)}
      />
      <Beside name={t.compare.seats} file="seats" two={two} lines={found.seats} say={({ ids }) => label(world, ids[0]!)} show={thing} />
    </>
  );
}

function Countries() {
  const app = useApp();
  const { world, clock } = app;
  const coverage = coverageOf(app);
  const countries = ranked(coverage.cells.values(), "place").filter((id) => world.things.get(id)?.type === "country");
  const { pair, head } = usePair(countries, [...world.things.values()].filter((thing) => thing.type === "country").map((thing) => thing.id));
  const found = useMemo(() => {
    const say = (pieces: number, certain: boolean) => `${t.matrix.signs[certain ? "certain" : "possible"]} ${plural(pieces, "piece")} of work`;
    return (
      pair && {
        themes: covered(coverage, pair, "theme", say),
        donors: covered(coverage, pair, "donor", say),
        treaties: treaties(world, clock, pair),
        asks: asks(world, clock, pair),
      }
    );
  }, [coverage, pair?.join(" ")]);
  if (!pair || !found) return <>{head}</>;
  const two = pair.map((id) => label(world, id)) as [string, string];
  const show = ({ ids }: Line) => (ids[0] ? <Name id={ids[0]} /> : t.compare.noTheme);
  const say = ({ ids }: Line) => (ids[0] ? label(world, ids[0]) : t.compare.noTheme);
  return (
    <>
      {head}
      {(["themes", "donors", "treaties", "asks"] as const).map((each) => (
        <Beside key={each} name={t.compare[each]} file={each} two={two} lines={found[each]} say={say} show={show} />
      ))}
    </>
  );
}

/** Lines with both sides, and how many there are of each sort, which is the filter too. */
function Beside(props: {
  readonly name: string;
  readonly file: string;
  readonly two: readonly [string, string];
  readonly lines: readonly Line[];
  readonly say: (line: Line) => string;
  readonly show?: (line: Line) => ComponentChildren;
}) {
  const { route } = useApp();
  const { name, two, lines, say } = props;
  const only = SIDES.find((side) => side === route.query["only"]);
  const words: Record<Side, string> = { a: t.compare.only(two[0]), both: t.compare.both, b: t.compare.only(two[1]) };
  const shown = lines.filter((line) => !only || sideOf(line) === only);
  const bits = (side: "a" | "b") => (line: Line) => line[side].map(({ text }) => text).join(" | ");
  return (
    <section>
      <h2>{name}</h2>
      <Counts options={SIDES.map((side) => [side, t.compare.sides[side], words[side], lines.filter((line) => sideOf(line) === side).length])} only={only} />
      {lines.length === 0 ? (
        <p class="note">{t.compare.nothingHere}</p>
      ) : (
        <Table
          name={name}
          quiet
          file={`compare-${props.file}`}
          rows={shown}
          keyOf={(line) => line.ids.join(" ")}
          page={50}
          columns={[
            { head: "id", text: (line) => line.ids.join(" "), show: null },
            {
              head: t.compare.where,
              text: (line) => words[sideOf(line)],
              show: (line) => (
                <span data-side={sideOf(line)} data-line={line.ids.join(" ")}>
                  <span class="sign" aria-hidden="true">
                    {t.compare.sides[sideOf(line)]}
                  </span>{" "}
                  <bdi>{words[sideOf(line)]}</bdi>
                </span>
              ),
            },
            props.show ? { head: t.compare.what_, text: say, show: props.show } : { head: t.compare.what_, text: say },
            { head: two[0], text: bits("a"), show: (line) => <Bits bits={line.a} /> },
            { head: two[1], text: bits("b"), show: (line) => <Bits bits={line.b} /> },
          ]}
        />
      )}
    </section>
  );
}

function Bits({ bits }: { bits: readonly Bit[] }) {
  if (!bits.length) {
    return (
      <span class="pale">
        <span aria-hidden="true">{t.compare.nothing}</span> {t.compare.nothingSaid}
      </span>
    );
  }
  return (
    <>
      {bits.map(({ text, ev }, place) => (
        <div key={place}>{ev ? <Evidence ev={ev}>{text}</Evidence> : text}</div>
      ))}
    </>
  );
}

/** How many of each sort; picking one shows it alone. */
function Counts({ options, only }: { options: readonly (readonly [key: string, sign: string, word: string, count: number])[]; only: string | undefined }) {
  const { route } = useApp();
  return (
    <p class="kinds">
      {options.map(([key, sign, word, count]) => (
        <a key={key} href={change(route, { only: key === only ? undefined : key, ev: undefined })} aria-current={key === only ? "true" : undefined}>
          <span aria-hidden="true">{sign}</span> <bdi>{t.compare.count(word, count)}</bdi>
        </a>
      ))}
    </p>
  );
}

function Days() {
  const { world, route, clock } = useApp();
  const ends = [...new Set([...world.documents.values()].map((row) => row.last))].sort();
  const usual = [ends.at(-2) ?? ends.at(-1) ?? "", ends.at(-1) ?? ""];
  const asked = [route.query["a"] ?? "", route.query["b"] ?? ""];
  const days = asked.map((day, at) => (period(day) ? day : usual[at]!)).sort((one, other) => (period(one)?.[0] ?? "").localeCompare(period(other)?.[0] ?? "")) as [string, string];
  const then = route.query["with"] !== "now";
  const family = route.query["family"] ?? "";
  const about = route.query["about"] ?? "";
  const known = route.query["known"] ?? "";
  const told = useMemo(() => (days[0] && days[1] ? shifts(world, days, then, known) : { found: [], same: 0 }), [world, days.join(" "), then, known]);
  if (!days[0] || !days[1]) return <p class="notice">{t.compare.few}</p>;
  const familyOf = (predicate: string): string => world.predicates.get(predicate)?.family ?? "structure";
  const families = Object.keys(t.families);
  const mine = told.found
    .filter(({ statement }) => (!family || familyOf(statement.predicate) === family) && (!about || statement.subject === about || statement.object === about))
    .sort((one, other) => families.indexOf(familyOf(one.statement.predicate)) - families.indexOf(familyOf(other.statement.predicate)) || one.statement.place - other.statement.place);
  const kinds = Object.keys(t.compare.changes) as Change[];
  const only = kinds.find((each) => each === route.query["only"]);
  const set = (key: string, value: string | undefined) => (location.hash = change(route, { [key]: value || undefined, ev: undefined }));
  const shown = kinds.flatMap((each) => (only && each !== only ? [] : mine.filter((row) => row.change === each)));
  return (
    <>
      {asked.map((day, at) =>
        day && !period(day) ? (
          <p key={at} class="notice" role="alert">
            {t.clock.bad(day)}
          </p>
        ) : null,
      )}
      <p class="tools noprint">
        {(["a", "b"] as const).map((key, at) => (
          <label key={key} class="choice">
            <span>{[t.compare.first, t.compare.second][at]}</span>
            <input type="text" size={11} inputMode="numeric" title={t.clock.asOfHint} value={days[at]} onChange={(event) => set(key, event.currentTarget.value.trim())} />
          </label>
        ))}
        <Choice
          label={t.compare.knowing}
          value={then ? "" : "now"}
          options={[
            ["", t.compare.then],
            ["now", t.compare.now],
          ]}
          onPick={(value) => set("with", value)}
        />
        <Choice label={t.compare.relation} value={family} options={[["", t.compare.every], ...families.map((each) => [each, t.families[each]!] as const)]} onPick={(value) => set("family", value)} />
        {about && (
          <span>
            {t.compare.about}: <Name id={about} /> <a href={change(route, { about: undefined })}>{t.gaps.clear}</a>
          </span>
        )}
      </p>
      {(clock.first !== clock.dataDay || route.query["asof"]) && <p class="fixed noprint">{t.compare.asOfIdle}</p>}
      <h2>{capital(t.compare.days(...(days.map(dayWords) as [string, string])))}</h2>
      <Counts options={kinds.map((each) => [each, ...t.compare.changes[each]!, mine.filter((row) => row.change === each).length] as const)} only={only} />
      {!about && !family && <p class="note">{t.compare.unchanged(told.same)}</p>}
      {mine.length === 0 ? (
        <p class="notice">{t.compare.noChange}</p>
      ) : (
        <Table
          name={t.compare.changesOf}
          quiet
          file={`compare-${days.join("-and-")}`}
          rows={shown}
          keyOf={({ statement }) => statement.id}
          page={50}
          columns={[
            { head: "statement", text: ({ statement }) => statement.id, show: null },
            {
              head: t.compare.change,
              text: (row) => `${t.compare.changes[row.change]![1]}${row.late ? `, ${t.compare.told}` : ""}`,
              show: (row) => (
                <span data-change={row.change} data-statement={row.statement.id} data-late={row.late ? "1" : undefined}>
                  <span class="sign" aria-hidden="true">
                    {t.compare.changes[row.change]![0]}
                  </span>{" "}
                  {t.compare.changes[row.change]![1]}
                  {row.late && row.change !== "learnt" && <small>, {t.compare.told}</small>}
                </span>
              ),
            },
            { head: t.compare.statement, text: ({ statement }) => sentence(world, statement), show: ({ statement }) => <Sentence statement={statement} /> },
            { head: dayWords(days[0]), text: (row) => row.before || t.compare.notThen },
            { head: `${dayWords(days[1])}${dayWords(days[1]) === dayWords(days[0]) ? " " : ""}`, text: (row) => row.after },
            { head: t.compare.source, text: ({ statement }) => `${statement.document}: ${locatorText(statement.locator)}`, show: ({ statement }) => <Source ev={`s/${statement.id}`} at={statement.locator} /> },
          ]}
        />
      )}
    </>
  );
}
