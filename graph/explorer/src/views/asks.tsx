/** What came of each recommendation: by whom it was answered, how far, and by whom not; and one of them through documents and years. */
import { useApp } from "../app";
import { List, Terms, type Heading } from "../drawer";
import { useGrid } from "../grid";
import { Choice, Evidence, Filters, Name, Names, Places, Table, Take } from "../parts";
import type { Ask, AskState } from "../responses";
import { ANSWERS, asks, NOBODY_NAMED } from "../responses";
import type { Route } from "../route";
import { change, to } from "../route";
import type { ThingRow } from "../rows";
import { t } from "../strings";
import type { Bar } from "../time-picture";
import { TimePicture } from "../time-picture";
import type { Between } from "../timeline";
import { byId } from "../timeline";
import { capital, dayWords, inside, label, nameOf } from "../words";
import type { Statement, World } from "../world";
import { locator } from "../world";
import { between } from "./timeline";

/** An answer of one's own, whatever it says; a blanket one, silence, and what is beside the point are none. */
const OWN = new Set<string>(["answered", "partly", "lacks", "planned"]);
const FILTERS = ["by", "place", "theme", "to", "who", "state"] as const;

const bodyName = (world: World, id: string): string => (id === NOBODY_NAMED ? t.asks.notNamed : label(world, id));
const own = (ask: Ask): number => [...ask.cells.values()].filter((cell) => OWN.has(cell.how)).length;
const without = (ask: Ask): boolean => own(ask) === 0;
const textOf = (thing: ThingRow): string => `${thing.lead.replace(/^\w+ ?/, "")} ${thing.label}`.trim();

/** The address of the recommendations that have to do with a thing; empty if none has. */
export function asksOf(world: World, route: Route, thing: ThingRow): string {
  if (thing.type === "recommendation") return to(route, ["asks", thing.id]);
  const is = (predicate: string, end: "subject" | "object", type: string): boolean =>
    (world.about.get(thing.id) ?? []).some((one) => one.predicate === predicate && one[end] === thing.id && world.things.get(end === "subject" ? one.object : one.subject)?.type === type);
  if (is("recommends", "subject", "recommendation")) return to(route, ["asks"], { by: thing.id });
  if (is("responds_to", "subject", "recommendation")) return to(route, ["asks"], { who: thing.id });
  if (is("addressed_to", "object", "recommendation")) return to(route, ["asks"], { to: thing.id });
  if (is("addresses", "object", "recommendation")) return to(route, ["asks"], { theme: thing.id });
  return is("located_in", "object", "recommendation") ? to(route, ["asks"], { place: thing.id }) : "";
}

export function Asks() {
  const { world, clock, route } = useApp();
  const all = asks(world, clock);
  const id = route.path[1];
  if (id) {
    const ask = all.get(id);
    return ask ? <OneAsk ask={ask} all={all} /> : <Unknown id={id} />;
  }
  return <Board all={[...all.values()]} />;
}

function Unknown({ id }: { id: string }) {
  const { world, route } = useApp();
  return (
    <>
      <h1 tabIndex={-1}>{world.things.has(id) ? t.asks.notThen(label(world, id)) : t.entity.unknown(id)}</h1>
      <p>
        <a href={to(route, ["asks"])}>{t.asks.every}</a>
      </p>
    </>
  );
}

function Board({ all }: { all: readonly Ask[] }) {
  const { world, route } = useApp();
  const { query } = route;
  const choose = (name: string) => (value: string) => void (location.hash = change(route, { [name]: value || undefined, ev: undefined }));
  const broader = (theme: string): string[] => {
    const found = [theme];
    for (const each of found) if (world.things.get(each)?.broader) found.push(world.things.get(each)!.broader);
    return found;
  };
  const themes = new Map(all.map((ask) => [ask, new Set(ask.thing.themes.flatMap(broader))]));
  const tests: Record<(typeof FILTERS)[number], (ask: Ask, value: string) => boolean> = {
    by: (ask, value) => ask.by.includes(value) || ask.document === value,
    place: (ask, value) => ask.places.has(value) || ask.cells.has(value),
    theme: (ask, value) => themes.get(ask)!.has(value),
    to: (ask, value) => ask.to.includes(value),
    who: (ask, value) => ask.cells.has(value),
    state: (ask, value) => (value === "open" ? without(ask) : ask.state === value),
  };
  const fits = (ask: Ask, but = ""): boolean => FILTERS.every((name) => name === but || !query[name] || tests[name](ask, query[name]!));
  const shown = all.filter((ask) => fits(ask));
  const besides = all.filter((ask) => fits(ask, "state"));
  const options = (name: "by" | "place" | "theme" | "to" | "who", values: (ask: Ask) => Iterable<string>) => {
    const number = new Map<string, number>(query[name] ? [[query[name]!, 0]] : []);
    for (const ask of all) for (const each of new Set(values(ask))) number.set(each, (number.get(each) ?? 0) + 1);
    const made = [...number].map(([id, many]) => [id, `${bodyName(world, id)} (${many})`] as const);
    return [["", t.gaps.all] as const, ...made.sort((one, other) => one[1].localeCompare(other[1], "en"))];
  };
  const groups = grouped(world, shown);
  const names = { by: t.asks.by, to: t.asks.to, who: t.asks.who, place: t.matrix.pick, theme: t.matrix.theme };
  const states: (AskState | "open")[] = ["open", "not known", ...[...ANSWERS].reverse()];
  const number = (state: AskState | "open"): number => besides.filter((ask) => tests.state(ask, state)).length;
  return (
    <>
      <h1 tabIndex={-1}>{t.nav.asks}</h1>
      <p class="tools pick noprint">
        <Choice label={t.asks.by} value={query["by"] ?? ""} options={options("by", (ask) => [...ask.by, ask.document])} onPick={choose("by")} />
        <Choice label={t.asks.to} value={query["to"] ?? ""} options={options("to", (ask) => ask.to)} onPick={choose("to")} />
        <Choice label={t.asks.who} value={query["who"] ?? ""} options={options("who", (ask) => ask.cells.keys())} onPick={choose("who")} />
        <Choice label={t.matrix.pick} value={query["place"] ?? ""} options={options("place", (ask) => ask.places)} onPick={choose("place")} />
        <Choice label={t.matrix.theme} value={query["theme"] ?? ""} options={options("theme", (ask) => themes.get(ask)!)} onPick={choose("theme")} />
        <Take name={t.nav.asks} file="recommendations" head={CSV} rows={() => shown.flatMap((ask) => csvRows(world, ask))} />
      </p>
      <Filters all={Object.entries(names).flatMap(([key, name]) => (query[key] ? [[key, name, bodyName(world, query[key])] as const] : []))} />
      <p class="tools states">
        <a href={change(route, { state: undefined, ev: undefined })} aria-current={query["state"] ? undefined : "true"}>
          {t.asks.all(besides.length)}
        </a>
        {states.filter((state) => number(state) > 0).map((state) => (
          <a key={state} href={change(route, { state, ev: undefined })} aria-current={query["state"] === state ? "true" : undefined} data-state={state} data-count={number(state)}>
            {state === "open" ? t.asks.without : `${t.asks.signs[state].trim()} ${t.asks.best[state]}`} ({number(state)})
          </a>
        ))}
      </p>
      <Legend />
      {shown.length === 0 && <p class="notice">{all.length ? t.asks.none : t.asks.empty}</p>}
      {groups.map(([key, rows]) => (
        <Group key={key} asker={key} rows={rows} />
      ))}
      <p class="note">
        {t.asks.note} <span class="noprint">{t.matrix.keys}</span>
      </p>
    </>
  );
}

const CSV = ["recommendation", "text", "document", "asked by", "asked of", "state", "respondent", "respondent name", "answer", "statements"];

function csvRows(world: World, ask: Ask): string[][] {
  const head = [ask.thing.id, textOf(ask.thing), ask.document, ask.by.join(" | "), ask.to.join(" | "), ask.state];
  if (!ask.cells.size) return [[...head, "", "", "", ""]];
  return [...ask.cells].map(([who, cell]) => [...head, who, bodyName(world, who), cell.how, byId(cell.statements).map((one) => one.id).join(" | ")]);
}

/** By who asked, those with most answers first; in each the least answered first, and the set of all of them last. */
function grouped(world: World, rows: readonly Ask[]): [string, Ask[]][] {
  const found = new Map<string, Ask[]>();
  for (const ask of rows) {
    const key = ask.by[0] ?? ask.document;
    found.set(key, [...(found.get(key) ?? []), ask]);
  }
  const place = new Map([...world.things.keys()].map((id, number) => [id, number]));
  const total = (all: readonly Ask[]): number => all.reduce((sum, ask) => sum + own(ask), 0);
  for (const all of found.values()) {
    all.sort(
      (one, other) =>
        Number(isSet(one, rows)) - Number(isSet(other, rows)) ||
        own(one) - own(other) ||
        one.cells.size - other.cells.size ||
        place.get(one.thing.id)! - place.get(other.thing.id)!,
    );
  }
  return [...found].sort((one, other) => total(other[1]) - total(one[1]) || other[1].length - one[1].length || label(world, one[0]).localeCompare(label(world, other[0]), "en"));
}

/** Whether it stands for all of its parts, and asks nothing of its own. */
const isSet = (ask: Ask, all: readonly Ask[]): boolean => !ask.thing.themes.length && all.some((other) => other.partOf.includes(ask.thing.id));

function Legend() {
  return (
    <ul class="legend" aria-label={t.matrix.legend}>
      {ANSWERS.map((how) => (
        <li key={how}>
          <span class={`cell ${look(how)}`} aria-hidden="true">
            {t.asks.signs[how]}
          </span>{" "}
          {t.asks.said[how]}
        </li>
      ))}
    </ul>
  );
}

/** How dark a cell is; the sign says the rest. */
const look = (how: string): string => (how === "answered" ? "full" : how === "partly" || how === "planned" ? "half" : "");

function Group({ asker, rows }: { asker: string; rows: readonly Ask[] }) {
  const { world, route } = useApp();
  const who = route.query["who"];
  const columns = [...new Set(rows.flatMap((ask) => [...ask.cells.keys()]))]
    .filter((each) => !who || each === who)
    .sort((one, other) => Number(one === NOBODY_NAMED) - Number(other === NOBODY_NAMED) || bodyName(world, one).localeCompare(bodyName(world, other), "en"));
  const single = rows.filter((ask) => !isSet(ask, rows));
  const documents = [...new Set(rows.map((ask) => ask.document))];
  const { table, onKey, stop } = useGrid(rows.length, columns.length + 1);
  const cell = (ask: Ask, y: number, x: number, body: string) => {
    const how = body ? ask.cells.get(body)?.how ?? "" : ask.state;
    const said = how === "" ? t.asks.notAsked : body ? t.asks.said[how as keyof typeof t.asks.said] : t.asks.best[how];
    const name = body ? t.asks.cell(textOf(ask.thing), bodyName(world, body), said) : t.asks.cell(textOf(ask.thing), t.asks.state, said);
    return (
      <td key={body} role="gridcell" class={`cell ${body ? look(how) : `state ${look(how)}`}`}>
        <a
          href={change(route, { ev: `a/${ask.thing.id}${body && `/${body}`}` })}
          {...stop(y, x)}
          aria-label={name}
          data-ask={`${ask.thing.id} ${body}`.trim()}
          data-how={how}
        >
          {body ? (how ? t.asks.signs[how] : "\u00a0") : `${t.asks.signs[how as AskState]} ${t.asks.best[how as AskState]}`}
        </a>
      </td>
    );
  };
  const total = (of: (how: string) => boolean) => columns.map((body) => single.filter((ask) => of(ask.cells.get(body)?.how ?? "")).length);
  const heading = t.asks.group(label(world, asker), single.length, single.filter((ask) => !without(ask)).length);
  return (
    <section class="asks">
      <h2>
        <bdi>{t.asks.heading(label(world, asker), documents.includes(asker))}</bdi>
      </h2>
      <p class="note">
        {t.asks.counts(single.length, single.filter((ask) => !without(ask)).length)} {documents.map((document, place) => [place ? ", " : "", <a key={document} href={to(route, ["sources", document])}>{label(world, document)}</a>])}
      </p>
      <div class="scroll wide" role="region" tabIndex={0} aria-label={heading}>
        <table class="matrix" role="grid" ref={table} onKeyDown={onKey} aria-label={heading}>
          <thead>
            <tr>
              <th scope="col">{t.asks.ask}</th>
              <th scope="col" class="best">
                {t.asks.state}
              </th>
              {columns.map((body) => (
                <th key={body} scope="col" class="up">
                  {body === NOBODY_NAMED ? (
                    t.asks.notNamed
                  ) : (
                    <a href={to(route, ["e", body])} tabIndex={-1}>
                      <bdi>{label(world, body)}</bdi>
                    </a>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((ask, y) => (
              <tr key={ask.thing.id} class={isSet(ask, rows) ? "set" : ""}>
                <th scope="row">
                  <a href={to(route, ["asks", ask.thing.id])} title={textOf(ask.thing)} tabIndex={-1}>
                    <bdi>{textOf(ask.thing)}</bdi>
                  </a>
                </th>
                {["", ...columns].map((body, x) => cell(ask, y, x, body))}
              </tr>
            ))}
          </tbody>
          {columns.length > 0 && single.length > 1 && (
            <tfoot>
              {(
                [
                  [t.asks.answers, (how: string) => OWN.has(how)],
                  [t.asks.silences, (how: string) => how === "silent"],
                ] as const
              ).map(([name, of]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td role="gridcell" class="sum" />
                  {total(of).map((count, place) => (
                    <td key={place} role="gridcell" class="sum" data-total={`${name} ${columns[place]}`}>
                      {count}
                    </td>
                  ))}
                </tr>
              ))}
            </tfoot>
          )}
        </table>
      </div>
    </section>
  );
}

interface Step {
  readonly ev: string;
  readonly sort: "asked" | "answer" | "why";
  /** The day or days of the deed; where none is told, those of the document. */
  readonly days: Between;
  readonly dated: boolean;
  readonly text: string;
  readonly said: string;
  readonly document: string;
}

/** Who asked, who replied, who explained, in the order of the days. */
function stepsOf(world: World, ask: Ask, knows: (document: string) => boolean): Step[] {
  const steps: Step[] = [];
  const add = (one: Statement, sort: Step["sort"], text: string, said: string, ev = `s/${one.id}`) => {
    const row = world.documents.get(one.document);
    const dated = one.when !== "" && one.days[0] > "0002";
    const until = [one.days[3], one.days[1], one.days[0]].find((day) => day < "9990")!;
    steps.push({ ev, sort, days: dated ? [one.days[0], until] : [row?.first ?? "", row?.last ?? ""], dated, text, said, document: one.document });
  };
  for (const one of ask.asked) {
    add(one, "asked", one.predicate === "recommends" ? t.asks.asks(inside(world, one.subject)) : t.asks.isAsked(inside(world, one.object)), t.asks.steps.asked);
  }
  const [first] = [...ask.heard.values()].flat();
  if (first) add(first, "answer", t.asks.heard(ask.heard.size), t.asks.steps.heard, `a/${ask.thing.id}`);
  const answers = new Map([...ask.cells.values()].flatMap((cell) => cell.statements.map((one) => [one, cell.how] as const)));
  const about = (world.about.get(ask.thing.id) ?? []).filter((one) => one.object === ask.thing.id && knows(one.document) && one.status !== "denied");
  for (const one of new Set([...about, ...answers.keys()])) {
    const item = world.things.get(one.subject);
    if (one.predicate !== "responds_to" || !item?.lead) continue;
    const by = (world.about.get(item.id) ?? []).filter((each) => each.object === item.id && each.predicate === "implements" && each.origin === "item");
    const names = [...new Set(by.map((each) => inside(world, each.subject)))].join(", ");
    const how = answers.get(one);
    add(one, how ? "answer" : "why", `${names && `${names}: `}${item.label}`, how ? t.asks.said[how] : t.asks.steps.why(t.type(item.type)));
  }
  // By the last day that each may mean; of the same day what was asked comes first.
  const key = (step: Step): string => `${step.days[1]} ${step.sort === "asked" ? 0 : 1} ${step.days[0]}`;
  return steps.sort((one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other))));
}

function OneAsk({ ask, all }: { ask: Ask; all: ReadonlyMap<string, Ask> }) {
  const { world, clock, route } = useApp();
  const { thing } = ask;
  const steps = stepsOf(world, ask, clock.knows.bind(clock));
  const parts = [...all.values()].filter((each) => each.partOf.includes(thing.id)).map((each) => each.thing.id);
  const elsewhere = alike(ask, all);
  const bars = steps.map((step): Bar => ({
    key: step.ev,
    label: step.text,
    kind: { asked: "recommendation", answer: "item", why: "need" }[step.sort],
    began: step.days,
    ended: step.days,
    endless: false,
    seen: null,
    ev: step.ev,
    said: `${step.said}: ${step.text}; ${between(step.days)}`,
  }));
  return (
    <>
      <p class="kind">{capital(thing.lead)}</p>
      <h1 tabIndex={-1}>
        <bdi>{thing.label}</bdi>
      </h1>
      <p class="tools">
        <strong>
          <Evidence ev={`a/${thing.id}`}>
            {t.asks.signs[ask.state]} {t.asks.best[ask.state]}
          </Evidence>
        </strong>
        <a href={to(route, ["e", thing.id])}>{t.asks.page}</a>
        <a href={to(route, ["asks"], { by: ask.by[0] ?? ask.document })}>{t.asks.others}</a>
      </p>
      <Terms
        rows={[
          [t.asks.by, ask.by.length ? <Names ids={ask.by} /> : t.asks.nobody],
          [t.asks.to, ask.to.length ? <Names ids={ask.to} /> : t.asks.nobody],
          thing.themes.length ? [t.matrix.theme, <Names ids={thing.themes} />] : null,
          thing.places.length ? [t.entity.where, <Names ids={thing.places} />] : null,
          ...thing.facts.map(([term, text]) => [term, <bdi>{text}</bdi>] as const),
          ask.partOf.length ? [t.entity.broader, <AskLinks ids={ask.partOf} all={all} />] : null,
          ...ANSWERS.map((how) => {
            const who = [...ask.cells].filter(([, cell]) => cell.how === how).map(([body]) => body);
            return who.length ? ([`${t.asks.signs[how]} ${t.asks.best[how]}`, <Answerers ask={ask} who={who} />] as const) : null;
          }),
          parts.length ? [t.asks.parts, <AskLinks ids={parts} all={all} />] : null,
          [t.entity.readIn, <Places all={thing.sources.map(locator)} />],
        ]}
      />
      <h2>{t.asks.followed}</h2>
      {steps.length > 1 && <TimePicture name={t.asks.followed} file={thing.id} said={t.asks.pictured(steps.length)} lanes={[{ key: "steps", head: "", bars: bars.slice(0, 40) }]} />}
      <Table
        name={t.asks.followed}
        quiet
        file={`${thing.id}-steps`}
        rows={steps}
        keyOf={(step) => step.ev}
        columns={[
          { head: "statement", text: (step) => step.ev.slice(2), show: null },
          { head: "possible from", text: (step) => step.days[0], show: null },
          { head: "possible until", text: (step) => step.days[1], show: null },
          { head: t.entity.when, text: (step) => `${between(step.days)}${step.dated ? "" : ` (${t.asks.ofDocument})`}` },
          { head: t.asks.step, text: (step) => step.said },
          { head: t.entity.what, text: (step) => step.text, show: (step) => <Evidence ev={step.ev}>{<bdi>{step.text}</bdi>}</Evidence> },
          { head: t.entity.source, text: (step) => step.document, show: (step) => <Name id={step.document} /> },
        ]}
      />
      {elsewhere.length > 0 && (
        <>
          <h2>{t.asks.elsewhere}</h2>
          <p class="note">{t.asks.alike}</p>
          <ul>
            {elsewhere.map((other) => (
              <li key={other.thing.id}>
                <a href={to(route, ["asks", other.thing.id])}>
                  <bdi>{nameOf(other.thing)}</bdi>
                </a>{" "}
                <small>
                  {label(world, other.document)}; {t.asks.best[other.state]}
                </small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Asks of other documents on one of its themes in one of its places; no document says that they are the same. */
function alike(ask: Ask, all: ReadonlyMap<string, Ask>): Ask[] {
  const meets = (one: Iterable<string>, other: ReadonlySet<string>): boolean => [...one].some((each) => other.has(each));
  const themes = new Set(ask.thing.themes);
  return [...all.values()].filter((other) => other.document !== ask.document && meets(other.thing.themes, themes) && meets(other.places, ask.places));
}

function Answerers({ ask, who }: { ask: Ask; who: readonly string[] }) {
  const { world } = useApp();
  return (
    <>
      {who.map((body, place) => [
        place ? ", " : "",
        <Evidence key={body} ev={`a/${ask.thing.id}/${body}`}>
          <bdi>{bodyName(world, body)}</bdi>
        </Evidence>,
      ])}
    </>
  );
}

function AskLinks({ ids, all }: { ids: readonly string[]; all: ReadonlyMap<string, Ask> }) {
  const { route } = useApp();
  return (
    <>
      {ids.map((id, place) => [
        place ? "; " : "",
        <a key={id} href={to(route, ["asks", id])}>
          <bdi>{all.get(id) ? nameOf(all.get(id)!.thing).replace(/\.$/, "") : id}</bdi>
        </a>,
      ])}
    </>
  );
}

/** The evidence of a cell, `ask/respondent`, or of a whole row, `ask`. */
export function OfAnswer({ answer, heading }: { answer: string } & Heading) {
  const { world, clock, route } = useApp();
  const [id = "", who = ""] = answer.split("/");
  const ask = asks(world, clock).get(id);
  if (!ask || (who && who !== NOBODY_NAMED && !world.things.has(who))) {
    return (
      <h2 tabIndex={-1} ref={heading}>
        {ask || !world.things.has(id) ? t.drawer.unknown : t.asks.notThen(label(world, id))}
      </h2>
    );
  }
  const cell = ask.cells.get(who);
  const how = who ? cell?.how ?? "" : ask.state;
  const statements = byId(who ? cell?.statements ?? [] : [...ask.asked, ...[...ask.cells.values()].flatMap((each) => each.statements)]);
  const silent = how === "silent" || how === "not known" || how === "";
  return (
    <>
      <h2 tabIndex={-1} ref={heading}>
        <bdi>{who ? t.asks.cellOf(bodyName(world, who), nameOf(ask.thing)) : nameOf(ask.thing)}</bdi>
      </h2>
      <p>
        <strong>
          {how !== "" && <span class="sign" aria-hidden="true">{t.asks.signs[how]}</span>}{" "}
          {how === "" ? t.asks.notAsked : who ? t.asks.said[how as keyof typeof t.asks.said] : t.asks.best[how]}
        </strong>
      </p>
      <Terms
        rows={[
          [t.asks.by, ask.by.length ? <Names ids={ask.by} /> : t.asks.nobody],
          [t.asks.to, ask.to.length ? <Names ids={ask.to} /> : t.asks.nobody],
          [t.drawer.told, <Places all={ask.thing.sources.map(locator)} />],
        ]}
      />
      {silent && <p class="notice">{t.drawer.looked(clock.dataDay ? dayWords(clock.dataDay) : t.none, clock.documents.length)} {how === "silent" && t.asks.late}</p>}
      <p>
        <a href={to(route, ["asks", id])}>{t.asks.follow}</a>
      </p>
      {statements.length > 0 && (
        <section>
          <h3>{t.drawer.rests}</h3>
          <List statements={statements} />
        </section>
      )}
    </>
  );
}
