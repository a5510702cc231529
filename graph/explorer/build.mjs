// The one bundling command. `node build.mjs` writes the scripts, the style and the engine that the Python package
// carries; `--check` compares instead, and `--test` bundles the tests for node.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const package_ = join(here, "../pactgraph/templates/explorer");
const shared = { bundle: true, charset: "ascii", legalComments: "none", logLevel: "warning", absWorkingDir: here };

if (process.argv.includes("--test")) {
  const one = { ...shared, entryPoints: ["test/all.test.ts"], outfile: "built/test.mjs" };
  await build({ ...one, format: "esm", platform: "node", jsx: "automatic", jsxImportSource: "preact" });
} else {
  const targets = ["chrome100", "firefox115", "safari16"];
  const options = { ...shared, minify: true, target: targets, write: false };
  const bundled = async (entry, more = {}) => (await build({ ...options, entryPoints: [entry], ...more })).outputFiles[0].text;
  // What the page's own script has, the console's takes from there: the names are those of `shared` in src/console.ts.
  const taken = /^(preact(\/hooks|\/jsx-runtime)?|\.\.\/(app|clock|csv|parts|route|words))$/;
  const fromThePage = {
    name: "from-the-page",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: taken }, ({ path }) => ({ path, namespace: "page" }));
      onLoad({ filter: /.*/, namespace: "page" }, ({ path }) => ({ contents: `module.exports = pactgraph[${JSON.stringify(path)}]` }));
    },
  };
  const made = {
    "explorer.js": await bundled("src/main.tsx", { format: "iife", jsx: "automatic", jsxImportSource: "preact" }),
    "explorer.css": await bundled("src/explorer.css"),
    "console.js": await bundled("src/console/main.ts", { format: "iife", globalName: "pactgraphConsole", plugins: [fromThePage], jsx: "automatic", jsxImportSource: "preact" }),
    // The engine's own loader asks for its address, which a worker without one has no use for.
    "worker.js": await bundled("src/console/worker.ts", { format: "iife", define: { "import.meta.url": '""' } }),
  };
  const stale = [];
  const keep = (name, isFresh, write) => {
    if (existsSync(join(package_, name)) && isFresh(readFileSync(join(package_, name)))) return;
    if (process.argv.includes("--check")) stale.push(name);
    else writeFileSync(join(package_, name), write());
  };
  for (const [name, text] of Object.entries(made)) keep(name, (found) => found.toString("utf8") === text, () => text);
  // Compared unpacked: two releases of zlib pack the same bytes differently.
  const engine = readFileSync(join(here, "node_modules/oxigraph/web_bg.wasm"));
  keep("engine.wasm.gz", (found) => gunzipSync(found).equals(engine), () => gzipSync(engine, { level: 9 }));
  if (stale.length) {
    console.error(`${stale.join(", ")}: not what the sources give; say make explorer`);
    process.exit(1);
  }
}
