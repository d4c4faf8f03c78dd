// @ts-check
/** Whoever opens a pull request can decide what the artifact is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { onlyFile } from "../../../ci/comment/zip.mjs";
import { zip } from "./archive.mjs";
import { MERGE, scene } from "./scene.mjs";

const LIMIT = 10_000;

test("an archive that another program made is read", () => {
  // By Python's `zipfile`.
  const made = Buffer.from(
    "UEsDBBQAAAAIAAAAIVA1cT6LJgAAAEsAAAAJAAAAZGlmZi5qc29uq1YqTs5IzU1UslJKzSsuTdVPyUxL0zdU0lHKSE1MAYomEgmUagFQSwECFAMUAAAACAAA" +
      "ACFQNXE+iyYAAABLAAAACQAAAAAAAAAAAAAAgAEAAAAAZGlmZi5qc29uUEsFBgAAAAABAAEANwAAAE0AAAAAAA==",
    "base64",
  );
  assert.deepEqual(JSON.parse(onlyFile(made, "diff.json", LIMIT).toString()), { schema: "ensue/diff/1", head: "a".repeat(40) });
});

test("stored and deflated content is given back", () => {
  const text = JSON.stringify({ text: "\u{e9}".repeat(1000) });
  assert.equal(onlyFile(zip({ "diff.json": text }), "diff.json", LIMIT).toString(), text);
  const stored = zip({ "diff.json": text }, { method: 0, deflate: false });
  assert.equal(onlyFile(stored, "diff.json", LIMIT).toString(), text);
});

test("what is no archive of that one file is refused", () => {
  /** @type {[Buffer, RegExp][]} */
  const cases = [
    [Buffer.from(""), /is no zip archive/],
    [Buffer.from("x".repeat(100)), /is no zip archive/],
    [zip({}), /holds 0 files/],
    [zip({ "diff.json": "{}", other: "" }), /holds 2 files/],
    [zip({ "../../diff.json": "{}" }), /holds `..\/..\/diff.json`/],
    [zip({ "diff.json": "{}" }, { method: 12 }), /by method 12/],
    [zip({ "diff.json": "this is not deflated" }, { deflate: false }), /cannot be unpacked/],
    [zip({ "diff.json": "x".repeat(LIMIT + 1) }), /larger than 10000 bytes/],
    // A bomb that says it is small.
    [zip({ "diff.json": "x".repeat(50_000_000) }, { claims: 10 }), /larger than 10000 bytes/],
  ];
  for (const [archive, message] of cases) {
    assert.throws(() => onlyFile(archive, "diff.json", LIMIT), message);
  }
});

test("an archive that is cut anywhere or has any byte changed is read or refused, in words", () => {
  const whole = zip({ "diff.json": JSON.stringify({ schema: "ensue/diff/1", head: MERGE }) });
  const attempt = (/** @type {Buffer} */ bytes) => {
    try {
      onlyFile(bytes, "diff.json", LIMIT);
    } catch (error) {
      assert.match(String(error), /^Error: (the artifact|`diff.json`) /);
    }
  };
  for (let at = 0; at < whole.length; at += 1) {
    attempt(whole.subarray(0, at));
    attempt(whole.subarray(at));
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(whole);
      changed[at] = value;
      attempt(changed);
    }
  }
});

test(
  "what is no difference changes nothing, and the message breaks no line",
  scene(async (it) => {
    const hostile = "\n::error title=x::y\u{1b}[2J\r\u{202e}\u{2028}";
    /** @type {[Buffer, RegExp][]} */
    const cases = [
      [zip({ "diff.json": "no JSON" }), /`diff.json` is no JSON/],
      [zip({ "diff.json": "null" }), /is no `ensue\/diff\/1`/],
      [zip({ "diff.json": '{"schema":"ensue/diff/2","head":"x"}' }), /is no `ensue\/diff\/1`/],
      [zip({ "diff.json": JSON.stringify({ schema: "ensue/diff/1", head: MERGE, refused: `no${hostile}` }) }), /ended with 2: no/],
    ];
    for (const [archive, message] of cases) {
      it.upload(archive);
      await assert.rejects(it.comment(), message);
    }
    assert.deepEqual(it.changes(), []);
  }),
);

test(
  "more text than a comment holds is not written",
  scene(async (it) => {
    it.analyse("\u{1f980}".repeat(60_000));
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    it.analyse("x".repeat(60_001));
    await assert.rejects(it.comment(), /has 60001 characters, and a comment has room for 60000/);
  }),
);

test(
  "more than an artifact may have is not read",
  scene(async (it) => {
    it.upload(Buffer.alloc(16 * 1024 * 1024 + 1));
    await assert.rejects(it.comment(), /zip` is larger than 16777216 bytes, and more is not read/);
  }),
);

test(
  "the newest artifact of the run counts; one that is too old does not",
  scene(async (it) => {
    it.analyse("newest");
    it.api.artifacts.push({ ...it.api.artifacts[0], id: 9500, expired: true });
    it.api.artifacts.push({ ...it.api.artifacts[0], id: 9600, run: 501 });
    it.api.artifacts.push({ ...it.api.artifacts[0], id: 9700, name: "other" });
    await it.comment();
    assert.match(it.said()[0][1] ?? "", /newest/);

    it.api.artifacts = [];
    await assert.rejects(it.comment(), /the run has no artifact `ensue-diff`/);
    it.run.conclusion = "failure";
    assert.equal(await it.comment(), "ensue: the analysis ended with failure and left nothing to say; its own page says why");
  }),
);

test(
  "the tool is started without any secret",
  scene(async (it) => {
    await it.comment();
    // Node adds none of its own but this, on some systems.
    const names = (it.said()[0][1] ?? "").split("\n")[1].split(" ").filter((name) => name !== "__CF_USER_TEXT_ENCODING");
    assert.deepEqual(names, ["PATH"]);
  }, "(environment)"),
);
