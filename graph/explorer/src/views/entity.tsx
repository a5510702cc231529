/** One thing: its names, and all that is told of it, grouped by relation, each line with its source and its state. */
import { dayText, useApp } from "../app";
import { state } from "../clock";
import { Mark, Name, Names, Places, Source, Table } from "../parts";
import { change, to } from "../route";
import { boardOf } from "../marks";
import type { ThingRow } from "../rows";
import { t } from "../strings";
import { capital, figureName, label, locatorText, nameOf, target, when } from "../words";
import type { Statement } from "../world";
import { locator } from "../world";
import { asksOf } from "./asks";
import { comparable } from "./compare";
import { known } from "./gaps";

const FAMILIES = ["money", "work", "seat", "law", "ask", "structure"];
const ON_DAY = new Set(["in force", "perhaps", "last seen", "disputed", "suspended", "denied"]);

interface Group {
  readonly family: string;
  readonly predicate: string;
  readonly asSubject: boolean;
  readonly head: string;
  readonly rows: Statement[];
}

export function Entity() {
  const app = useApp();
  const { world, index, route, clock } = app;
  const id = route.path[1] ?? "";
  const thing = world.things.get(id);
  if (!thing) {
    return (
      <>
        <h1 tabIndex={-1}>{t.entity.unknown(id)}</h1>
        <p>{t.entity.unknownHint}</p>
        <ul>
          {index.find(id, 8).map((hit) => (
            <li key={hit.thing.id}>
              <Name id={hit.thing.id} />
            </li>
          ))}
        </ul>
      </>
    );
  }
  const all = (world.about.get(id) ?? []).filter((one) => clock.knows(one.document));
  const onDay = all.filter((one) => ON_DAY.has(state(one, clock)));
  const narrowed = route.query["show"] === "day";
  const figures = world.figures.filter((one) => (one.of === id || one.place === id) && clock.knows(one.locator.document));
  const board = boardOf(app);
  const findings = [...new Set(board.findings.filter((one) => one.gap && [one.subject, one.country, one.theme].includes(id)).map((one) => one.analysis))];
  const isPlace = thing.type === "country" || thing.type === "place";
  const comparison = comparable(app, id);
  return (
    <>
      <Head thing={thing} />
      <p class="tools">
        <strong id="statement-count" data-count={all.length}>
          {t.entity.statements(all.length)}
        </strong>
        {all.length > 0 && (
          <span class="noprint">
            {t.entity.show}:{" "}
            <a href={change(route, { show: undefined })} aria-current={narrowed ? undefined : "true"}>
              {t.entity.everything(all.length)}
            </a>{" "}
            ·{" "}
            <a href={change(route, { show: "day" })} aria-current={narrowed ? "true" : undefined}>
              {t.entity.onDay(onDay.length)}
            </a>
          </span>
        )}
        {all.length > 0 && <a href={to(route, ["net"], { focus: id })}>{t.entity.toNetwork}</a>}
        {isPlace && <a href={to(route, ["matrix"], { place: id })}>{t.entity.toMatrix}</a>}
        {all.length > 0 && thing.type !== "document" && !thing.lead && (
          <a href={to(route, ["time"], isPlace && all.some((one) => one.predicate === "operates_in" && one.object === id) ? { place: id } : thing.type === "theme" ? { theme: id } : { focus: id })}>
            {t.time.link}
          </a>
        )}
        {asksOf(world, route, thing) && <a href={asksOf(world, route, thing)}>{t.asks.link}</a>}
        {isPlace && <a href={to(route, ["map"], { place: id })}>{t.entity.toMap}</a>}
        {all.length > 0 && <a href={to(route, ["compare"], { of: "days", about: id })}>{t.compare.changesOf}</a>}
        {comparison && <a href={to(route, ["compare"], { of: comparison, a: id })}>{t.compare.withOthers(thing.label)}</a>}
        {thing.type === "document" && world.documents.has(id) && <a href={to(route, ["sources", id])}>{t.sources.sections}</a>}
      </p>
      {all.length === 0 && <p class="notice">{t.entity.silent}</p>}
      {narrowed && all.length > 0 && onDay.length === 0 && <p class="notice">{t.entity.noneOnDay}</p>}
      <Groups groups={grouped(id, narrowed ? onDay : all)} of={id} />
      {figures.length > 0 && (
        <section>
          <h2>{t.entity.figures}</h2>
          <Table
            name={t.entity.figures}
            quiet
            file={`${id}-figures`}
            rows={figures}
            keyOf={(row) => row.id}
            page={25}
            columns={[
              { head: "id", text: (row) => row.id, show: null },
              { head: t.entity.what, text: (row) => figureName(world, row) },
              { head: t.entity.value, text: (row) => row.value },
              { head: t.entity.when, text: (row) => when(world, row.when) },
              { head: t.entity.source, text: (row) => `${row.locator.document}: ${locatorText(row.locator)}`, show: (row) => <Source ev={`f/${row.id}`} at={row.locator} /> },
            ]}
          />
        </section>
      )}
      {findings.length > 0 && (
        <section>
          <h2>{t.entity.gaps}</h2>
          <ul>
            {findings.map((name) => {
              const mine = known(board, name);
              const count = mine.filter((one) => [one.subject, one.country, one.theme].includes(id)).length;
              const filter = isPlace ? { country: id } : thing.type === "theme" ? { theme: id } : { subject: id };
              return (
                <li key={name}>
                  <a href={to(route, ["gaps", name], filter)}>{world.analyses.get(name)?.question}</a>{" "}
                  <small>{t.home.open(count)}</small>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

function Head({ thing }: { thing: ThingRow }) {
  const { world } = useApp();
  const narrower = [...world.things.values()].filter((each) => each.broader === thing.id).map((each) => each.id);
  const facts: [string, preact.ComponentChildren][] = [
    ...thing.facts.map(([term, text]): [string, preact.ComponentChildren] => [term, <bdi>{text}</bdi>]),
    ...(thing.broader ? [[t.entity.broader, <Name id={thing.broader} />] as [string, preact.ComponentChildren]] : []),
    ...(narrower.length ? [[t.entity.narrower, <Names ids={narrower} />] as [string, preact.ComponentChildren]] : []),
    ...(thing.sources.length
      ? [[t.entity.readIn, <Places all={thing.sources.map(locator)} />] as [string, preact.ComponentChildren]]
      : []),
  ];
  return (
    <header class="thing">
      <p class="kind">{capital(thing.lead || t.type(thing.type))}</p>
      <h1 tabIndex={-1}>
        <bdi>{thing.label}</bdi>
      </h1>
      {thing.aliases.length > 0 && (
        <p class="aliases">
          {t.entity.also}:{" "}
          {thing.aliases.map((alias, place) => [place ? ", " : "", <bdi key={alias}>{alias}</bdi>])}
        </p>
      )}
      {facts.length > 0 && (
        <dl class="facts">
          {facts.map(([term, text], place) => (
            <div key={place}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}

function Groups({ groups, of }: { groups: readonly Group[]; of: string }) {
  const { world, clock } = useApp();
  const families = FAMILIES.filter((family) => groups.some((group) => group.family === family));
  const other = (row: Statement, group: Group) => (group.asSubject ? row.object : row.subject);
  return (
    <>
      {families.map((family) => (
        <section key={family}>
          <h2>{t.families[family]}</h2>
          {groups
            .filter((group) => group.family === family)
            .map((group) => (
              <Table
                key={`${of} ${group.predicate} ${group.asSubject}`}
                name={`${group.head} (${group.rows.length})`}
                caption={
                  <h3>
                    {group.head} <small>{group.rows.length}</small>
                  </h3>
                }
                file={`${of}-${group.predicate}-${group.asSubject ? "by" : "to"}`}
                rows={group.rows}
                keyOf={(row) => row.id}
                page={25}
                even
                columns={[
                  { head: "statement", text: (row) => row.id, show: null },
                  { head: "id", text: (row) => other(row, group), show: null },
                  {
                    head: t.entity.which,
                    text: (row) => (other(row, group) ? nameOrId(world, other(row, group)) : said(world, row)),
                    show: (row) => (other(row, group) ? <Name id={other(row, group)} /> : <bdi>{said(world, row)}</bdi>),
                  },
                  { head: t.entity.when, text: (row) => when(world, row.when), show: (row) => when(world, row.when) || <span class="pale">{t.entity.undated}</span> },
                  ...(group.rows.some((row) => row.amount) ? [{ head: t.entity.amount, text: (row: Statement) => row.amount }] : []),
                  { head: t.entity.state(dayText(clock)), text: (row) => state(row, clock), show: (row) => <Mark statement={row} /> },
                  { head: t.entity.source, text: (row) => `${row.document}: ${locatorText(row.locator)}`, show: (row) => <Source ev={`s/${row.id}`} at={row.locator} /> },
                ]}
              />
            ))}
        </section>
      ))}
    </>
  );

  function said(world: Parameters<typeof target>[0], row: Statement): string {
    return row.predicate === "stage" ? world.stages.get(row.value) ?? row.value : target(world, row) || row.amount;
  }
}

function nameOrId(world: Parameters<typeof label>[0], id: string): string {
  const thing = world.things.get(id);
  return thing ? nameOf(thing) : id;
}

/** By family and relation, apart by whether the thing does it or has it done; by name. */
function grouped(id: string, statements: readonly Statement[]): Group[] {
  const { world } = useApp();
  const found = new Map<string, Group>();
  for (const row of statements) {
    const asSubject = row.subject === id;
    const key = `${row.predicate} ${asSubject}`;
    const predicate = world.predicates.get(row.predicate);
    let group = found.get(key);
    if (!group) {
      const head = capital(asSubject ? (row.predicate === "stage" ? t.entity.itself : predicate?.phrase ?? row.predicate) : predicate?.inverse || row.predicate);
      group = { family: predicate?.family ?? "structure", predicate: row.predicate, asSubject, head, rows: [] };
      found.set(key, group);
    }
    group.rows.push(row);
  }
  for (const { rows, asSubject } of found.values()) {
    const name = new Map(rows.map((row) => [row, label(world, asSubject ? row.object : row.subject)]));
    rows.sort((one, other) => name.get(one)!.localeCompare(name.get(other)!, "en") || one.place - other.place);
  }
  const order = [...world.predicates.keys()];
  return [...found.values()].sort(
    (one, other) => order.indexOf(one.predicate) - order.indexOf(other.predicate) || Number(other.asSubject) - Number(one.asSubject),
  );
}
