#!/usr/bin/env bash
# What merging a pull request changes: `diff.json` for whoever comments, and the same in words on the page of the run.
# It ends with 0 when there is a difference to show, good or bad (`status` in the outputs says which), else with the tool's status.
set -euo pipefail

if [ "$GITHUB_EVENT_NAME" != pull_request ]; then
  echo "::error title=ensue::\`$GITHUB_EVENT_NAME\` started this workflow: only \`on: pull_request\` has something to compare"
  exit 2
fi

mkdir -p "$RUNNER_TEMP/ensue-diff"
diff="$RUNNER_TEMP/ensue-diff/diff.json"
status=0
# The commit that started the workflow is the merge; what is merged into is its first parent.
"$ENSUE_TOOL" -C "$GITHUB_WORKSPACE/$ENSUE_DIRECTORY" diff "$GITHUB_SHA^1" "$GITHUB_SHA" --format json > "$diff" || status=$?
if [ "$status" -gt 1 ]; then
  rm "$diff"
  echo "::error title=ensue::nothing was compared: \`cargo-ensue diff\` ended with $status"
  exit "$status"
fi
"$ENSUE_TOOL" render "$diff" --format markdown >> "$GITHUB_STEP_SUMMARY"
echo "status=$status" >> "$GITHUB_OUTPUT"
if [ "$status" -eq 1 ]; then
  echo "::error title=ensue::a finding is denied: the summary of this run tells which, and what to do"
fi
