// @ts-check
/** The program as the runner starts it. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { GitHub } from "../../../ci/comment/github.mjs";
import { annotation, note } from "../../../ci/comment/say.mjs";
import { ARTIFACT, PULL, ours, scene, TOOL } from "./scene.mjs";
import { AUTHOR, REPOSITORY, TOKEN } from "./stand_in.mjs";

const MAIN = fileURLToPath(new URL("../../../ci/comment/main.mjs", import.meta.url));

/**
 * @param {import("./scene.mjs").Scene} it
 * @param {Record<string, string>} [other]
 * @returns {Promise<[number, string]>} Its status, and all it printed.
 */
function start(it, other = {}) {
  const event = join(it.folder, "event.json");
  writeFileSync(event, JSON.stringify({ action: "completed", workflow_run: it.run }));
  const env = {
    PATH: process.env.PATH ?? "",
    GITHUB_EVENT_NAME: "workflow_run",
    GITHUB_EVENT_PATH: event,
    GITHUB_API_URL: it.api.url ?? "",
    GITHUB_REPOSITORY: REPOSITORY,
    RUNNER_TEMP: it.folder,
    ENSUE_ARTIFACT: ARTIFACT,
    ENSUE_AUTHOR: AUTHOR,
    ENSUE_TOKEN: TOKEN,
    ENSUE_TOOL: TOOL,
    ...other,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN], { env }, (error, stdout, stderr) => {
      resolve([error === null ? 0 : Number(error.code), stdout + stderr.replace(/.*ExperimentalWarning.*\n.*\n/, "")]);
    });
  });
}

test(
  "it comments, and says so in one line",
  scene(async (it) => {
    assert.deepEqual(await start(it), [0, "ensue: the comment on #7: written\n"]);
    assert.deepEqual(it.said(PULL), [ours("text")]);
  }, "text"),
);

test(
  "failures have status 1 and one line, without the token",
  scene(async (it) => {
    const echo = `bad token ${TOKEN}\n::stop-commands::x\n`;
    it.api.faults.push({ method: "GET", path: /pulls/, times: 1, status: 401, message: echo });
    const line = "::error title=ensue::GET /repos/shop/shop/pulls was answered with 401 (bad token *** ::stop-commands::x)\n";
    assert.deepEqual(await start(it), [1, line]);

    it.analyse("", { refused: "100%\n::error::x\r::warning::y" });
    const refused = "::error title=ensue::`cargo-ensue render` ended with 2: 100%25 ::error::x ::warning::y\n";
    assert.deepEqual(await start(it), [1, refused]);
  }),
);

test(
  "settings that are missing or would not do are told",
  scene(async (it) => {
    const [status, missing] = await start(it, { ENSUE_TOKEN: "" });
    assert.deepEqual([status, missing], [1, "::error title=ensue::`ENSUE_TOKEN` is not set: the action sets it, and the runner\n"]);
    const [, event] = await start(it, { GITHUB_EVENT_NAME: "pull_request_target" });
    assert.match(event, /only a workflow that is started `on: workflow_run` comments/);
    const [, name] = await start(it, { ENSUE_ARTIFACT: "a --> b" });
    assert.match(name, /the name of the artifact may have letters/);
    assert.deepEqual(it.api.asked, []);
  }),
);

test(
  "the token is shown to the API alone",
  scene(async (it) => {
    await it.comment();
    assert.deepEqual(it.api.shownElsewhere, [""]);

    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end("[]");
    });
    /** @type {(string | undefined)[]} */
    const seen = [];
    await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (elsewhere.address());
    const link = `<http://127.0.0.1:${port}/page>; rel="next"`;
    const github = new GitHub({ url: it.api.url ?? "", token: TOKEN });
    it.api.faults.push({ method: "GET", path: /list/, times: 1, status: 200, headers: { link } });
    await assert.rejects(github.list("/list", () => []), /the token goes to `http:\/\/127.0.0.1:\d+` only/);
    it.api.faults.push({ method: "GET", path: /moved/, times: 1, status: 301, headers: { location: `http://127.0.0.1:${port}/` } });
    await assert.rejects(github.list("/moved"), /was answered with 301/);
    elsewhere.close();
    assert.deepEqual(seen, []);
  }),
);

test("nothing that is said in a log is a command or moves the cursor", () => {
  const hostile = "a\n::set-output name=x::y\r\n##[error]z\u{1b}[31m\u{7}\u{85}\u{200b}\u{202e}\u{2066}\u{feff}";
  for (const line of [note(hostile), annotation("error", hostile)]) {
    assert.match(line, /^(ensue: |::error title=ensue::)a ::set-output name=x::y ##\[error\]z \[31m$/);
  }
  assert.equal(annotation("notice", "100%0A"), "::notice title=ensue::100%250A");
  assert.equal(note("x".repeat(10_000)).length, "ensue: ".length + 502);
});
