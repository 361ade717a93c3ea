// Owns a throw-away place for sinks: folders, a state folder, a secret that was never real.
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStateFolder, type StateFolder } from '../../src/state/state-folder.ts';

export const secretValue = 'sk-svcacct-CANARYminted0123456789abcdef';
/** What the receipt says of it. */
export const secretFingerprint = 'dfaf1f6f';

export const uid = process.getuid?.();

/** Removed again when the running test has finished. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sinks-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function stateIn(folder: string): StateFolder {
  return openStateFolder({ path: join(folder, 'state'), uid: process.getuid?.(), clean: (text) => text });
}

/** A program that the command sink can run; returns its path. */
export function script(folder: string, name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}
