/** Oxigraph in a worker: it loads the triples once, then answers one query after the other. Whoever made it ends it. */
import type { Quad, Term as EngineTerm } from "oxigraph/web.js";
import { initSync, Store } from "oxigraph/web.js";
import { unpacked, unpackedText } from "./block";
import type { Answer, Asked, Parts, Term, Told } from "./engine";

const scope = globalThis as unknown as { postMessage(told: Told): void; onmessage: (event: MessageEvent<Parts | Asked>) => void };
let store: Store | undefined;

async function load(parts: Parts): Promise<void> {
  initSync({ module: await unpacked(parts.engine) });
  scope.postMessage({ told: "stage", stage: "data" });
  const filled = new Store();
  filled.load(await unpackedText(parts.triples), { format: "application/trig", lenient: true });
  store = filled;
  scope.postMessage({ told: "ready", quads: filled.size });
}

function ask({ sparql, form, ownGraphs, most }: Asked): Answer {
  const begun = performance.now();
  const options = { use_default_graph_as_union: !ownGraphs };
  if (form === "SELECT" || form === "ASK") {
    const json = store!.query(sparql, { ...options, results_format: "application/sparql-results+json" }) as string;
    const said = JSON.parse(json) as { boolean?: boolean; head: { vars?: string[] }; results?: { bindings: Record<string, Term>[] } };
    const spent = performance.now() - begun;
    if (said.boolean !== undefined) return { kind: "truth", truth: said.boolean, json, spent };
    const columns = said.head.vars ?? [];
    const found = said.results?.bindings ?? [];
    const rows = found.slice(0, most).map((row) => columns.map((column) => row[column] ?? null));
    return { kind: "table", columns, rows, cut: found.length > most, json, spent };
  }
  const quads = store!.query(sparql, options) as Quad[];
  const rows = quads.slice(0, most).map((quad) => [quad.subject, quad.predicate, quad.object].map(plain));
  const text = quads.slice(0, most).map((quad) => `${quad.toString()} .\n`).join("");
  return { kind: "graph", columns: ["subject", "predicate", "object"], rows, cut: quads.length > most, text, spent: performance.now() - begun };
}

/** A term as the W3C's JSON says it. */
function plain(term: EngineTerm): Term {
  if (term.termType === "NamedNode") return { type: "uri", value: term.value };
  if (term.termType !== "Literal") return { type: "bnode", value: term.toString() };
  if (term.language) return { type: "literal", value: term.value, "xml:lang": term.language };
  return { type: "literal", value: term.value, datatype: term.datatype.value };
}

scope.onmessage = async ({ data }) => {
  try {
    if ("engine" in data) await load(data);
    else scope.postMessage({ told: "answer", answer: ask(data) });
  } catch (error) {
    // A trap leaves the engine's memory as it fell: it must not be asked again.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || store === undefined;
    scope.postMessage({ told: "failed", message: error instanceof Error ? error.message : String(error), broken });
  }
};
