/** Noticing that whoever started this process is gone, which stdin does not tell while another process holds it open. */
import { isRunning } from '../files/lock-owner.ts';
import type { ProcessContext } from './process-context.ts';

const LOOK_MILLISECONDS = 1000;

/** Calls `onGone` once. Does not keep the process alive. */
export function onOrphaned({ parentId }: Pick<ProcessContext, 'parentId'>, onGone: () => void): void {
  const parent = parentId();
  const look = setInterval(() => {
    // POSIX gives an orphan another parent; Windows goes on naming the one that is gone.
    if (parentId() === parent && isRunning(parent)) return;
    clearInterval(look);
    onGone();
  }, LOOK_MILLISECONDS);
  look.unref();
}
