/** Temporary files of the tests in memory, where the machine offers that: most of a guarded write is waiting for the disk. */
import { accessSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/** A copy of the repository has to fit beside everything else. */
const ENOUGH_BYTES = 512 * 1024 * 1024;

/** Sets TMPDIR for this process and those that it starts, unless somebody has. */
export function keepFilesInMemory(): void {
  if (process.env.TMPDIR === undefined && isFit()) process.env.TMPDIR = IN_MEMORY;
}

/** Tests run programs from temporary folders, which containers often forbid there. */
function isFit(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < ENOUGH_BYTES) return false;
    const folder = mkdtempSync(join(IN_MEMORY, 'openai-admin-mcp-'));
    try {
      const program = join(folder, 'program');
      writeFileSync(program, '', { mode: 0o700 });
      accessSync(program, constants.X_OK);
      return true;
    } finally {
      rmSync(folder, { recursive: true });
    }
  } catch {
    return false;
  }
}
