/** A throw-away home folder with, if wanted, an index of stored keys in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { indexPath, type KeyIndex } from '../../src/credentials/key-index.ts';
import type { Environment, Host } from '../../src/host/host.ts';

/** Removed again when the running test has finished. */
export function homeFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'credentials-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** This user on Linux, in that home. */
export function hostIn(homeDirectory: string, environment: Environment = {}): Host {
  return { environment, platform: 'linux', homeDirectory, uid: process.getuid?.() };
}

export function indexPathIn(home: string): string {
  return indexPath(hostIn(home));
}

export function writeIndex(home: string, profiles: KeyIndex['profiles']): string {
  const path = indexPathIn(home);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify({ version: 1, profiles }), { mode: 0o600 });
  return path;
}
