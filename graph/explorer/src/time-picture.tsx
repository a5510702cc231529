/** Bars from-to on one scale of years: full where certain, hatched where vague, open where nobody says. The same marks as `chart.py`. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "./app";
import { Glyph } from "./network/drawing";
import { looks } from "./network/looks";
import { Picture } from "./picture";
import { change } from "./route";
import { t } from "./strings";
import type { Between } from "./timeline";
import { dayWords } from "./words";

export interface Bar {
  readonly key: string;
  readonly label: string;
  /** Its kind, which is told by a shape before the name. */
  readonly kind: string;
  readonly began: Between | null;
  readonly ended: Between | null;
  readonly endless: boolean;
  readonly seen: Between | null;
  /** The evidence that it opens, and what it says to those who do not see it. */
  readonly ev: string;
  readonly said: string;
  readonly chosen?: boolean;
}
export interface Lane {
  readonly key: string;
  /** Empty for a picture that has only one lane. */
  readonly head: string;
  readonly bars: readonly Bar[];
  /** What stands at its foot. */
  readonly foot?: { readonly text: string; readonly href: string } | null;
  readonly open?: boolean;
  readonly href?: string;
}

const DAY = 86_400_000;
const ordinal = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
/** Letters of 13 px are about this wide. */
const LETTER = 7;
const STUB = 16;

/** As wide as there is room for; on paper as wide as the paper, and closer. */
function useRoom(): { readonly ref: { current: HTMLDivElement | null }; readonly width: number; readonly paper: boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  const [paper, setPaper] = useState(false);
  const measure = () => ref.current && !matchMedia("print").matches && setWidth(Math.max(280, Math.floor(ref.current.clientWidth)));
  // With each drawing, for the drawer may have opened; and when the window changes.
  useLayoutEffect(() => void measure());
  useLayoutEffect(() => {
    const print = matchMedia("print");
    const turn = () => setPaper(print.matches);
    turn();
    // In the next frame: a picture that grew while it was measured would be told of as an error.
    const watch = new ResizeObserver(() => requestAnimationFrame(measure));
    watch.observe(ref.current!);
    print.addEventListener("change", turn);
    return () => {
      watch.disconnect();
      print.removeEventListener("change", turn);
    };
  }, []);
  return { ref, width: paper ? 700 : width, paper };
}

export function TimePicture(props: {
  readonly name: string;
  readonly file: string;
  readonly said: string;
  readonly lanes: readonly Lane[];
  /** Starts to be counted by year above the bars; none where it is not given. */
  readonly starts?: readonly Between[];
}) {
  const { clock, route } = useApp();
  const { ref, width, paper } = useRoom();
  const { lanes, starts = [] } = props;
  const all = lanes.flatMap((lane) => lane.bars);
  const [at, setAt] = useState("");
  const here = all.some((bar) => bar.key === at) ? at : all[0]?.key ?? "";
  const [first, last] = years([...all.flatMap((bar) => [bar.began, bar.ended, bar.seen]), ...starts, [clock.first, clock.last]]);

  const size = paper ? 9.5 : 13;
  const letter = (LETTER * size) / 13;
  const isNarrow = width < 640;
  const labels = isNarrow ? 0 : Math.min(430, Math.round(width * 0.4));
  const left = labels + STUB + 6;
  const right = width - STUB - 4;
  const from = ordinal(`${first}-01-01`);
  const scale = (right - left) / (ordinal(`${last + 1}-01-01`) - from);
  const x = (day: string): number => Math.round((left + (ordinal(day) - from) * scale) * 10) / 10;
  const end = (day: string): number => x(day) + scale;
  const tall = paper ? 11 : isNarrow ? 38 : 24;
  const thick = paper ? 7 : 12;
  const fit = (text: string, room: number): string => {
    const most = Math.floor(room / letter);
    // Names of phases and parts differ at their ends.
    return text.length <= most ? text : `${text.slice(0, most * 0.65).trimEnd()}…${text.slice(Math.ceil(-most * 0.35) + 1).trimStart()}`;
  };

  const counts = byYear(starts);
  const most = Math.max(1, ...[...counts.values()].map(([, possible]) => possible));
  const top = starts.length ? (paper ? 48 : isNarrow ? 88 : 74) : 18;
  let y = top + size + 14;
  const head = paper ? 16 : 30;
  const drawn: ComponentChildren[] = [];
  for (const lane of lanes) {
    if (lane.head) {
      const text = `${lane.open === false ? "▸" : "▾"} ${lane.head}`;
      drawn.push(
        <g key={lane.key} class="lane">
          <rect class="band" x={0} y={y} width={width} height={head - 4} />
          <a href={lane.href!} aria-expanded={lane.open !== false} data-lane={lane.key}>
            <rect class="hit" x={0} y={y} width={width} height={head - 4} />
            <text x={6} y={y + head / 2 + size / 2 - 3} font-size={size} font-weight="700">
              {fit(text, width - 12)}
            </text>
          </a>
        </g>,
      );
      y += head;
    }
    for (const bar of lane.bars) {
      const top = y;
      const middle = isNarrow ? top + tall - thick / 2 - 5 : top + tall / 2;
      drawn.push(
        <g key={`${lane.key} ${bar.key}`}>
          <a
            class={bar.chosen ? "bar-row chosen" : "bar-row"}
            href={change(route, { ev: bar.ev })}
            aria-label={bar.said}
            data-bar={bar.key}
            tabindex={bar.key === here ? 0 : -1}
            onFocus={() => setAt(bar.key)}
          >
            <rect class="hit" x={0} y={top} width={width} height={tall} />
            <g transform={`translate(2 ${isNarrow ? top + 8 : middle}) scale(${paper ? 0.4 : 0.55})`} aria-hidden="true">
              <Glyph kind={looks(bar.kind)} />
            </g>
            <Marks bar={bar} x={x} end={end} middle={middle} thick={thick} edge={right} />
          </a>
          <text x={19} y={isNarrow ? top + 13 : middle + size * 0.36} font-size={size} aria-hidden="true" pointer-events="none">
            {fit(bar.label, (isNarrow ? width : labels) - 20)}
          </text>
        </g>,
      );
      y += tall;
    }
    if (lane.foot) {
      drawn.push(
        <a key={`${lane.key} foot`} href={lane.foot.href} data-more={lane.key} class="noprint">
          <rect class="hit" x={0} y={y} width={Math.min(width, 420)} height={24} />
          <text class="link" x={19} y={y + 16} font-size={size}>
            {lane.foot.text}
          </text>
        </a>,
      );
      y += paper ? 2 : 26;
    }
  }
  const bottom = y + 4;
  const step = [1, 2, 5, 10, 20, 50, 100].find((each) => each * 365 * scale >= (paper ? 30 : 42)) ?? 200;
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => first + place).filter((year) => year % step === 0);
  const used = new Set<string>(["asof", ...(starts.length ? ["certain", "vague"] : []), ...all.flatMap((bar) => marksOf(bar, x, end))]);
  const marks = Object.entries(t.time.marks).filter(([mark]) => used.has(mark));
  const legend = flow(marks.map(([mark, text]) => [mark as Mark, text, text.length * letter + 46] as const), width);
  const rows = legend.at(-1)?.[2] ?? 0;
  const height = bottom + size + 16 + (rows + 1) * (size + 9);
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -all.length, End: all.length };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || !(event.target as Element).closest(".bar-row")) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(all.length - 1, all.findIndex((bar) => bar.key === here) + step));
    (event.currentTarget as SVGElement).querySelectorAll<SVGElement>(".bar-row")[next]?.focus();
  };
  const day = clock.first === clock.last ? clock.first : clock.first.slice(0, clock.last.slice(5) === "12-31" && clock.first.slice(5) === "01-01" ? 4 : 7);
  const line = (x(clock.first) + end(clock.last)) / 2;
  const asOf = t.time.asOf(dayWords(day));
  const atEnd = line + asOf.length * letter + 10 > width;
  return (
    <div ref={ref} class="time">
      <Picture name={props.name} file={props.file}>
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={props.said} onKeyDown={onKey} font-size={size}>
          <defs>
            <pattern id="vague" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect class="ground" width="5" height="5" />
              <rect class="stripe" width="2" height="5" />
            </pattern>
          </defs>
          <g aria-hidden="true">
            {ticks.map((year) => (
              <g key={year}>
                <line class="tick" x1={x(`${year}-01-01`)} x2={x(`${year}-01-01`)} y1={top} y2={bottom} />
                <text class="soft" x={x(`${year}-01-01`)} y={top + size + 3} font-size={size - 1} text-anchor="middle">
                  {year}
                </text>
                <text class="soft" x={x(`${year}-01-01`)} y={bottom + size} font-size={size - 1} text-anchor="middle">
                  {year}
                </text>
              </g>
            ))}
            {starts.length > 0 && (
              <text class="soft" x={isNarrow ? left : 6} y={isNarrow ? size * 2 + 4 : top - 6} font-size={size - 1}>
                {t.time.starts(most)}
              </text>
            )}
            {[...counts].map(([year, [certain, possible]]) => {
              const unit = (top - (isNarrow ? 2 : 1) * size - 12) / most;
              const wide = Math.max(1, 365 * scale - 1);
              return (
                <g key={year} data-year={year} data-certain={certain} data-possible={possible}>
                  <rect class="vague" x={x(`${year}-01-01`)} y={top - possible * unit} width={wide} height={possible * unit} />
                  <rect class="certain" x={x(`${year}-01-01`)} y={top - certain * unit} width={wide} height={certain * unit} />
                </g>
              );
            })}
            <line class="axis" x1={left} x2={right} y1={top} y2={top} />
          </g>
          {drawn}
          <g aria-hidden="true" class="asof">
            <line x1={line} x2={line} y1={4} y2={bottom} />
            <text x={line + (atEnd ? -5 : 5)} y={size} font-size={size - 1} font-weight="700" text-anchor={atEnd ? "end" : "start"}>
              {asOf}
            </text>
          </g>
          <g aria-hidden="true">
            {legend.map(([[mark, text], across, row]) => {
              const middle = bottom + size + 16 + row * (size + 9) + 4;
              return (
                <g key={mark}>
                  <Sample mark={mark} x={across} y={middle} thick={thick} />
                  <text x={across + 32} y={middle + size * 0.36} font-size={size - 1}>
                    {text}
                  </text>
                </g>
              );
            })}
          </g>
        </svg>
      </Picture>
    </div>
  );
}

/** The first and the last year of all days, a little more at the end. */
function years(all: readonly (Between | null)[]): readonly [number, number] {
  const days = all.flatMap((each) => each ?? []).map((day) => Number(day.slice(0, 4))).filter((year) => year > 1 && year < 9999);
  // Not Math.min(...days): many days are more arguments than a call may have.
  days.sort((one, other) => one - other);
  return [days[0] ?? 1, days[days.length - 1] ?? 1];
}

/** Of each year how many certainly began in it, and how many certainly or perhaps. */
export function byYear(starts: readonly Between[]): Map<number, readonly [certain: number, possible: number]> {
  const found = new Map<number, readonly [number, number]>();
  for (const [first, last] of starts) {
    const [from, until] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
    for (let year = from; year <= until && from > 1 && until < 9999; year++) {
      const [certain, possible] = found.get(year) ?? [0, 0];
      found.set(year, [certain + Number(from === until), possible + 1]);
    }
  }
  return found;
}

type Mark = keyof typeof t.time.marks;
const isShort = (bar: Bar, x: (day: string) => number, end: (day: string) => number): boolean =>
  bar.began !== null && bar.ended !== null && bar.began[0] > "0002" && bar.ended[1] < "9990" && end(bar.ended[1]) - x(bar.began[0]) < 9;

/** What the legend must explain of a bar. */
function marksOf(bar: Bar, x: (day: string) => number, end: (day: string) => number): Mark[] {
  if (isShort(bar, x, end)) return ["day"];
  const { began, ended, endless, seen } = bar;
  const isVague = began?.[0] !== began?.[1] || ended?.[0] !== ended?.[1];
  return [
    ...(began && (endless || (ended && began[1] < ended[0])) ? ["certain" as const] : []),
    ...(isVague ? ["vague" as const] : []),
    ...(seen ? ["seen" as const] : []),
    ...(endless ? ["endless" as const] : []),
    ...(!began || (!ended && !endless) ? ["open" as const] : []),
  ];
}

function Marks(props: { bar: Bar; x: (day: string) => number; end: (day: string) => number; middle: number; thick: number; edge: number }) {
  const { bar, x, end, middle, thick, edge } = props;
  const { began, ended, endless, seen } = bar;
  const known = [began, ended, seen].flatMap((each) => (each ? [each] : [])).filter(([one, other]) => one > "0002" && other < "9990");
  if (!known.length) return null;
  const low = x(began && began[0] > "0002" ? began[0] : known.map(([one]) => one).sort()[0]!);
  const until = ended && ended[1] < "9990" ? end(ended[1]) : endless ? edge : Math.max(...known.map(([, other]) => end(other)));
  const y = middle - thick / 2;
  const box = (kind: string, start: number, stop: number) => <rect class={kind} x={start} y={y} width={Math.max(stop - start, 1.5)} height={thick} />;
  const sureFrom = began ? end(began[1]) : null;
  const sureUntil = ended ? x(ended[0]) : endless ? edge : null;
  if (isShort(bar, x, end)) {
    const centre = (low + until) / 2;
    const r = thick / 2 + 1;
    return <path class="certain" d={`M${centre} ${middle - r}L${centre + r} ${middle}L${centre} ${middle + r}L${centre - r} ${middle}Z`} />;
  }
  return (
    <>
      {began ? null : <Open x={low} y={middle} thick={thick} way={-1} />}
      {ended || endless ? null : <Open x={until} y={middle} thick={thick} way={1} />}
      {box("vague", low, until)}
      {sureFrom !== null && sureUntil !== null && sureUntil > sureFrom && box("certain", began![0] === began![1] ? low : sureFrom, ended && ended[0] === ended[1] ? until : sureUntil)}
      {seen && box("seen", x(seen[0]), end(seen[1]))}
      {endless && <path class="certain" d={`M${edge} ${middle - thick / 2 - 2}l8 ${thick / 2 + 2}l-8 ${thick / 2 + 2}z`} />}
    </>
  );
}

/** An end that nobody states: hollow, with a point. */
function Open({ x, y, thick, way }: { x: number; y: number; thick: number; way: 1 | -1 }) {
  const half = thick / 2;
  return <path class="open" d={`M${x} ${y - half}h${way * (STUB - half)}l${way * half} ${half}l${-way * half} ${half}h${-way * (STUB - half)}z`} />;
}

function Sample({ mark, x, y, thick }: { mark: Mark; x: number; y: number; thick: number }) {
  const half = thick / 2;
  if (mark === "asof") return <line class="asof" x1={x + 12} x2={x + 12} y1={y - half - 2} y2={y + half + 2} />;
  if (mark === "open") return <Open x={x} y={y} thick={thick} way={1} />;
  if (mark === "day") return <path class="certain" d={`M${x + 12} ${y - half - 1}l${half + 1} ${half + 1}l${-half - 1} ${half + 1}l${-half - 1} ${-half - 1}Z`} />;
  if (mark === "endless")
    return (
      <>
        <rect class="certain" x={x} y={y - half} width={16} height={thick} />
        <path class="certain" d={`M${x + 16} ${y - half - 2}l8 ${half + 2}l-8 ${half + 2}z`} />
      </>
    );
  return <rect class={mark} x={x} y={y - half} width={24} height={thick} />;
}

/** Puts pieces of these widths on lines, each with where it begins and its line. */
function flow<Piece extends readonly [...unknown[], number]>(pieces: readonly Piece[], width: number): (readonly [Piece, number, number])[] {
  let across = 4;
  let row = 0;
  return pieces.map((piece) => {
    const wide = piece.at(-1) as number;
    if (across + wide > width && across > 4) [across, row] = [4, row + 1];
    const place = [piece, across, row] as const;
    across += wide;
    return place;
  });
}
