/** An administrator's folder with a policy in it, which belongs to whoever runs the test. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Host } from '../../src/host/host.ts';

export type Administrator = NonNullable<Host['administrator']>;

/** Removed when the running test has finished. Without a text there is no policy. */
export function administratorWith(text?: string): Administrator & { path: string } {
  const root = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-administrator-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'openai-admin-mcp');
  const path = join(folder, 'policy.yaml');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  if (text !== undefined) {
    writeFileSync(path, text);
    chmodSync(path, 0o644);
  }
  return { folder, uid: process.getuid?.() ?? 0, path };
}
