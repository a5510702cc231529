/** Names in a few short lines, measured, so that none runs over another. */

export const FONT = 13;
export const LINE = 15;
const FAMILY = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
/** Room for a reader whose fonts are wider than those that were measured. */
const SLACK = 1.06;

let brush: CanvasRenderingContext2D | null = null;
const widths = new Map<string, number>();
const names = new Map<string, string[]>();

export function width(text: string, size = FONT): number {
  let found = widths.get(text);
  if (found === undefined) {
    brush ??= document.createElement("canvas").getContext("2d")!;
    brush.font = `${FONT}px ${FAMILY}`;
    found = brush.measureText(text).width * SLACK;
    widths.set(text, found);
  }
  return (found * size) / FONT;
}

/**
 * At most `most` lines of that width. A name is cut in its middle, for phases and places that tell two apart stand at
 * its end; what an item says is cut at its end (`open`), for its sense stands at the beginning.
 */
export function wrapped(text: string, room: number, most: number, open = false): string[] {
  const key = `${room} ${most} ${open} ${text}`;
  let lines = names.get(key);
  if (!lines) {
    lines = wrap(text, room, most, open);
    names.set(key, lines);
  }
  return lines;
}

function wrap(text: string, room: number, most: number, open: boolean): string[] {
  const words = text.split(/\s+|(?<=[/-])(?=\p{L})/u).filter(Boolean).flatMap((word) => broken(word, room));
  let lines = fill(words, room, text);
  while (lines.length > most && words.length > 1) {
    const mark = words.indexOf("…");
    if (mark >= 0) words.splice(mark, 1);
    const place = open ? words.length - 1 : Math.floor(words.length * 0.55);
    words.splice(place, 1, "…");
    lines = fill(words, room, text);
  }
  return lines;
}

function fill(words: readonly string[], room: number, text: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines[lines.length - 1];
    // Parts of one word stand without a space between them.
    const glue = last !== undefined && /[/-]$/.test(last) && text.includes(last.slice(-6) + word) ? "" : " ";
    const longer = last === undefined ? word : last + glue + word;
    if (last === undefined || width(longer) > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** A word that is wider than the room, in pieces. */
function broken(word: string, room: number): string[] {
  if (width(word) <= room) return [word];
  const letters = [...word];
  let end = letters.length - 1;
  while (end > 1 && width(letters.slice(0, end).join("")) > room) end--;
  return [letters.slice(0, end).join(""), ...broken(letters.slice(end).join(""), room)];
}
