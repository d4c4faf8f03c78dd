// @ts-check
/** The pull request is known from what GitHub says of the run, never from what the run says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { HEAD, MERGE, PULL, ours, scene } from "./scene.mjs";

const NOBODY = `ensue: no open pull request ends with ${HEAD}: it was closed, or a newer run tells of it`;

test(
  "numbers in the artifact mean nothing",
  scene(async (it) => {
    it.addPull(1, { head: { ref: "main", sha: "c".repeat(40), repo: { id: 1, owner: { login: "shop" } } } });
    it.analyse("says", { number: 1, pull_request: 1, head_sha: "c".repeat(40) });
    await it.comment();
    assert.deepEqual(it.said(PULL), [ours("says")]);
    assert.deepEqual(it.said(1), []);
  }),
);

test(
  "the commit and the repository it comes from must both be those of the run",
  scene(async (it) => {
    it.api.pulls = [];
    // Another branch of the same fork, a newer commit of the branch, the same commit pushed to somebody else's fork.
    it.addPull(11, { head: { ref: "other", sha: "c".repeat(40), repo: { id: 77, owner: { login: "stranger" } } } });
    it.addPull(12, { head: { ref: "feature/new", sha: "d".repeat(40), repo: { id: 77, owner: { login: "stranger" } } } });
    it.addPull(13, { head: { ref: "feature/new", sha: HEAD, repo: { id: 78, owner: { login: "victim" } } } });
    it.addPull(14, { head: { ref: "feature/new", sha: HEAD, repo: null } });
    it.addPull(15, { state: "closed" });
    assert.equal(await it.comment(), NOBODY);
    assert.deepEqual(it.changes(), []);
    assert.equal(it.api.asked.some((asked) => asked.includes("artifacts")), false);
  }),
);

test(
  "a branch that got another name is found among all that are open",
  scene(async (it) => {
    it.api.pulls = [];
    for (let number = 100; number < 350; number += 1) {
      it.addPull(number, { head: { ref: `b${number}`, sha: String(number).repeat(14).slice(0, 40), repo: null } });
    }
    it.addPull(PULL, { head: { ref: "feature/renamed", sha: HEAD, repo: { id: 77, owner: { login: "renamed" } } } });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    const lists = it.api.asked.filter((asked) => asked.includes("/pulls?"));
    assert.deepEqual(lists.length, 1 + 3);
  }),
);

test(
  "a name that means something in a URL is sent as a name",
  scene(async (it) => {
    const branch = "a&state=closed#?+%2e/\u{e9}";
    it.api.pulls = [];
    it.addPull(PULL, { head: { ref: branch, sha: HEAD, repo: { id: 77, owner: { login: "stranger" } } } });
    it.run.head_branch = branch;
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.equal(it.api.asked.filter((asked) => asked.includes("/pulls?")).length, 1);
  }),
);

test(
  "of two from the same commit, the one that was compared gets the comment",
  scene(async (it) => {
    it.addPull(8, { merge_commit_sha: "e".repeat(40) });
    await it.comment();
    assert.deepEqual([it.said(7).length, it.said(8).length], [1, 0]);

    it.analyse("into the other branch", { head: "e".repeat(40) });
    await it.comment();
    assert.deepEqual(it.said(8), [ours("into the other branch")]);
    assert.equal(it.said(7).length, 1);

    for (const head of ["f".repeat(40), null]) {
      it.analyse("of what is merged no more", head === null ? {} : { head });
      if (head === null) {
        it.api.pulls.forEach((pull) => (pull.merge_commit_sha = MERGE));
      }
      const changes = it.changes().length;
      assert.equal(
        await it.comment(),
        "::warning title=ensue::#7, #8 end with the same commit, and which of them this is about cannot be told",
      );
      assert.equal(it.changes().length, changes);
    }
  }),
);

test(
  "a fork that is gone, and a run that no pull request started",
  scene(async (it) => {
    it.run.head_repository = null;
    assert.equal(await it.comment(), NOBODY);
    it.run.event = "push";
    assert.equal(await it.comment(), "ensue: the run was started by `push`: only a pull request has a comment");
    assert.deepEqual(it.api.asked, []);
  }),
);
