/** The build step that makes dist/report-view.html of src/view/: one page with its look and its program inside. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'tsup';
import packageJson from '../../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'view-'));
try {
  await build({
    config: false,
    entry: ['src/view/main.ts', 'src/view/report.css'],
    outDir: folder,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    silent: true,
    define: { VERSION: JSON.stringify(packageJson.version) },
  });
  writeFileSync('dist/report-view.html', pageOf(made('report.css'), made('main.global.js')));
} finally {
  rmSync(folder, { recursive: true });
}

function made(name: string): string {
  const text = readFileSync(join(folder, name), 'utf8').trim();
  if (/<\/(?:script|style)/i.test(text)) throw new Error(`${name} would end its element in the page`);
  return text;
}

/** The policy holds in hosts, too, that set none: no address can be reached, whatever becomes part of the page. */
function pageOf(style: string, script: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Costs and usage</title>
<style>${style}</style>
</head>
<body>
<script>${script}</script>
</body>
</html>
`;
}
