/** A throw-away state folder, and a trail in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Intent } from '../../src/audit/audit-trail.ts';
import { openStateFolder, type StateFolder } from '../../src/state/state-folder.ts';
import { LOCKER } from '../runtime.ts';

/** Removed when the running test has finished. */
export function throwAwayState(clean = (text: string) => text): StateFolder {
  const root = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-state-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return openStateFolder({ path: join(root, 'state'), locker: LOCKER, clean });
}

export const NOON = Date.parse('2026-11-28T12:00:00Z');

export const INTENT: Intent = {
  profile: 'default',
  client: 'test 1.0',
  tool: 'archive_project',
  arguments: { project_id: 'proj_1' },
  decision: 'approved',
  approved_by: 'terminal',
  target: { id: 'proj_1', name: 'Documents' },
};
