// Outlines of countries and provinces for the map, made small: `node outlines.mjs` writes src/outlines.json, `--check` compares.
// Packages, licences and what is wrong in them: docs/decisions/0007-places.md. All shapes are Natural Earth's, in the public domain.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const read = (package_, file) => JSON.parse(readFileSync(join(dirname(createRequire(import.meta.url).resolve(`${package_}/package.json`)), file), "utf8"));

/** Files of the states of which the data name provinces, by the state's number (UN M49). */
const STATES = { cambodia: "116", china: "156", laos: "418", myanmar: "104", vietnam: "704" };
/** These and neighbours of theirs (Thailand, Bangladesh, Malaysia) are drawn more finely than the rest of the world. */
const NEAR = new Set([...Object.values(STATES), "764", "050", "458"]);
/** As in tests/fixtures/natural_earth/points.py: a province under another's code, and codes that ISO 3166-2 does not have. */
const MISLABELLED = { "LA-VI Vientiane [prefecture]": "LA-VT" };
const UNLISTED = new Set(["CN-71", "CN-91", "CN-92"]);
/** West, south, east and north of what is drawn: countries whose largest part has its middle there. */
const [WEST, SOUTH, EAST, NORTH] = [50, -50, 180, 72];
/** Corners and islets that make less than this (square degrees) are left out: of countries, and of provinces. */
const FAR = 0.4;
const CLOSE = 0.02;
const WITHIN = { 156: 0.12, other: 0.012 };
/** Degrees within which corners of neighbouring provinces are taken for one. */
const SEAM = 0.04;
/** Steps of the grid in a degree. */
const GRID = 50;

function countries() {
  const world = read("world-atlas", "countries-50m.json");
  return feature(world, world.objects.countries)
    .features.map((one) => ({ ...one, properties: { code: one.id }, geometry: { ...one.geometry, coordinates: unwrapped(one.geometry.coordinates) } }))
    .filter((one) => one.id && isHere(one.geometry));
}

/** Without jumps at the 180th meridian: there, longitudes go on past 180. */
function unwrapped(coordinates) {
  if (typeof coordinates[0][0] !== "number") return coordinates.map(unwrapped);
  let turn = 0;
  return coordinates.map(([long, lat], place) => {
    const step = place ? long - coordinates[place - 1][0] : 0;
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [long + turn, lat];
  });
}

function isHere({ type, coordinates }) {
  const boxes = (type === "Polygon" ? [coordinates] : coordinates).map(([ring]) => {
    const [longs, lats] = [ring.map(([long]) => long), ring.map(([, lat]) => lat)];
    return [Math.min(...longs), Math.min(...lats), Math.max(...longs), Math.max(...lats)];
  });
  const size = ([west, south, east, north]) => (east - west) * (north - south);
  const [west, south, east, north] = boxes.reduce((one, other) => (size(other) > size(one) ? other : one));
  const [long, lat] = [(west + east) / 2, (south + north) / 2];
  return WEST < long && long < EAST && SOUTH < lat && lat < NORTH;
}

function provinces() {
  return Object.entries(STATES).flatMap(([file, state]) =>
    read("@superset-ui/legacy-plugin-chart-country-map", `lib/countries/${file}.geojson`).features.flatMap((one) => {
      const { ISO, NAME_1 } = one.properties;
      const code = MISLABELLED[`${ISO} ${NAME_1}`] ?? ISO;
      return UNLISTED.has(code) ? [] : [{ ...one, properties: { code, state } }];
    }),
  );
}

/** Every ring made of corners at least `near` apart and with the corners of others that lie on its sides: in this package neighbours disagree by a little. */
function sewn(features, near) {
  const cells = new Map();
  const key = (x, y) => `${Math.floor(x / near)} ${Math.floor(y / near)}`;
  const around = (x, y) => [-near, 0, near].flatMap((dx) => [-near, 0, near].flatMap((dy) => cells.get(key(x + dx, y + dy)) ?? []));
  const corner = ([x, y]) => {
    const found = around(x, y).find(([ox, oy]) => Math.hypot(ox - x, oy - y) < near);
    if (found) return found;
    const made = [x, y];
    cells.set(key(x, y), [...(cells.get(key(x, y)) ?? []), made]);
    return made;
  };
  const rings = (one, change) => {
    const { type, coordinates } = one.geometry;
    const polygon = (each) => each.map(change).filter((ring) => ring.length > 3);
    const made = (type === "Polygon" ? [coordinates] : coordinates).map(polygon).filter((each) => each.length);
    return { ...one, geometry: { type: "MultiPolygon", coordinates: made } };
  };
  const apart = (ring) => ring.filter((each, place) => each !== ring[place - 1]);
  const onto = (ring) => apart(ring.flatMap((from, place) => {
    const to = ring[place + 1];
    if (!to) return [from];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    const beside = new Map();
    for (let at = 0; at <= length; at += near / 2) {
      for (const one of around(from[0] + (dx * at) / length, from[1] + (dy * at) / length)) {
        const along = ((one[0] - from[0]) * dx + (one[1] - from[1]) * dy) / length;
        const off = Math.abs((one[0] - from[0]) * dy - (one[1] - from[1]) * dx) / length;
        if (one !== from && one !== to && along > 0 && along < length && off < near * 0.7) beside.set(one, along);
      }
    }
    return [from, ...[...beside].sort(([, a], [, b]) => a - b).map(([one]) => one)];
  }));
  return features.map((one) => rings(one, (ring) => apart(ring.map(corner)))).map((one) => rings(one, onto));
}

/** The shapes with shared borders once, without corners and islets that make less than each one's threshold. */
function small(features, threshold) {
  const weighed = presimplify(topology({ shapes: { type: "FeatureCollection", features } }, 1e5));
  const least = new Map();
  for (const one of weighed.objects.shapes.geometries) {
    for (const arc of one.arcs.flat(3)) least.set(arc < 0 ? ~arc : arc, Math.min(threshold(one.properties), least.get(arc < 0 ? ~arc : arc) ?? FAR));
  }
  // Weights are made to suit one threshold for all, for the package knows only that.
  weighed.arcs.forEach((arc, place) => arc.forEach((point) => (point[2] /= least.get(place))));
  const enough = (ring) => filterWeight(weighed, least.get(ring[0] < 0 ? ~ring[0] : ring[0]))(ring);
  return filter(simplify(weighed, 1), enough);
}

/** Base64 VLQ, as in source maps: small numbers in one letter. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function letters(number) {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const five = rest & 31;
    rest >>>= 5;
    text += LETTERS[rest ? five | 32 : five];
  } while (rest);
  return text;
}

/** A line as steps on the grid, its start first. */
function written(line) {
  let [x, y] = [0, 0];
  let text = "";
  for (const [long, lat] of line) {
    const [nextX, nextY] = [Math.round(long * GRID), Math.round(lat * GRID)];
    if (text && nextX === x && nextY === y) continue;
    text += letters(nextX - x) + letters(nextY - y);
    [x, y] = [nextX, nextY];
  }
  return text;
}

const lines = [];
function rings(made) {
  const first = lines.length;
  lines.push(...made.arcs.map(written));
  return made.objects.shapes.geometries.map(({ properties, type, arcs }) => [
    properties,
    (type === "Polygon" ? [arcs] : arcs).flat(1).map((ring) => ring.map((arc) => letters(arc < 0 ? arc - first : arc + first)).join("")),
  ]);
}

const of = { countries: {}, provinces: {} };
for (const [{ code }, found] of rings(small(countries(), ({ code }) => (NEAR.has(code) ? CLOSE : FAR)))) (of.countries[code] ??= []).push(...found);
for (const [{ code, state }, found] of rings(small(sewn(provinces(), SEAM), ({ state }) => WITHIN[state] ?? WITHIN.other))) ((of.provinces[state] ??= {})[code] ??= []).push(...found);
const note = "Made by outlines.mjs from world-atlas 2.0.2 and @superset-ui/legacy-plugin-chart-country-map 0.20.3. Natural Earth, public domain.";
const text = `${JSON.stringify({ note, grid: GRID, window: [WEST, SOUTH, EAST, NORTH], lines, ...of })}\n`;

const path = join(here, "src/outlines.json");
if (!process.argv.includes("--check")) writeFileSync(path, text);
else if (readFileSync(path, "utf8") !== text) {
  console.error("src/outlines.json: not what the packages give; say make explorer");
  process.exit(1);
}
