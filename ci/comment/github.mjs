// @ts-check
/**
 * Requests to GitHub's API: pages, patience that ends, and a token that goes nowhere else.
 *
 * @typedef {object} Options
 * @property {string} url Where the API is, without a slash at its end.
 * @property {string} token Goes to that origin only, and into no message.
 * @property {(seconds: number) => Promise<void>} [sleep] How to wait.
 */

import { oneLine } from "./say.mjs";

/** How often a request is made before its failure counts. */
const ATTEMPTS = 5;
/** Seconds; the API may ask for more, and then the job must not wait for it. */
const LONGEST_WAIT = 120;
/** What GitHub asks for when it limits without saying how long. */
const UNTOLD_WAIT = 60;
/** Milliseconds for one answer. */
const TIMEOUT = 30_000;
/** Of a hundred entries each. A list that is longer has no end, as far as we are concerned. */
const MOST_PAGES = 500;

/** The API did not do what it was asked for. */
export class Refused extends Error {
  /**
   * @param {string} what The request.
   * @param {number} status 0 when there was no answer.
   * @param {string} said The API's own words.
   */
  constructor(what, status, said) {
    super(`${what} was answered with ${status || "nothing"}${said === "" ? "" : ` (${said})`}`);
    this.status = status;
    this.said = said;
  }
}

/**
 * Does something for which the token may lack a permission, and says which.
 *
 * @template T
 * @param {string} permission As a workflow writes it.
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function needing(permission, action) {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Refused && error.status === 403 && /not accessible/i.test(error.said)) {
      error.message += `: the job that comments needs \`permissions: ${permission}\``;
    }
    throw error;
  }
}

export class GitHub {
  #url;
  #token;
  #sleep;

  /** @param {Options} options */
  constructor({ url, token, sleep = pause }) {
    this.#url = new URL(url);
    this.#token = token;
    this.#sleep = sleep;
  }

  /**
   * All entries of a list, page after page.
   *
   * @template T
   * @param {string} path With its query.
   * @param {(page: any) => T[]} [entries] Where a page keeps them, if it is no list itself.
   * @returns {Promise<T[]>}
   */
  async list(path, entries = (page) => page) {
    const all = [];
    /** @type {URL | undefined} */
    let next = this.#at(path);
    for (let page = 0; next !== undefined; page += 1) {
      if (page === MOST_PAGES) {
        throw new Error(`\`${path}\` has more than ${MOST_PAGES} pages: no list is expected to be that long`);
      }
      const answer = await this.#ask("GET", next);
      all.push(...entries(await answer.json()));
      next = this.#next(answer);
    }
    return all;
  }

  /**
   * Changes something. What is not certain to have failed is not tried again unless doing it twice is doing it once: a `POST` may
   * have been heard though its answer was lost, and the caller has to look.
   *
   * @param {"POST" | "PATCH" | "DELETE"} method
   * @param {string} path
   * @param {object} [body]
   */
  async send(method, path, body) {
    await this.#ask(method, this.#at(path), body);
  }

  /**
   * What lies behind a path that leads elsewhere, to a place that needs no token and gets none.
   *
   * @param {string} path
   * @param {number} limit In bytes.
   * @returns {Promise<Buffer>}
   */
  async download(path, limit) {
    const answer = await this.#ask("GET", this.#at(path), undefined, [302]);
    if (answer.status !== 302) {
      return bounded(answer, path, limit);
    }
    const place = new URL(answer.headers.get("location") ?? "", this.#url);
    if (place.protocol !== "https:" && place.protocol !== this.#url.protocol) {
      throw new Error(`\`${path}\` leads to \`${place.protocol}\`, and only https is followed`);
    }
    const request = () => fetch(place, { signal: AbortSignal.timeout(TIMEOUT) });
    return bounded(await this.#patiently(`GET ${place.origin}`, true, request), path, limit);
  }

  /** @param {string} path */
  #at(path) {
    return new URL(this.#url.href.replace(/\/$/, "") + path);
  }

  /**
   * @param {string} method
   * @param {URL} url
   * @param {object} [body]
   * @param {number[]} [welcome] Statuses that are fine besides those from 200 to 299.
   * @returns {Promise<Response>}
   */
  #ask(method, url, body, welcome = []) {
    const request = () =>
      fetch(url, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${this.#token}`,
          "content-type": "application/json",
          "user-agent": "cargo-ensue",
          "x-github-api-version": "2022-11-28",
        },
        // The token must not travel: a redirection is an answer like any other.
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT),
      });
    return this.#patiently(`${method} ${url.pathname}`, method !== "POST", request, welcome);
  }

  /**
   * Asks until there is an answer that will do, one that will not change, or no patience left.
   *
   * @param {string} what The request, for messages.
   * @param {boolean} isRepeatable Whether it may be made again when nobody knows what became of it.
   * @param {() => Promise<Response>} request
   * @param {number[]} [welcome]
   * @returns {Promise<Response>}
   */
  async #patiently(what, isRepeatable, request, welcome = []) {
    for (let tried = 1; ; tried += 1) {
      const answer = await request().catch(lost);
      if (answer instanceof Response && (answer.ok || welcome.includes(answer.status))) {
        return answer;
      }
      const said = answer instanceof Response ? await words(answer) : answer;
      const status = answer instanceof Response ? answer.status : 0;
      const failure = new Refused(what, status, said.replaceAll(this.#token, "***"));
      // Who is turned away at the door was not heard; what became of the rest, nobody knows.
      const limit = answer instanceof Response ? limited(answer, said, tried) : undefined;
      const isUnwell = status === 0 || status >= 500;
      const wait = limit ?? (isUnwell && isRepeatable ? 2 ** (tried - 1) : undefined);
      if (wait === undefined || tried === ATTEMPTS) {
        throw failure;
      }
      if (wait > LONGEST_WAIT) {
        failure.message += `: the API asks to wait ${wait} s, so run this job again later`;
        throw failure;
      }
      await this.#sleep(wait);
    }
  }

  /**
   * @param {Response} answer
   * @returns {URL | undefined}
   */
  #next(answer) {
    const link = (answer.headers.get("link") ?? "").split(",").find((one) => /;\s*rel="?next"?/i.test(one));
    const next = link?.match(/<([^>]*)>/)?.[1];
    if (next === undefined) {
      return undefined;
    }
    const url = new URL(next, this.#url);
    if (url.origin !== this.#url.origin) {
      throw new Error(`the next page is said to be at \`${url.origin}\`, and the token goes to \`${this.#url.origin}\` only`);
    }
    return url;
  }
}

/**
 * Seconds to wait when the API limits how often it is asked; nothing when it does not.
 *
 * @param {Response} answer
 * @param {string} said
 * @param {number} tried
 */
function limited(answer, said, tried) {
  if (answer.status !== 403 && answer.status !== 429) {
    return undefined;
  }
  const after = Number(answer.headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(after)) {
    return Math.max(0, after);
  }
  if (answer.headers.get("x-ratelimit-remaining") === "0") {
    const reset = Number(answer.headers.get("x-ratelimit-reset") ?? Number.NaN);
    return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset - Date.now() / 1000)) : UNTOLD_WAIT;
  }
  return answer.status === 429 || /rate limit/i.test(said) ? UNTOLD_WAIT * 2 ** (tried - 1) : undefined;
}

/**
 * The reason that an answer gives, as one short line.
 *
 * @param {Response} answer
 */
async function words(answer) {
  const text = await answer.text();
  try {
    return oneLine(String(JSON.parse(text).message ?? ""));
  } catch {
    return oneLine(answer.statusText);
  }
}

/**
 * The content of an answer, which may claim any length or none.
 *
 * @param {Response} answer
 * @param {string} path
 * @param {number} limit
 */
async function bounded(answer, path, limit) {
  const parts = [];
  let length = 0;
  for await (const part of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (answer.body ?? []))) {
    length += part.length;
    if (length > limit) {
      throw new Error(`\`${path}\` is larger than ${limit} bytes, and more is not read`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Why there is no answer, as one short line.
 *
 * @param {unknown} error
 */
function lost(error) {
  const { cause, message } = /** @type {Error} */ (error);
  return oneLine(cause instanceof Error ? cause.message : message);
}

/** @param {number} seconds */
async function pause(seconds) {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
