/** The way to the console: takes its script, its engine and the triples out of the page's blocks, on first use only.
 *
 * The lite edition has none of these blocks. */
import * as preact from "preact";
import * as hooks from "preact/hooks";
import * as jsx from "preact/jsx-runtime";
import * as app from "./app";
import * as clock from "./clock";
import { unpackedText } from "./console/block";
import type * as Made from "./console/main";
import type { Language } from "./console/query";
import * as csv from "./csv";
import * as parts from "./parts";
import * as route from "./route";
import * as words from "./words";
import { t } from "./strings";

/** What `console.js` leaves behind: see `build.mjs`. */
declare const pactgraphConsole: typeof Made;
export type Console = typeof Made;

/** What both scripts use is in this one alone, by the names that `build.mjs` looks it up by. */
const shared = { preact, "preact/hooks": hooks, "preact/jsx-runtime": jsx, "../app": app, "../clock": clock, "../csv": csv, "../parts": parts, "../route": route, "../words": words };

/** Name and length of each block, in the order of the page. */
function blocks(): readonly (readonly [string, number])[] {
  const told = (document.body.dataset["blocks"] ?? "").split(" ").filter(Boolean);
  return told.map((each) => each.split("=") as [string, string]).map(([name, length]) => [name, Number(length)] as const);
}

const block = (name: string): string => document.getElementById(name)?.textContent ?? "";

/** How much of the console's blocks is there, and of how much; null if all is. */
export function missing(): readonly [number, number] | null {
  const have = blocks().reduce((sum, [name, length]) => sum + Math.min(block(name).length, length), 0);
  const whole = blocks().reduce((sum, [, length]) => sum + length, 0);
  return have < whole ? [have, whole] : null;
}

/** Why there is no console here; empty if there is. */
export function refusal(): string {
  if (!blocks().length) return t.questions.lite;
  if (missing()) return t.questions.cut;
  if (typeof WebAssembly === "undefined") return t.questions.noWebAssembly;
  if (typeof DecompressionStream === "undefined") return t.questions.noUnpacking;
  return "";
}

interface Policy {
  createScript(text: string): string;
  createScriptURL(address: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

let begun: Promise<Console> | undefined;

/** Runs the console's script and has the engine begin; once. */
export const begin = (): Promise<Console> => (begun ??= begins());

async function begins(): Promise<Console> {
  const script = await unpackedText(block("console"));
  const worker = URL.createObjectURL(new Blob([await unpackedText(block("worker"))], { type: "text/javascript" }));
  const language = JSON.parse(await unpackedText(block("language"))) as Language;
  const rules: Policy = { createScript: (text) => only(text, script), createScriptURL: (address) => only(address, worker) };
  const trusted = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy("pactgraph", rules) ?? rules;
  Object.assign(globalThis, { pactgraph: shared });
  // The page's policy names this script by its hash, as it does the page's own.
  const tag = document.createElement("script");
  tag.text = trusted.createScript(script);
  document.head.append(tag);
  pactgraphConsole.begin(
    language,
    () => new Worker(trusted.createScriptURL(worker)),
    () => ({ engine: block("engine"), triples: block("triples") }),
  );
  return pactgraphConsole;
}

function only(text: string, allowed: string): string {
  if (text !== allowed) throw new TypeError("not a script of this page");
  return text;
}
