// @ts-check
/**
 * One comment on a pull request: written when there is something to say, changed where it stands, taken away when there is nothing
 * to say any more.
 *
 * @typedef {object} Place
 * @property {string} repository
 * @property {number} number Of the pull request.
 * @property {string} author Who writes here. A comment of anybody else is never touched, whatever it says.
 * @property {string} marker What our comments begin with, unseen by readers.
 *
 * @typedef {{ id: number, body: string | null, user: { login: string } | null }} Comment
 * @typedef {"written" | "changed" | "as it was" | "taken away" | "none"} Outcome
 */

import { Refused } from "./github.mjs";

/** @typedef {import("./github.mjs").GitHub} GitHub */

/** How often a comment is written that may have been written or not. */
const ATTEMPTS = 3;

/**
 * @param {GitHub} github
 * @param {Place} place
 * @param {string} text Markdown; when empty, there is nothing to say.
 * @returns {Promise<Outcome>}
 */
export async function keepComment(github, place, text) {
  const body = `${place.marker}\n${text}`;
  const [first, ...others] = await ours(github, place);
  // Several are left by runs that did not know of each other.
  await remove(github, place, others);
  if (text === "") {
    await remove(github, place, first === undefined ? [] : [first]);
    return first === undefined ? "none" : "taken away";
  }
  if (first === undefined) {
    return write(github, place, body);
  }
  if (first.body === body) {
    return "as it was";
  }
  try {
    await github.send("PATCH", `/repos/${place.repository}/issues/comments/${first.id}`, { body });
    return "changed";
  } catch (error) {
    if (isGone(error)) {
      return write(github, place, body);
    }
    throw error;
  }
}

/**
 * Writes a comment where there is none. The answer may be lost though it was written, and another run may do the same at this
 * moment, so all are looked at again; the oldest stays.
 *
 * @param {GitHub} github
 * @param {Place} place
 * @param {string} body
 * @returns {Promise<Outcome>}
 */
async function write(github, place, body) {
  for (let tried = 1; ; tried += 1) {
    let failure;
    try {
      await github.send("POST", `/repos/${place.repository}/issues/${place.number}/comments`, { body });
    } catch (error) {
      if (!(error instanceof Refused) || (error.status !== 0 && error.status < 500)) {
        throw error;
      }
      failure = error;
    }
    const [first, ...others] = await ours(github, place);
    await remove(github, place, others);
    if (first !== undefined || failure === undefined) {
      return "written";
    }
    if (tried === ATTEMPTS) {
      throw failure;
    }
  }
}

/**
 * The oldest first.
 *
 * @param {GitHub} github
 * @param {Place} place
 * @returns {Promise<Comment[]>}
 */
async function ours(github, { repository, number, author, marker }) {
  /** @type {Comment[]} */
  const all = await github.list(`/repos/${repository}/issues/${number}/comments?per_page=100`);
  const isOurs = (/** @type {Comment} */ { body, user }) => user?.login === author && (body ?? "").startsWith(marker);
  return all.filter(isOurs).sort((one, other) => one.id - other.id);
}

/**
 * @param {GitHub} github
 * @param {Place} place
 * @param {Comment[]} comments
 */
async function remove(github, { repository }, comments) {
  for (const { id } of comments) {
    try {
      await github.send("DELETE", `/repos/${repository}/issues/comments/${id}`);
    } catch (error) {
      if (!isGone(error)) {
        throw error;
      }
    }
  }
}

/** @param {unknown} error */
function isGone(error) {
  return error instanceof Refused && (error.status === 404 || error.status === 410);
}
