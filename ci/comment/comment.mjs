// @ts-check
/**
 * From the end of an analysis to the comment on its pull request.
 *
 * @typedef {object} Settings
 * @property {string} repository As `owner/name`.
 * @property {string} artifact What the analysis called its artifact; two projects of one repository have two.
 * @property {string} author Who writes the comment.
 * @property {string} tool The program `cargo-ensue`.
 * @property {string} folder For a file of ours.
 */

import { join } from "node:path";
import { fetchDiff, headOf, render } from "./diff.mjs";
import { Refused, needing } from "./github.mjs";
import { keepComment } from "./keep.mjs";
import { oneOf, pullRequestsOf } from "./pull_request.mjs";
import { annotation, note } from "./say.mjs";

/** @typedef {import("./github.mjs").GitHub} GitHub */
/** @typedef {import("./pull_request.mjs").Run} Run */

/**
 * Keeps the comment, and says what came of it as a line for the log.
 *
 * @param {GitHub} github
 * @param {Settings} settings
 * @param {Run} run The analysis.
 * @returns {Promise<string>}
 */
export async function comment(github, settings, run) {
  if (run.event !== "pull_request") {
    return note(`the run was started by \`${run.event}\`: only a pull request has a comment`);
  }
  const candidates = await needing("pull-requests: write", () => pullRequestsOf(github, settings.repository, run));
  if (candidates.length === 0) {
    return note(`no open pull request ends with ${run.head_sha}: it was closed, or a newer run tells of it`);
  }
  const diff = await fetchDiff(github, settings.repository, run.id, settings.artifact);
  if (diff === undefined) {
    if (run.conclusion === "success") {
      throw new Error(`the run has no artifact \`${settings.artifact}\`: is it uploaded by that name, and not too old?`);
    }
    return note(`the analysis ended with ${run.conclusion} and left nothing to say; its own page says why`);
  }
  const pullRequest = oneOf(candidates, headOf(diff));
  if (pullRequest === undefined) {
    const numbers = candidates.map(({ number }) => `#${number}`).join(", ");
    return annotation("warning", `${numbers} end with the same commit, and which of them this is about cannot be told`);
  }
  const text = await render(settings.tool, diff, join(settings.folder, "ensue-diff.json"));
  return keep(github, settings, run, pullRequest.number, text);
}

/**
 * @param {GitHub} github
 * @param {Settings} settings
 * @param {Run} run
 * @param {number} number
 * @param {string} text
 */
async function keep(github, { repository, author, artifact }, run, number, text) {
  const place = { repository, number, author, marker: `<!-- ensue comment: ${artifact} -->` };
  // Whoever reads it later sees whether it is of the newest commit.
  const signed = text === "" ? "" : `${text}\n\n<sub>What merging ${run.head_sha} changes.</sub>`;
  try {
    const outcome = await needing("pull-requests: write", () => keepComment(github, place, signed));
    return note(`the comment on #${number}: ${outcome}`);
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    if (error.status === 404 || error.status === 410) {
      return note(`#${number} is gone, and its comments with it`);
    }
    if (error.status === 403 && /locked/i.test(error.said)) {
      return annotation("warning", `the conversation of #${number} is locked, so nothing is written there`);
    }
    throw error;
  }
}
