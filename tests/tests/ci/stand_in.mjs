// @ts-check
/**
 * GitHub's API as far as the comment needs it, on this machine: lists in pages with `Link` headers, permissions by the token, and
 * whatever goes wrong when a test says so. What it answers, and in which words, is what GitHub documents.
 *
 * @typedef {{ number: number, state: string, merge_commit_sha: string | null, head: { ref: string, sha: string, repo: { id: number, owner: { login: string } } | null } }} Pull
 * @typedef {{ id: number, body: string, user: { login: string } | null, pull: number }} Comment
 * @typedef {{ id: number, name: string, expired: boolean, run: number, zip: Buffer }} Artifact
 * @typedef {{ method: string, path: RegExp, times: number, status?: number, headers?: Record<string, string>, message?: string, after?: boolean, cut?: boolean, meanwhile?: () => void }} Fault
 */

import { createServer } from "node:http";

export const REPOSITORY = "shop/shop";
export const TOKEN = "ghs_a_token_that_nobody_may_see";
export const AUTHOR = "github-actions[bot]";

export class StandIn {
  /** @type {Pull[]} */
  pulls = [];
  /** @type {Comment[]} */
  comments = [];
  /** @type {Artifact[]} */
  artifacts = [];
  /** Pull requests whose conversation is locked. */
  locked = new Set();
  /** Pull requests that were deleted. */
  gone = new Set();
  /** What goes wrong, each so many times. @type {Fault[]} */
  faults = [];
  /** Entries on a page, at most. */
  page = 100;
  /** What was asked, as `METHOD /path?query`. @type {string[]} */
  asked = [];
  /** Tokens that were shown to the place where artifacts lie. @type {string[]} */
  shownElsewhere = [];
  #lastId = 1000;
  /** @type {import("node:http").Server[]} */
  #servers = [];

  async start() {
    this.url = await this.#listen((request, response) => this.#answer(request, response));
    this.storage = await this.#listen((request, response) => {
      this.shownElsewhere.push(request.headers.authorization ?? "");
      const artifact = this.artifacts.find(({ id }) => request.url === `/${id}`);
      response.end(artifact?.zip);
    });
    return this;
  }

  async stop() {
    for (const server of this.#servers) {
      server.close();
      // Connections that are kept for a next request would hold it open.
      server.closeAllConnections();
    }
  }

  /** @param {number} pull @param {string} login @param {string} body */
  addComment(pull, login, body) {
    this.#lastId += 1;
    this.comments.push({ id: this.#lastId, body, user: { login }, pull });
    return this.#lastId;
  }

  /** @param {import("node:http").RequestListener} listener @returns {Promise<string>} */
  #listen(listener) {
    const server = createServer(listener);
    this.#servers.push(server);
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`);
      });
    });
  }

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    const url = new URL(request.url ?? "/", this.url);
    const asked = `${request.method} ${decodeURIComponent(url.pathname + url.search)}`;
    this.asked.push(asked);
    const fault = this.faults.find((one) => one.times > 0 && one.method === request.method && one.path.test(asked));
    if (fault !== undefined) {
      fault.times -= 1;
      fault.meanwhile?.();
    }
    if (fault !== undefined && fault.meanwhile === undefined) {
      if (fault.after === true) {
        this.#route(request.method ?? "", url, body);
      }
      if (fault.cut === true) {
        request.socket.destroy();
        return;
      }
      send(response, fault.status ?? 500, { message: fault.message ?? "" }, fault.headers);
      return;
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      send(response, 401, { message: "Bad credentials" });
      return;
    }
    const { status, data, headers } = this.#route(request.method ?? "", url, body);
    send(response, status, data, headers);
  }

  /**
   * @param {string} method @param {URL} url @param {any} body
   * @returns {{ status: number, data?: unknown, headers?: Record<string, string> }}
   */
  #route(method, url, body) {
    const under = `/repos/${REPOSITORY}`;
    const [, rest = ""] = url.pathname.split(under);
    /** @type {[RegExp, string, (...ids: number[]) => { status: number, data?: unknown, headers?: Record<string, string> }][]} */
    const routes = [
      [/^\/pulls$/, "GET", () => this.#pages(url, this.#pullsBy(url), (page) => page)],
      [/^\/issues\/(\d+)\/comments$/, "GET", (pull) => this.#commentsOf(url, pull)],
      [/^\/issues\/(\d+)\/comments$/, "POST", (pull) => this.#write(pull, body)],
      [/^\/issues\/comments\/(\d+)$/, "PATCH", (id) => this.#change(id, body)],
      [/^\/issues\/comments\/(\d+)$/, "DELETE", (id) => this.#remove(id)],
      [/^\/actions\/runs\/(\d+)\/artifacts$/, "GET", (run) => this.#artifactsOf(url, run)],
      [/^\/actions\/artifacts\/(\d+)\/zip$/, "GET", (id) => ({ status: 302, headers: { location: `${this.storage}/${id}` } })],
    ];
    for (const [path, verb, act] of routes) {
      const found = verb === method ? path.exec(rest) : null;
      if (found !== null) {
        return act(...found.slice(1).map(Number));
      }
    }
    return { status: 404, data: { message: "Not Found" } };
  }

  /** @param {URL} url */
  #pullsBy(url) {
    const open = this.pulls.filter(({ state }) => state === (url.searchParams.get("state") ?? "open"));
    const head = url.searchParams.get("head");
    return head === null ? open : open.filter((pull) => `${pull.head.repo?.owner.login}:${pull.head.ref}` === head);
  }

  /** @param {URL} url @param {number} pull */
  #commentsOf(url, pull) {
    if (this.gone.has(pull)) {
      return { status: 404, data: { message: "Not Found" } };
    }
    return this.#pages(url, this.comments.filter((comment) => comment.pull === pull), (page) => page);
  }

  /** @param {URL} url @param {number} run */
  #artifactsOf(url, run) {
    const named = this.artifacts.filter((one) => one.run === run && one.name === url.searchParams.get("name"));
    const shown = named.map(({ id, name, expired }) => ({ id, name, expired }));
    return this.#pages(url, shown, (artifacts) => ({ total_count: named.length, artifacts }));
  }

  /** @param {number} pull @param {{ body: string }} body */
  #write(pull, { body }) {
    if (this.gone.has(pull)) {
      return { status: 404, data: { message: "Not Found" } };
    }
    if (this.locked.has(pull)) {
      return { status: 403, data: { message: "Unable to create comment because issue is locked." } };
    }
    return { status: 201, data: { id: this.addComment(pull, AUTHOR, body) } };
  }

  /** @param {number} id @param {{ body: string }} body */
  #change(id, { body }) {
    const comment = this.comments.find((one) => one.id === id);
    if (comment === undefined) {
      return { status: 404, data: { message: "Not Found" } };
    }
    comment.body = body;
    return { status: 200, data: { id } };
  }

  /** @param {number} id */
  #remove(id) {
    const before = this.comments.length;
    this.comments = this.comments.filter((one) => one.id !== id);
    return before === this.comments.length ? { status: 404, data: { message: "Not Found" } } : { status: 204 };
  }

  /**
   * One page, and where the next is.
   *
   * @template T
   * @param {URL} url @param {T[]} all @param {(page: T[]) => unknown} shape
   */
  #pages(url, all, shape) {
    const size = Math.min(this.page, Number(url.searchParams.get("per_page") ?? 30));
    const page = Number(url.searchParams.get("page") ?? 1);
    /** @type {Record<string, string>} */
    const headers = {};
    if (page * size < all.length) {
      const link = (/** @type {number} */ to) => {
        const other = new URL(url);
        other.searchParams.set("page", String(to));
        return other.href;
      };
      headers.link = `<${link(page + 1)}>; rel="next", <${link(Math.ceil(all.length / size))}>; rel="last"`;
    }
    return { status: 200, data: shape(all.slice((page - 1) * size, page * size)), headers };
  }
}

/** @param {import("node:http").ServerResponse} response @param {number} status @param {unknown} data @param {Record<string, string>} [headers] */
function send(response, status, data, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
  response.end(data === undefined ? undefined : JSON.stringify(data));
}
