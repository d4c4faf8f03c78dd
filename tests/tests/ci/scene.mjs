// @ts-check
/** A pull request from a fork, analysed: what nearly every test of the comment begins with. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { comment } from "../../../ci/comment/comment.mjs";
import { GitHub } from "../../../ci/comment/github.mjs";
import { zip } from "./archive.mjs";
import { AUTHOR, REPOSITORY, StandIn, TOKEN } from "./stand_in.mjs";

export const ARTIFACT = "ensue-diff";
export const MARKER = `<!-- ensue comment: ${ARTIFACT} -->`;
export const HEAD = "a".repeat(40);
export const MERGE = "b".repeat(40);
export const FORK = { id: 77, owner: { login: "stranger" } };
export const TOOL = fileURLToPath(new URL("tool.mjs", import.meta.url));
/** The pull request and the run. */
export const PULL = 7;
export const RUN = 500;

/** @typedef {import("../../../ci/comment/pull_request.mjs").Run} Run */

export class Scene {
  api = new StandIn();
  /** Seconds that were waited for. @type {number[]} */
  waited = [];
  folder = mkdtempSync(join(tmpdir(), "ensue-ci-"));
  /** @type {Run} */
  run = {
    id: RUN,
    event: "pull_request",
    conclusion: "success",
    head_sha: HEAD,
    head_branch: "feature/new",
    head_repository: FORK,
  };

  /** @param {string} [says] What the tool makes of the difference. */
  static async open(says = "**review**: something can newly happen") {
    const scene = new Scene();
    await scene.api.start();
    scene.addPull(PULL);
    scene.analyse(says);
    return scene;
  }

  async close() {
    await this.api.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** @param {number} number @param {Partial<import("./stand_in.mjs").Pull>} [other] */
  addPull(number, other = {}) {
    const head = { ref: "feature/new", sha: HEAD, repo: FORK };
    this.api.pulls.push({ number, state: "open", merge_commit_sha: MERGE, head, ...other });
  }

  /** A run uploads what it found. @param {string} says @param {object} [other] */
  analyse(says, other = {}) {
    this.upload(zip({ "diff.json": JSON.stringify({ schema: "ensue/diff/1", head: MERGE, says, ...other }) }));
  }

  /** @param {Buffer} archive */
  upload(archive) {
    const id = 9000 + this.api.artifacts.length;
    this.api.artifacts.push({ id, name: ARTIFACT, expired: false, run: RUN, zip: archive });
  }

  /** The job that comments. @returns {Promise<string>} */
  comment() {
    const sleep = async (/** @type {number} */ seconds) => {
      this.waited.push(seconds);
    };
    const github = new GitHub({ url: this.api.url ?? "", token: TOKEN, sleep });
    const settings = { repository: REPOSITORY, artifact: ARTIFACT, author: AUTHOR, tool: TOOL, folder: this.folder };
    return comment(github, settings, this.run);
  }

  /** What stands on a pull request, and whose it is. */
  said(pull = PULL) {
    return this.api.comments.filter((one) => one.pull === pull).map(({ body, user }) => [user?.login, body]);
  }

  /** What was asked that changes something. */
  changes() {
    return this.api.asked.filter((one) => !one.startsWith("GET"));
  }
}

/** A comment of ours. @param {string} says */
export function ours(says) {
  return [AUTHOR, `${MARKER}\n${says}\n\n<sub>What merging ${HEAD} changes.</sub>`];
}

/**
 * A test with a scene of its own.
 *
 * @param {(scene: Scene) => Promise<void>} body
 * @param {string} [says]
 */
export function scene(body, says) {
  return async () => {
    const scene = await Scene.open(says);
    try {
      await body(scene);
    } finally {
      await scene.close();
    }
  };
}
