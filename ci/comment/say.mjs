// @ts-check
/** Lines for the log of a job, where a line may be a command to the runner. */

/** In characters. */
const LONGEST = 500;

/**
 * A text from elsewhere as a part of a line: it breaks no line and moves no cursor.
 *
 * @param {string} text
 */
export function oneLine(text) {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}..` : line;
}

/**
 * A line of the log.
 *
 * @param {string} text
 */
export function note(text) {
  return `ensue: ${oneLine(text)}`;
}

/**
 * A line that the runner shows on the page of the run, too.
 *
 * @param {"error" | "warning" | "notice"} level
 * @param {string} text
 */
export function annotation(level, text) {
  return `::${level} title=ensue::${oneLine(text).replaceAll("%", "%25")}`;
}
