// Owns loading the bundle's files with V8's compiled code beside them. The code is kept inside the package, under
// a folder for this very Node.js build, so it is exactly as trustworthy as the package itself; where the package
// cannot be written the program just starts slower. Node 20 has no module.enableCompileCache.
// V8 takes compiled code for what it says it is: damaged code ends the process, and that of another source of the
// same length runs in its place. So the file begins with a digest of the source and of the code.
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const build = `${process.version}-${process.platform}-${process.arch}`;
const loaded = new Map();

/** The last line of every file of the bundle, put there by the build: a file that was cut may still be a program. */
const END = '//# whole';

/** The fastest of Node's that is not broken: 1.3 ms for main.cjs and its code. */
const DIGEST = 'blake2b512';
const DIGEST_BYTES = 64;

/** Compiled code is about as large as its source; whatever is much larger is something else. */
const MAX_CACHE_BYTES = 16 * 1024 * 1024;

/** As Node wraps a CommonJS file. */
const BEFORE = Buffer.from('(function (exports, require, module, __filename, __dirname) {');
const AFTER = Buffer.from('\n})');

/** Like require() for a CommonJS file of the bundle; what it requires by a relative path is cached as well. */
function requireCached(file) {
  const known = loaded.get(file);
  if (known) return known.module.exports;
  const cacheFile = path.join(path.dirname(file), 'code-cache', build, path.basename(file));
  const source = readSource(file);
  const cachedData = readCode(cacheFile, source);
  const script = compile(file, source, cachedData);
  const isStale = !cachedData || script.cachedDataRejected;
  const entry = { module: { exports: {} }, ...(isStale && { stale: { script, source, cacheFile } }) };
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

function readSource(file) {
  try {
    const source = fs.readFileSync(file);
    if (
      source
        .toString('latin1', source.length - 64)
        .trimEnd()
        .endsWith(END)
    )
      return source;
    throw new Error('it ends too early');
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function compile(file, source, cachedData) {
  try {
    return new vm.Script(Buffer.concat([BEFORE, source, AFTER]).toString('utf8'), {
      filename: file,
      cachedData,
    });
  } catch (cause) {
    throw damaged(file, cause);
  }
}

/** As src/model/damaged-installation.ts has it, which lies in a file that may be the damaged one. */
function damaged(file, cause) {
  const message = `${file} is damaged or missing: install openai-admin-mcp again, or in a clone run npm run build.`;
  return Object.assign(new Error(message, { cause }), { name: 'DamagedInstallation' });
}

/** The compiled code of exactly this source, whole; undefined when there is none. */
function readCode(cacheFile, source) {
  try {
    const found = fs.statSync(cacheFile);
    // A named pipe would be waited for.
    if (!found.isFile() || found.size > MAX_CACHE_BYTES) return undefined;
    const content = fs.readFileSync(cacheFile);
    const code = content.subarray(DIGEST_BYTES);
    return digestOf(source, code).equals(content.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    // The usual first start: compile, and keep the result at the end.
    return undefined;
  }
}

function digestOf(source, code) {
  return createHash(DIGEST).update(`${build} ${source.length} `).update(source).update(code).digest();
}

// At the end every function that was used has been compiled, so that is what the next start will find ready.
process.on('exit', () => {
  for (const { stale } of loaded.values()) {
    if (!stale) continue;
    const { script, source, cacheFile } = stale;
    try {
      fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
      const code = script.createCachedData();
      const temporary = `${cacheFile}.${process.pid}`;
      // What a killed process with this id has left.
      fs.rmSync(temporary, { force: true });
      fs.writeFileSync(temporary, Buffer.concat([digestOf(source, code), code]), { flag: 'wx' });
      fs.renameSync(temporary, cacheFile);
    } catch {
      // A package that belongs to another user: nothing to do about it here.
      return;
    }
  }
});

module.exports = { requireCached };
