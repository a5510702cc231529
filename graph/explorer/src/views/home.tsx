/** The first page: search and ready questions, never the whole graph. */
import { TIES } from "../activity";
import type { App } from "../app";
import { useApp } from "../app";
import { to } from "../route";
import { SearchBox } from "../search-box";
import { plural, t } from "../strings";
import { label } from "../words";
import { nearest } from "../marks";
import { AGENDA } from "./gaps";

export function Home() {
  const app = useApp();
  const { world, route, clock } = app;
  if (!world.things.size) return <p>{t.home.empty}</p>;
  const places = placesOfWork(app);
  const open = new Map([...world.analyses.keys()].map((name, place) => [name, world.marks[nearest(world.marks, clock)]?.open[place] ?? 0]));
  const gaps = AGENDA.map((name) => [world.analyses.get(name), open.get(name) ?? 0] as const).filter(([each, count]) => each && count);
  const seats = [...world.things.values()]
    .filter((thing) => thing.type === "mechanism")
    .map((thing) => [thing.id, (world.about.get(thing.id) ?? []).filter((one) => clock.knows(one.document)).length] as const)
    .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
    .slice(0, 6);
  const first = places[0]?.[0] ?? "";
  const ways: (readonly [text: string, view: string, query: Record<string, string>])[] = [
    [t.home.map, "map", { show: "problems" }],
    [t.home.time, "time", { by: "donor" }],
    [t.home.asks, "asks", {}],
    ...(first ? ([[t.home.net(label(world, first)), "net", { focus: first }]] as const) : []),
    [t.home.days, "compare", { of: "days" }],
    [t.home.donors, "compare", { of: "donors" }],
    [t.home.named(world.questions.size), "q", {}],
  ];
  const kinds = new Map<string, number>();
  for (const thing of world.things.values()) kinds.set(thing.type, (kinds.get(thing.type) ?? 0) + 1);
  return (
    <>
      <h1 tabIndex={-1}>{t.home.heading}</h1>
      <SearchBox big />
      <p class="note">{t.home.intro}</p>
      <h2>{t.home.ask}</h2>
      <div class="questions">
        <section>
          {places.length > 0 && (
            <>
              <h3>{t.home.where}</h3>
              <ul>
                {places.slice(0, 6).map(([place, count]) => (
                  <li key={place}>
                    <a href={to(route, ["matrix"], { place })}>
                      <bdi>{label(world, place)}</bdi>
                    </a>{" "}
                    <small>{t.home.told(count)}</small>
                  </li>
                ))}
                <li>
                  <a href={to(route, ["matrix"])}>{t.home.elsewhere}</a>
                </li>
              </ul>
            </>
          )}
          <h3>{t.home.ways}</h3>
          <ul>
            {ways.map(([text, view, query]) => (
              <li key={text}>
                <a href={to(route, [view], query)}>{text}</a>
              </li>
            ))}
          </ul>
        </section>
        {gaps.length > 0 && (
          <section>
            <h3>{t.home.gaps}</h3>
            <ul>
              {gaps.map(([each, count]) => (
                <li key={each!.name}>
                  <a href={to(route, ["gaps", each!.name])}>{each!.question}</a> <small>{t.home.open(count)}</small>
                </li>
              ))}
              <li>
                <a href={to(route, ["gaps"])}>{t.home.allGaps}</a>
              </li>
            </ul>
          </section>
        )}
        <section>
          {seats.length > 0 && (
            <>
              <h3>{t.home.seats}</h3>
              <ul>
                {seats.map(([id, count]) => (
                  <li key={id}>
                    <a href={to(route, ["e", id])}>
                      <bdi>{label(world, id)}</bdi>
                    </a>{" "}
                    <small>{t.home.told(count)}</small>
                  </li>
                ))}
              </ul>
            </>
          )}
          <h3>{t.home.documents}</h3>
          <ul>
            {[...world.documents.values()].map((row) => (
              <li key={row.id}>
                <a href={to(route, ["sources", row.id])}>
                  <bdi>{label(world, row.id)}</bdi>
                </a>{" "}
                <small>{row.issued}</small>
              </li>
            ))}
          </ul>
          <h3>{t.home.kinds}</h3>
          <p class="kinds">
            {[...kinds].sort(([, a], [, b]) => b - a).map(([type, count]) => (
              <a key={type} href={to(route, ["find"], { type })}>
                {plural(count, t.type(type), t.type(type, 2))}
              </a>
            ))}
          </p>
        </section>
      </div>
    </>
  );
}

/** An address that names no view. */
export function Nowhere() {
  const { route } = useApp();
  return (
    <>
      <h1 tabIndex={-1}>{t.nowhere.heading(route.path.join("/"))}</h1>
      <p>{t.nowhere.hint}</p>
      <p>
        <a href={to(route, [])}>{t.nowhere.home}</a>
      </p>
    </>
  );
}

/** Countries by how many statements known put work into them; the matrix, which judges each, is not made for a list. */
function placesOfWork({ world, clock }: Pick<App, "clock" | "world">): [string, number][] {
  const counts = new Map<string, number>();
  for (const one of world.statements) {
    if (!PLACING.has(one.predicate) || !clock.knows(one.document)) continue;
    for (const place of new Set([...one.places, one.object])) {
      if (world.things.get(place)?.type === "country") counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

const PLACING = new Set([...TIES, "operates_in"]);
