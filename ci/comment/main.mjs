// @ts-check
/** What the action runs: settings from the environment, one line to the log, status 1 when it did not work. */

import { readFile } from "node:fs/promises";
import { comment } from "./comment.mjs";
import { GitHub } from "./github.mjs";
import { annotation } from "./say.mjs";

try {
  console.log(await main());
} catch (error) {
  console.log(annotation("error", error instanceof Error ? error.message : String(error)));
  process.exitCode = 1;
}

async function main() {
  if (setting("GITHUB_EVENT_NAME") !== "workflow_run") {
    throw new Error("only a workflow that is started `on: workflow_run` comments: it can write, and runs nothing of the pull request");
  }
  const artifact = setting("ENSUE_ARTIFACT");
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(artifact)) {
    throw new Error("the name of the artifact may have letters, digits, `.`, `_` and `-`, at most 64");
  }
  const event = JSON.parse(await readFile(setting("GITHUB_EVENT_PATH"), "utf8"));
  const github = new GitHub({ url: setting("GITHUB_API_URL"), token: setting("ENSUE_TOKEN") });
  const settings = {
    repository: setting("GITHUB_REPOSITORY"),
    artifact,
    author: setting("ENSUE_AUTHOR"),
    tool: setting("ENSUE_TOOL"),
    folder: setting("RUNNER_TEMP"),
  };
  return comment(github, settings, event.workflow_run);
}

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`\`${name}\` is not set: the action sets it, and the runner`);
  }
  return value;
}
