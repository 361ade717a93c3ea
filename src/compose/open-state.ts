/** Opening the folder that servers and terminals of a user share. */
import { stateFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { Runtime } from '../host/runtime.ts';
import { redact } from '../redaction/redact.ts';
import { openStateFolder, type StateFolder } from '../state/state-folder.ts';

export function openState(host: Host, runtime: Runtime): StateFolder {
  return openStateFolder({
    path: stateFolder(host),
    locker: { uid: host.uid, runtime },
    // A file that lacks something is told as damaged; a secret in it would stay.
    clean: (text) => redact(text) ?? '[left out: it held a secret]',
  });
}
