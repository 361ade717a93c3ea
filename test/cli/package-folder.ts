/** A package folder with the compiled catalogue, the prompts and the tokens in it, as an installed program has. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { promptFiles } from '../../scripts/read-specs.ts';
import { readTokens } from '../../scripts/read-tokens.ts';
import { parsePrompts } from '../../src/specs/parse-prompts.ts';
import { catalogue } from '../catalogue/catalogue.ts';

let tokens: Buffer | undefined;
let prompts: string | undefined;

/** Removed when the running test has finished. */
export function packageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-package-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'catalogue.json'), JSON.stringify(catalogue));
  prompts ??= JSON.stringify(parsePrompts(promptFiles(), catalogue.tools));
  writeFileSync(join(folder, 'dist', 'prompts.json'), prompts);
  tokens ??= readTokens();
  writeFileSync(join(folder, 'dist', 'o200k.bin'), tokens);
  return folder;
}
