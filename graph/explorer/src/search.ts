/** Search by name as `find.py` does it: aliases, acronyms, accents, spelling. A test holds the two equal. */
import type { ThingRow } from "./rows";

const LIKE = 78;

export interface Hit {
  readonly thing: ThingRow;
  readonly name: string;
  readonly score: number;
}
interface Folded {
  readonly thing: ThingRow;
  readonly names: readonly { readonly name: string; readonly folded: string; readonly parts: readonly string[] }[];
}

/** Text without case, accents, hyphens and double spaces. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

export class Index {
  private folded: readonly Folded[] | undefined;

  constructor(private readonly things: Iterable<ThingRow>) {}

  /** Made when it is first asked for, so that the page opens sooner. */
  get all(): readonly Folded[] {
    return (this.folded ??= [...this.things].map((thing) => ({
      thing,
      names: [thing.label, ...thing.aliases, thing.id].map((name) => {
        const folded = fold(name);
        return { name, folded, parts: folded.split(" ") };
      }),
    })));
  }

  /** The things whose names or ids are nearest, best first; ties in id order. */
  find(text: string, limit = 10): Hit[] {
    const wanted = fold(text);
    if (!wanted) return [];
    const hits: Hit[] = [];
    for (const { thing, names } of this.all) {
      let best: Hit | null = null;
      for (const { name, folded, parts } of names) {
        const score = likeness(wanted, folded, parts);
        if (!best || score > best.score) best = { thing, name, score };
      }
      if (best && best.score >= LIKE) hits.push({ ...best, score: best.score - (thing.lead ? 0.5 : 0) });
    }
    hits.sort((one, other) => other.score - one.score || (one.thing.id < other.thing.id ? -1 : 1));
    return hits.slice(0, limit);
  }
}

function likeness(wanted: string, name: string, parts: readonly string[]): number {
  if (wanted === name) return 100;
  if (name.startsWith(`${wanted} `)) return 96;
  if (` ${name} `.includes(` ${wanted} `)) return 92;
  if (wanted.length >= 3 && name.startsWith(wanted)) return 90;
  const asked = wanted.split(" ");
  const words = asked.length;
  if (words > 1 && words <= parts.length && asked.every((word) => parts.some((part) => part.startsWith(word)))) return 86;
  if (wanted.length < 4) return 0;
  const whole = ratio(wanted, name);
  let within = 0;
  if (parts.length > words) {
    for (let start = 0; start + words <= parts.length; start++) {
      within = Math.max(within, ratio(wanted, parts.slice(start, start + words).join(" ")));
    }
  }
  return Math.max(whole * 0.95, within * 0.88);
}

/** How alike two texts are, 0 to 100: twice their longest common subsequence by their lengths; 0 below `LIKE`. */
function ratio(one: string, other: string): number {
  const total = one.length + other.length;
  if ((200 * Math.min(one.length, other.length)) / total < LIKE) return 0;
  if ((200 * shared(one, other)) / total < LIKE) return 0;
  let before = new Uint16Array(other.length + 1);
  let now = new Uint16Array(other.length + 1);
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) {
      now[j + 1] = one[i] === other[j] ? before[j]! + 1 : Math.max(before[j + 1]!, now[j]!);
    }
    [before, now] = [now, before];
  }
  const found = (200 * before[other.length]!) / total;
  return found < LIKE ? 0 : found;
}

const tally = new Int16Array(256);
let tallied = "";

/** How many letters both have, in any order: no common subsequence is longer, and it is counted ten times as fast. */
function shared(one: string, other: string): number {
  if (one !== tallied) {
    tally.fill(0);
    for (let i = 0; i < one.length; i++) tally[one.charCodeAt(i) & 255]!++;
    tallied = one;
  }
  let both = 0;
  for (let i = 0; i < other.length; i++) if (tally[other.charCodeAt(i) & 255]!-- > 0) both++;
  for (let i = 0; i < other.length; i++) tally[other.charCodeAt(i) & 255]!++;
  return both;
}
