/** Presenting: larger type, no controls, and a list of views that came with the file, each with a sentence. */
import { useEffect } from "preact/hooks";
import type { App } from "./app";
import { dayText, useApp } from "./app";
import { change, format, parse } from "./route";
import type { Route } from "./route";
import { t } from "./strings";
import { dayWords } from "./words";

/** Which step is shown, from 1; 0 outside of a presentation. */
export function stepOf(route: Route): number {
  const number = Number(route.query["present"] ?? 0);
  return Number.isInteger(number) && number > 0 ? number : 0;
}

/** The address of a step; of the view itself where the file brought no steps. */
export function step({ world, route }: Pick<App, "world" | "route">, number: number): string {
  const wanted = world.steps[number - 1];
  if (!wanted) return change(route, { present: String(number) });
  const { path, query } = parse(wanted.view);
  return format(path, { ...query, present: String(number) });
}

export function Present() {
  const app = useApp();
  return (
    <a class="button" href={step(app, 1)}>
      {t.present.start}
    </a>
  );
}

/** The bar at the foot of what is presented; it is also what a screen reader is told. */
export function Steps() {
  const app = useApp();
  const { world, route, clock } = app;
  const number = stepOf(route);
  const all = world.steps.length;
  const shown = world.steps[number - 1];
  useEffect(() => {
    document.documentElement.classList.toggle("presenting", number > 0);
    if (!number) return;
    const onKey = (event: KeyboardEvent) => {
      const within = event.target as HTMLElement;
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || within.closest("input, select, textarea")) return;
      // Where the address is, not where the page is: who presses fast is ahead of what is drawn.
      const now = stepOf(parse(location.hash));
      const next = { ArrowRight: now + 1, PageDown: now + 1, ArrowLeft: now - 1, PageUp: now - 1 }[event.key];
      if (next === undefined || next < 1 || next > all) return;
      event.preventDefault();
      location.hash = step(app, next);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [app, number]);
  if (!number) return null;
  return (
    <aside class="steps" aria-label={t.present.start}>
      <p role="status">
        {shown && <strong>{t.present.of(number, all)}</strong>} <bdi>{shown?.say}</bdi>
      </p>
      <p class="days">
        {t.clock.line(dayText(clock), !route.query["asof"], clock.documents.length)}
        {clock.dataDay && t.clock.knownLine(dayWords(clock.dataDay))}
      </p>
      <nav class="noprint" aria-label={t.present.steps}>
        {number > 1 && shown && <a href={step(app, number - 1)}>← {t.present.back}</a>}
        {number < all && <a href={step(app, number + 1)}>{t.present.next} →</a>}
        <a href={change(route, { present: undefined })}>{t.present.leave}</a>
      </nav>
    </aside>
  );
}
