/** What every view is given: the world, where the reader is, and the day. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Clock } from "./clock";
import { Coverage } from "./coverage";
import type { Route } from "./route";
import type { Index } from "./search";
import type { World } from "./world";
import { dayWords } from "./words";

export interface App {
  readonly world: World;
  readonly index: Index;
  readonly route: Route;
  readonly clock: Clock;
  /** The clock of the data's own day, on which the findings were worked out. */
  readonly ownClock: Clock;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("a view stands outside the page");
  return app;
}

const made = new WeakMap<Clock, Coverage>();

/** The matrix of that clock, made once. */
export function coverageOf(app: App): Coverage {
  let found = made.get(app.clock);
  if (!found) {
    found = new Coverage(app.world, app.clock);
    made.set(app.clock, found);
  }
  return found;
}

/** The day or days of the clock in words. */
export function dayText(clock: Clock): string {
  if (clock.first === clock.last) return dayWords(clock.first);
  const [year = "", month] = clock.first.split("-");
  const isYear = clock.first.endsWith("-01-01") && clock.last.endsWith("-12-31");
  return isYear ? year : dayWords(`${year}-${month}`);
}
