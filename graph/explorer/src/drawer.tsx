/** The evidence: a claim in a sentence, when, how much, which document says so and where, and who says otherwise. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { coverageOf, dayText, useApp } from "./app";
import { stateText } from "./clock";
import { Ties } from "./network/selection";
import { At, Copy, Evidence, Mark, Name, Places, Sentence } from "./parts";
import { boardOf } from "./marks";
import { change, to } from "./route";
import type { ConflictRow } from "./rows";
import { t } from "./strings";
import { dayWords, figureName, inWords, label, locatorText, sectionTitle, sentence, when } from "./words";
import type { Days, Figure, Finding, Locator, Statement, World } from "./world";
import { locator } from "./world";
import { OfAnswer } from "./views/asks";
import { titleText, Value, Weight } from "./views/gaps";
import { signOf } from "./views/matrix";
import { OfSpan } from "./views/timeline";

/** How many lines the drawer holds at most; none of the real data needs as many. */
const MOST = 400;

export function Drawer({ onClose }: { onClose: () => void }) {
  const { route } = useApp();
  const ev = route.query["ev"] ?? "";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (ev) heading.current?.focus();
  }, [ev]);
  if (!ev) return null;
  return (
    <aside class="drawer" aria-label={t.drawer.label}>
      <div class="drawer-head">
        <p class="kind">{t.drawer.label}</p>
        <button type="button" onClick={onClose} class="noprint">
          {t.drawer.close}
        </button>
      </div>
      <Content ev={ev} heading={heading} />
      <p class="noprint">
        <Copy text={() => change(route, {})}>{t.drawer.link}</Copy>
      </p>
    </aside>
  );
}

export type Heading = { readonly heading: { current: HTMLHeadingElement | null } };

function Content({ ev, heading }: { ev: string } & Heading) {
  const app = useApp();
  const { world } = app;
  const sort = ev.slice(0, 1);
  const id = ev.slice(2);
  const statement = sort === "s" ? world.statement.get(id) : undefined;
  if (statement) return <OfStatement one={statement} heading={heading} />;
  const figure = sort === "f" ? world.figure.get(id) : undefined;
  if (figure) return <OfFigure one={figure} heading={heading} />;
  const finding = sort === "g" ? boardOf(app).finding.get(id) : undefined;
  if (finding) return <OfFinding one={finding} heading={heading} />;
  const conflict = sort === "d" ? world.conflicts.find((each) => each.id === id) : undefined;
  if (conflict) {
    return (
      <>
        <h2 tabIndex={-1} ref={heading}>
          {conflict.about}
        </h2>
        <Conflict row={conflict} />
      </>
    );
  }
  if (sort === "w" && world.things.has(id)) return <OfSpan thing={id} heading={heading} />;
  if (sort === "a") return <OfAnswer answer={id} heading={heading} />;
  if (sort === "n" && world.things.has(id)) return <OfNode id={id} heading={heading} />;
  if (sort === "t") {
    const [where = "", by = ""] = id.split("/");
    if (world.things.has(where) && (!by || world.things.has(by))) return <OfTotal place={where} by={by} heading={heading} />;
  }
  const [donor = "", place = "", theme = ""] = sort === "c" ? id.split("/") : [];
  if (world.things.has(donor) && world.things.has(place) && world.things.has(theme)) {
    return <OfCell donor={donor} place={place} theme={theme} heading={heading} />;
  }
  return (
    <h2 tabIndex={-1} ref={heading}>
      {sort === "g" && world.marks.some((_, mark) => world.board(mark).finding.has(id)) ? t.drawer.notThen : t.drawer.unknown}
    </h2>
  );
}

export function Terms({ rows }: { rows: readonly (readonly [string, ComponentChildren] | null)[] }) {
  return (
    <dl class="facts">
      {rows.map((row, place) =>
        row ? (
          <div key={place}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

/** A node of the network: where it leads, and what ties it to others on the day. */
function OfNode({ id, heading }: { id: string } & Heading) {
  const { world, clock, route } = useApp();
  const { focus = "", open = "", ended } = route.query;
  const ties = new Ties(world, clock, ended === "1").of(id);
  const opened = open.split(".").filter(Boolean);
  const turned = opened.includes(id) ? opened.filter((each) => each !== id) : [...opened, id];
  const inPicture = route.path[0] === "net" && world.things.has(focus) && id !== focus && !route.query["to"];
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{label(world, id)}</bdi>
      </h2>
      <ul class="noprint">
        <li>
          <a href={to(route, ["e", id])}>{t.network.page}</a>
        </li>
        {id !== focus && (
          <li>
            <a href={to(route, ["net"], { focus: id })}>{t.network.around}</a>
          </li>
        )}
        {inPicture && (
          <>
            <li>
              <a href={change(route, { open: turned.join(".") || undefined })}>{opened.includes(id) ? t.network.foldOne : t.network.expand}</a>
            </li>
            <li>
              <a href={to(route, ["net"], { focus, to: id, ended })}>{t.network.pathFrom(label(world, focus))}</a>
            </li>
          </>
        )}
      </ul>
      <h3>{t.network.relations(ties.length)}</h3>
      <List statements={ties} />
    </>
  );
}

function OfStatement({ one, heading }: { one: Statement } & Heading) {
  const { world, clock } = useApp();
  const conflict = world.conflictOf.get(one.id);
  const lines = new Set(one.locator.lines.split(",").filter(Boolean));
  const beside = world.statements.filter(
    (each) => each !== one && each.document === one.document && each.locator.section === one.locator.section && each.locator.lines.split(",").some((line) => lines.has(line)),
  );
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <Sentence statement={one} />
      </h2>
      <Terms
        rows={[
          [t.drawer.state(dayText(clock)), <Mark statement={one} />],
          [t.drawer.when, when(world, one.when) || t.drawer.undated],
          [t.drawer.days, daysText(one.days)],
          one.amount ? [t.drawer.amount, one.amount] : null,
          ...one.facts.map(([term, text]) => [term, <bdi>{text}</bdi>] as const),
          ...sourceRows(world, one.locator),
          [t.drawer.id, <code>{one.id}</code>],
        ]}
      />
      {conflict && (
        <section class="conflict">
          <h3>{t.drawer.disagrees}</h3>
          <p>{conflict.about}</p>
          <Conflict row={conflict} />
        </section>
      )}
      <Citation text={cite(world, `${sentence(world, one)}${one.when ? ` (${when(world, one.when)})` : ""}`, one.locator, one.id)} />
      {one.same.length > 0 && (
        <section>
          <h3>{t.drawer.same}</h3>
          <List statements={one.same.map((id) => world.statement.get(id)).filter((each) => each !== undefined)} />
        </section>
      )}
      <section>
        <h3>{t.drawer.beside}</h3>
        {beside.length ? <List statements={beside} /> : <p class="note">{t.drawer.besideNone}</p>}
      </section>
    </>
  );
}

export function daysText([from, certainFrom, certainUntil, until]: Days): string {
  const day = (text: string): string => (text === "0001-01-01" ? t.drawer.ever : text === "9999-12-31" ? t.drawer.never : dayWords(text));
  const certain = certainFrom > certainUntil ? t.drawer.noCertain : t.drawer.certain(day(certainFrom), day(certainUntil));
  return from === certainFrom && until === certainUntil ? certain : `${certain}; ${t.drawer.possible(day(from), day(until))}`;
}

function sourceRows(world: World, at: Locator): (readonly [string, ComponentChildren])[] {
  const row = world.documents.get(at.document);
  const issuer = row?.issuer.map((id) => label(world, id)).join(", ");
  const title = sectionTitle(world, at);
  return [
    [
      t.drawer.source,
      <>
        <Name id={at.document} /> ({[issuer, row && `${t.drawer.issued} ${row.issued}`].filter(Boolean).join(", ")})
      </>,
    ],
    [
      t.drawer.place,
      <>
        <At at={at} />
        {title && `: ${title}`}
      </>,
    ],
  ];
}

function cite(world: World, claim: string, at: Locator, id: string): string {
  const row = world.documents.get(at.document);
  const issuer = row?.issuer.map((each) => label(world, each)).join(", ");
  const from = [issuer, label(world, at.document), row?.issued, locatorText(at)].filter(Boolean).join(", ");
  return `${claim.replace(/\.$/, "")}. ${from}. PactGraph ${id}.`;
}

function Citation({ text }: { text: string }) {
  return (
    <section>
      <h3>{t.drawer.cite}</h3>
      <p class="cite">
        <bdi>{text}</bdi>
      </p>
      <Copy text={() => text}>{t.drawer.copyCite}</Copy>
    </section>
  );
}

export function List({ statements }: { statements: readonly Statement[] }) {
  return (
    <ul class="statements">
      {statements.slice(0, MOST).map((each) => (
        <li key={each.id}>
          <Line one={each} />
        </li>
      ))}
      {statements.length > MOST && <li>{t.gaps.others(statements.length - MOST)}</li>}
    </ul>
  );
}

function Line({ one }: { one: Statement }) {
  const { world, clock } = useApp();
  return (
    <>
      <Evidence ev={`s/${one.id}`}>
        <bdi>{sentence(world, one)}</bdi>
      </Evidence>{" "}
      <small>
        {one.when && `${when(world, one.when)}; `}
        {stateText(one, clock)}; {label(world, one.document)}, {locatorText(one.locator)}
      </small>
    </>
  );
}

/** What stands against what, side by side, each with its source. */
function Conflict({ row }: { row: ConflictRow }) {
  const { world } = useApp();
  return (
    <>
      <div class="rivals">
        {row.between.map((id) => {
          const statement = world.statement.get(id);
          const figure = world.figure.get(id);
          return (
            <div key={id} class={id === row.prefer ? "rival chosen" : "rival"}>
              {id === row.prefer && <strong>{t.drawer.choice}: </strong>}
              {statement && <Line one={statement} />}
              {figure && <FigureLine one={figure} />}
            </div>
          );
        })}
      </div>
      <p>{row.prefer ? `${t.drawer.choice}, ${t.drawer.because}: ${row.because}` : t.drawer.noChoice}</p>
    </>
  );
}

function FigureLine({ one }: { one: Figure }) {
  const { world } = useApp();
  return (
    <>
      <Evidence ev={`f/${one.id}`}>
        <bdi>
          {figureName(world, one)}: {one.value}
        </bdi>
      </Evidence>{" "}
      <small>
        {one.when && `${when(world, one.when)}; `}
        {label(world, one.locator.document)}, {locatorText(one.locator)}
      </small>
    </>
  );
}

function OfFigure({ one, heading }: { one: Figure } & Heading) {
  const { world } = useApp();
  const conflict = world.conflictOf.get(one.id);
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        {figureName(world, one)}: {one.value}
      </h2>
      <Terms
        rows={[
          [t.drawer.value, one.value],
          [t.drawer.when, when(world, one.when) || t.drawer.undated],
          one.of ? [t.entity.which, <Name id={one.of} />] : null,
          one.place ? [t.entity.where, <Name id={one.place} />] : null,
          ...one.facts.map(([term, text]) => [term, <bdi>{text}</bdi>] as const),
          ...sourceRows(world, one.locator),
          [t.drawer.id, <code>{one.id}</code>],
        ]}
      />
      {conflict && (
        <section class="conflict">
          <h3>{t.drawer.disagrees}</h3>
          <p>{conflict.about}</p>
          <Conflict row={conflict} />
        </section>
      )}
      <Citation text={cite(world, `${figureName(world, one)}: ${one.value}${one.when ? ` (${when(world, one.when)})` : ""}`, one.locator, one.id)} />
    </>
  );
}

function OfCell({ donor, place, theme, heading }: { donor: string; place: string; theme: string } & Heading) {
  const app = useApp();
  const { world, clock } = app;
  const cell = coverageOf(app).cell(donor, place, theme);
  const sign = signOf(cell);
  const work = (ids: readonly string[]) => (
    <ul>
      {ids.map((id) => (
        <li key={id}>{world.things.has(id) ? <Name id={id} /> : <Evidence ev={`s/${id}`}>{inWords(world, id)}</Evidence>}</li>
      ))}
    </ul>
  );
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{t.drawer.cell(label(world, donor), label(world, theme), label(world, place))}</bdi>
      </h2>
      <p>
        <strong>
          <span class="sign" aria-hidden="true">
            {t.matrix.signs[sign]}
          </span>{" "}
          {t.matrix.said[sign]}
        </strong>
      </p>
      {cell.state === "not known" && <p class="notice">{t.drawer.looked(clock.dataDay ? dayWords(clock.dataDay) : t.none, clock.documents.length)}</p>}
      <Terms
        rows={[
          cell.funds.length ? [t.drawer.funds, work(cell.funds)] : null,
          cell.supports.length ? [t.drawer.supports, work(cell.supports)] : null,
          cell.ended.length ? [t.drawer.ended, work(cell.ended)] : null,
          cell.parts.length ? [t.drawer.parts, work(cell.parts)] : null,
          cell.state === "covered" ? [t.drawer.assumed, t.drawer.agency] : null,
        ]}
      />
      {cell.statements.length > 0 && (
        <section>
          <h3>{t.drawer.rests}</h3>
          <List statements={cell.statements} />
        </section>
      )}
    </>
  );
}

/** The pieces of work that a total of the matrix counts, each once, with the cells in which it stands. */
function OfTotal({ place, by, heading }: { place: string; by: string } & Heading) {
  const app = useApp();
  const { world } = app;
  const cells = coverageOf(app).of(place).filter((cell) => !by || cell.theme === by || cell.donor === by);
  const found = new Map<string, typeof cells>();
  for (const cell of cells) for (const id of new Set([...cell.funds, ...cell.supports])) found.set(id, [...(found.get(id) ?? []), cell]);
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{t.drawer.total(found.size, by && label(world, by), label(world, place))}</bdi>
      </h2>
      <ul class="statements">
        {[...found].map(([id, at]) => (
          <li key={id}>
            {world.things.has(id) ? <Name id={id} /> : <Evidence ev={`s/${id}`}>{inWords(world, id)}</Evidence>}
            <small>
              {" "}
              {at.map((cell, number) => [
                number ? "; " : "",
                <Evidence key={number} ev={`c/${cell.donor}/${cell.place}/${cell.theme}`}>
                  {label(world, cell.donor)}, {label(world, cell.theme)}
                </Evidence>,
              ])}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

function OfFinding({ one, heading }: { one: Finding } & Heading) {
  const app = useApp();
  const { world } = app;
  const { mark } = boardOf(app);
  const analysis = world.analyses.get(one.analysis);
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{titleText(world, one)}</bdi>
      </h2>
      <Terms
        rows={[
          [t.drawer.question, analysis?.question],
          [t.drawer.stands, `${one.state}${one.reading === "possible" ? ` (${t.gaps.perhaps})` : ""}`],
          [t.drawer.found, <Value finding={one} />],
          [t.drawer.weight, <Weight finding={one} />],
          [t.drawer.searched, t.gaps.fixed(dayWords(mark.as_of), app.clock.documents.length, dayWords(mark.known_by))],
          one.closes ? [t.drawer.closes, inWords(world, one.closes, one.subject)] : null,
          one.assumptions.length ? [t.drawer.assumed, one.assumptions.map((text) => inWords(world, text)).join(" ")] : null,
          one.locators.length
            ? [t.drawer.told, <Places all={one.locators.map(locator)} />]
            : null,
        ]}
      />
      {one.prospects.length > 0 && (
        <section>
          <h3>{t.drawer.could}</h3>
          <ul class="statements">
            {one.prospects.map((place) => {
              const prospect = world.prospects[place]!;
              return (
                <li key={place}>
                  <Name id={prospect.donor} />: {inWords(world, prospect.because)}
                  {prospect.but && `; ${t.drawer.but} ${inWords(world, prospect.but)}`}
                  <details>
                    <summary>{t.drawer.rests}</summary>
                    <List statements={prospect.statements.map((number) => world.statements[number]!)} />
                  </details>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {one.statements.length > 0 && (
        <section>
          <h3>{t.drawer.rests}</h3>
          <List statements={one.statements.map((number) => world.statements[number]!)} />
        </section>
      )}
    </>
  );
}
