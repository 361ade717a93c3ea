/** A process that takes a lock again and again, and notes in one file for all which process had it. */
import { appendFileSync } from 'node:fs';
import { withLock } from '../../src/files/file-lock.ts';
import { LOCKER } from '../runtime.ts';

const [lock = '', log = '', times = '', name = ''] = process.argv.slice(2);
appendFileSync(log, `ready ${name}\n`);
for (let turn = 0; turn < Number(times); turn += 1) {
  await withLock(
    lock,
    () => {
      const end = performance.now() + 5;
      while (performance.now() < end);
      appendFileSync(log, `${name}\n`);
    },
    LOCKER,
  );
}
