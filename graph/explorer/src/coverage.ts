/** The matrix: theme x place x donor, each cell covered, stated to be none, or not known. The same rules as `analysis/coverage.py`. */
import type { Activity, Surety } from "./activity";
import { activities, backers, goingOn, liesIn, proof, statesOf, UNSTATED, weakest } from "./activity";
import type { Clock } from "./clock";
import type { Statement, World } from "./world";

export type CellState = "covered" | "stated none" | "not known";
export interface Cell {
  readonly donor: string;
  readonly place: string;
  readonly theme: string;
  readonly state: CellState;
  readonly reading: Surety;
  readonly funds: readonly string[];
  readonly supports: readonly string[];
  /** Activities in which the donor's part ended before the day. */
  readonly ended: readonly string[];
  /** Parts of a whole that the donor backs; for which part is not said. */
  readonly parts: readonly string[];
  readonly statements: readonly Statement[];
}

type Ways = Map<"funds" | "supports", { readonly reading: Surety; readonly statements: readonly Statement[] }>;

export class Coverage {
  /** Cells of which something is known, in the order donor, place, theme. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly places: readonly string[];
  readonly themes: readonly string[];

  constructor(readonly world: World, readonly clock: Clock) {
    const found = activities(world, clock);
    const denied = denials(world, clock);
    const there = new Map<string, [Activity, Ways][]>();
    const places = new Set<string>();
    for (const cell of denied.values()) places.add(cell.place);
    for (const one of found.values()) {
      for (const place of one.places.keys()) places.add(place);
      const backed = new Map<string, Ways>();
      for (const [word, way] of [["funds", "funders"], ["supports", "supporters"]] as const) {
        for (const [donor, backing] of backers(clock, found, one, way)) {
          if (!backed.has(donor)) backed.set(donor, new Map());
          backed.get(donor)!.set(word, backing);
        }
      }
      // What has ended says nothing of the day, but is worth knowing where nothing else is.
      for (const donor of [...one.funders.keys(), ...one.supporters.keys()]) {
        if (!backed.has(donor)) backed.set(donor, new Map());
      }
      for (const theme of one.themes.keys()) {
        for (const place of one.places.keys()) {
          const wholeIsThere = [...one.wholes.keys()].some(
            (whole) => found.get(whole)!.themes.has(theme) && found.get(whole)!.places.has(place),
          );
          for (const [donor, ways] of backed) {
            // What a whole covers itself, its parts need not cover again.
            if (wholeIsThere && !one.funders.has(donor) && !one.supporters.has(donor)) continue;
            const key = keyOf(donor, place, theme);
            const held = there.get(key);
            if (held) held.push([one, ways]);
            else there.set(key, [[one, ways]]);
          }
        }
      }
    }
    const cells = new Map<string, Cell>();
    for (const key of [...new Set([...there.keys(), ...denied.keys()])].sort()) {
      const [donor = "", place = "", theme = ""] = key.split(" ");
      if (donor !== UNSTATED) cells.set(key, this.judge(donor, place, theme, there.get(key) ?? [], denied.get(key)));
    }
    this.cells = cells;
    this.places = [...places].sort();
    this.themes = [...world.things.values()].filter((thing) => thing.type === "theme").map((thing) => thing.id).sort();
  }

  /** The cell; of one of which nothing is known, that. */
  cell(donor: string, place: string, theme: string): Cell {
    return this.cells.get(keyOf(donor, place, theme)) ?? this.judge(donor, place, theme, [], undefined);
  }

  /** Cells of a place of which something is known, what has ended apart. */
  of(place: string): Cell[] {
    return [...this.cells.values()].filter((cell) => cell.place === place);
  }

  private judge(donor: string, place: string, theme: string, there: [Activity, Ways][], denial: Cell | undefined): Cell {
    const { clock } = this;
    const value = { funds: [] as string[], supports: [] as string[] };
    const parts: string[] = [];
    const proven: Statement[] = [];
    const readings: Surety[] = [];
    for (const [one, ways] of there) {
      const atWork = goingOn(clock, one);
      for (const [word, { reading: how, statements }] of ways) {
        const vouching = new Set([...atWork, ...goingOn(clock, one, statements)]);
        const onTheme = liesIn(clock, one.themes.get(theme)!, vouching);
        const reading = weakest(onTheme, liesIn(clock, one.places.get(place)!, vouching), how);
        if (!reading) continue;
        readings.push(reading);
        value[word].push(one.id);
        proven.push(...proof(clock, one, theme, place), ...statements);
        if (!one.funders.has(donor) && !one.supporters.has(donor) && !parts.includes(one.id)) parts.push(one.id);
      }
    }
    const cell = { donor, place, theme, parts, ended: [], ...value };
    if (readings.length) {
      const reading = readings.includes("certain") ? "certain" : "possible";
      return { ...cell, state: "covered", reading, statements: unique(proven) };
    }
    if (denial) return denial;
    const over = there.map(([one]) => [one.id, this.ended(one, donor)] as const).filter(([, told]) => told.length);
    const statements = unique(over.flatMap(([, told]) => told));
    return { ...cell, state: "not known", reading: "certain", ended: [...new Set(over.map(([id]) => id))], statements };
  }

  private ended(one: Activity, donor: string): Statement[] {
    const backing = [...(one.funders.get(donor) ?? []), ...(one.supporters.get(donor) ?? [])];
    return backing.filter((each) => each.rank !== "outranked" && this.clock.reading(each) === "ended");
  }
}

const keyOf = (donor: string, place: string, theme: string): string => `${donor} ${place} ${theme}`;

/** The statements once each, by id. */
function unique(statements: readonly Statement[]): Statement[] {
  return [...new Set(statements)].sort((one, other) => one.place - other.place);
}

/** Cells of which a document says that the donor does nothing there; one agency's word says nothing of its state. */
function denials(world: World, clock: Clock): Map<string, Cell> {
  const states = statesOf(world);
  const cells = new Map<string, Cell>();
  for (const one of world.statements) {
    if (one.status !== "denied" || !one.isClaim || (one.predicate !== "funds" && one.predicate !== "supports")) continue;
    if (clock.reading(one) !== "denied" || one.rank === "outranked" || states.has(one.subject)) continue;
    const type = world.things.get(one.object)?.type;
    const places = one.places.length ? one.places : type === "country" || type === "place" ? [one.object] : [];
    for (const place of places) {
      for (const theme of one.themes) {
        cells.set(keyOf(one.subject, place, theme), {
          ...{ donor: one.subject, place, theme, funds: [], supports: [], ended: [], parts: [] },
          ...{ state: "stated none", reading: "certain", statements: [one] },
        });
      }
    }
  }
  return cells;
}
