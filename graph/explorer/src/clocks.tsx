/** The two clocks in the head of every page. */
import { useEffect, useState } from "preact/hooks";
import { dayText, useApp } from "./app";
import { period, state } from "./clock";
import { change, parse } from "./route";
import { t } from "./strings";
import { dayWords } from "./words";
import type { World } from "./world";

/** The month before or after, as `2017-09`. */
export function month(day: string, step: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + step);
  return date.toISOString().slice(0, 7);
}

export function Clocks() {
  const { world, route, clock } = useApp();
  const asked = route.query["asof"] ?? "";
  const known = route.query["known"] ?? "";
  const now = asked || clock.dataDay;
  const [text, setText] = useState(now);
  useEffect(() => setText(now), [now]);
  const set = (value: string, passing = false) => {
    const address = change(route, { asof: value && value !== clock.dataDay ? value : undefined });
    if (passing) location.replace(address);
    else location.hash = address;
  };
  const days = [...new Set([...world.documents.values()].map((row) => row.last))].sort();
  const count = (day: string): number => [...world.documents.values()].filter((row) => row.last <= (period(day)?.[1] ?? day)).length;
  const options = [...new Set([...days.slice(0, -1), ...(known ? [known] : [])])].sort();
  const bad = asked && !period(asked);
  return (
    <form class="clocks noprint" onSubmit={(event) => (event.preventDefault(), set(text.trim()))}>
      <span class="clock">
        <label for="asof">{t.clock.asOf}</label>
        <button type="button" aria-label={t.clock.earlier} title={`${t.clock.earlier} [`} onClick={() => set(month(clock.first, -1))}>
          ‹
        </button>
        <input
          id="asof"
          type="text"
          inputMode="numeric"
          size={11}
          title={t.clock.asOfHint}
          value={text}
          aria-invalid={bad ? "true" : undefined}
          onInput={(event) => setText(event.currentTarget.value)}
          onChange={(event) => set(event.currentTarget.value.trim())}
        />
        <button type="button" aria-label={t.clock.later} title={`${t.clock.later} ]`} onClick={() => set(month(clock.first, 1))}>
          ›
        </button>
        <Slider set={set} />
        <Play set={set} />
        {asked ? (
          <a href={change(route, { asof: undefined })}>{t.clock.reset}</a>
        ) : (
          <span class="pale own-day">{t.clock.own}</span>
        )}
      </span>
      <label class="clock">
        <span>{t.clock.knownBy}</span>
        <select value={known} onChange={(event) => (location.hash = change(route, { known: event.currentTarget.value || undefined }))}>
          <option value="" selected={!known}>
            {t.clock.everything(world.documents.size)}
          </option>
          {options.map((day) => (
            <option key={day} value={day} selected={day === known}>
              {t.clock.upTo(dayWords(day), count(day))}
            </option>
          ))}
        </select>
      </label>
      <Told />
    </form>
  );
}

/** Months from the first year that a date names to the last. */
function months(world: World): readonly [first: number, last: number] {
  const dated = world.statements.flatMap((one) => (one.when ? [one.days[0], one.days[3]] : []));
  const own = [...world.documents.values()].map((row) => row.last);
  let [first, last] = [Infinity, -Infinity];
  for (const day of [...dated, ...own]) {
    const year = Number(day.slice(0, 4));
    if (year > 1900 && year < 2200) [first, last] = [Math.min(first, year), Math.max(last, year)];
  }
  return first <= last ? [first * 12, last * 12 + 11] : [0, 0];
}

const MARKS = new WeakMap<World, readonly [number, number]>();

/** The day by month: arrows a month, Page Up and Page Down a year, Home and End the ends. What was passed over is not kept in the history. */
function Slider({ set }: { set: (value: string, passing: boolean) => void }) {
  const { world, clock } = useApp();
  const [first, last] = MARKS.get(world) ?? MARKS.set(world, months(world)).get(world)!;
  if (first === last) return null;
  const number = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const now = number(clock.first);
  const move = (to: number) => {
    const at = Math.max(first, Math.min(last, to));
    const text = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
    set(clock.dataDay.startsWith(text) ? "" : text, true);
  };
  const onKey = (event: KeyboardEvent) => {
    // From the address: keys may come faster than what they show.
    const at = number(period(parse(location.hash).query["asof"] ?? "")?.[0] ?? clock.dataDay);
    const steps: Record<string, number> = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 12, PageUp: at + 12, Home: first, End: last };
    const next = steps[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(next);
  };
  return (
    <input
      type="range"
      class="slider"
      aria-label={t.clock.slider}
      title={t.clock.slider}
      min={first}
      max={last}
      value={now}
      aria-valuetext={dayText(clock)}
      onKeyDown={onKey}
      onInput={(event) => move(Number(event.currentTarget.value))}
    />
  );
}

/** How long each year of the play stands: long enough to look, and for a screen reader to say it. */
const YEAR = 2000;

/** The years for which gaps are worked out, one after the other until it is paused. Who wants no motion goes a year with each press. */
function Play({ set }: { set: (value: string, passing: boolean) => void }) {
  const { world, route, clock } = useApp();
  const [playing, setPlaying] = useState(false);
  const years = world.marks.map((mark) => Number(mark.as_of.slice(0, 4)));
  const [from, until] = [Math.min(...years), Math.max(...years)];
  const year = Number(clock.first.slice(0, 4));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const next = () => set(String(route.query["asof"] && year >= from && year < until ? year + 1 : from), true);
  useEffect(() => {
    if (!playing) return;
    if (route.query["asof"] && year >= until) return setPlaying(false);
    const later = setTimeout(next, YEAR);
    return () => clearTimeout(later);
  }, [playing, route]);
  if (!(from < until)) return null;
  const name = still ? t.clock.nextYear : playing ? t.clock.pause : t.clock.play;
  const press = () => {
    if (still) return next();
    if (!playing) next();
    setPlaying(!playing);
  };
  return (
    <button type="button" class="play" aria-label={name} title={name} onClick={press}>
      {still ? "»" : playing ? "❚❚" : "▶"}
    </button>
  );
}

/** Says the new day once to those who listen, half a second after it came to rest. */
function Told() {
  const { world, clock, route } = useApp();
  const [said, setSaid] = useState("");
  const asked = `${route.query["asof"] ?? ""} ${route.query["known"] ?? ""}`;
  useEffect(() => {
    if (!asked.trim()) return setSaid("");
    const later = setTimeout(() => {
      const inForce = world.statements.filter((one) => state(one, clock) === "in force").length;
      setSaid(t.clock.told(dayText(clock), inForce));
    }, 500);
    return () => clearTimeout(later);
  }, [asked]);
  return (
    <span class="hidden" role="status">
      {said}
    </span>
  );
}

/** Both days in a line on paper; what is wrong with them, everywhere. */
export function Dates() {
  const { world, clock, route } = useApp();
  const asked = route.query["asof"] ?? "";
  const known = route.query["known"] ?? "";
  const wrong = [asked, known].filter((text) => text && !period(text));
  return (
    <>
      {clock.dataDay ? (
        <p class="dates printonly">
          {t.clock.line(dayText(clock), !period(asked), clock.documents.length)}
          {period(known) && t.clock.knownLine(dayWords(known))}
        </p>
      ) : (
        world.documents.size > 0 && <p class="notice">{t.clock.nothing}</p>
      )}
      {wrong.map((text) => (
        <p key={text} class="notice" role="alert">
          {t.clock.bad(text)}
        </p>
      ))}
    </>
  );
}
