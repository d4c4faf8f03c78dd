// @ts-check
/** There is one comment, it is ours, it is true, and it goes when there is nothing to say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { MARKER, PULL, ours, scene } from "./scene.mjs";
import { AUTHOR } from "./stand_in.mjs";

test(
  "it is written once, changed where it stands, left alone when it is right, and taken away",
  scene(async (it) => {
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("one")]);
    const [{ id }] = it.api.comments;

    it.analyse("two");
    assert.equal(await it.comment(), "ensue: the comment on #7: changed");
    assert.deepEqual(it.said(), [ours("two")]);
    assert.equal(it.api.comments[0].id, id);

    const before = it.changes().length;
    assert.equal(await it.comment(), "ensue: the comment on #7: as it was");
    assert.equal(it.changes().length, before);

    it.analyse("");
    assert.equal(await it.comment(), "ensue: the comment on #7: taken away");
    assert.deepEqual(it.said(), []);
    assert.equal(await it.comment(), "ensue: the comment on #7: none");
  }, "one"),
);

test(
  "nothing is written where there is nothing to say",
  scene(async (it) => {
    assert.equal(await it.comment(), "ensue: the comment on #7: none");
    assert.deepEqual(it.changes(), []);
  }, ""),
);

test(
  "it is found behind hundreds of others, which stay",
  scene(async (it) => {
    const others = [];
    for (let number = 0; number < 250; number += 1) {
      // Some people quote the marker, some paste it at the start; another program of the same account writes, too.
      others.push(["reader", `${MARKER}\nmine ${number}`], [AUTHOR, `a report, not <!-- ensue comment -->, ${number}`]);
    }
    others.push([AUTHOR, `somebody wrote:\n> ${MARKER}\n> one`], [AUTHOR, "<!-- ensue comment: other-project -->\nfine"]);
    others.forEach(([login, body]) => it.api.addComment(PULL, login, body));
    it.api.addComment(8, AUTHOR, `${MARKER}\nof another pull request`);
    const id = it.api.addComment(PULL, AUTHOR, `${MARKER}\nold`);
    it.api.addComment(PULL, "reader", "last");

    assert.equal(await it.comment(), "ensue: the comment on #7: changed");
    assert.deepEqual(it.changes(), [`PATCH /repos/shop/shop/issues/comments/${id}`]);
    assert.deepEqual(it.said(), [...others, ours("new"), ["reader", "last"]]);
    // 504 comments.
    const lists = it.api.asked.filter((asked) => asked.includes("/issues/7/comments"));
    assert.equal(lists.length, 6);

    it.analyse("");
    await it.comment();
    assert.deepEqual(it.said(), [...others, ["reader", "last"]]);
    assert.deepEqual(it.said(8), [[AUTHOR, `${MARKER}\nof another pull request`]]);
  }, "new"),
);

test(
  "somebody else's comment with our marker is neither changed nor taken for ours",
  scene(async (it) => {
    const theirs = ["stranger", `${MARKER}\nnone: all is well`];
    it.api.addComment(PULL, theirs[0], theirs[1]);
    it.api.comments.push({ id: 3, body: `${MARKER}\nof a deleted account`, user: null, pull: PULL });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [theirs, [undefined, `${MARKER}\nof a deleted account`], ours("true")]);
  }, "true"),
);

test(
  "of several that runs left at the same time, the oldest stays",
  scene(async (it) => {
    const oldest = it.api.addComment(PULL, AUTHOR, `${MARKER}\nfirst`);
    it.api.addComment(PULL, AUTHOR, `${MARKER}\nsecond`);
    it.api.addComment(PULL, AUTHOR, `${MARKER}\nthird`);
    await it.comment();
    assert.deepEqual(it.said(), [ours("new")]);
    assert.equal(it.api.comments[0].id, oldest);
  }, "new"),
);

test(
  "two runs at the same moment leave one",
  scene(async (it) => {
    const meanwhile = () => void it.api.addComment(PULL, AUTHOR, ours("once")[1]);
    it.api.faults.push({ method: "POST", path: /comments/, times: 1, meanwhile });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("once")]);
    assert.deepEqual(it.changes().map((asked) => asked.split(" ")[0]), ["POST", "DELETE"]);

    it.api.comments = [];
    await Promise.all([it.comment(), it.comment(), it.comment()]);
    assert.deepEqual(it.said(), [ours("once")]);
  }, "once"),
);

test(
  "one that is deleted while we look is written anew",
  scene(async (it) => {
    it.api.addComment(PULL, AUTHOR, `${MARKER}\nold`);
    it.api.faults.push({ method: "PATCH", path: /comments/, times: 1, meanwhile: () => (it.api.comments = []) });
    assert.equal(await it.comment(), "ensue: the comment on #7: written");
    assert.deepEqual(it.said(), [ours("new")]);

    it.analyse("");
    it.api.faults.push({ method: "DELETE", path: /comments/, times: 1, meanwhile: () => (it.api.comments = []) });
    assert.equal(await it.comment(), "ensue: the comment on #7: taken away");
  }, "new"),
);

test(
  "a locked conversation and a deleted pull request are no failure",
  scene(async (it) => {
    it.api.locked.add(PULL);
    assert.equal(
      await it.comment(),
      "::warning title=ensue::the conversation of #7 is locked, so nothing is written there",
    );
    it.api.gone.add(PULL);
    assert.equal(await it.comment(), "ensue: #7 is gone, and its comments with it");
    assert.deepEqual(it.said(), []);
  }),
);
