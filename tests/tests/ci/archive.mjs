// @ts-check
/** Zip archives as the upload of an artifact makes them: sizes stand behind the content and in the directory. */

import { deflateRawSync } from "node:zlib";

/**
 * @param {Record<string, string>} files
 * @param {{ method?: number, claims?: number, deflate?: boolean }} [lies] What the directory says otherwise.
 */
export function zip(files, { method = 8, claims, deflate = true } = {}) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = deflate ? deflateRawSync(text) : Buffer.from(text);
    const sizes = [0, content.length, claims ?? Buffer.byteLength(text)];
    const common = Buffer.concat([u16(20, 8, method, 0, 0)]);
    const local = Buffer.concat([u32(0x04034b50), common, u32(0, 0, 0), u16(Buffer.byteLength(name), 0), Buffer.from(name)]);
    const descriptor = u32(0x08074b50, ...sizes);
    directory.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(45),
        common,
        u32(...sizes),
        u16(Buffer.byteLength(name), 0, 0, 0, 0),
        u32(0, at),
        Buffer.from(name),
      ]),
    );
    parts.push(local, content, descriptor);
    at += local.length + content.length + descriptor.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.concat([u32(0x06054b50), u16(0, 0, directory.length, directory.length), u32(entries.length, at), u16(0)]);
  return Buffer.concat([...parts, entries, end]);
}

/** @param {number[]} numbers */
function u16(...numbers) {
  const bytes = Buffer.alloc(2 * numbers.length);
  numbers.forEach((number, index) => bytes.writeUInt16LE(number, 2 * index));
  return bytes;
}

/** @param {number[]} numbers */
function u32(...numbers) {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => bytes.writeUInt32LE(number, 4 * index));
  return bytes;
}
