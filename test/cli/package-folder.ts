/** A package folder with the compiled catalogue in it, as an installed program has. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';

/** Removed when the running test has finished. */
export function packageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'catalogue.json'), JSON.stringify(catalogue));
  return folder;
}
