/** A package folder with the compiled catalogue, the prompts and the tokens in it, as an installed program has. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readTokens } from '../../scripts/read-tokens.ts';
import { catalogue, prompts } from '../catalogue/catalogue.ts';

let tokens: Buffer | undefined;

/** Removed when the running test has finished. */
export function packageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'catalogue.json'), JSON.stringify(catalogue));
  writeFileSync(join(folder, 'dist', 'prompts.json'), JSON.stringify(prompts));
  tokens ??= readTokens();
  writeFileSync(join(folder, 'dist', 'o200k.bin'), tokens);
  return folder;
}
