// @ts-check
/**
 * Which pull request a run was for, by what GitHub says of both. The run's own words are not asked: whoever opens a pull
 * request decides what its jobs write.
 *
 * @typedef {object} Run The `workflow_run` of an event.
 * @property {number} id
 * @property {string} event What started it.
 * @property {string | null} conclusion
 * @property {string} head_sha
 * @property {string | null} head_branch
 * @property {{ id: number, owner: { login: string } } | null} head_repository `null` when the fork is gone.
 *
 * @typedef {object} PullRequest
 * @property {number} number
 * @property {string | null} merge_commit_sha What it would be merged as, while it is open.
 * @property {{ sha: string, repo: { id: number } | null }} head
 */

/** @typedef {import("./github.mjs").GitHub} GitHub */

/**
 * The open pull requests whose newest commit the run was for; several when one branch is to be merged into several. None when it
 * was closed, or has moved on, so that a newer run tells of it.
 *
 * `workflow_run.pull_requests` is empty for forks, and commits of forks are not listed under this repository's.
 *
 * @param {GitHub} github
 * @param {string} repository
 * @param {Run} run
 * @returns {Promise<PullRequest[]>}
 */
export async function pullRequestsOf(github, repository, run) {
  const source = run.head_repository;
  if (source === null) {
    return [];
  }
  // The same commit in another's fork is not enough: it would let them write here.
  const isMeant = (/** @type {PullRequest} */ { head }) => head.sha === run.head_sha && head.repo?.id === source.id;
  const open = `/repos/${repository}/pulls?state=open&per_page=100`;
  if (run.head_branch !== null) {
    const head = encodeURIComponent(`${source.owner.login}:${run.head_branch}`);
    const named = (await github.list(`${open}&head=${head}`)).filter(isMeant);
    if (named.length > 0) {
      return named;
    }
  }
  // A branch or an account may have got another name since.
  return (await github.list(open)).filter(isMeant);
}

/**
 * The one that a difference is of. It decides only where GitHub leaves several, all of which the same people may push to.
 *
 * @param {PullRequest[]} candidates
 * @param {string} head The commit that was compared: what the pull request would be merged as.
 * @returns {PullRequest | undefined}
 */
export function oneOf(candidates, head) {
  if (candidates.length === 1) {
    return candidates[0];
  }
  const [only, ...others] = candidates.filter((candidate) => candidate.merge_commit_sha === head);
  return others.length === 0 ? only : undefined;
}
