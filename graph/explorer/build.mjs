// The one bundling command. `node build.mjs` writes the script and the style that the Python package carries;
// `--check` compares instead, and `--test` bundles the tests for node.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
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
  const script = { entryPoints: ["src/main.tsx"], format: "iife", jsx: "automatic", jsxImportSource: "preact" };
  const made = {
    "explorer.js": (await build({ ...options, ...script })).outputFiles[0].text,
    "explorer.css": (await build({ ...options, entryPoints: ["src/explorer.css"] })).outputFiles[0].text,
  };
  const stale = [];
  for (const [name, text] of Object.entries(made)) {
    const path = join(package_, name);
    if (!process.argv.includes("--check")) writeFileSync(path, text);
    else if (readFileSync(path, "utf8") !== text) stale.push(name);
  }
  if (stale.length) {
    console.error(`${stale.join(", ")}: not what the sources give; say make explorer`);
    process.exit(1);
  }
}
