/** A picture that can be taken away: what stands in the `<svg>` is what is saved, its legend and both days with it. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { dayText, useApp } from "./app";
import { period } from "./clock";
import { download } from "./csv";
import { t } from "./strings";
import { dayWords } from "./words";

/** Of each shape what the style sheet gives it; a saved picture has no style sheet. */
const STYLED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "paint-order", "visibility", "display"];
const FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif";
const FOOT = 48;

/**
 * A figure around one `<svg>` with a `viewBox`, which must hold the legend too. What has the class `onpaper` is in the
 * saved picture though the screen does not show it, and what has `onscreen` is not. `file` is the name without ending.
 * A table that says the same stands beside it; this component does not bring one.
 */
export function Picture(props: { readonly name: string; readonly file: string; readonly children: ComponentChildren }) {
  const { clock, route } = useApp();
  const known = route.query["known"] ?? "";
  const days = `${t.picture.foot(dayText(clock), clock.documents.length)}${period(known) ? t.clock.knownLine(dayWords(known)) : ""}. PactGraph`;
  const figure = useRef<HTMLElement>(null);
  const [failed, setFailed] = useState("");
  const drawn = (): Drawn => picture(figure.current!.querySelector("svg")!, props.name, days);
  const save = (sort: "svg" | "png") => {
    setFailed("");
    if (sort === "svg") return download(`${props.file}.svg`, drawn().text, "image/svg+xml");
    png(drawn()).then(
      (image) => download(`${props.file}.png`, image, "image/png"),
      (error) => setFailed(t.picture.failed(String(error.message ?? error))),
    );
  };
  return (
    <figure class="picture" ref={figure} aria-label={props.name}>
      {props.children}
      <figcaption class="tools noprint">
        <button type="button" class="small" aria-label={t.picture.saveAs(props.name, t.picture.svg)} onClick={() => save("svg")}>
          {t.picture.svg}
        </button>
        <button type="button" class="small" aria-label={t.picture.saveAs(props.name, t.picture.png)} onClick={() => save("png")}>
          {t.picture.png}
        </button>
        <span role="status">{failed}</span>
      </figcaption>
    </figure>
  );
}

interface Drawn {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** The picture as a document of its own: styles on each shape, its name on top as title, the days at its foot. */
function picture(svg: SVGSVGElement, name: string, foot: string): Drawn {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [left = 0, top = 0, width = 800, height = 600] = svg.getAttribute("viewBox")!.split(/[ ,]+/).map(Number);
  const shapes = [svg, ...svg.querySelectorAll<SVGElement>("*")];
  [copy, ...copy.querySelectorAll<SVGElement>("*")].forEach((shape, place) => {
    const style = getComputedStyle(shapes[place]!);
    for (const key of STYLED) shape.setAttribute(key, style.getPropertyValue(key));
    if (shape.classList.contains("onpaper")) shape.setAttribute("display", "inline");
    if (shape.classList.contains("onscreen")) shape.setAttribute("display", "none");
    for (const { name: key } of [...shape.attributes]) if (/^(class|style|tabindex|role|aria-.*|data-.*)$/.test(key)) shape.removeAttribute(key);
  });
  const add = (kind: string, attributes: Record<string, string | number>, text = "") => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    return made;
  };
  const page = getComputedStyle(document.body);
  copy.prepend(
    add("title", {}, name),
    add("rect", { x: left, y: top, width, height: height + FOOT, fill: page.backgroundColor }),
  );
  const line = (text: string, up: number, weight: number) => add("text", { x: left + 8, y: top + height + FOOT - up, "font-size": 13, "font-weight": weight, fill: page.color }, text);
  copy.append(line(name, 28, 600), line(foot, 10, 400));
  copy.setAttribute("viewBox", `${left} ${top} ${width} ${height + FOOT}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height + FOOT));
  copy.setAttribute("font-family", FONT);
  return { text: new XMLSerializer().serializeToString(copy), width, height: height + FOOT };
}

/** Twice as many dots as the picture has units, and never more than a browser can hold. */
async function png({ text, width, height }: Drawn): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const brush = canvas.getContext("2d")!;
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) => canvas.toBlob((made) => (made ? done(made) : fail(new Error("no image"))), "image/png"));
}
