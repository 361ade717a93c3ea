/** Ending a child process with all that it started, at once. */
import type { ChildProcess } from 'node:child_process';

/** A child that was started detached leads a group of its own; Windows has no groups. Never throws. */
export function endGroup(child: ChildProcess, platform: NodeJS.Platform): void {
  try {
    if (platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Ended in this very moment.
  }
}
