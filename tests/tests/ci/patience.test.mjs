// @ts-check
/** Failures that pass are waited for, others are told; nothing is done twice. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ours, scene } from "./scene.mjs";

test(
  "an API that is unwell is asked again, with growing pauses, and not for ever",
  scene(async (it) => {
    it.api.faults.push({ method: "GET", path: /pulls/, times: 3, status: 502 });
    await it.comment();
    assert.deepEqual(it.waited, [1, 2, 4]);
    it.waited = [];
    it.api.faults.push({ method: "GET", path: /artifacts/, times: 99, status: 503 });
    await assert.rejects(it.comment(), /^Error: GET \/repos\/shop\/shop\/actions\/runs\/500\/artifacts was answered with 503/);
    assert.deepEqual(it.waited, [1, 2, 4, 8]);
  }),
);

test(
  "a connection that breaks is tried again, and told as such in the end",
  scene(async (it) => {
    it.api.faults.push({ method: "GET", path: /pulls/, times: 2, cut: true });
    await it.comment();
    assert.deepEqual(it.waited, [1, 2]);
    it.api.faults.push({ method: "GET", path: /pulls/, times: 99, cut: true });
    await assert.rejects(it.comment(), /^Error: GET \/repos\/shop\/shop\/pulls was answered with nothing \(/);
  }),
);

test(
  "limits are kept: what the API says, or when it says that they end, or a minute and then two",
  scene(async (it) => {
    const limit = (/** @type {object} */ how) => it.api.faults.push({ method: "POST", path: /comments/, times: 1, ...how });
    const reset = String(Math.ceil(Date.now() / 1000) + 30);
    limit({ status: 403, message: "You have exceeded a secondary rate limit." });
    limit({ status: 429 });
    limit({ status: 403, headers: { "retry-after": "7" }, message: "slow" });
    limit({ status: 429, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset } });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("once")]);
    const end = it.waited.pop() ?? 0;
    assert.deepEqual(it.waited, [60, 120, 7]);
    assert.ok(end > 20 && end <= 31, String(end));
  }, "once"),
);

test(
  "a limit that lasts longer than a job should is an error that says when",
  scene(async (it) => {
    it.api.faults.push({ method: "GET", path: /pulls/, times: 1, status: 403, headers: { "retry-after": "3000" }, message: "slow" });
    await assert.rejects(it.comment(), /asks to wait 3000 s, so run this job again later/);
    assert.deepEqual(it.waited, []);
  }),
);

test(
  "a comment whose answer was lost is not written again",
  scene(async (it) => {
    it.api.faults.push({ method: "POST", path: /comments/, times: 1, status: 502, after: true });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("once")]);
  }, "once"),
);

test(
  "a comment that was not written is written in the end, or the failure is told",
  scene(async (it) => {
    it.api.faults.push({ method: "POST", path: /comments/, times: 1, cut: true });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("once")]);

    it.api.comments = [];
    it.api.faults.push({ method: "POST", path: /comments/, times: 99, status: 500 });
    await assert.rejects(it.comment(), /^Error: POST \/repos\/shop\/shop\/issues\/7\/comments was answered with 500/);
    // It was tried three times.
    assert.equal(it.api.faults[1].times, 99 - 3);
  }, "once"),
);

test(
  "a permission that is missing is named",
  scene(async (it) => {
    const refused = { times: 1, status: 403, message: "Resource not accessible by integration" };
    for (const [method, path, permission] of [
      ["GET", /pulls/, "pull-requests: write"],
      ["GET", /artifacts/, "actions: read"],
      ["GET", /zip/, "actions: read"],
      ["POST", /comments/, "pull-requests: write"],
    ]) {
      it.api.faults = [{ method: String(method), path: /** @type {RegExp} */ (path), ...refused }];
      await assert.rejects(it.comment(), new RegExp(`not accessible by integration.*needs \`permissions: ${permission}\``));
    }
    assert.deepEqual(it.waited, []);
  }),
);
