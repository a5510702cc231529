/** The picture in SVG: nodes one walks by keyboard, lines that open their evidence, the legend that is printed and saved. */
import type { ComponentChild, ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { capital } from "../words";
import { t } from "../strings";
import { FONT, LINE, width } from "./label";
import type { Kind, Line, Tone } from "./looks";
import { HOLLOW } from "./looks";
import type { Box, Scene, Wire } from "./scene";
import { captions, on, SMALL, TEXT } from "./scene";

/** So small that names can still be read, so large that a projector is filled. */
const SCALES = [0.85, 1.3] as const;
const ZOOM = 1.25;
/** Up to so many lines each has its name, its amount, its mark of doubt. */
const NAMED = 14;
const PRINTED = 40;
const MARKED = 60;
/** So near on the screen a line is meant; it is looked for along so many straight pieces. */
const NEAR = 5;
const PIECES = 24;

/** What is on screen, with counts. */
export interface Legend {
  readonly kinds: readonly (readonly [Kind, number])[];
  readonly lines: readonly (readonly [Line, number])[];
  readonly tones: readonly (readonly [Tone, number])[];
}

interface Props {
  readonly name: string;
  readonly sentence: string;
  readonly scene: Scene;
  /** What passes the filters. */
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly titles: (column: number) => string;
  readonly legend: Legend;
  readonly focus: string;
  readonly opened: readonly string[];
  readonly said: (id: string) => string;
  readonly tip: (wire: Wire) => string;
  readonly onOpen: (id: string) => void;
  readonly onLine: (statement: string) => void;
  readonly onExpand: (id: string) => void;
  /** In hundredths of the size at first; and what it was changed to, once it came to rest. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

export function Drawing(props: Props) {
  const { scene, boxes, wires, focus } = props;
  const [active, setActive] = useState(focus);
  const [pointed, setPointed] = useState("");
  const frame = useFrame(scene.width, scene.height, boxes.find((box) => box.id === focus), props.zoom, props.onZoom);
  const current = boxes.some((box) => box.id === active) ? active : boxes[0]?.id;
  const touches = ({ one }: Wire) => !pointed || one.id === pointed || one.subject === pointed || one.object === pointed;
  const alive = pointed && wires.some(touches) ? pointed : "";
  // The same order on every day: what need not move in the document is not styled and measured anew.
  const inOrder = useMemo(() => [...boxes].sort((one, other) => (one.id < other.id ? -1 : 1)), [boxes]);
  const line = wires.find(({ one }) => one.id === pointed);
  const nearest = useMemo(() => finder(wires), [wires]);
  const under = (event: MouseEvent): Wire | undefined => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    return nearest((event.clientX - left) / frame.scale, (event.clientY - top) / frame.scale, NEAR / frame.scale);
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const zooms: Record<string, number> = { "+": ZOOM, "=": ZOOM, "-": 1 / ZOOM, "0": 0 };
    const factor = zooms[event.key];
    const here = boxes.find((box) => box.id === current);
    if (factor !== undefined) frame.zoom(factor);
    else if (!here) return;
    else if (event.key.startsWith("Arrow")) {
      const next = neighbour(boxes, here, event.key);
      if (next) frame.ref.current?.querySelector<SVGElement>(`[data-id="${CSS.escape(next.id)}"]`)?.focus();
    } else if (event.key === "Enter" || event.key === " ") props.onOpen(here.id);
    else if (event.key === "e") props.onExpand(here.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const legend = svgLegend(props.legend, scene.width);
  const whole = scene.height + legend.height;
  return (
    <>
      <p class="zoom noprint">
        <button type="button" aria-label={t.network.smaller} onClick={() => frame.zoom(1 / ZOOM)}>
          −
        </button>
        <button type="button" aria-label={t.network.larger} onClick={() => frame.zoom(ZOOM)}>
          +
        </button>
        <button type="button" onClick={() => frame.zoom(0)}>
          {t.network.fit}
        </button>
      </p>
      <div class={frame.zoomed ? "frame zoomed" : "frame"} ref={frame.ref} onPointerDown={frame.onPointerDown} onClickCapture={frame.onClick}>
        <div
          class="crop"
          style={{ width: `${scene.width * frame.scale}px`, height: `${scene.height * frame.scale}px` }}
          // Not on the picture: Chromium lets one tab to an SVG element that listens for focus.
          onFocusIn={(event) => {
            setActive(idAt(event) ?? "");
            setPointed(idAt(event) ?? "");
          }}
          onFocusOut={() => setPointed("")}
        >
          <svg
            role="group"
            aria-label={`${props.name}. ${props.sentence} ${t.network.keys}`}
            viewBox={`0 0 ${scene.width} ${whole}`}
            width={scene.width * frame.scale}
            height={whole * frame.scale}
            class={line && "at-line"}
            onKeyDown={onKey}
            onClick={(event) => {
              const [id, wire] = [idAt(event), under(event)];
              if (id) props.onOpen(id);
              else if (wire) props.onLine(wire.one.id);
            }}
            onPointerMove={(event) => event.pointerType === "mouse" && setPointed(idAt(event) ?? under(event)?.one.id ?? "")}
            onPointerLeave={() => setPointed("")}
          >
            {line && <title>{props.tip(line)}</title>}
            <g aria-hidden="true">
              {scene.bands.map((band) => (
                <g key={band.column}>
                  <rect class="band" x={band.left - 6} y={0} width={band.right - band.left + 12} height={scene.height} />
                  <text class="title" x={(band.left + band.right) / 2} y={20}>
                    {props.titles(band.column)}
                  </text>
                </g>
              ))}
              {wires.flatMap((wire) => thread(wire, !!alive && !touches(wire)))}
            </g>
            {inOrder.map((box) => (
              <Node
                key={box.id}
                box={box}
                isFocus={box.id === focus}
                isOpen={props.opened.includes(box.id)}
                tabbed={box.id === current}
                said={props.said(box.id)}
                pointed={box.id === pointed}
              />
            ))}
            <Words {...props} alive={alive} touches={touches} />
            <g aria-hidden="true" class="legend-drawn" transform={`translate(0 ${scene.height})`}>
              {legend.drawn}
            </g>
          </svg>
        </div>
      </div>
    </>
  );
}

/** The next node: along its strip, or the nearest in the next one. */
function neighbour(boxes: readonly Box[], from: Box, key: string): Box | undefined {
  const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  const along = key === "ArrowDown" || key === "ArrowUp";
  const ahead = boxes.filter((box) => (along ? box.left === from.left && sign * (box.middle - from.middle) > 0 : sign * (box.left - from.left) > 0));
  const near = (box: Box): number => (along ? sign * box.middle : sign * box.left * 1e5 + Math.abs(box.middle - from.middle));
  return ahead.sort((one, other) => near(one) - near(other))[0];
}

/** The node that an event is about. */
const idAt = (event: Event): string | undefined => (event.target as Element).closest<SVGElement>(".node")?.dataset["id"];

function Node(props: { box: Box; isFocus: boolean; isOpen: boolean; tabbed: boolean; said: string; pointed: boolean }) {
  const { box } = props;
  const { kind, label, height } = box;
  const wide = box.right - box.left;
  const top = -((label.length - 1) * LINE) / 2 + FONT * 0.35;
  const within = !kind.shape && kind.fill !== HOLLOW;
  return (
    <g class={within ? "within" : undefined} transform={`translate(${box.left} ${box.middle})`}>
      <g
        role="button"
        class={`node${props.isFocus ? " focus" : ""}`}
        data-id={box.id}
        data-kind={kind.key}
        tabindex={props.tabbed ? 0 : -1}
        aria-label={props.said}
        aria-expanded={props.isFocus ? undefined : props.isOpen}
      >
        {props.pointed && <title>{props.said}</title>}
        {(props.isFocus || props.tabbed) && <rect class="ring" x={-4} y={-height / 2 - 3} width={wide + 8} height={height + 6} rx={5} />}
        {kind.shape && <rect class="back" x={0} y={-height / 2} width={wide} height={height} />}
        <Glyph kind={kind} wide={wide} high={height} />
      </g>
      {label.map((line, place) => (
        <text key={place} aria-hidden="true" x={TEXT[kind.shape ? 0 : 1]} y={top + place * LINE}>
          {line}
        </text>
      ))}
    </g>
  );
}

/** The shape of a kind: around a name of that size, or beside it. */
export function Glyph({ kind, wide = 22, high = 14 }: { kind: Kind; wide?: number; high?: number }) {
  const shared = { class: `shape${kind.dashed ? " dashed" : ""}${kind.fill === HOLLOW ? " hollow" : ""}`, fill: kind.fill };
  if (kind.shape) return <path {...shared} d={kind.shape} transform="translate(11 0)" />;
  return <rect {...shared} x={0} y={-high / 2} width={wide} height={high} rx={Math.min(kind.round ?? 0, high / 2)} />;
}

/** A line: its course, its end, and a dot where who chairs stands. No component, for there are hundreds of them. */
function thread(wire: Wire, dim: boolean): ComponentChild[] {
  const { line, tone, curve, one } = wire;
  const look = `wire ${line} ${tone}${dim ? " dim" : ""}`;
  const shapes = [
    <path key={one.id} class={`${look} thread`} data-line={one.id} d={course(wire)} />,
    <path key={`${one.id} end`} class={tone === "over" ? `${look} thread end` : `${look} tip`} d={ending(wire)} />,
  ];
  if (one.predicate === "chairs" || one.predicate === "co_chairs") {
    const [x, y] = curve[0];
    shapes.push(<circle key={`${one.id} dot`} class={`${look} tip`} cx={tenth(x)} cy={tenth(y)} r={3.5} />);
  }
  return shapes;
}

const tenth = (number: number) => Math.round(number * 10) / 10;
const at = ([x, y]: readonly [number, number]) => `${tenth(x)},${tenth(y)}`;
const course = ({ curve: [a, b, c, d] }: Wire): string => `M${at(a)}C${at(b)} ${at(c)} ${at(d)}`;

/** An arrow where a line arrives, or a bar where what it told is over. */
function ending({ curve, into, tone, line }: Wire): string {
  const [x, y] = curve[3];
  return tone === "over" ? `M${tenth(x - into)} ${tenth(y - 5)}v10` : `M${at([x, y])}l${-into * (line === "money" ? 9 : 7)} -3.6v7.2Z`;
}

/** Finds the line nearest to a point, if one runs within so far of it. */
function finder(wires: readonly Wire[]): (x: number, y: number, within: number) => Wire | undefined {
  let courses: (readonly [Wire, (readonly [number, number])[]])[] = [];
  return (x, y, within) => {
    if (!courses.length) courses = wires.map((wire) => [wire, Array.from({ length: PIECES + 1 }, (_, piece) => on(wire.curve, piece / PIECES))]);
    let [found, least]: [Wire | undefined, number] = [undefined, within];
    for (const [wire, points] of courses)
      for (let piece = 0; piece < PIECES; piece++) {
        const [[x1, y1], [x2, y2]] = [points[piece]!, points[piece + 1]!];
        if (Math.min(x1, x2) > x + least || Math.max(x1, x2) < x - least || Math.min(y1, y2) > y + least || Math.max(y1, y2) < y - least) continue;
        const [dx, dy] = [x2 - x1, y2 - y1];
        const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
        const far = Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
        if (far < least) [found, least] = [wire, far];
      }
    return found;
  };
}

/** Words on lines: of what one points at, all of them; else names of a few, amounts of some, and marks of doubt. */
function Words({ scene, boxes, wires, alive, touches }: Props & { alive: string; touches: (wire: Wire) => boolean }) {
  const doubt = (wire: Wire) => (wire.tone === "pale" ? "?" : "");
  const whole = (wire: Wire) => `${wire.words}${doubt(wire)}${wire.tone === "planned" ? ` (${t.network.tones["planned"]})` : ""}${wire.sum && `, ${wire.sum}`}`;
  const some = (wire: Wire) => (wires.length <= PRINTED && wire.sum ? wire.sum + doubt(wire) : wires.length <= MARKED ? doubt(wire) : "");
  const filled = (say: (wire: Wire) => string) => wires.map((wire) => [wire, say(wire)] as const).filter(([, text]) => text);
  const few = wires.length <= NAMED;
  const pointed = wires.filter(touches).map((wire) => [wire, whole(wire)] as const);
  const sets: [string, ReturnType<typeof captions>][] = alive
    ? [["pointed", captions(boxes, pointed, scene.height, true)]]
    : wires.length <= PRINTED && !few
      ? [["onscreen", captions(boxes, filled(some), scene.height)], ["onpaper", captions(boxes, filled(whole), scene.height)]]
      : [["", captions(boxes, filled(few ? whole : some), scene.height)]];
  return (
    <g aria-hidden="true" class="words">
      {sets.map(([name, all]) => (
        <g key={name} class={name}>
          {all.map((each) => (
            <g key={each.wire.one.id}>
              <rect class="back" x={each.x - each.wide / 2 - 2} y={each.y - 7} width={each.wide + 4} height={14} />
              <text x={each.x} y={each.y + SMALL * 0.35} font-size={SMALL} text-anchor="middle">
                {each.text}
              </text>
            </g>
          ))}
        </g>
      ))}
    </g>
  );
}

/** A sample of a line. */
export function Sample({ line = "work", tone = "full" }: { line?: Line; tone?: Tone }) {
  return (
    <>
      <path class={`wire ${line} ${tone} thread`} d="M0 0H32" />
      {tone === "over" ? <path class={`wire ${line} ${tone} thread end`} d="M33-5V5" /> : <path class={`wire ${line} ${tone} tip`} d="M36 0l-7-3.6v7.2Z" />}
    </>
  );
}

/** The legend as it is printed and saved: what is on screen, in rows as wide as the picture. */
function svgLegend(legend: Legend, room: number): { readonly drawn: ComponentChildren; readonly height: number } {
  const parts: (readonly [string, ComponentChildren, number])[] = [
    ...legend.kinds.map(([kind, count]) => [`${capital(t.network.kind(kind.key, count))} ${count}`, <Glyph kind={kind} />, 28] as const),
    ...legend.lines.map(([line, count]) => [`${t.network.lines[line]} ${count}`, <Sample line={line} />, 44] as const),
    ...legend.tones.map(([tone, count]) => [`${t.network.tones[tone]} ${count}`, <Sample tone={tone} />, 44] as const),
  ];
  let [x, y] = [8, 18];
  const drawn = parts.map(([text, sample, space], place) => {
    const wide = space + width(text) + 20;
    if (x > 8 && x + wide > room) [x, y] = [8, y + 26];
    const at = `translate(${x} ${y})`;
    x += wide;
    return (
      <g key={place} transform={at}>
        {sample}
        <text x={space - 4} y={FONT * 0.35}>
          {text}
        </text>
      </g>
    );
  });
  return { drawn, height: parts.length ? y + 16 : 0 };
}

/** The window on the picture: as wide as the page, scrolled where that would be too small; zoomed by keys, buttons and Ctrl with the wheel, dragged by the mouse. */
function useFrame(wide: number, high: number, focus: Box | undefined, wanted: number, onZoom: (zoom: number) => void) {
  const ref = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const [factor, setFactor] = useState(wanted / 100);
  const rest = useRef(0);
  useEffect(() => setFactor(wanted / 100), [wanted]);
  useEffect(() => () => clearTimeout(rest.current), []);
  const dragged = useRef(false);
  const base = Math.min(SCALES[1], Math.max(SCALES[0], (room || 1200) / wide));
  const scale = base * factor;
  const keep = useRef<readonly [number, number] | null>(null);

  useLayoutEffect(() => {
    const frame = ref.current!;
    const measure = () => frame.isConnected && setRoom(frame.clientWidth);
    measure();
    // In the next frame: a picture that grew while it was measured would be told of as an error.
    const observer = new ResizeObserver(() => requestAnimationFrame(measure));
    observer.observe(frame);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const frame = ref.current!;
    const [x, y] = keep.current ?? [((focus?.left ?? 0) + 88) / wide, (focus?.middle ?? 0) / high];
    frame.scrollTo(x * frame.scrollWidth - frame.clientWidth / 2, y * frame.scrollHeight - frame.clientHeight / 2);
    keep.current = null;
  }, [scale, focus?.id]);
  const zoom = (by: number) => {
    const frame = ref.current!;
    keep.current = [(frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth, (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight];
    // 0 shows the whole width, however small.
    const next = by ? Math.min(3, Math.max(0.3, factor * by)) : Math.min(1, room / wide / base);
    setFactor(next);
    clearTimeout(rest.current);
    rest.current = window.setTimeout(() => tell.current(Math.round(next * 100)), 300);
  };
  const tell = useRef(onZoom);
  tell.current = onZoom;
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const frame = ref.current!;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? ZOOM : 1 / ZOOM);
    };
    frame.addEventListener("wheel", onWheel, { passive: false });
    return () => frame.removeEventListener("wheel", onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    dragged.current = false;
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const frame = ref.current!;
    const [x, y, left, top] = [event.clientX, event.clientY, frame.scrollLeft, frame.scrollTop];
    const onMove = (move: PointerEvent) => {
      if (Math.hypot(move.clientX - x, move.clientY - y) > 5) dragged.current = true;
      if (dragged.current) frame.scrollTo(left - move.clientX + x, top - move.clientY + y);
    };
    const onUp = () => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
  };
  // Whatever lies under the mouse where a drag ends is not meant by it.
  const onClick = (event: Event) => {
    if (dragged.current) event.stopPropagation();
    dragged.current = false;
  };
  return { ref, scale, zoom, onPointerDown, onClick, zoomed: factor > 1 };
}
