// Owns loading the bundle's files with V8's compiled code beside them. The code is kept inside the package, under
// a folder for this very Node.js build, so it is exactly as trustworthy as the package itself; where the package
// cannot be written the program just starts slower. Node 20 has no module.enableCompileCache.
// V8 takes compiled code for what it says it is: damaged code ends the process, and that of another source of the
// same length runs in its place. So the file holds its source, the code, and the code once more, and is used where
// both are the same. A digest would need node:crypto, which takes 10 ms and 2 MB to load; comparing takes 1 ms.
'use strict';
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const build = `${process.version}-${process.platform}-${process.arch}`;
const loaded = new Map();

/** The last line of every file of the bundle, put there by the build: a file that was cut may still be a program. */
const END = '//# whole';

/** As Node wraps a CommonJS file. */
const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) {');
const AFTER = Buffer.from('\n})');

/** What files are read into, one after the other: each Buffer of its own would be held until memory is next cleaned up. */
let buffer = Buffer.alloc(0);

/** More than the largest file and its code need: of what is not filled nothing is taken. */
const ROOM_BYTES = 2 * 1024 * 1024;

/** Of what is compared with it, so much at a time. */
const other = Buffer.allocUnsafeSlow(64 * 1024);

/** Like require() for a CommonJS file of the bundle; what it requires by a relative path is cached as well. */
function requireCached(file) {
  const known = loaded.get(file);
  if (known) return known.module.exports;
  const cacheFile = path.join(path.dirname(file), 'code-cache', build, path.basename(file));
  const wrapped = readWrapped(file);
  const cachedData = readCode(cacheFile, wrapped.length);
  const script = compile(file, wrapped, cachedData);
  buffer = Buffer.alloc(0);
  const isStale = !cachedData || script.cachedDataRejected;
  const entry = { module: { exports: {} }, ...(isStale && { stale: { script, wrapped, cacheFile } }) };
  loaded.set(file, entry);
  const fromFile = createRequire(file);
  const requireFrom = (name) =>
    name.startsWith('.') ? requireCached(path.resolve(path.dirname(file), name)) : fromFile(name);
  try {
    script.runInThisContext()(entry.module.exports, requireFrom, entry.module, file, path.dirname(file));
  } catch (error) {
    // Half of a module would be taken for the whole the next time.
    loaded.delete(file);
    throw error;
  }
  return entry.module.exports;
}

/** The source as Node wraps it, which is left in the buffer. */
function readWrapped(file) {
  let descriptor;
  try {
    descriptor = fs.openSync(file);
    const { size } = fs.fstatSync(descriptor);
    const length = BEFORE.length + size + AFTER.length;
    makeRoom(length);
    BEFORE.copy(buffer);
    const end = BEFORE.length + fs.readSync(descriptor, buffer, BEFORE.length, size, 0);
    AFTER.copy(buffer, end);
    const isWhole = buffer
      .toString('latin1', end - 64, end)
      .trimEnd()
      .endsWith(END);
    if (isWhole && end + AFTER.length === length) return buffer.toString('latin1', 0, length);
    throw new Error('it ends too early');
  } catch (cause) {
    throw damaged(file, cause);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function makeRoom(bytes) {
  if (buffer.length < bytes) buffer = Buffer.allocUnsafeSlow(Math.max(bytes, ROOM_BYTES));
}

function compile(file, wrapped, cachedData) {
  try {
    return new vm.Script(wrapped, { filename: file, cachedData });
  } catch (cause) {
    throw damaged(file, cause);
  }
}

/** As src/model/damaged-installation.ts has it, which lies in a file that may be the damaged one. */
function damaged(file, cause) {
  const message = `${file} is damaged or missing: install openai-admin-mcp again, or in a clone run npm run build.`;
  return Object.assign(new Error(message, { cause }), { name: 'DamagedInstallation' });
}

/** The compiled code of exactly the source in the buffer, whole, in its place there; undefined when there is none. */
function readCode(cacheFile, sourceLength) {
  let descriptor;
  try {
    // A named pipe would be waited for.
    descriptor = fs.openSync(cacheFile, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    const { size } = fs.fstatSync(descriptor);
    const length = (size - sourceLength) / 2;
    if (!Number.isInteger(length) || length <= 0) return undefined;
    if (!holds(descriptor, 0, buffer.subarray(0, sourceLength))) return undefined;
    makeRoom(length);
    const code = buffer.subarray(0, fs.readSync(descriptor, buffer, 0, length, sourceLength));
    return holds(descriptor, sourceLength + length, code) ? code : undefined;
  } catch {
    // The usual first start: compile, and keep the result at the end.
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** Whether these bytes stand there in the file. */
function holds(descriptor, position, bytes) {
  for (let at = 0; at < bytes.length; at += other.length) {
    const part = bytes.subarray(at, at + other.length);
    const read = fs.readSync(descriptor, other, 0, part.length, position + at);
    if (!part.equals(other.subarray(0, read))) return false;
  }
  return true;
}

// At the end every function that was used has been compiled, so that is what the next start will find ready.
process.on('exit', () => {
  for (const { stale } of loaded.values()) {
    if (!stale) continue;
    const { script, wrapped, cacheFile } = stale;
    try {
      fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
      const code = script.createCachedData();
      const temporary = `${cacheFile}.${process.pid}`;
      // What a killed process with this id has left.
      fs.rmSync(temporary, { force: true });
      fs.writeFileSync(temporary, Buffer.concat([Buffer.from(wrapped, 'latin1'), code, code]), {
        flag: 'wx',
      });
      fs.renameSync(temporary, cacheFile);
    } catch {
      // A package that belongs to another user: nothing to do about it here.
      return;
    }
  }
});

module.exports = { requireCached };
