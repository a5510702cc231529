/** What the page works out is what Python works out: on the same worlds, for the same days.
 *
 * `tests/test_explorer.py` writes the cases into a folder and names it in PACT_CASES; without it only the
 * parts that need no world are tested. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join as path } from "node:path";
import { test } from "node:test";
import { Clock, period, stateText } from "../src/clock";
import { Coverage } from "../src/coverage";
import { csvText } from "../src/csv";
import { nearest } from "../src/marks";
import { asks } from "../src/responses";
import { change, format, parse, to } from "../src/route";
import { fold, Index } from "../src/search";
import { Belonging, KINDS, timeline } from "../src/timeline";
import type { Packed } from "../src/unpack";
import { unpack } from "../src/unpack";
import { sentence } from "../src/words";
import { join } from "../src/world";
import { serial } from "../src/xlsx";

interface Case {
  readonly world: string;
  readonly packed: Packed;
  readonly sentences: Record<string, string>;
  readonly figures: readonly string[];
  readonly searches: Record<string, readonly [string, string, number][]>;
  readonly days: readonly {
    readonly asOf: string;
    readonly knownBy: string;
    readonly first: string;
    readonly last: string;
    readonly dataDay: string;
    readonly readings: Record<string, string>;
    readonly states: Record<string, string>;
    readonly cells: Record<string, unknown>;
    readonly places: readonly string[];
    readonly spans: readonly unknown[];
    readonly within: Record<string, readonly string[]>;
    readonly asks: Record<string, unknown>;
  }[];
}

const folder = process.env["PACT_CASES"];
for (const name of folder ? readdirSync(folder).sort() : []) {
  const told = JSON.parse(readFileSync(path(folder!, name), "utf8")) as Case;
  const world = join(unpack(told.packed));

  test(`${told.world}: every statement has its id and reads as in Python`, () => {
    assert.deepEqual(Object.fromEntries(world.statements.map((one) => [one.id, sentence(world, one)])), told.sentences);
    assert.deepEqual(world.figures.map((one) => one.id), told.figures);
  });

  test(`${told.world}: the search finds the same, by the same name, in the same order`, () => {
    const index = new Index(world.things.values());
    for (const [text, hits] of Object.entries(told.searches)) {
      const found = index.find(text).map((hit) => [hit.thing.id, hit.name, Number(hit.score.toFixed(6))]);
      assert.deepEqual(found, hits, text);
    }
  });

  for (const day of told.days) {
    test(`${told.world}: as of ${day.asOf || "the data's day"}, known by ${day.knownBy || "now"}`, () => {
      const clock = new Clock(world, day.asOf, day.knownBy);
      assert.deepEqual([clock.first, clock.last, clock.dataDay], [day.first, day.last, day.dataDay]);
      const of = (say: (one: (typeof world.statements)[number]) => string) =>
        Object.fromEntries(world.statements.map((one) => [one.id, say(one)]));
      assert.deepEqual(of((one) => clock.reading(one)), day.readings);
      assert.deepEqual(of((one) => stateText(one, clock)), day.states);
      const coverage = new Coverage(world, clock);
      const cells = [...coverage.cells.values()].map((cell) => [
        `${cell.donor} ${cell.place} ${cell.theme}`,
        [cell.state, cell.reading, cell.funds, cell.supports, cell.ended, cell.statements.map((one) => one.id)],
      ]);
      assert.deepEqual(Object.fromEntries(cells), day.cells);
      assert.deepEqual(coverage.places, day.places);
      const spans = timeline(world, clock).map((one) => [one.thing, one.kind, one.began, one.ended, one.endless, one.seen, one.statements.map((each) => each.id)]);
      assert.deepEqual(spans, day.spans);
      const belonging = new Belonging(world, clock);
      for (const [asked, things] of Object.entries(day.within)) {
        const [place = "", theme = ""] = asked.split(" ");
        const lasting = [...world.things.values()].filter((thing) => (KINDS as readonly string[]).includes(thing.type) && belonging.within(thing.id, place, theme));
        assert.deepEqual(lasting.map((thing) => thing.id).sort(), things, asked);
      }
      const found = [...asks(world, clock)].map(([id, one]) => [
        id,
        [
          one.state,
          one.gap,
          Object.fromEntries([...one.cells].map(([who, cell]) => [who, cell.how])),
          [...new Set([...one.asked, ...[...one.cells.values()].flatMap((cell) => cell.statements)].map((each) => each.id))].sort(),
        ],
      ]);
      assert.deepEqual(Object.fromEntries(found), day.asks);
    });
  }
}

test("a day, a month or a year is a period; all else is none", () => {
  assert.deepEqual(period("2016-02"), ["2016-02-01", "2016-02-29"]);
  assert.deepEqual(period("2021"), ["2021-01-01", "2021-12-31"]);
  for (const text of ["", "2021-13", "2021-02-30", "21", "2021/2022", "0001"]) assert.equal(period(text), null, text);
});

test("names are compared without accents, case and hyphens", () => {
  assert.equal(fold("Côte d’Ivoire"), "cote d ivoire");
  assert.equal(fold("alternative-development"), "alternative development");
});

test("a table's cells run as no formula and keep their commas", () => {
  for (const sign of ["=", "+", "-", "@", "\t"]) assert.equal(csvText(["a"], [[`${sign}1`]]), `\ufeffa\r\n'${sign}1\r\n`);
  assert.equal(csvText(["a", "b"], [["=1+1", 'x,"y"'], ["-2", -2]]), "\ufeffa,b\r\n'=1+1,\"x,\"\"y\"\"\"\r\n'-2,-2\r\n");
});

test("the nearest day worked out is one at or before, of the same knowledge", () => {
  const marks = ["2010-01-01 2010-01-01", "2011-12-31 2015-06-30", "2012-12-31 2015-06-30"].map((text) => ({ as_of: text.split(" ")[0]!, known_by: text.split(" ")[1]!, open: [] }));
  const at = (first: string, last: string, dataDay: string) => nearest(marks, { first, last, dataDay } as Clock);
  assert.equal(at("2012-12-31", "2012-12-31", "2015-06-30"), 2);
  assert.equal(at("2012-12-30", "2012-12-30", "2015-06-30"), 1);
  assert.equal(at("2012-01-01", "2012-12-31", "2015-06-30"), 2);
  assert.equal(at("1990-01-01", "1990-01-01", "2015-06-30"), 1, "none before: the first after");
  assert.equal(at("2040-01-01", "2040-01-01", "2010-01-01"), 0);
  assert.equal(at("2040-01-01", "2040-01-01", ""), -1);
});

test("a day is a day to a spreadsheet, and nothing else is", () => {
  assert.equal(serial("2017-10-26"), 43034);
  assert.equal(serial("1900-03-01"), 61);
  for (const text of ["1899-12-31", "2017-10", "2017-02-30", "2017-10-26/2018", "=1+1", ""]) assert.equal(serial(text), null, text);
});

test("an address says the view and both days, and comes back as it was", () => {
  const route = parse("#/e/lao-pdr?asof=2017&known=2019-12-31&ev=s%2Fa%2Fb");
  assert.deepEqual(route.path, ["e", "lao-pdr"]);
  assert.equal(format(route.path, route.query), "#/e/lao-pdr?asof=2017&known=2019-12-31&ev=s%2Fa%2Fb");
  assert.equal(to(route, ["matrix"]), "#/matrix?asof=2017&known=2019-12-31");
  assert.equal(change(route, { ev: undefined, asof: "2018" }), "#/e/lao-pdr?asof=2018&known=2019-12-31");
  assert.deepEqual(parse("#/%E0%A4%A").path, ["%E0%A4%A"]);
});
