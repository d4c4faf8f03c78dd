// @ts-check
/**
 * The difference that a run left behind, and what the tool says of it. The file was made where a stranger may have decided what
 * is in it: it is limited, held against its schema by the tool, and never run, included or followed.
 */

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { needing } from "./github.mjs";
import { onlyFile } from "./zip.mjs";

/** @typedef {import("./github.mjs").GitHub} GitHub */

const FILE = "diff.json";
const SCHEMA = "ensue/diff/1";
/** In bytes. A difference of ten thousand nodes has a tenth of it. */
const LARGEST = 64 * 1024 * 1024;
const LARGEST_PACKED = 16 * 1024 * 1024;
/** In characters: what the tool promises, and what leaves room in a comment, which has 65,536. */
const LONGEST_TEXT = 60_000;
/** Milliseconds for the tool. */
const TIMEOUT = 120_000;

/**
 * The newest artifact of that name in a run, which has several when jobs were run again; nothing when there is none.
 *
 * @param {GitHub} github
 * @param {string} repository
 * @param {number} run
 * @param {string} name
 * @returns {Promise<Buffer | undefined>}
 */
export async function fetchDiff(github, repository, run, name) {
  const path = `/repos/${repository}/actions/runs/${run}/artifacts?per_page=100&name=${encodeURIComponent(name)}`;
  const zip = await needing("actions: read", async () => {
    const all = await github.list(path, (page) => page.artifacts);
    const [newest] = all.filter((one) => one.name === name && !one.expired).sort((one, other) => other.id - one.id);
    return newest && github.download(`/repos/${repository}/actions/artifacts/${newest.id}/zip`, LARGEST_PACKED);
  });
  return zip && onlyFile(zip, FILE, LARGEST);
}

/**
 * The commit that was judged.
 *
 * @param {Buffer} diff
 * @returns {string}
 */
export function headOf(diff) {
  let data;
  try {
    data = JSON.parse(diff.toString("utf8"));
  } catch {
    throw new Error(`\`${FILE}\` is no JSON`);
  }
  if (data === null || typeof data !== "object" || data.schema !== SCHEMA || typeof data.head !== "string") {
    throw new Error(`\`${FILE}\` is no \`${SCHEMA}\`: both workflows must use the same version of Ensue`);
  }
  return data.head;
}

/**
 * What a comment is to say of a difference: Markdown, and nothing when nothing changed.
 *
 * @param {string} tool The program `cargo-ensue`.
 * @param {Buffer} diff
 * @param {string} file Where to put it for the tool.
 * @returns {Promise<string>}
 */
export async function render(tool, diff, file) {
  await writeFile(file, diff);
  const text = await output(tool, ["render", file, "--format", "markdown"]);
  const length = [...text].length;
  if (length > LONGEST_TEXT) {
    throw new Error(`the text has ${length} characters, and a comment has room for ${LONGEST_TEXT}`);
  }
  return text.trim();
}

/**
 * @param {string} tool
 * @param {string[]} arguments_
 * @returns {Promise<string>}
 */
function output(tool, arguments_) {
  // Whatever the tool reads, there is no secret in its environment.
  const options = { env: { PATH: process.env.PATH ?? "" }, timeout: TIMEOUT, maxBuffer: LARGEST };
  return new Promise((resolve, reject) => {
    execFile(tool, arguments_, options, (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else {
        const status = error.killed ? "took too long" : `ended with ${error.code}`;
        reject(new Error(`\`cargo-ensue render\` ${status}: ${stderr.trim() || error.message}`));
      }
    });
  });
}
