// @ts-check
/**
 * The one file that an artifact holds. Archives of others are hostile: nothing is written, no name is followed, and what
 * unfolds to more than the limit is not unfolded.
 */

import { inflateRawSync } from "node:zlib";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const FILE = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** Before the comment, which has at most 65,535 bytes. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRY_LENGTH = 46;
const FILE_LENGTH = 30;

/**
 * @param {Buffer} zip
 * @param {string} name What the file must be called.
 * @param {number} limit In bytes.
 * @returns {Buffer}
 */
export function onlyFile(zip, name, limit) {
  try {
    return read(zip, name, limit);
  } catch (error) {
    if (error instanceof RangeError) {
      const isLarge = "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
      throw new Error(isLarge ? tooLarge(name, limit) : "the artifact is cut short");
    }
    throw error;
  }
}

/**
 * @param {Buffer} zip
 * @param {string} name
 * @param {number} limit
 */
function read(zip, name, limit) {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  const entry = zip.readUInt32LE(end + 16);
  if (count !== 1 || zip.readUInt32LE(entry) !== ENTRY) {
    throw new Error(`the artifact holds ${count} files: exactly one is expected, \`${name}\``);
  }
  const found = zip.toString("utf8", entry + ENTRY_LENGTH, entry + ENTRY_LENGTH + zip.readUInt16LE(entry + 28));
  if (found !== name) {
    throw new Error(`the artifact holds \`${found}\`: \`${name}\` is expected`);
  }
  const method = zip.readUInt16LE(entry + 10);
  const packed = zip.readUInt32LE(entry + 20);
  if (zip.readUInt32LE(entry + 24) > limit) {
    throw new Error(tooLarge(name, limit));
  }
  // Names and extra fields before the content may differ in length from those of the directory.
  const file = zip.readUInt32LE(entry + 42);
  if (zip.readUInt32LE(file) !== FILE) {
    throw new Error("the artifact is no zip archive: its directory leads to no file");
  }
  const start = file + FILE_LENGTH + zip.readUInt16LE(file + 26) + zip.readUInt16LE(file + 28);
  if (start + packed > zip.length) {
    throw new RangeError("the content ends after the archive");
  }
  const content = zip.subarray(start, start + packed);
  switch (method) {
    case STORED:
      return content;
    case DEFLATED:
      return inflate(content, limit);
    default:
      throw new Error(`\`${name}\` is packed by method ${method}: stored or deflated is expected`);
  }
}

/** @param {Buffer} zip */
function endOf(zip) {
  const first = Math.max(0, zip.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = zip.length - END_LENGTH; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === END) {
      return at;
    }
  }
  throw new Error("the artifact is no zip archive");
}

/**
 * @param {Buffer} content
 * @param {number} limit
 */
function inflate(content, limit) {
  try {
    return inflateRawSync(content, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) {
      throw error;
    }
    throw new Error("the artifact is damaged: its content cannot be unpacked");
  }
}

/**
 * @param {string} name
 * @param {number} limit
 */
function tooLarge(name, limit) {
  return `\`${name}\` is larger than ${limit} bytes, and more is not read`;
}
