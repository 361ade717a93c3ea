/** `npm run bench`: what the built program costs, next to what Node.js and undici cost anyway. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableLines } from '../table-lines.ts';
import { measureCalls, measureConnections, measureFirstCall } from './calls.ts';
import type { Ground } from './ground.ts';
import { cellsOf, isKept, type Measure, TITLES } from './measure.ts';
import { measureStartup } from './startup.ts';
import { measureTokens } from './tokens.ts';
import { startUpstream } from './upstream.ts';

const upstream = await startUpstream();
const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-bench-'));
const ground: Ground = {
  program: join(import.meta.dirname, '..', '..', 'bin', 'openai-admin-mcp.js'),
  folder,
  upstream,
  environment: {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    OPENAI_ADMIN_KEY: 'sk-admin-bench-0000000000000000',
    OPENAI_BASE_URL: upstream.url,
  },
};

const measures: Measure[] = [];
try {
  for (const part of [measureStartup, measureCalls, measureFirstCall, measureConnections, measureTokens]) {
    measures.push(...(await part(ground)));
  }
} finally {
  upstream.close();
  rmSync(folder, { recursive: true });
}

if (process.argv.includes('--json')) {
  const told = measures.map((measure) => ({ ...measure, kept: isKept(measure) }));
  process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
} else {
  const figures = TITLES.slice(1, 5);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  process.stdout.write(`Node.js ${process.version}, ${process.platform}, ${cpus().length} processors, `);
  process.stdout.write(`load ${load} in the last minute (this run alone makes about 2)\n\n`);
  process.stdout.write(`${tableLines(TITLES, figures, measures.map(cellsOf)).join('\n')}\n`);
}
