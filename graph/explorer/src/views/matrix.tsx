/** Theme by donor in one place: covered, stated to be none, or not known. */
import { coverageOf, useApp } from "../app";
import type { Cell, Coverage } from "../coverage";
import { useGrid } from "../grid";
import { Choice, Evidence, Take } from "../parts";
import { change, to } from "../route";
import { t } from "../strings";
import { label } from "../words";
import type { World } from "../world";

type Sign = keyof typeof t.matrix.signs;

export function signOf(cell: Cell): Sign {
  if (cell.state === "stated none") return "none";
  if (cell.state === "covered") return cell.reading;
  return cell.ended.length ? "ended" : "unknown";
}

const HEAD = ["place", "theme", "theme name", "donor", "donor name", "state", "reading", "funds", "supports"];
const workOf = (cell: Cell): readonly string[] => [...cell.funds, ...cell.supports];

export function Matrix() {
  const app = useApp();
  const { world, route } = app;
  const coverage = coverageOf(app);
  const ranked = placesByCover(coverage);
  const asked = route.query["place"] ?? "";
  const place = world.things.has(asked) ? asked : ranked[0]?.[0] ?? coverage.places[0] ?? "";
  if (!place) {
    return (
      <>
        <h1 tabIndex={-1}>{t.nav.matrix}</h1>
        <p class="notice">{t.matrix.nowhere}</p>
      </>
    );
  }
  const counts = new Map(ranked);
  const options = [...new Set([place, ...coverage.places])]
    .sort((one, other) => label(world, one).localeCompare(label(world, other), "en"))
    .map((id) => [id, `${label(world, id)} (${counts.get(id) ?? 0})`] as const);
  const cells = coverage.of(place);
  const telling = cells.filter((cell) => cell.state !== "not known" || cell.ended.length);
  const everything = route.query["all"] === "1";
  const donors = [...new Set(telling.map((cell) => cell.donor))].sort((one, other) => label(world, one).localeCompare(label(world, other), "en"));
  const some = new Set(telling.map((cell) => cell.theme));
  const wanted = route.query["theme"] ?? "";
  const all = inOrder(world);
  const within = new Set(wanted ? narrower(all, wanted) : all.map(([id]) => id));
  const themes = all.filter(([id]) => within.has(id) && (everything || some.has(id)));
  const silent = coverage.themes.length - some.size;
  const rows = () =>
    themes.flatMap(([theme]) =>
      donors.map((donor) => {
        const cell = coverage.cell(donor, place, theme);
        return [place, theme, label(world, theme), donor, label(world, donor), cell.state, cell.reading, cell.funds.join(" | "), cell.supports.join(" | ")];
      }),
    );
  return (
    <>
      <h1 tabIndex={-1}>
        <bdi>{t.matrix.heading(label(world, place))}</bdi>
      </h1>
      {asked && asked !== place && <p class="notice">{t.matrix.unknownPlace(asked)}</p>}
      <p class="tools noprint">
        <Choice label={t.matrix.pick} value={place} options={options} onPick={(value) => (location.hash = change(route, { place: value, ev: undefined }))} />
        <Choice
          label={t.matrix.theme}
          value={wanted}
          options={[["", t.gaps.all], ...all.map(([id, depth]) => [id, `${"\u2003".repeat(depth)}${label(world, id)}`] as const)]}
          onPick={(value) => (location.hash = change(route, { theme: value || undefined, ev: undefined }))}
        />
        <span>
          {t.matrix.show}:{" "}
          <a href={change(route, { all: undefined })} aria-current={everything ? undefined : "true"}>
            {t.matrix.some}
          </a>{" "}
          ·{" "}
          <a href={change(route, { all: "1" })} aria-current={everything ? "true" : undefined}>
            {t.matrix.all}
          </a>
        </span>
        <span>
          <Take name={t.matrix.heading(label(world, place))} file={`matrix-${place}`} head={HEAD} rows={rows} />
        </span>
      </p>
      <Legend />
      {donors.length === 0 || themes.length === 0 ? <p class="notice">{t.matrix.empty}</p> : <Grid place={place} donors={donors} themes={themes} />}
      <p class="note">
        {t.matrix.note} {!everything && silent > 0 && t.matrix.silent(silent)}
      </p>
    </>
  );
}

/** A total, which opens what it counts. */
function Total({ count, ev, name }: { count: number; ev: string; name: string }) {
  if (!count) return null;
  return (
    <Evidence ev={ev} name={`${count} ${t.matrix.workOf(name)}`}>
      {count}
    </Evidence>
  );
}

function Legend() {
  return (
    <ul class="legend" aria-label={t.matrix.legend}>
      {(Object.keys(t.matrix.signs) as Sign[]).map((sign) => (
        <li key={sign}>
          <span class={`cell ${sign}`} aria-hidden="true">
            {t.matrix.signs[sign]}
          </span>{" "}
          {t.matrix.said[sign]}
        </li>
      ))}
    </ul>
  );
}

function Grid({ place, donors, themes }: { place: string; donors: readonly string[]; themes: readonly (readonly [string, number])[] }) {
  const app = useApp();
  const { world, route } = app;
  const coverage = coverageOf(app);
  const { table, onKey, stop } = useGrid(themes.length, donors.length);
  const distinct = (of: readonly Cell[]): number => new Set(of.flatMap(workOf)).size;
  return (
    <>
      <p class="note noprint" id="grid-keys">
        {t.matrix.keys}
      </p>
      <div class="scroll wide" role="region" tabIndex={0} aria-label={t.matrix.heading(label(world, place))}>
        <table class="matrix" role="grid" ref={table} onKeyDown={onKey} aria-label={t.matrix.heading(label(world, place))} aria-describedby="grid-keys">
          <thead>
            <tr>
              <th scope="col">{t.matrix.theme}</th>
              {donors.map((donor) => (
                <th key={donor} scope="col" class="up">
                  <a href={to(route, ["e", donor])} tabIndex={-1}>
                    <bdi>{label(world, donor)}</bdi>
                  </a>
                </th>
              ))}
              <th scope="col" class="up sum">
                {t.matrix.work}
              </th>
            </tr>
          </thead>
          <tbody>
            {themes.map(([theme, depth], y) => {
              const cells = donors.map((donor) => coverage.cell(donor, place, theme));
              return (
                <tr key={theme}>
                  <th scope="row" class={`depth-${Math.min(depth, 3)}`}>
                    <a href={to(route, ["e", theme])} tabIndex={-1}>
                      <bdi>{label(world, theme)}</bdi>
                    </a>
                  </th>
                  {cells.map((cell, x) => {
                    const sign = signOf(cell);
                    const count = new Set(workOf(cell)).size;
                    const said = `${t.matrix.said[sign]}${count ? `, ${count}` : ""}`;
                    return (
                      <td key={cell.donor} role="gridcell" class={`cell ${sign}`}>
                        <a
                          href={change(route, { place, ev: `c/${cell.donor}/${place}/${theme}` })}
                          {...stop(y, x)}
                          aria-label={t.matrix.cell(label(world, theme), label(world, cell.donor), said)}
                          data-cell={`${cell.donor} ${place} ${theme}`}
                          data-state={cell.state}
                          data-reading={cell.reading}
                        >
                          {t.matrix.signs[sign]}
                          {count > 0 && <b>{count}</b>}
                        </a>
                      </td>
                    );
                  })}
                  <td role="gridcell" class="sum">
                    <Total count={distinct(cells)} ev={`t/${place}/${theme}`} name={label(world, theme)} />
                  </td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.matrix.work}</th>
              {donors.map((donor) => (
                <td key={donor} role="gridcell" class="sum">
                  <Total count={distinct(coverage.of(place).filter((cell) => cell.donor === donor))} ev={`t/${place}/${donor}`} name={label(world, donor)} />
                </td>
              ))}
              <td role="gridcell" class="sum">
                <Total count={distinct(coverage.of(place))} ev={`t/${place}`} name={label(world, place)} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

/** A theme and all below it, from the list in order. */
function narrower(all: readonly (readonly [string, number])[], theme: string): string[] {
  const start = all.findIndex(([id]) => id === theme);
  if (start < 0) return all.map(([id]) => id);
  const end = all.findIndex(([, depth], place) => place > start && depth <= all[start]![1]);
  return all.slice(start, end < 0 ? undefined : end).map(([id]) => id);
}

/** Themes with their depth, each followed by its narrower ones, by name. */
export function inOrder(world: World): [string, number][] {
  const below = new Map<string, string[]>();
  for (const thing of world.things.values()) {
    if (thing.type !== "theme") continue;
    const above = world.things.has(thing.broader) ? thing.broader : "";
    below.set(above, [...(below.get(above) ?? []), thing.id]);
  }
  const walk = (id: string, depth: number): [string, number][] =>
    (below.get(id) ?? [])
      .sort((one, other) => label(world, one).localeCompare(label(world, other), "en"))
      .flatMap((each) => [[each, depth] as [string, number], ...walk(each, depth + 1)]);
  return walk("", 0);
}

/** Countries first by how much is covered there; other places after them. */
function placesByCover({ cells, world }: Coverage): [string, number][] {
  const counts = new Map<string, number>();
  for (const cell of cells.values()) {
    if (cell.state === "covered") counts.set(cell.place, (counts.get(cell.place) ?? 0) + 1);
  }
  const isCountry = (place: string): number => (world.things.get(place)?.type === "country" ? 0 : 1);
  return [...counts].sort(([one, a], [other, b]) => isCountry(one) - isCountry(other) || b - a || (one < other ? -1 : 1));
}
