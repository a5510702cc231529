/** The network around one thing, or the paths between two: a picture, and the list that says the same. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dayText, useApp } from "../app";
import { keysAreOn } from "../keys";
import { Drawing, Glyph, Sample } from "../network/drawing";
import type { Legend } from "../network/drawing";
import type { Kind, Line } from "../network/looks";
import { KINDS, LINES, TONES, kindOf, lineOf } from "../network/looks";
import { Overview } from "../network/overview";
import { paths, step } from "../network/paths";
import type { Box } from "../network/scene";
import { relation, scene, wires } from "../network/scene";
import type { Selection } from "../network/selection";
import { FIRST, MORE, MOST, Ties, around, filter, without } from "../network/selection";
import { Evidence, Mark, Name, Source, Table } from "../parts";
import { Picture } from "../picture";
import { change, to } from "../route";
import { SearchBox } from "../search-box";
import { t } from "../strings";
import { label, locatorText, nameOf, sentence, when } from "../words";
import { stateText } from "../clock";
import type { Statement } from "../world";

/** Of one step of a path, so many statements. */
const STEP_LINES = 4;

export function Network() {
  const { world, route } = useApp();
  const { overview, focus = "", to: target } = route.query;
  const first = useRef(true);
  useEffect(() => {
    // What was picked is gone with the picture that it stood beside; a screen reader hears where one is now.
    if (!first.current && document.activeElement === document.body) document.querySelector<HTMLElement>("main h1")?.focus();
    first.current = false;
  }, [overview, focus, target]);
  if (overview) return <Overview />;
  return world.things.has(focus) ? <Around key={focus} focus={focus} /> : <Begin unknown={focus} />;
}

/** Where to begin: a search and those of each kind of which most is told, never the whole graph. */
function Begin({ unknown }: { unknown: string }) {
  const { world, route, clock, index } = useApp();
  const ties = useMemo(() => new Ties(world, clock), [world, clock]);
  const groups = useMemo(() => {
    const found = new Map<Kind, [string, number][]>();
    for (const thing of world.things.values()) {
      const kind = kindOf(clock, thing);
      const number = ties.of(thing.id).length;
      if (number && kind.column < 5) found.set(kind, [...(found.get(kind) ?? []), [thing.id, number]]);
    }
    for (const all of found.values()) all.sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
    return KINDS.filter((kind) => found.has(kind)).map((kind) => [kind, found.get(kind)!.slice(0, 4)] as const);
  }, [ties]);
  const leads = (id: string) => to(route, ["net"], { focus: id });
  return (
    <>
      <h1 tabIndex={-1}>{t.network.heading}</h1>
      {unknown && <p class="notice">{t.network.unknown(unknown)}</p>}
      {unknown && (
        <ul>
          {index.find(unknown, 5).map(({ thing }) => (
            <li key={thing.id}>
              <a href={leads(thing.id)}>
                <bdi>{nameOf(thing)}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      <p>{world.things.size ? t.network.intro : t.network.empty}</p>
      {world.things.size > 0 && <SearchBox big label={t.network.begin} leads={leads} />}
      {world.things.size > 0 && (
        <p>
          <a href={to(route, ["net"], { overview: "1" })}>{t.network.toOverview(world.things.size)}</a>
        </p>
      )}
      {groups.length > 0 && <h2>{t.network.ready}</h2>}
      <div class="questions">
        {groups.map(([kind, all]) => (
          <section key={kind.key}>
            <h3 class="kind-head">
              <KindSign kind={kind} /> {t.network.kind(kind.key, 2)}
            </h3>
            <ul>
              {all.map(([id, number]) => (
                <li key={id}>
                  <a href={leads(id)}>
                    <bdi>{label(world, id)}</bdi>
                  </a>{" "}
                  <small>{t.network.relations(number)}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function Around({ focus }: { focus: string }) {
  const { world, route, clock } = useApp();
  const { query } = route;
  const target = query["to"] && world.things.has(query["to"]) && query["to"] !== focus ? query["to"] : "";
  const depth = query["depth"] === "2" ? 2 : 1;
  const layout = query["layout"] === "map" && !target ? "map" : "chain";
  const show = Math.min(MOST, Math.max(1, Math.round(Number(query["show"])) || FIRST));
  const opened = query["open"]?.split(".").filter((id) => world.things.has(id)) ?? [];
  const ended = query["ended"] === "1";
  const isList = query["view"] === "list";
  const day = dayText(clock);
  const thing = world.things.get(focus)!;

  const ties = useMemo(() => new Ties(world, clock, ended), [world, clock, ended]);
  const ways = useMemo(() => (target ? paths(ties, focus, target) : []), [ties, focus, target]);
  const selection = useMemo(
    () => (target ? along(ties, ways, focus) : around(ties, focus, depth, show, opened)),
    [ties, ways, focus, target, depth, show, query["open"]],
  );
  const columns = useMemo(() => (target ? steps(ways) : undefined), [ways]);
  const drawn = useMemo(() => scene(clock, selection, layout, columns), [selection, layout]);

  const showsKind = filter(query["kinds"] ?? "");
  const showsLine = filter(query["preds"] ?? "");
  const allowed = new Map(drawn.boxes.filter((box) => showsKind(box.kind.key)).map((box) => [box.id, box]));
  const every = selection.lines.map((one) => ({ one, line: lineOf(world, one.predicate) }));
  const passing = new Set(every.filter(({ one, line }) => showsLine(line) && allowed.has(one.subject) && allowed.has(one.object)).map(({ one }) => one));
  const shown = wires(world, clock, allowed, selection.lines.filter((one) => passing.has(one)));
  const linked = new Set(shown.flatMap(({ one }) => [one.subject, one.object]));
  const boxes = drawn.boxes.filter((box) => linked.has(box.id) || (box.id === focus && allowed.has(box.id)));
  const count = <Key,>(keys: readonly Key[], all: readonly Key[]) => keys.map((key) => [key, all.filter((each) => each === key).length] as const).filter(([, number]) => number);
  const legend: Legend = {
    kinds: count(KINDS, boxes.map((box) => box.kind)),
    lines: count(LINES, shown.map((wire) => wire.line)),
    tones: count(TONES, shown.map((wire) => wire.tone)),
  };

  const go = (more: Readonly<Record<string, string | undefined>>) => (location.hash = change(route, more));
  const expand = (id: string) => {
    if (id === focus || target) return;
    const rest = opened.includes(id) ? opened.filter((each) => each !== id) : [...opened, id];
    go({ open: rest.join(".") || undefined });
  };
  const heading = target ? t.network.headingPath(nameOf(thing), label(world, target)) : t.network.headingOf(nameOf(thing));
  useEffect(() => {
    document.title = `${heading} · ${t.title}`;
  }, [heading]);
  const latest = useMemo(() => ({ toggle: () => {} }), []);
  latest.toggle = () => go({ view: isList ? undefined : "list" });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest("input, select, textarea");
      if (event.key !== "l" || !keysAreOn() || typing || event.ctrlKey || event.altKey || event.metaKey) return;
      latest.toggle();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const hidden = drawn.boxes.length - boxes.length;
  const says = t.network.shown(boxes.length, shown.length, day);
  const later = ended ? 0 : new Ties(world, clock, true).of(focus).length - ties.of(focus).length;
  const isCut = !target && selection.reached > selection.nodes.length;
  const at = new Map(boxes.map(({ id }) => [id, { all: 0, full: 0 }]));
  for (const { one, tone } of shown)
    for (const end of [one.subject, one.object]) {
      const here = at.get(end)!;
      here.all += 1;
      if (tone === "full") here.full += 1;
    }
  const said = (id: string): string => {
    const each = world.things.get(id)!;
    const kind = t.network.kind(kindOf(clock, each).key, 1);
    const { all, full } = at.get(id)!;
    return t.network.node(nameOf(each), each.lead ? t.type(each.type) : kind, all, full);
  };
  const tip = (one: Statement) => `${sentence(world, one)}\n${stateText(one, clock)}\n${label(world, one.document)}, ${locatorText(one.locator)}`;
  const file = target ? `path-${focus}-${target}` : `network-${focus}`;

  return (
    <div class="net">
      <h1 tabIndex={-1}>
        <bdi>{heading}</bdi>
      </h1>
      <p role="status" class="says">
        {says} {target ? (ways.length ? t.network.pathRule : t.network.noPath(6)) : t.network.rule(selection.nodes.length, selection.reached, depth)}{" "}
        {opened.length > 0 && !target && t.network.opened(opened.length)} {hidden > 0 && t.network.filtered(hidden)}
      </p>
      <div class="tools noprint">
        {target ? (
          <a href={change(route, { to: undefined })}>{t.network.back(nameOf(thing))}</a>
        ) : (
          <>
            <span>
              {t.network.steps}:{" "}
              {[1, 2].map((number) => (
                <a key={number} class="pick" href={change(route, { depth: number === 1 ? undefined : String(number) })} aria-current={number === depth ? "true" : undefined}>
                  {number}
                </a>
              ))}
            </span>
            <span>
              {t.network.layout}:{" "}
              {["chain", "map"].map((name) => (
                <a key={name} class="pick" href={change(route, { layout: name === "chain" ? undefined : name })} aria-current={name === layout ? "true" : undefined}>
                  {t.network.layouts[name]}
                </a>
              ))}
            </span>
            {isCut && show < MOST && selection.nodes.length < MOST && <a href={change(route, { show: String(show + MORE) })}>{t.network.more(Math.min(MORE, selection.reached - selection.nodes.length))}</a>}
            {isCut && selection.nodes.length >= MOST && <span>{t.network.full(MOST)}</span>}
            {show > FIRST && <a href={change(route, { show: undefined })}>{t.network.fewer}</a>}
            {opened.length > 0 && <a href={change(route, { open: undefined })}>{t.network.fold}</a>}
          </>
        )}
        <a href={change(route, { view: isList ? undefined : "list" })}>{isList ? t.network.picture : t.network.list}</a>
        <a href={to(route, ["e", focus])}>{t.network.page}</a>
        {!target && <SearchBox label={t.network.pathTo} leads={(id) => change(route, { to: id, show: undefined, open: undefined, kinds: undefined, preds: undefined })} />}
      </div>
      <Filters boxes={drawn.boxes} lines={every.map(({ line }) => line)} legend={legend} shows={[showsKind, showsLine]} ended={ended} />
      {shown.length === 0 && (
        <p class="notice">
          {hidden > 0 || passing.size < selection.lines.length ? t.network.allFiltered : !target && t.network.nothing(day)} {later > 0 && t.network.later(later)}
          {hidden > 0 && <a href={change(route, { kinds: undefined, preds: undefined })}>{t.network.clear}</a>}
        </p>
      )}
      {!isList && boxes.length > 0 && (
        <Picture name={heading} file={file}>
          <Drawing
            key={`${focus} ${target}`}
            name={heading}
            sentence={says}
            scene={drawn}
            boxes={boxes}
            wires={shown}
            titles={(column) => (target ? t.network.step(column) : t.network.columns[column] ?? "")}
            legend={legend}
            focus={focus}
            opened={opened}
            said={said}
            tip={({ one }) => tip(one)}
            onOpen={(id) => go({ ev: `n/${id}` })}
            onLine={(id) => go({ ev: `s/${id}` })}
            onExpand={expand}
            zoom={Math.min(300, Math.max(30, Number(query["zoom"]) || 100))}
            onZoom={(zoom) => location.replace(change(route, { zoom: zoom === 100 ? undefined : String(zoom) }))}
          />
        </Picture>
      )}
      {ways.length > 0 && <Ways ways={ways} ties={ties} />}
      {isList && <Rows name={t.network.table} file={file} rows={shown.map(({ one }) => one)} />}
      {isList && selection.aside.length > 0 && <Rows name={t.network.aside} file={`${file}-aside`} rows={selection.aside} />}
    </div>
  );
}

/** The legend, which is the filter: what can be shown, ticked if it is. */
function Filters(props: { boxes: readonly Box[]; lines: readonly Line[]; legend: Legend; shows: readonly [(key: string) => boolean, (key: string) => boolean]; ended: boolean }) {
  const { route } = useApp();
  const { boxes, lines, legend, ended } = props;
  const [showsKind, showsLine] = props.shows;
  const kinds = KINDS.filter((kind) => boxes.some((box) => box.kind === kind));
  const families = LINES.filter((line) => lines.includes(line));
  const go = (more: Readonly<Record<string, string | undefined>>) => (location.hash = change(route, more));
  const turned = (keys: readonly string[], shows: (key: string) => boolean, key: string) => without(keys.filter((each) => (each === key ? shows(each) : !shows(each))));
  const pick = (name: "kinds" | "preds", key: string) =>
    go({ [name]: name === "kinds" ? turned(kinds.map((kind) => kind.key), showsKind, key) : turned(families, showsLine, key) });
  return (
    <details class="filters noprint" open={matchMedia("(min-width: 561px)").matches}>
      <summary>{t.network.legend}</summary>
      <fieldset>
        <legend>{t.network.kinds}</legend>
        {kinds.map((kind) => (
          <label key={kind.key}>
            <input type="checkbox" checked={showsKind(kind.key)} onChange={() => pick("kinds", kind.key)} data-kind={kind.key} />
            <KindSign kind={kind} /> {t.network.kind(kind.key, 2)}{" "}
            <b>{t.network.of(legend.kinds.find(([each]) => each === kind)?.[1] ?? 0, boxes.filter((box) => box.kind === kind).length)}</b>
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t.network.relationsHead}</legend>
        {families.map((line) => (
          <label key={line}>
            <input type="checkbox" checked={showsLine(line)} onChange={() => pick("preds", line)} data-line-family={line} />
            <Sign wide={38}>
              <Sample line={line} />
            </Sign>{" "}
            {t.network.lines[line]} <b>{t.network.of(legend.lines.find(([each]) => each === line)?.[1] ?? 0, lines.filter((each) => each === line).length)}</b>
          </label>
        ))}
        {legend.tones.map(([tone, number]) => (
          <span key={tone} class="tone">
            <Sign wide={38}>
              <Sample tone={tone} />
            </Sign>{" "}
            {tone === "pale" && "? "}
            {t.network.tones[tone]} <b>{number}</b>
          </span>
        ))}
        <label>
          <input type="checkbox" checked={ended} onChange={() => go({ ended: ended ? undefined : "1" })} /> {t.network.ended}
        </label>
      </fieldset>
    </details>
  );
}

function Sign({ wide, children }: { wide: number; children: preact.ComponentChildren }) {
  return (
    <svg class="sign-drawn" viewBox={`-1 -11 ${wide} 22`} width={wide} height={22} aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export function KindSign({ kind }: { kind: Kind }) {
  return (
    <Sign wide={24}>
      <Glyph kind={kind} />
    </Sign>
  );
}

/** Each path as sentences, each with its evidence. */
function Ways({ ways, ties }: { ways: readonly string[][]; ties: Ties }) {
  const { world, clock } = useApp();
  return (
    <>
      {ways.map((way, number) => (
        <section key={way.join(" ")} class="way">
          <h2>{t.network.path(number + 1, way.length - 1)}</h2>
          <p>
            {way.map((id, place) => [place ? " → " : "", <Name key={id} id={id} inside />])}
          </p>
          <ol>
            {way.slice(1).map((id, place) => {
              const all = step(ties, way[place]!, id);
              return (
                <li key={id}>
                  {all.slice(0, STEP_LINES).map((one) => (
                    <p key={one.id}>
                      <Evidence ev={`s/${one.id}`}>
                        <bdi>{sentence(world, one)}</bdi>
                      </Evidence>{" "}
                      <small>
                        {stateText(one, clock)}; {label(world, one.document)}, {locatorText(one.locator)}
                      </small>
                    </p>
                  ))}
                  {all.length > STEP_LINES && <p class="note">{t.gaps.others(all.length - STEP_LINES)}</p>}
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </>
  );
}

function Rows({ name, file, rows }: { name: string; file: string; rows: readonly Statement[] }) {
  const { world, clock } = useApp();
  return (
    <Table
      name={`${name} (${rows.length})`}
      file={file}
      rows={rows}
      keyOf={(row) => row.id}
      columns={[
        { head: "statement", text: (row) => row.id, show: null },
        { head: "from id", text: (row) => row.subject, show: null },
        { head: t.network.from, text: (row) => label(world, row.subject), show: (row) => <Name id={row.subject} /> },
        { head: t.network.relation, text: relation },
        { head: "to id", text: (row) => row.object, show: null },
        { head: t.network.to, text: (row) => label(world, row.object), show: (row) => <Name id={row.object} /> },
        { head: t.entity.when, text: (row) => when(world, row.when), show: (row) => when(world, row.when) || <span class="pale">{t.entity.undated}</span> },
        ...(rows.some((row) => row.amount) ? [{ head: t.entity.amount, text: (row: Statement) => row.amount }] : []),
        { head: t.entity.state(dayText(clock)), text: (row) => stateText(row, clock), show: (row) => <Mark statement={row} /> },
        { head: t.entity.source, text: (row) => `${row.document}: ${locatorText(row.locator)}`, show: (row) => <Source ev={`s/${row.id}`} at={row.locator} /> },
      ]}
    />
  );
}

/** What stands on the paths and what ties it. */
function along(ties: Ties, ways: readonly string[][], focus: string): Selection {
  const nodes = [...new Set([focus, ...ways.flat()])];
  const lines = new Set(ways.flatMap((way) => way.slice(1).flatMap((id, place) => step(ties, way[place]!, id))));
  return { nodes, lines: [...lines].sort((one, other) => one.place - other.place), aside: [], reached: nodes.length };
}

/** Of each thing on the paths how many steps it is from the beginning. */
function steps(ways: readonly string[][]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const last = Math.max(0, ...ways.map((way) => way.length - 1));
  for (const way of ways) way.forEach((id, place) => found.set(id, place === way.length - 1 ? last : Math.min(place, found.get(id) ?? place)));
  return found;
}
