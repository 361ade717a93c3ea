/** A throw-away place for sinks: folders, a state folder, a host, a secret that was never real. */
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Environment, Host } from '../../src/host/host.ts';
import { openStateFolder, type StateFolder } from '../../src/state/state-folder.ts';
import { hostIn } from '../credentials/home-folder.ts';
import { LOCKER } from '../runtime.ts';

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

/** This machine, with that home and nothing but PATH unless something else is given. */
export function hostOf(homeDirectory: string, environment: Environment = { PATH: process.env.PATH }): Host {
  return { ...hostIn(homeDirectory, environment), platform: process.platform };
}

export function stateIn(folder: string): StateFolder {
  return openStateFolder({ path: join(folder, 'state'), locker: LOCKER, clean: (text) => text });
}

/** A program that the command sink can run; returns its path. */
export function script(folder: string, name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}
