/** Where: countries and provinces with how much work is told there on the day, or how many problems; drawn, and as a table. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useApp } from "../app";
import type { Counts, Piece, Show } from "../map-counts";
import { countsOf, tally } from "../map-counts";
import type { Spot } from "../map-places";
import { Places } from "../map-places";
import type { Box, Shape } from "../map-shapes";
import { boxOf, GRID, shapes } from "../map-shapes";
import { boardOf } from "../marks";
import { Choice, Evidence, Name, Source, Table } from "../parts";
import { Picture } from "../picture";
import { change, to } from "../route";
import { plural, t } from "../strings";
import { capital, figureName, inWords, label, locatorText, nameOf, when } from "../words";
import type { World } from "../world";
import { WorkedOut } from "./gaps";
import { inOrder } from "./matrix";

const SHOWS: readonly Show[] = ["work", "problems", "gaps"];
/** Where each of the five steps of the fill begins: fixed, so that two days can be compared. */
const STEPS = [1, 2, 5, 10, 25];
/** Degrees east are drawn shorter, as they are in the middle of the region. */
const NARROWER = Math.cos((18 * Math.PI) / 180);

type Tally = readonly [certain: number, possible: number];

/** As `31+4?`: so many certainly, and so many more possibly. */
export function numberText([certain, possible]: Tally): string {
  if (!certain && !possible) return t.map.nothing;
  return `${certain || ""}${possible ? `${certain ? "+" : ""}${possible}?` : ""}`;
}

export function MapView() {
  const app = useApp();
  const { world, route, clock } = app;
  const { findings } = boardOf(app);
  const asked = { theme: route.query["theme"] ?? "", place: route.query["place"] ?? "" };
  const theme = world.things.get(asked.theme)?.type === "theme" ? asked.theme : "";
  const show = SHOWS.find((each) => each === route.query["show"]) ?? "work";
  const counts = useMemo(() => countsOf(world, clock, theme, findings), [world, clock, theme, findings]);
  const places = useMemo(() => new Places(world, shapes()), [world]);
  const place = places.has(asked.place) ? asked.place : "";
  const within = places.country(place);
  const country = places.level(within).length && within ? within : "";
  const level = places.level(country);
  const of = (id: string): Tally => tally(counts[show].get(id));
  const drawn = new Set(level.map((spot) => spot.id));
  const isHere = (id: string): boolean => (country ? id !== country && places.country(id) === country : ["", id].includes(places.country(id)));
  const size = (id: string): number => of(id)[0] + of(id)[1];
  const beside = places.all.filter(({ id }) => !drawn.has(id) && isHere(id) && size(id)).map(({ id }) => id);
  const rows = [...drawn, ...places.all.map(({ id }) => id).filter((id) => !drawn.has(id) && isHere(id) && told(counts, id))];
  rows.sort((one, other) => size(other) - size(one) || label(world, one).localeCompare(label(world, other), "en"));
  const panel = useRef<HTMLHeadingElement>(null);
  const before = useRef(place);
  useEffect(() => {
    if (place && before.current !== place && !route.query["ev"]) panel.current?.focus();
    before.current = place;
  }, [place]);
  const name = t.map.picture(t.map.shows[show], [theme && label(world, theme), country && label(world, country)].filter(Boolean).join(", "));
  return (
    <>
      <h1 tabIndex={-1}>
        <bdi>{t.map.heading(country && label(world, country))}</bdi>
      </h1>
      {asked.place && !place && <p class="notice">{t.map.unknownPlace(asked.place)}</p>}
      {asked.theme && !theme && <p class="notice">{t.map.unknownTheme(asked.theme)}</p>}
      <p class="tools noprint">
        <span>
          {t.map.show}:{" "}
          {SHOWS.map((each, number) => [
            number ? " · " : "",
            <a key={each} href={change(route, { show: number ? each : undefined, ev: undefined })} aria-current={each === show ? "true" : undefined}>
              {t.map.shows[each]}
            </a>,
          ])}
        </span>
        <Choice
          label={t.map.theme}
          value={theme}
          options={[["", t.gaps.all], ...inOrder(world).map(([id, depth]) => [id, `${"\u2003".repeat(depth)}${label(world, id)}`] as const)]}
          onPick={(value) => (location.hash = change(route, { theme: value || undefined, ev: undefined }))}
        />
        {country && <a href={change(route, { place: undefined, ev: undefined })}>{t.map.back}</a>}
      </p>
      <p class="note">
        {t.map.counted[show]} {theme && <strong>{t.map.within(label(world, theme))}</strong>}
      </p>
      {show === "gaps" && <WorkedOut />}
      <div class="map-page">
        {level.length > 0 ? (
          <Picture name={name} file={`map-${[show, country, theme].filter(Boolean).join("-")}`}>
            <Drawing key={country} name={name} level={level} places={places} counts={counts} show={show} country={country} place={place} />
          </Picture>
        ) : (
          <p class="notice">{t.map.nowhere}</p>
        )}
        <div class="panel">
          {place ? <Panel id={place} counts={counts} show={show} theme={theme} heading={panel} /> : level.length > 0 && <p class="note noprint">{t.map.choose}</p>}
          {beside.length > 0 && (
            <section>
              <h2>{t.map.beside}</h2>
              <p class="note">{t.map.besideNote}</p>
              <ul class="beside">
                {beside.map((id) => (
                  <li key={id}>
                    <a href={change(route, { place: id, ev: undefined })} aria-current={id === place ? "true" : undefined}>
                      <bdi>{label(world, id)}</bdi>
                    </a>{" "}
                    <b>{numberText(of(id))}</b>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      {rows.length > 0 && (
        <section>
          <h2>{t.map.all}</h2>
          <Table
            name={name}
            quiet
            file={`map-${[show, country, theme].filter(Boolean).join("-")}`}
            rows={rows}
            keyOf={(id) => id}
            page={25}
            columns={[
              { head: "id", text: (id) => id, show: null },
              {
                head: t.map.place,
                text: (id) => label(world, id),
                show: (id) => (
                  <a href={change(route, { place: id, ev: undefined })} data-place={id} data-work={tally(counts.work.get(id)).join(" ")} data-problems={tally(counts.problems.get(id)).join(" ")}>
                    <bdi>{label(world, id)}</bdi>
                  </a>
                ),
              },
              { head: t.map.kind, text: (id) => kindOf(world, id) },
              ...SHOWS.flatMap((each) => [
                { head: t.map.certain(t.map.shows[each]), text: (id: string) => tally(counts[each].get(id))[0], show: (id: string) => dotted(tally(counts[each].get(id))[0]), kind: "number" as const },
                { head: t.map.possible(t.map.shows[each]), text: (id: string) => tally(counts[each].get(id))[1], show: (id: string) => dotted(tally(counts[each].get(id))[1]), kind: "number" as const },
              ]),
              { head: t.map.figures, text: (id) => counts.figures.get(id)?.length ?? 0, show: (id) => dotted(counts.figures.get(id)?.length ?? 0), kind: "number" },
            ]}
          />
        </section>
      )}
    </>
  );
}

const dotted = (number: number): string => (number ? number.toLocaleString("en") : t.map.nothing);
const told = (counts: Counts, id: string): boolean => SHOWS.some((each) => counts[each].has(id)) || counts.figures.has(id);

function kindOf(world: World, id: string): string {
  const thing = world.things.get(id)!;
  return thing.facts.find(([term]) => term === "Kind")?.[1] ?? t.type(thing.type);
}

interface Sight {
  readonly long: number;
  readonly lat: number;
  /** Units of the picture in a degree. */
  readonly scale: number;
}

const wider = ([west, south, east, north]: Box, by: number): Box => [west - by, south - by, east + by, north + by];

function fitted([west, south, east, north]: Box, width: number, height: number): Sight {
  const scale = Math.min(width / ((east - west) * NARROWER), height / (north - south));
  return { long: (west + east) / 2, lat: (south + north) / 2, scale };
}

function Drawing(props: {
  readonly name: string;
  readonly level: readonly Spot[];
  readonly places: Places;
  readonly counts: Counts;
  readonly show: Show;
  readonly country: string;
  readonly place: string;
}) {
  const { world, route, ownClock } = useApp();
  const { level, places, counts, show, country, place } = props;
  const outlines = shapes();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(760);
  const height = Math.round(Math.min(500, Math.max(330, width * 0.68)));
  useLayoutEffect(() => {
    const measure = () => frame.current && setWidth(Math.max(300, frame.current.clientWidth));
    measure();
    const watch = new ResizeObserver(() => requestAnimationFrame(measure));
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);

  const code = world.things.get(country)?.code ?? "";
  const inner = outlines.provinces.get(code);
  // Where it begins does not depend on the day: what is told of provinces on the data's own day, or all there is.
  const start = useMemo((): Box => {
    const point = ({ long, lat }: Spot) => [long, lat] as const;
    const corners = [...(inner?.values() ?? [])].flatMap(({ box: [west, south, east, north] }) => [[west, south], [east, north]] as const);
    if (country) return wider(boxOf([...corners, ...level.map(point)]), corners.length ? 0.3 : 2);
    const own = countsOf(world, ownClock, "", []);
    const near = places.all.filter(({ id }) => places.country(id) !== id && told(own, id)).flatMap(({ id }) => places.spot(id) ?? []);
    return wider(boxOf((near.length > 1 ? near : level).map(point)), 2.5);
  }, [world, country]);
  const [moved, setMoved] = useState<Sight | null>(null);
  const sight = moved ?? fitted(start, width, height);
  const look = (next: Partial<Sight>) => setMoved({ ...sight, ...next });
  const zoom = (by: number) => look({ scale: Math.min(600, Math.max(2, sight.scale * by)) });
  const shift = (right: number, up: number) => look({ long: sight.long + right / sight.scale / NARROWER, lat: sight.lat + up / sight.scale });
  const step = Math.min(width, height) / 4;

  const x = (long: number): number => (long - sight.long) * sight.scale * NARROWER + width / 2;
  const y = (lat: number): number => (sight.lat - lat) * sight.scale + height / 2;
  const of = (id: string): Tally => tally(counts[show].get(id));
  const size = (id: string): number => of(id)[0] + of(id)[1];

  const [at, setAt] = useState("");
  const current = level.some((spot) => spot.id === at) ? at : level.some((spot) => spot.id === place) ? place : [...level].sort((one, other) => size(other.id) - size(one.id))[0]?.id;
  const wanted = useRef("");
  const svg = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (wanted.current) svg.current?.querySelector<SVGAElement>(`a[data-place="${wanted.current}"]`)?.focus();
    wanted.current = "";
  }, [current]);
  /** On to the next place to the east, west, north or south. */
  const walk = (way: string) => {
    const along = way === "ArrowUp" || way === "ArrowDown" ? [...level].sort((one, other) => other.lat - one.lat || (one.id < other.id ? -1 : 1)) : level;
    const from = along.findIndex((spot) => spot.id === current);
    const next = { ArrowLeft: from - 1, ArrowUp: from - 1, ArrowRight: from + 1, ArrowDown: from + 1, Home: 0, End: along.length - 1 }[way]!;
    const spot = along[Math.max(0, Math.min(along.length - 1, next))];
    if (!spot || spot.id === current) return;
    wanted.current = spot.id;
    setAt(spot.id);
    const margin = 40;
    if (x(spot.long) < margin || x(spot.long) > width - margin || y(spot.lat) < margin || y(spot.lat) > height - margin) look({ long: spot.long, lat: spot.lat });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const moves: Record<string, readonly [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const by = moves[event.key];
    if (event.shiftKey && by) shift(...by);
    else if (by || event.key === "Home" || event.key === "End") walk(event.key);
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") setMoved(null);
    else return;
    event.preventDefault();
  };

  const drag = useRef<{ x: number; y: number; sight: Sight; far: boolean } | null>(null);
  const dragged = useRef(false);
  const onDown = (event: PointerEvent) => {
    dragged.current = false;
    if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, sight, far: false };
  };
  const onMove = (event: PointerEvent) => {
    const from = drag.current;
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.far && Math.hypot(dx, dy) < 5) return;
    if (!from.far) svg.current?.setPointerCapture(event.pointerId);
    from.far = dragged.current = true;
    setMoved({ ...from.sight, long: from.sight.long - dx / from.sight.scale / NARROWER, lat: from.sight.lat + dy / from.sight.scale });
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8);
  };

  const fill = new Map(places.all.filter((thing) => thing.code).map((thing) => [thing.code, thing.id]));
  const stepOf = (each: string): string => {
    const id = fill.get(each);
    return `land step-${id === undefined ? 0 : STEPS.filter((from) => size(id) >= from).length}${id === place ? " chosen" : ""}`;
  };
  const ground = `translate(${width / 2 - sight.long * sight.scale * NARROWER} ${height / 2 + sight.lat * sight.scale}) scale(${(sight.scale * NARROWER) / GRID} ${-sight.scale / GRID})`;
  const marks = placed(
    level.map((spot) => {
      const [left, top] = [x(spot.long), y(spot.lat)];
      const box = (inner ?? outlines.countries).get(spot.code)?.box;
      // Of a country that is seen in part the number stands at the edge, for else the fill would stand alone.
      const reaches = box && x(box[0]) < width && x(box[2]) > 0 && y(box[3]) < height && y(box[1]) > 0;
      const within = (value: number, most: number): number => (reaches ? Math.max(34, Math.min(most - 34, value)) : value);
      return { spot, x: within(left, width), y: within(top, height), text: numberText(of(spot.id)), name: label(world, spot.id) };
    }),
  );
  return (
    <div class="map" ref={frame}>
      <p class="tools tight noprint">
        {(
          [
            ["+", t.map.closer, () => zoom(1.5)],
            ["−", t.map.farther, () => zoom(1 / 1.5)],
            ["←", t.map.west, () => shift(-step, 0)],
            ["→", t.map.east, () => shift(step, 0)],
            ["↑", t.map.north, () => shift(0, step)],
            ["↓", t.map.south, () => shift(0, -step)],
          ] as const
        ).map(([sign, said, act]) => (
          <button key={sign} type="button" aria-label={said} title={said} onClick={act}>
            {sign}
          </button>
        ))}
        <button type="button" onClick={() => setMoved(null)}>
          {t.map.fit}
        </button>
      </p>
      <svg viewBox={`0 0 ${width} ${height + legendHeight(width)}`} width={width} role="group" aria-label={props.name} aria-describedby="map-keys" class="map-svg">
        <svg
          ref={svg}
          width={width}
          height={height}
          class="ground"
          role="none"
          onKeyDown={onKey}
          onPointerDown={onDown}
          onPointerMove={onMove}
          onPointerUp={() => (drag.current = null)}
          onPointerCancel={() => (drag.current = null)}
          onClickCapture={(event) => dragged.current && (event.preventDefault(), event.stopPropagation())}
          onWheel={onWheel}
        >
          <rect width={width} height={height} class="sea" />
          <g transform={ground} aria-hidden="true">
            {[...outlines.countries].map(([each, shape]) => outline(each, shape, !country ? stepOf(each) : each === code && inner ? "land under" : "land far"))}
            {[...(inner ?? [])].map(([each, shape]) => outline(each, shape, stepOf(each)))}
          </g>
          {marks.map(({ spot, x: left, y: top, text, name, crowded }) => {
            const wide = pill(text);
            const problems = counts.problems.get(spot.id)?.length ?? 0;
            const gaps = show === "gaps" ? counts.gaps.get(spot.id)?.length ?? 0 : null;
            return (
              <a
                key={spot.id}
                class={`spot${text === t.map.nothing ? " nothing" : ""}${crowded ? " crowded" : ""}`}
                href={change(route, { place: spot.id, ev: undefined })}
                tabIndex={spot.id === current ? 0 : -1}
                draggable={false}
                aria-current={spot.id === place ? "true" : undefined}
                data-place={spot.id}
                data-count={of(spot.id).join(" ")}
                onFocus={() => setAt(spot.id)}
              >
                <title>{t.map.named(name, tally(counts.work.get(spot.id)), problems, gaps)}</title>
                <rect class="target" x={left - wide / 2 - 2} y={top - 13} width={wide + 4} height={26} />
                <rect class="pill" x={left - wide / 2} y={top - 11} width={wide} height={22} rx={11} />
                <text class="number" x={left} y={top + 5} text-anchor="middle" aria-hidden="true">
                  {text}
                </text>
                <text class="name" x={left} y={top + 24} text-anchor="middle" paint-order="stroke" aria-hidden="true">
                  {name}
                </text>
              </a>
            );
          })}
        </svg>
        <Legend width={width} top={height} />
      </svg>
      <p class="note noprint" id="map-keys">
        {t.map.keys}
      </p>
    </div>
  );
}

const outline = (code: string, { d }: Shape, style: string) => <path key={code} d={d} class={style} vector-effect="non-scaling-stroke" />;

const pill = (text: string): number => Math.max(22, text.length * 8 + 10);

interface Marked {
  readonly spot: Spot;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly name: string;
}

/** The marks, those with most last so that they lie on top; a name that would lie on another mark is left for the pointer and the focus. */
function placed(marks: readonly Marked[]): (Marked & { crowded: boolean })[] {
  const taken: Box[] = [];
  const lies = (box: Box): boolean => taken.some(([left, top, right, bottom]) => box[0] < right && left < box[2] && box[1] < bottom && top < box[3]);
  const order = [...marks].sort((one, other) => amount(other.text) - amount(one.text));
  for (const { x, y, text } of order) if (text !== t.map.nothing) taken.push([x - pill(text) / 2, y - 11, x + pill(text) / 2, y + 11]);
  const found = order.map((mark) => {
    const half = mark.name.length * 3.4;
    const box: Box = [mark.x - half, mark.y + 13, mark.x + half, mark.y + 27];
    const crowded = lies(box);
    if (!crowded) taken.push(box);
    return { ...mark, crowded };
  });
  return found.reverse();
}

const amount = (text: string): number => (text.match(/\d+/g) ?? []).reduce((sum, each) => sum + Number(each), 0);

const ROW = 24;
const LETTER = 7;

/** The legend in rows as wide as the picture. */
function legendRows(width: number): { readonly x: number; readonly y: number; readonly kind: string; readonly text: string }[] {
  const steps = STEPS.map((from, place) => {
    const next = STEPS[place + 1];
    return { kind: `step-${place + 1}`, text: next === undefined ? `${from}+` : next - 1 > from ? `${from}–${next - 1}` : `${from}` };
  });
  const items: { kind: string; text: string; first?: boolean }[] = [
    { kind: "3", text: t.map.legend.some },
    { kind: "+2?", text: t.map.legend.perhaps },
    { kind: t.map.nothing, text: t.map.legend.nothing },
    { kind: "", text: `${t.map.legend.steps}:`, first: true },
    ...steps,
    { kind: "", text: t.map.borders, first: true },
  ];
  let [x, y] = [8, 0];
  return items.flatMap(({ kind, text, first }) =>
    (text.length * LETTER > width - 16 ? halves(text) : [text]).map((part) => {
      const wide = part.length * LETTER + (kind ? 40 : 10);
      if (x > 8 && (first || x + wide > width)) [x, y] = [8, y + ROW];
      const item = { x, y, kind, text: part };
      x += wide;
      return item;
    }),
  );
}

function halves(text: string): [string, string] {
  const cut = text.indexOf(" ", text.length / 2);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

const legendHeight = (width: number): number => legendRows(width).at(-1)!.y + ROW + 12;

function Legend({ width, top }: { width: number; top: number }) {
  return (
    <g class="key">
      {legendRows(width).map(({ x, y, kind, text }) => (
        <g key={text} transform={`translate(${x} ${top + 12 + y})`}>
          {kind.startsWith("step") && <rect class={`land ${kind}`} width={26} height={16} />}
          {kind && !kind.startsWith("step") && (
            <>
              {kind !== t.map.nothing && <rect class="pill" x={-2} y={-2} width={30} height={20} rx={10} />}
              <text class="number" x={13} y={13} text-anchor="middle">
                {kind}
              </text>
            </>
          )}
          <text x={kind ? 32 : 0} y={13}>
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}

/** All that is told of one place, each line with what tells it. */
function Panel({ id, counts, show, theme, heading }: { id: string; counts: Counts; show: Show; theme: string; heading: { current: HTMLHeadingElement | null } }) {
  const app = useApp();
  const { world, route } = app;
  const name = label(world, id);
  const { finding } = boardOf(app);
  const figures = counts.figures.get(id) ?? [];
  const gaps = new Map<string, Piece[]>();
  for (const one of counts.gaps.get(id) ?? []) {
    const analysis = finding.get(one.id)!.analysis;
    gaps.set(analysis, [...(gaps.get(analysis) ?? []), one]);
  }
  const pieces = (sort: "work" | "problems") => {
    const rows = counts[sort].get(id) ?? [];
    if (!rows.length) return <p class="note">{t.map.none[sort]}</p>;
    return (
      <Table
        name={`${capital(t.map.shows[sort])}: ${name}`}
        quiet
        file={`${id}-${sort}`}
        rows={[...rows].sort((one, other) => one.reading.localeCompare(other.reading) || said(world, one.id).localeCompare(said(world, other.id), "en"))}
        keyOf={(row) => row.id}
        page={8}
        columns={[
          { head: "id", text: (row) => row.id, show: null },
          {
            head: t.map.what,
            text: (row) => said(world, row.id),
            show: (row) => (
              <>
                {world.things.has(row.id) ? <Name id={row.id} /> : <Evidence ev={`s/${row.id}`}>{inWords(world, row.id)}</Evidence>}
                <Told piece={row} />
              </>
            ),
          },
          {
            head: t.map.on,
            text: (row) => row.reading,
            show: (row) => (
              <>
                <span class="sign" aria-hidden="true">
                  {t.matrix.signs[row.reading]}
                </span>{" "}
                {t.map.reading[row.reading]}
              </>
            ),
            kind: "narrow",
          },
          {
            head: t.map.told,
            text: (row) => row.statements.map((one) => `${one.document}: ${locatorText(one.locator)}`).join(" | "),
            show: null,
          },
        ]}
      />
    );
  };
  return (
    <section>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{name}</bdi>
      </h2>
      <p class="tools noprint">
        <a href={to(route, ["e", id])}>{capital(t.type(world.things.get(id)!.type))}</a>
        <a href={to(route, ["matrix"], { place: id, theme: theme || undefined })}>{t.nav.matrix}</a>
        <a href={to(route, ["net"], { focus: id })}>{t.map.network}</a>
      </p>
      {(show === "problems" ? (["problems", "work"] as const) : (["work", "problems"] as const)).map((each) => [
        <h3 key={each}>
          {capital(t.map.shows[each])} <small>{numberText(tally(counts[each].get(id)))}</small>
        </h3>,
        pieces(each),
      ])}
      {figures.length > 0 && (
        <>
          <h3>
            {t.map.figures} <small>{figures.length}</small>
          </h3>
          <Table
            name={`${t.map.figures}: ${name}`}
            quiet
            file={`${id}-figures`}
            rows={figures}
            keyOf={(row) => row.id}
            page={8}
            columns={[
              { head: "id", text: (row) => row.id, show: null },
              { head: t.entity.what, text: (row) => figureName(world, row) },
              { head: t.entity.value, text: (row) => row.value },
              { head: t.entity.when, text: (row) => when(world, row.when) },
              { head: t.entity.source, text: (row) => `${row.locator.document}: ${locatorText(row.locator)}`, show: (row) => <Source ev={`f/${row.id}`} at={row.locator} /> },
            ]}
          />
        </>
      )}
      <h3>
        {capital(t.map.shows.gaps)} <small>{numberText(tally(counts.gaps.get(id)))}</small>
      </h3>
      {gaps.size ? (
        <ul>
          {[...gaps].map(([analysis, found]) => (
            <li key={analysis}>
              <a href={to(route, ["gaps", analysis], { country: id, theme: theme || undefined })}>{world.analyses.get(analysis)?.question}</a> <small>{plural(found.length, "gap")}</small>
            </li>
          ))}
        </ul>
      ) : (
        <p class="note">{t.map.none.gaps}</p>
      )}
    </section>
  );
}

const said = (world: World, id: string): string => (world.things.has(id) ? nameOf(world.things.get(id)!) : inWords(world, id));

/** The places in documents on which it rests; beyond two they are folded up. */
function Told({ piece }: { piece: Piece }) {
  const links = piece.statements.map((one, place) => [place % 2 ? "; " : "", <Source key={one.id} ev={`s/${one.id}`} at={one.locator} />]);
  return (
    <small class="told">
      {links.slice(0, 2)}
      {links.length > 2 && (
        <details>
          <summary>{t.gaps.others(links.length - 2)}</summary>
          {links.slice(2).map((link, place) => (
            <span key={place}>{link}</span>
          ))}
        </details>
      )}
    </small>
  );
}
