/** A process that adds one to the number in a file, many times, each time under the lock. */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../../src/files/file-lock.ts';
import { LOCKER } from '../runtime.ts';

const [file = '', times = '', tally = ''] = process.argv.slice(2);
for (let done = 1; done <= Number(times); done += 1) {
  const count = async () => {
    const before = Number(readFileSync(file, 'utf8'));
    if (done % 10 === 0) await delay(1);
    // Killed in the middle of a write, it would leave an empty file, whatever the lock does.
    writeFileSync(`${tally}.next`, String(before + 1));
    renameSync(`${tally}.next`, file);
    appendFileSync(tally, '+');
  };
  await withLock(`${file}.lock`, count, LOCKER);
}
