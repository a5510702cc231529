/** The documents, what each supports, and where they disagree. */
import { dayText, useApp } from "../app";
import { Evidence, Mark, Name, Names, Sentence, Source, Table } from "../parts";
import { to } from "../route";
import type { DocumentRow } from "../rows";
import { t } from "../strings";
import { label, locatorText, sentence, when } from "../words";
import { locator } from "../world";

export function Sources() {
  const { world, route } = useApp();
  const id = route.path[1];
  const document = id ? world.documents.get(id) : undefined;
  if (document) return <One row={document} />;
  return (
    <>
      <h1 tabIndex={-1}>{t.sources.heading}</h1>
      {id && <p class="notice">{t.sources.unknown(id)}</p>}
      <p class="note">{t.sources.intro}</p>
      <List />
      <h2>{t.sources.disagreements}</h2>
      <Disagreements />
      <p class="noprint">
        <a href={to(route, ["about"])}>{t.about.heading}</a>
      </p>
    </>
  );
}

function List() {
  const { world, route, clock } = useApp();
  const count = (of: Iterable<string>): Map<string, number> => {
    const found = new Map<string, number>();
    for (const document of of) found.set(document, (found.get(document) ?? 0) + 1);
    return found;
  };
  const statements = count(world.statements.map((one) => one.document));
  const figures = count(world.figures.map((one) => one.locator.document));
  const items = count([...world.things.values()].filter((thing) => thing.lead).map((thing) => locator(thing.sources[0] ?? "").document));
  const told = new Map<string, Set<string>>();
  for (const [id, rows] of world.about) told.set(id, new Set(rows.map((row) => row.document)));
  const alone = count([...told.values()].filter((each) => each.size === 1).map((each) => [...each][0]!));
  const number = (from: Map<string, number>, head: string) => ({ head, text: (row: DocumentRow) => from.get(row.id) ?? 0, kind: "number" as const });
  return (
    <Table
      name={t.sources.heading}
      quiet
      file="sources"
      rows={[...world.documents.values()]}
      keyOf={(row) => row.id}
      columns={[
        { head: "id", text: (row) => row.id, show: null },
        {
          head: t.sources.document,
          text: (row) => label(world, row.id),
          show: (row) => (
            <a href={to(route, ["sources", row.id])}>
              <bdi>{label(world, row.id)}</bdi>
            </a>
          ),
        },
        { head: t.sources.issuer, text: (row) => row.issuer.map((id) => label(world, id)).join(", "), show: (row) => <Names ids={row.issuer} /> },
        { head: t.sources.issued, text: (row) => row.issued },
        { head: t.sources.reports, text: (row) => row.reports },
        number(statements, t.sources.statements),
        number(items, t.sources.items),
        number(figures, t.sources.figures),
        number(alone, t.sources.alone),
        { head: t.sources.known, text: (row) => (clock.knows(row.id) ? t.yes : t.sources.no), kind: "narrow" },
      ]}
    />
  );
}

function Disagreements() {
  const { world } = useApp();
  if (!world.conflicts.length) return <p>{t.sources.never}</p>;
  return (
    <Table
      name={t.sources.disagreements}
      quiet
      file="disagreements"
      rows={world.conflicts}
      keyOf={(row) => row.id}
      columns={[
        { head: "id", text: (row) => row.id, show: null },
        { head: t.sources.about, text: (row) => row.about, show: (row) => <Evidence ev={`d/${row.id}`}>{row.about}</Evidence> },
        { head: t.sources.between, text: (row) => row.between.length, kind: "number" },
        {
          head: t.sources.preferred,
          text: (row) => {
            const chosen = world.statement.get(row.prefer);
            return chosen ? sentence(world, chosen) : world.figure.get(row.prefer)?.value ?? t.sources.undecided;
          },
        },
      ]}
    />
  );
}

function One({ row }: { row: DocumentRow }) {
  const { world, route, clock } = useApp();
  const section = route.query["section"] ?? "";
  const all = world.statements.filter((one) => one.document === row.id);
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one.locator.section, (counts.get(one.locator.section) ?? 0) + 1);
  const shown = section ? all.filter((one) => one.locator.section === section) : [];
  const line = (lines: string): number => Number(lines.split(",")[0] || 0);
  shown.sort((one, other) => line(one.locator.lines) - line(other.locator.lines) || one.place - other.place);
  const title = row.sections.find(([key]) => key === section)?.[1] ?? section;
  return (
    <>
      <p class="kind">{t.sources.document}</p>
      <h1 tabIndex={-1}>
        <bdi>{label(world, row.id)}</bdi>
      </h1>
      <dl class="facts">
        {row.issuer.length > 0 && (
          <div>
            <dt>{t.sources.issuer}</dt>
            <dd>
              <Names ids={row.issuer} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t.sources.issued}</dt>
          <dd>{row.issued}</dd>
        </div>
        {row.reports && (
          <div>
            <dt>{t.sources.reports}</dt>
            <dd>{row.reports}</dd>
          </div>
        )}
        <div>
          <dt>{t.sources.known}</dt>
          <dd>{clock.knows(row.id) ? t.yes : t.sources.no}</dd>
        </div>
      </dl>
      <p>
        <a href={to(route, ["sources"])}>← {t.sources.heading}</a> · <Name id={row.id} />
      </p>
      {section ? (
        <>
          <h2>{t.sources.in(title)}</h2>
          <p>
            <a href={to(route, ["sources", row.id])}>← {t.sources.whole}</a>
          </p>
          <Table
            name={`${section}: ${title}`}
            file={`${row.id}-part`}
            rows={shown}
            keyOf={(one) => one.id}
            columns={[
              { head: "statement", text: (one) => one.id, show: null },
              { head: t.sources.statements, text: (one) => sentence(world, one), show: (one) => <Sentence statement={one} /> },
              { head: t.entity.when, text: (one) => when(world, one.when) },
              { head: t.entity.state(dayText(clock)), text: (one) => one.status, show: (one) => <Mark statement={one} /> },
              { head: t.entity.source, text: (one) => locatorText(one.locator), show: (one) => <Source ev={`s/${one.id}`} at={one.locator} /> },
            ]}
          />
        </>
      ) : (
        <Table
          name={t.sources.sections}
          file={`${row.id}-parts`}
          rows={row.sections}
          keyOf={([key]) => key}
          columns={[
            { head: t.sources.part, text: ([key]) => key, kind: "narrow" },
            { head: t.sources.about, text: ([, text]) => text, show: ([key, text]) => <a href={to(route, ["sources", row.id], { section: key })}>{text}</a> },
            { head: t.sources.statements, text: ([key]) => counts.get(key) ?? 0, kind: "number" },
          ]}
        />
      )}
    </>
  );
}
