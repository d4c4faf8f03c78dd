#!/usr/bin/env node
// Stands in for `cargo-ensue render DIFF.json --format markdown`: it says what the difference tells it to say, so that a test of the
// comment decides the text.
import { readFileSync } from "node:fs";

const [command, file, flag, format] = process.argv.slice(2);
const data = JSON.parse(readFileSync(file, "utf8"));
if (command !== "render" || flag !== "--format" || format !== "markdown" || data.refused !== undefined) {
  console.error(data.refused ?? "usage");
  process.exitCode = 2;
} else if (data.says === "(environment)") {
  process.stdout.write(Object.keys(process.env).sort().join(" "));
} else {
  process.stdout.write(data.says);
}
