/** Owns opening the system's keychain for the real process. */
import { join } from 'node:path';
import type { Keychain } from '../credentials/keychain.ts';
import { nativeKeychain } from '../credentials/native-keychain.ts';
import type { ProcessEdge } from './edge.ts';

/** It may ask its user to unlock it; most clients give up on a call after 60 s. */
export const SERVING_DEADLINE_MILLISECONDS = 20_000;

/** In a terminal a person may need a while for that. */
export const TERMINAL_DEADLINE_MILLISECONDS = 60_000;

/** Nothing is started before its first use. */
export function openKeychain(edge: ProcessEdge, deadlineMilliseconds: number): Keychain {
  return nativeKeychain({
    env: edge.environment,
    platform: edge.platform,
    uid: edge.uid,
    programFile: join(edge.packageFolder, 'package.json'),
    deadlineMilliseconds,
  });
}
