/** What was when: programmes, agreements, plans and laws, meetings, each from when to when as far as anybody says. */
import { dayText, useApp } from "../app";
import { daysText, List, Terms, type Heading } from "../drawer";
import { Choice, Evidence, Filters, Name, Places, Table } from "../parts";
import { change, to } from "../route";
import { t } from "../strings";
import type { Lane } from "../time-picture";
import { TimePicture } from "../time-picture";
import type { Between, Running, Span } from "../timeline";
import { Belonging, edtf, KINDS, running, timeline } from "../timeline";
import { capital, dayWords, label, locatorText, nameOf } from "../words";
import type { World } from "../world";

/** How many bars there are at first. */
const FIRST = 60;
/** What runs on the day is looked for first. */
const ORDER: readonly Running[] = ["runs", "perhaps", "open", "to come", "over"];

/** Between two days, in words. */
export function between(days: Between | null): string {
  if (!days) return t.time.unstated;
  const [first, last] = days;
  if (first < "0002") return t.time.until(dayWords(last));
  if (last > "9990") return t.time.from(dayWords(first));
  if (first === last) return dayWords(first);
  const year = first.slice(0, 4);
  if (first === `${year}-01-01` && last === `${year}-12-31`) return year;
  const month = new Date(Date.UTC(Number(year), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10);
  if (first.endsWith("-01") && last === month) return dayWords(first.slice(0, 7));
  return t.time.between(dayWords(first), dayWords(last));
}

const endText = (span: Span): string => (span.endless ? t.time.endless : between(span.ended));

function said(world: World, span: Span, state: Running): string {
  const seen = span.seen ? `, ${t.time.seenAt(between(span.seen))}` : "";
  return `${label(world, span.thing)}, ${t.type(span.kind)}: ${t.time.beganAt(between(span.began))}, ${t.time.endedAt(endText(span))}${seen}; ${t.time.running[state]}`;
}

export function Timeline() {
  const { world, clock, route } = useApp();
  const { query } = route;
  const choose = (name: string) => (value: string) => void (location.hash = change(route, { [name]: value || undefined, shut: undefined, all: undefined, ev: undefined }));
  const belonging = new Belonging(world, clock);
  const everything = timeline(world, clock);
  const focus = query["focus"] ?? "";
  const near = focus ? nearTo(world, clock.knows.bind(clock), focus) : null;
  const fits = (thing: string): boolean =>
    belonging.within(thing, query["place"] ?? "", query["theme"] ?? "") &&
    (!query["kind"] || world.things.get(thing)?.type === query["kind"]) &&
    (!near || near.has(thing));
  const spans = everything.filter((span) => fits(span.thing));
  const dated = new Set(everything.map((span) => span.thing));
  const told = new Set(world.statements.filter((one) => clock.knows(one.document)).flatMap((one) => [one.subject, one.object]));
  const undated = [...world.things.values()].filter((thing) => (KINDS as readonly string[]).includes(thing.type) && !dated.has(thing.id) && told.has(thing.id) && fits(thing.id));
  const states = new Map(spans.map((span) => [span, running(span, clock)]));
  const by = ["place", "donor"].includes(query["by"] ?? "") ? query["by"]! : "kind";
  const groups = grouped(world, spans, by, belonging);
  const lists = { shut: new Set(query["shut"]?.split(",")), all: new Set(query["all"]?.split(",")) };
  const toggle = (list: "shut" | "all", key: string): string => {
    const next = new Set(lists[list]);
    if (!next.delete(key)) next.add(key);
    return change(route, { [list]: [...next].filter(Boolean).join(",") || undefined, ev: undefined });
  };
  const shares = share([...groups].filter(([key]) => !lists.shut.has(key)).map(([key, all]) => [key, all.length]));
  const lanes = [...groups].map(([key, all]): Lane => {
    const open = !lists.shut.has(key);
    const most = lists.all.has(key) ? all.length : shares.get(key) ?? 0;
    const rank = (span: Span): number => (span.thing === focus ? -1 : ORDER.indexOf(states.get(span)!));
    const first = new Set([...all].sort((one, other) => rank(one) - rank(other) || all.indexOf(other) - all.indexOf(one)).slice(0, open ? most : 0));
    const name = by === "kind" ? capital(t.type(key, 2)) : key ? label(world, key) : by === "place" ? t.time.nowhere : t.time.nobody;
    const more = all.length - first.size;
    return {
      key,
      head: t.time.lane(name, first.size, all.length),
      open,
      href: toggle("shut", key),
      bars: all
        .filter((span) => first.has(span))
        .map((span) => ({ ...span, key: span.thing, label: label(world, span.thing), ev: `w/${span.thing}`, said: said(world, span, states.get(span)!), chosen: span.thing === focus })),
      foot: !open ? null : lists.all.has(key) && all.length > 8 ? { text: t.time.fewer, href: toggle("all", key) } : more ? { text: t.time.more(more, name), href: toggle("all", key) } : null,
    };
  });
  const shown = new Set(lanes.flatMap((lane) => lane.bars.map((bar) => bar.key))).size;
  const count = (state: Running): number => spans.filter((span) => states.get(span) === state).length;
  const counts = ORDER.filter(count).map((state) => `${count(state)} ${t.time.running[state]}`).join(", ");
  const names = { focus: t.time.focus, place: t.matrix.pick, theme: t.matrix.theme, kind: t.find.kind };
  const filters = Object.entries(names).flatMap(([key, name]) => (query[key] ? [[key, name, key === "kind" ? t.type(query[key], 2) : label(world, query[key])] as const] : []));
  const name = focus && world.things.has(focus) ? t.time.headingOf(label(world, focus)) : t.nav.time;
  const options = (has: ReadonlyMap<string, ReadonlySet<string>>, chosen: string) => {
    const number = new Map<string, number>();
    for (const span of everything) for (const each of has.get(span.thing) ?? []) number.set(each, (number.get(each) ?? 0) + 1);
    if (chosen && !number.has(chosen)) number.set(chosen, 0);
    return [...number].map(([id, many]) => [id, `${label(world, id)} (${many})`] as const).sort((one, other) => one[1].localeCompare(other[1], "en"));
  };
  return (
    <>
      <h1 tabIndex={-1}>
        <bdi>{name}</bdi>
      </h1>
      <p class="tools pick noprint">
        <Choice label={t.time.by} value={by} options={Object.entries(t.time.groups)} onPick={(value) => choose("by")(value === "kind" ? "" : value)} />
        <Choice label={t.find.kind} value={query["kind"] ?? ""} options={[["", t.find.all], ...KINDS.map((kind) => [kind, t.type(kind, 2)] as const)]} onPick={choose("kind")} />
        <Choice label={t.matrix.pick} value={query["place"] ?? ""} options={[["", t.gaps.all], ...options(belonging.places, query["place"] ?? "")]} onPick={choose("place")} />
        <Choice label={t.matrix.theme} value={query["theme"] ?? ""} options={[["", t.gaps.all], ...options(belonging.themes, query["theme"] ?? "")]} onPick={choose("theme")} />
      </p>
      <Filters all={filters} />
      {spans.length === 0 ? (
        <p class="notice">{everything.length ? t.time.none : t.time.empty}</p>
      ) : (
        <>
          <p id="time-count" data-shown={shown} data-all={spans.length}>
            {t.time.count(shown, spans.length)} {t.time.onDay(dayText(clock), counts)}
          </p>
          <p class="note keys noprint">{t.time.keys}</p>
          <TimePicture
            name={name}
            file="timeline"
            said={`${t.time.count(shown, spans.length)} ${t.time.twin}`}
            lanes={lanes}
            starts={spans.flatMap((span) => (span.began ? [span.began] : []))}
          />
          <h2 id="table">{t.time.table}</h2>
          <Table
            name={t.time.table}
            quiet
            file="timeline"
            page={25}
            rows={spans}
            keyOf={(span) => span.thing}
            columns={[
              { head: "id", text: (span) => span.thing, show: null },
              { head: "kind", text: (span) => span.kind, show: null },
              { head: t.find.name, text: (span) => label(world, span.thing), show: (span) => <Name id={span.thing} /> },
              { head: t.find.kind, text: (span) => t.type(span.kind) },
              { head: "began", text: (span) => edtf(span.began), show: null },
              { head: "ended", text: (span) => (span.endless ? "no end" : edtf(span.ended)), show: null },
              { head: "seen", text: (span) => (span.seen ? edtf(span.seen) : ""), show: null },
              { head: "possible from", text: (span) => span.began?.[0] ?? "", show: null },
              { head: "certain from", text: (span) => span.began?.[1] ?? "", show: null },
              { head: "certain until", text: (span) => span.ended?.[0] ?? "", show: null },
              { head: "possible until", text: (span) => span.ended?.[1] ?? "", show: null },
              { head: t.time.began, text: (span) => span.began?.[0] ?? "", show: (span) => between(span.began) },
              { head: t.time.ended, text: (span) => span.ended?.[0] ?? "", show: endText },
              { head: t.time.seen, text: (span) => (span.seen ? between(span.seen) : "") },
              { head: t.entity.state(dayText(clock)), text: (span) => t.time.running[states.get(span)!] },
              {
                head: t.entity.source,
                text: (span) => [...new Set(span.statements.slice(0, 2).map((one) => `${one.document}: ${locatorText(one.locator)}`))].join("; "),
                show: (span) => <Evidence ev={`w/${span.thing}`}>{span.statements.slice(0, 1).map((one) => `${one.document}: ${locatorText(one.locator)}`)}</Evidence>,
              },
            ]}
          />
        </>
      )}
      {undated.length > 0 && (
        <details>
          <summary>{t.time.undated(undated.length)}</summary>
          <Table
            name={t.time.undated(undated.length)}
            quiet
            file="timeline-undated"
            page={25}
            rows={undated}
            keyOf={(thing) => thing.id}
            columns={[
              { head: "id", text: (thing) => thing.id, show: null },
              { head: t.find.name, text: (thing) => nameOf(thing), show: (thing) => <Name id={thing.id} /> },
              { head: t.find.kind, text: (thing) => t.type(thing.type) },
            ]}
          />
        </details>
      )}
    </>
  );
}

/** It, and all that a document joins to it. */
function nearTo(world: World, knows: (document: string) => boolean, id: string): Set<string> {
  const told = (world.about.get(id) ?? []).filter((one) => knows(one.document) && one.status !== "denied");
  return new Set([id, ...told.flatMap((one) => [one.subject, one.object])]);
}

/** The lanes, each with its spans; what belongs to several lanes stands in each. */
function grouped(world: World, spans: readonly Span[], by: string, belonging: Belonging): Map<string, Span[]> {
  const keys = (span: Span): readonly string[] => {
    if (by === "kind") return [span.kind];
    const all = [...((by === "place" ? belonging.places : belonging.donors).get(span.thing) ?? [])];
    const some = by === "place" ? all.filter((id) => world.things.get(id)?.type === "country") : all;
    return some.length ? some : [""];
  };
  const found = new Map<string, Span[]>(by === "kind" ? KINDS.map((kind) => [kind, []]) : []);
  for (const span of spans) for (const key of keys(span)) found.set(key, [...(found.get(key) ?? []), span]);
  const order = (key: string): string => (key ? `0${label(world, key)}` : "1");
  const filled = [...found].filter(([, all]) => all.length);
  return new Map(by === "kind" ? filled : filled.sort(([one], [other]) => order(one).localeCompare(order(other), "en")));
}

/** Parts the bars that are shown at first among the lanes, as evenly as they are needed. */
export function share(lanes: readonly (readonly [string, number])[], all = FIRST): Map<string, number> {
  const found = new Map<string, number>();
  let rest = all;
  [...lanes].sort((one, other) => one[1] - other[1]).forEach(([key, size], place) => {
    const mine = Math.min(size, Math.floor(rest / (lanes.length - place)));
    found.set(key, mine);
    rest -= mine;
  });
  return found;
}

/** The evidence of a bar. */
export function OfSpan({ thing, heading }: { thing: string } & Heading) {
  const { world, clock, route } = useApp();
  const span = timeline(world, clock).find((one) => one.thing === thing);
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <Name id={thing} />
      </h2>
      {span ? (
        <>
          <Terms
            rows={[
              [t.find.kind, t.type(span.kind)],
              [t.time.began, between(span.began)],
              [t.time.ended, endText(span)],
              span.began && span.ended ? [t.drawer.days, daysText([...span.began, ...span.ended])] : null,
              span.seen ? [t.time.seen, between(span.seen)] : null,
              [t.drawer.state(dayText(clock)), t.time.running[running(span, clock)]],
              [t.drawer.told, <Places all={span.statements.map((one) => one.locator)} />],
            ]}
          />
          <p>
            <a href={to(route, ["time"], { focus: thing })}>{t.time.around}</a>
          </p>
          <section>
            <h3>{t.drawer.rests}</h3>
            <List statements={span.statements} />
          </section>
        </>
      ) : (
        <p class="notice">{t.time.noDate}</p>
      )}
    </>
  );
}
