/** All things at once on a canvas, only when asked for: marks in blocks by country; names where there is room. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dayText, useApp } from "../app";
import { download } from "../csv";
import { Name, Table } from "../parts";
import { change, to } from "../route";
import { SearchBox } from "../search-box";
import { t } from "../strings";
import { capital, label, nameOf } from "../words";
import type { Field, Mark } from "./field";
import { CELL, field } from "./field";
import { width, wrapped } from "./label";
import type { Kind } from "./looks";
import { HOLLOW, KINDS } from "./looks";
import { Ties, otherEnd } from "./selection";

/** Widths of a mark's room, in dots, from which it has its shape, and its name. */
const SHAPED = 14;
const NAMED = 84;
/** Names of the biggest beside marks that have none: how many at most, and the room that each takes. */
const BIGGEST = 40;
const ROOM = [130, 20] as const;
/** What an item says is no name. */
const ITEMS: ReadonlySet<string> = new Set(["need", "recommendation", "item"]);
const FOOT = 52;
const STEP = 80;
const BOX = "M-10-6H10V6H-10Z";
const ROUND = "M-5-6H5A6 6 0 0 1 5 6H-5A6 6 0 0 1-5-6Z";

interface Look {
  x: number;
  y: number;
  scale: number;
}

export function Overview() {
  const { world, route, clock } = useApp();
  const all = useMemo(() => field(world, clock, t.network.nowhere), [world, clock]);
  const ties = useMemo(() => new Ties(world, clock), [world, clock]);
  const ranked = useMemo(() => {
    const count = new Map([...all.marks.keys()].map((id) => [id, ties.of(id).length]));
    return [...all.marks.values()].map((mark) => ({ mark, count: count.get(mark.id)! })).sort((one, other) => other.count - one.count || (one.mark.id < other.mark.id ? -1 : 1));
  }, [all, ties]);
  const picked = all.marks.has(route.query["pick"] ?? "") ? route.query["pick"]! : "";
  const day = dayText(clock);
  const says = t.network.overviewSays(all.marks.size, all.blocks.length, ranked.filter(({ count }) => count).length, day);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pick = (id: string) => (location.hash = change(route, { pick: id || undefined }));
  const moves = useCanvas(canvas, { all, ties, ranked, picked, foot: `${t.network.overview}. ${t.picture.foot(day, clock.documents.length)}. ${t.title}` }, pick);
  const save = () => canvas.current!.toBlob((image) => image && download("overview.png", image, "image/png"));
  useEffect(() => {
    document.title = `${t.network.overview} · ${t.title}`;
  }, []);
  return (
    <div class="net">
      <h1 tabIndex={-1}>{t.network.overview}</h1>
      <p>{t.network.overviewIntro}</p>
      <p role="status" class="says">
        {says}{" "}
        {picked && (
          <>
            {t.network.picked}: <Name id={picked} />, {t.network.relations(ties.of(picked).length)}. <a href={to(route, ["net"], { focus: picked })}>{t.network.around}</a>
          </>
        )}
      </p>
      {all.marks.size > 0 && (
        <figure class="picture" aria-label={t.network.overview}>
          <div class="tools noprint">
            <SearchBox label={t.network.show} leads={(id) => change(route, { pick: id })} />
            <span class="note">{t.network.choose}</span>
            <span>
              <button type="button" aria-label={t.network.smaller} onClick={() => moves.zoom(1 / 1.4)}>
                −
              </button>{" "}
              <button type="button" aria-label={t.network.larger} onClick={() => moves.zoom(1.4)}>
                +
              </button>{" "}
              <button type="button" onClick={() => moves.zoom(0)}>
                {t.network.fit}
              </button>{" "}
              <button type="button" aria-label={t.picture.saveAs(t.network.overview, "PNG")} onClick={save}>
                {t.picture.png}
              </button>
            </span>
          </div>
          <canvas ref={canvas} class="overview" role="img" tabIndex={0} aria-label={`${says} ${t.network.overviewKeys}`} />
        </figure>
      )}
      <Table
        name={t.network.biggest}
        file="overview"
        rows={ranked}
        keyOf={({ mark }) => mark.id}
        page={50}
        columns={[
          { head: "id", text: ({ mark }) => mark.id, show: null },
          { head: t.find.name, text: ({ mark }) => nameOf(world.things.get(mark.id)!), show: ({ mark }) => <Name id={mark.id} /> },
          { head: t.find.kind, text: ({ mark }) => t.network.kind(mark.kind.key, 1) },
          { head: t.network.block, text: ({ mark }) => label(world, all.blockOf.get(mark.id) ?? "") || t.network.nowhere },
          { head: t.network.count, text: ({ count }) => count, kind: "number" },
          { head: t.network.picture, text: () => "", show: ({ mark }) => <a href={change(route, { pick: mark.id })}>{t.network.show}</a> },
        ]}
      />
    </div>
  );
}

interface Content {
  readonly all: Field;
  readonly ties: Ties;
  readonly ranked: readonly { readonly mark: Mark; readonly count: number }[];
  readonly picked: string;
  readonly foot: string;
}

/** Draws when anything has changed, once a frame; moves by mouse, finger, wheel and keys. */
function useCanvas(ref: { current: HTMLCanvasElement | null }, content: Content, pick: (id: string) => void) {
  const look = useRef<Look>({ x: 0, y: 0, scale: 0 });
  const asked = useRef(0);
  const shown = useRef("");
  const latest = useRef({ content, pick });
  latest.current = { content, pick };
  const fit = () => {
    const [{ clientWidth, clientHeight }, { all }] = [ref.current!, latest.current.content];
    const scale = Math.min(1.4, clientWidth / (all.width + CELL[0]), (clientHeight - FOOT) / (all.height + CELL[1]));
    look.current = { scale, x: (all.width - clientWidth / scale) / 2, y: -CELL[1] / 2 };
  };
  /** Something of the field always stays in the middle. */
  const turn = (scale: number, x: number, y: number) => {
    const { all } = latest.current.content;
    const [across, down] = [ref.current!.clientWidth / 2 / scale, (ref.current!.clientHeight - FOOT) / 2 / scale];
    look.current = { scale, x: Math.min(all.width - across, Math.max(-across, x)), y: Math.min(all.height - down, Math.max(-down, y)) };
  };
  const redraw = () => {
    asked.current ||= requestAnimationFrame(() => {
      asked.current = 0;
      if (ref.current) draw(ref.current, latest.current.content, look.current);
    });
  };
  const zoom = (by: number, x = ref.current!.clientWidth / 2, y = (ref.current!.clientHeight - FOOT) / 2) => {
    const now = look.current;
    const scale = Math.min(3, Math.max(0.005, now.scale * by));
    if (by) turn(scale, now.x + x / now.scale - x / scale, now.y + y / now.scale - y / scale);
    else fit();
    redraw();
  };
  const move = (x: number, y: number) => {
    const now = look.current;
    turn(now.scale, now.x + x / now.scale, now.y + y / now.scale);
    redraw();
  };
  const at = (x: number, y: number) => markAt(latest.current.content.all, look.current.x + x / look.current.scale, look.current.y + y / look.current.scale);

  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const observer = new ResizeObserver(() => {
      const dots = Math.min(2, devicePixelRatio || 1);
      canvas.width = Math.round(canvas.clientWidth * dots);
      canvas.height = Math.round(canvas.clientHeight * dots);
      if (!look.current.scale) zoom(0);
      redraw();
    });
    observer.observe(canvas);
    let drag: { x: number; y: number; moved: boolean } | null = null;
    const on = <K extends keyof HTMLElementEventMap>(name: K, does: (event: HTMLElementEventMap[K]) => void) => canvas.addEventListener(name, does, { passive: false });
    on("pointerdown", (event) => {
      drag = { x: event.clientX, y: event.clientY, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    on("pointermove", (event) => {
      if (!drag) return;
      const [x, y] = [drag.x - event.clientX, drag.y - event.clientY];
      if (!drag.moved && Math.hypot(x, y) < 5) return;
      drag = { x: event.clientX, y: event.clientY, moved: true };
      move(x, y);
    });
    on("pointerup", (event) => {
      if (drag && !drag.moved) latest.current.pick(at(event.offsetX, event.offsetY)?.id ?? "");
      drag = null;
    });
    on("pointercancel", () => (drag = null));
    on("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX, event.offsetY);
    });
    on("focus", redraw);
    on("blur", redraw);
    on("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const does: Record<string, () => void> = {
        ArrowLeft: () => move(-STEP, 0),
        ArrowRight: () => move(STEP, 0),
        ArrowUp: () => move(0, -STEP),
        ArrowDown: () => move(0, STEP),
        "+": () => zoom(1.4),
        "=": () => zoom(1.4),
        "-": () => zoom(1 / 1.4),
        "0": () => zoom(0),
        Enter: () => latest.current.pick(at(canvas.clientWidth / 2, (canvas.clientHeight - FOOT) / 2)?.id ?? ""),
      };
      if (!does[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      does[event.key]!();
    });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", redraw);
    return () => {
      observer.disconnect();
      scheme.removeEventListener("change", redraw);
    };
  }, []);
  useEffect(() => {
    if (content.picked) ref.current?.scrollIntoView({ block: "nearest" });
  }, [content.picked]);
  useEffect(() => {
    const mark = content.all.marks.get(content.picked);
    const canvas = ref.current;
    if (mark && canvas && shown.current !== mark.id) {
      shown.current = mark.id;
      const { x, y, scale } = look.current;
      const [across, down] = [(mark.x - x) * scale, (mark.y - y) * scale];
      const isOut = !scale || across < 0 || down < 0 || across > canvas.clientWidth - 60 || down > canvas.clientHeight - FOOT - 20;
      const near = Math.max(scale, 0.75);
      if (isOut) look.current = { scale: near, x: mark.x + CELL[0] / 2 - canvas.clientWidth / 2 / near, y: mark.y - (canvas.clientHeight - FOOT) / 2 / near };
    }
    redraw();
  });
  return { zoom };
}

function markAt(all: Field, x: number, y: number): Mark | undefined {
  const block = all.blocks.find((each) => x >= each.left && x < each.right && y >= each.top && y < each.bottom);
  const first = block?.marks[0];
  if (!block || !first || y < first.y) return undefined;
  return block.marks[Math.floor((y - first.y) / CELL[1]) * block.columns + Math.floor((x - block.left) / CELL[0])];
}

const shapes = new Map<Kind, Path2D>();
function shapeOf(kind: Kind): Path2D {
  let found = shapes.get(kind);
  if (!found) shapes.set(kind, (found = new Path2D(kind.shape || ((kind.round ?? 0) > 2 ? ROUND : BOX))));
  return found;
}

function draw(canvas: HTMLCanvasElement, { all, ties, ranked, picked, foot }: Content, { x, y, scale }: Look): void {
  const brush = canvas.getContext("2d")!;
  const style = getComputedStyle(canvas);
  const [ink, soft, paper, band, hue] = ["--ink", "--soft", "--paper", "--band", "--mark"].map((name) => style.getPropertyValue(name));
  const dots = canvas.width / canvas.clientWidth;
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight - FOOT];
  const [cw, ch] = [CELL[0] * scale, CELL[1] * scale];
  const font = (size: number, weight = 400) => (brush.font = `${weight} ${size}px ${style.fontFamily}`);
  const across = (mark: Mark) => (mark.x - x) * scale;
  const down = (mark: Mark) => (mark.y - y) * scale;
  const sign = (kind: Kind, left: number, top: number, size: number) => {
    brush.setTransform(dots * size, 0, 0, dots * size, left * dots, top * dots);
    brush.setLineDash(kind.dashed ? [3, 2] : []);
    brush.fillStyle = kind.fill === HOLLOW ? paper! : kind.fill;
    brush.fill(shapeOf(kind));
    brush.stroke(shapeOf(kind));
    brush.setTransform(dots, 0, 0, dots, 0, 0);
    brush.setLineDash([]);
  };
  const text = (words: string, left: number, top: number) => {
    brush.strokeStyle = paper!;
    brush.lineWidth = 3;
    brush.strokeText(words, left, top);
    brush.fillStyle = ink!;
    brush.fillText(words, left, top);
  };

  brush.setTransform(dots, 0, 0, dots, 0, 0);
  brush.textBaseline = "middle";
  brush.fillStyle = paper!;
  brush.fillRect(0, 0, wide, high + FOOT);
  const counts = new Map<Kind, number>();
  for (const block of all.blocks) {
    const [left, top, right, bottom] = [(block.left - x) * scale, (block.top - y) * scale, (block.right - x) * scale, (block.bottom - y) * scale];
    if (right < 0 || left > wide || bottom < 0 || top > high) continue;
    brush.fillStyle = band!;
    brush.fillRect(left - 2, top - 2, right - left + 4, bottom - top + 4);
    const first = block.marks[0]!;
    const from = Math.max(0, Math.floor(-down(first) / ch));
    const until = Math.min(Math.ceil(block.marks.length / block.columns), Math.ceil((high - down(first)) / ch) + 1);
    brush.strokeStyle = ink!;
    brush.lineWidth = 1.5;
    font(11);
    for (const mark of block.marks.slice(from * block.columns, until * block.columns)) {
      const [mx, my] = [across(mark), down(mark)];
      if (mx + cw < 0 || mx > wide) continue;
      counts.set(mark.kind, (counts.get(mark.kind) ?? 0) + 1);
      brush.globalAlpha = ties.of(mark.id).length ? 1 : 0.35;
      if (cw < SHAPED) {
        brush.fillStyle = mark.kind.fill === HOLLOW ? soft! : mark.kind.fill;
        brush.fillRect(mx + cw * 0.1, my + ch * 0.1, Math.max(1, cw * 0.7), Math.max(1, ch * 0.7));
        continue;
      }
      const size = Math.min(0.9, (cw < NAMED ? Math.min(cw, ch * 1.6) : 18) / 26);
      sign(mark.kind, mx + 13 * size, my + ch / 2, size);
      if (cw < NAMED) continue;
      brush.globalAlpha = 1;
      brush.fillStyle = ink!;
      const lines = wrapped(mark.name, ((cw - 24) * 13) / 11, Math.max(1, Math.floor(ch / 13)));
      lines.forEach((line, place) => brush.fillText(line, mx + 21, my + ch / 2 + (place - (lines.length - 1) / 2) * 12));
    }
    brush.globalAlpha = 1;
  }

  const taken = new Set<string>();
  const isFree = (left: number, top: number): boolean => {
    const keys = [0, 1].flatMap((a) => [0, 1].map((b) => `${Math.floor(left / ROOM[0]) + a},${Math.floor(top / ROOM[1]) + b}`));
    if (keys.some((key) => taken.has(key))) return false;
    keys.forEach((key) => taken.add(key));
    return true;
  };
  for (const block of all.blocks) {
    const [left, right, top] = [(block.left - x) * scale, (block.right - x) * scale, (block.top - y) * scale];
    if (right < 0 || left > wide || right - left < 70 || (block.bottom - y) * scale < 0 || top > high) continue;
    font(13, 600);
    const begin = Math.max(left, 4);
    const [title] = wrapped(`${block.name} ${block.marks.length.toLocaleString("en")}`, Math.max(40, right - begin - 8), 1, true);
    const at = Math.max(9, top + Math.min(14, ((block.marks[0]!.y - block.top) * scale) / 2));
    if (title && title !== "…") text(title, begin + 2, at);
    isFree(begin, at - 8);
  }
  const centre = all.marks.get(picked);
  if (centre) {
    const near = [...new Set(ties.of(picked).map((one) => otherEnd(one, picked)))].map((id) => all.marks.get(id)!);
    const middle = (mark: Mark) => [across(mark) + Math.min(cw / 2, 10), down(mark) + ch / 2] as const;
    brush.strokeStyle = hue!;
    brush.lineWidth = 1.2;
    brush.globalAlpha = 0.6;
    brush.beginPath();
    for (const mark of near) {
      brush.moveTo(...middle(centre));
      brush.lineTo(...middle(mark));
    }
    brush.stroke();
    brush.globalAlpha = 1;
    brush.lineWidth = 3;
    brush.strokeRect(across(centre) - 2, down(centre) - 1, Math.max(8, cw), Math.max(8, ch));
    font(12, 600);
    for (const mark of [centre, ...(cw < NAMED ? near : [])]) {
      const [left, top] = middle(mark);
      if (left > 0 && left < wide && top > 0 && top < high && (mark === centre || isFree(left, top))) text(cut(mark.name), left + 10, top);
    }
  }
  if (cw < NAMED && !centre) {
    font(12);
    let left = BIGGEST;
    for (const { mark } of ranked.slice(0, 2000)) {
      if (ITEMS.has(mark.kind.key)) continue;
      const [mx, my] = [across(mark), down(mark) + ch / 2];
      if (mx < 0 || mx > wide - 60 || my < 10 || my > high - 8 || !isFree(mx, my)) continue;
      text(cut(mark.name), mx + Math.min(cw, 22), my);
      if (--left === 0) break;
    }
  }
  if (document.activeElement === canvas) {
    brush.strokeStyle = hue!;
    brush.lineWidth = 2;
    brush.strokeRect(wide / 2 - 6, high / 2 - 6, 12, 12);
  }

  brush.fillStyle = paper!;
  brush.fillRect(0, high, wide, FOOT);
  font(12);
  let at = 4;
  for (const kind of KINDS) {
    const count = counts.get(kind);
    const words = `${capital(t.network.kind(kind.key, 2))} ${(count ?? 0).toLocaleString("en")}`;
    if (!count || at + width(words, 12) + 36 > wide) continue;
    brush.strokeStyle = ink!;
    brush.lineWidth = 1.5;
    sign(kind, at + 9, high + 15, 0.8);
    brush.fillStyle = ink!;
    brush.fillText(words, at + 21, high + 15);
    at += width(words, 12) + 36;
  }
  brush.fillText(foot, 4, high + 40);
}

const cut = (name: string): string => (name.length > 26 ? `${name.slice(0, 25)}…` : name);
