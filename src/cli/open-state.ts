/** Owns opening the shared state folder for the real process. */
import { redact } from '../redaction/redact.ts';
import { openStateFolder, type StateFolder, statePath } from '../state/state-folder.ts';
import type { ProcessEdge } from './edge.ts';

export function openState(edge: ProcessEdge): StateFolder {
  const { environment: env, platform, homeDirectory } = edge;
  return openStateFolder({
    path: statePath({ env, platform, homeDirectory }),
    uid: edge.uid,
    // A file that lacks something is told as damaged; a secret in it would stay.
    clean: (text) => redact(text) ?? '[left out: it held a secret]',
  });
}
