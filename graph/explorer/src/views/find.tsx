/** All that is called like a text, or all of a kind. */
import { useApp } from "../app";
import { Name, Table } from "../parts";
import { change } from "../route";
import type { ThingRow } from "../rows";
import { plural, t } from "../strings";
import { nameOf } from "../words";

interface Row {
  readonly thing: ThingRow;
  readonly by: string;
  readonly statements: number;
}

export function Find() {
  const { world, index, route, clock } = useApp();
  const text = route.query["q"] ?? "";
  const type = route.query["type"] ?? "";
  const hits = text
    ? index.find(text, 500)
    : [...world.things.values()]
        .map((thing) => ({ thing, name: thing.label }))
        .sort((one, other) => one.thing.label.localeCompare(other.thing.label, "en"));
  const kinds = new Map<string, number>();
  for (const { thing } of hits) kinds.set(thing.type, (kinds.get(thing.type) ?? 0) + 1);
  const rows: Row[] = hits
    .filter(({ thing }) => !type || thing.type === type)
    .map(({ thing, name }) => ({
      thing,
      by: name === thing.label ? "" : name,
      statements: (world.about.get(thing.id) ?? []).filter((one) => clock.knows(one.document)).length,
    }));
  return (
    <>
      <h1 tabIndex={-1}>{text ? t.find.headingFor(text) : t.find.heading}</h1>
      <p class="kinds">
        <span>{t.find.kind}: </span>
        <a href={change(route, { type: undefined })} aria-current={type ? undefined : "true"}>
          {t.find.all} ({hits.length.toLocaleString("en")})
        </a>
        {[...kinds].sort(([, a], [, b]) => b - a).map(([each, count]) => (
          <a key={each} href={change(route, { type: each })} aria-current={type === each ? "true" : undefined}>
            {plural(count, t.type(each), t.type(each, 2))}
          </a>
        ))}
      </p>
      {rows.length === 0 && (
        <p class="notice">
          {text ? t.search.none(text) : t.home.empty} {t.find.near}{" "}
          {type && <a href={change(route, { type: undefined })}>{t.find.without}</a>}
        </p>
      )}
      {rows.length > 0 && (
        <Table
          name={t.find.caption(rows.length)}
          file="found"
          rows={rows}
          keyOf={(row) => row.thing.id}
          columns={[
            { head: "id", text: (row) => row.thing.id, show: null },
            { head: t.find.name, text: (row) => nameOf(row.thing), show: (row) => <Name id={row.thing.id} /> },
            { head: t.find.kind, text: (row) => t.type(row.thing.type), kind: "narrow" },
            ...(text ? [{ head: t.find.by, text: (row: Row) => row.by }] : []),
            { head: t.find.statements, text: (row) => row.statements, kind: "number" },
          ]}
        />
      )}
    </>
  );
}
