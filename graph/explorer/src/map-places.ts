/** Places as the map knows them: which have a point in the picture, and in which country each lies. */
import { around, wholesOf } from "./activity";
import type { Outlines } from "./map-shapes";
import { WINDOW } from "./map-shapes";
import type { ThingRow } from "./rows";
import type { World } from "./world";

export interface Spot {
  readonly id: string;
  readonly code: string;
  readonly lat: number;
  readonly long: number;
}

const isWhere = (thing: ThingRow | undefined): boolean => thing?.type === "country" || thing?.type === "place";

export class Places {
  readonly all: readonly ThingRow[];
  private readonly wholes: ReadonlyMap<string, readonly string[]>;
  /** The state that a province's code begins with, where the outlines have it. */
  private readonly states = new Map<string, string>();
  private readonly spots = new Map<string, Spot>();

  constructor(
    private readonly world: World,
    outlines: Outlines,
  ) {
    this.wholes = wholesOf(world);
    this.all = [...world.things.values()].filter(isWhere);
    const byCode = new Map(this.all.map((thing) => [thing.code, thing.id]));
    for (const [state, shapes] of outlines.provinces) {
      for (const code of shapes.keys()) this.states.set(code, byCode.get(state) ?? "");
    }
    for (const { id, code, point } of this.all) {
      const [lat, long] = point.map(Number);
      if (lat !== undefined && long !== undefined) this.spots.set(id, { id, code, lat, long });
    }
  }

  has(id: string): boolean {
    return isWhere(this.world.things.get(id));
  }

  /** The country, or the territory with a code of its own, in which a place lies; empty for a region. */
  country(id: string): string {
    const thing = this.world.things.get(id);
    if (!thing || thing.type === "country" || /^\d+$/.test(thing.code)) return thing ? id : "";
    return around(id, this.wholes).find((each) => this.world.things.get(each)?.type === "country") ?? this.states.get(thing.code) ?? "";
  }

  spot(id: string): Spot | undefined {
    return this.spots.get(id);
  }

  /** Countries and territories in the picture; of a country, the places in it. */
  level(country: string): Spot[] {
    const here = [...this.spots.values()].filter(({ id, lat, long }) => (country ? id !== country : isInside(lat, long)) && this.country(id) === (country || id));
    return here.sort((one, other) => one.long - other.long || (one.id < other.id ? -1 : 1));
  }
}

function isInside(lat: number, long: number): boolean {
  const [west = 0, south = 0, east = 0, north = 0] = WINDOW;
  return west <= long && long <= east && south <= lat && lat <= north;
}
