/** One read serves all who ask within a time, and ends when nobody waits for it. */
import { describe, expect, test } from 'vitest';
import { sharedRead } from '../../src/guidance/shared-read.ts';

/** A read that a test answers, on a clock that it sets. */
function reading() {
  const begun: { answer(value: string): void; fail(error: Error): void; signal: AbortSignal }[] = [];
  const clock = { now: 1000 };
  const read = sharedRead(
    (signal) =>
      new Promise<string>((answer, fail) => {
        begun.push({ answer, fail, signal });
        signal.addEventListener('abort', () => fail(new Error('ended')));
      }),
    () => clock.now,
    60,
  );
  const ask = () => {
    const asking = new AbortController();
    return { answer: read(asking.signal), cancel: () => asking.abort(new Error('cancelled')) };
  };
  return { begun, clock, ask };
}

test('all who ask while it is under way get the one answer', async () => {
  const { begun, ask } = reading();
  const asked = [ask(), ask(), ask()];
  begun[0]?.answer('rows');
  expect(await Promise.all(asked.map(({ answer }) => answer))).toEqual(['rows', 'rows', 'rows']);
  expect(begun).toHaveLength(1);
});

test('it is kept for its time, from when it was there, and then read anew', async () => {
  const { begun, clock, ask } = reading();
  const first = ask();
  clock.now += 1000;
  begun[0]?.answer('old');
  await first.answer;
  clock.now += 59;
  expect(await ask().answer).toBe('old');
  clock.now += 1;
  const later = ask();
  begun[1]?.answer('new');
  expect(await later.answer).toBe('new');
});

describe('who cancels', () => {
  test('is told so, and the others wait on', async () => {
    const { begun, ask } = reading();
    const [one, other] = [ask(), ask()];
    one.cancel();
    await expect(one.answer).rejects.toThrow('cancelled');
    expect(begun[0]?.signal.aborted).toBe(false);
    begun[0]?.answer('rows');
    expect(await other.answer).toBe('rows');
  });

  test('last ends the read, and the next one begins anew', async () => {
    const { begun, ask } = reading();
    const asked = [ask(), ask()];
    for (const { cancel } of asked) cancel();
    for (const { answer } of asked) await expect(answer).rejects.toThrow('cancelled');
    expect(begun[0]?.signal.aborted).toBe(true);
    const next = ask();
    expect(begun).toHaveLength(2);
    begun[1]?.answer('rows');
    expect(await next.answer).toBe('rows');
  });

  test('before asking begins nothing', async () => {
    const { begun } = reading();
    const read = sharedRead(
      () => Promise.reject(new Error('read')),
      () => 0,
      60,
    );
    await expect(read(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(begun).toEqual([]);
  });
});

test('what failed is not kept', async () => {
  const { begun, ask } = reading();
  const first = ask();
  begun[0]?.fail(new Error('no network'));
  await expect(first.answer).rejects.toThrow('no network');
  const next = ask();
  begun[1]?.answer('rows');
  expect(await next.answer).toBe('rows');
});
