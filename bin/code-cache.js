// Owns loading the bundle's files with V8's compiled code beside them. The code is kept inside the package, under
// a folder for this very Node.js build, so it is exactly as trustworthy as the package itself; where the package
// cannot be written the program just starts slower. Node 20 has no module.enableCompileCache.
'use strict';
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');

const build = `${process.version}-${process.platform}-${process.arch}`;
const loaded = new Map();

/** The last line of every file of the bundle, put there by the build: a file that was cut may still be a program. */
const END = '//# whole';

/** Like require() for a CommonJS file of the bundle; what it requires by a relative path is cached as well. */
function requireCached(file) {
  const known = loaded.get(file);
  if (known) return known.module.exports;
  const cacheFile = path.join(path.dirname(file), 'code-cache', build, path.basename(file));
  const cachedData = readIfThere(cacheFile);
  const script = compile(file, cachedData);
  const entry = {
    module: { exports: {} },
    script,
    cacheFile,
    stale: !cachedData || script.cachedDataRejected,
  };
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

function compile(file, cachedData) {
  try {
    const source = fs.readFileSync(file, 'utf8');
    if (!source.trimEnd().endsWith(END)) throw new Error('it ends too early');
    return new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      cachedData,
    });
  } catch (cause) {
    // As src/model/damaged-installation.ts has it, which lies in a file that may be the damaged one.
    const message = `${file} is damaged or missing: install openai-admin-mcp again, or in a clone run npm run build.`;
    throw Object.assign(new Error(message, { cause }), { name: 'DamagedInstallation' });
  }
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    // The usual first start: compile, and keep the result at the end.
    return undefined;
  }
}

// At the end every function that was used has been compiled, so that is what the next start will find ready.
process.on('exit', () => {
  for (const { script, cacheFile, stale } of loaded.values()) {
    if (!stale) continue;
    try {
      fs.mkdirSync(path.dirname(cacheFile), { recursive: true });
      const temporary = `${cacheFile}.${process.pid}`;
      fs.writeFileSync(temporary, script.createCachedData(), { flag: 'wx' });
      fs.renameSync(temporary, cacheFile);
    } catch {
      // A package that belongs to another user: nothing to do about it here.
      return;
    }
  }
});

module.exports = { requireCached };
