/** No line is lost, none overtakes another, and what is not read any more is read again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineGate } from '../../src/cli/line-gate.ts';

function setting(onTake: (gate: LineGate, line: string) => void = () => undefined) {
  const taken: string[] = [];
  const said: string[] = [];
  const gate: LineGate = new LineGate({
    take(line) {
      taken.push(line.toString());
      onTake(gate, line.toString());
    },
    pause: () => said.push('pause'),
    resume: () => said.push('resume'),
  });
  return { gate, taken, said, pass: (line: string) => gate.pass(Buffer.from(line)) };
}

const LONG = 'x'.repeat(64 * 1024);

test('while it is open every line is taken at once, and nothing is said', () => {
  const { pass, taken, said } = setting();
  pass('a');
  pass(LONG);
  expect([taken, said]).toEqual([['a', LONG], []]);
});

test('a few lines are read on and wait, and then nothing more is read', () => {
  const { gate, pass, taken, said } = setting();
  gate.set(false);
  for (const line of ['a', 'b']) pass(line);
  expect([taken, said]).toEqual([[], []]);
  pass(LONG);
  pass('c');
  expect([taken, said]).toEqual([[], ['pause']]);
  gate.set(true);
  gate.set(true);
  expect([taken, said]).toEqual([
    ['a', 'b', LONG, 'c'],
    ['pause', 'resume'],
  ]);
});

test('one whose last line shuts it is read on when it is opened again', () => {
  const { gate, pass, taken, said } = setting((one, line) => one.set(line !== 'last'));
  gate.set(false);
  pass(LONG);
  pass('last');
  gate.set(true);
  expect([taken, said]).toEqual([[LONG, 'last'], ['pause']]);
  gate.set(true);
  expect(said).toEqual(['pause', 'resume']);
});

test('whatever opens and shuts it, lines come in their order', () => {
  const steps = fc.array(fc.oneof(fc.boolean(), fc.constantFrom('a', 'b', LONG)), { maxLength: 40 });
  fc.assert(
    fc.property(steps, fc.infiniteStream(fc.boolean()), (all, shuts) => {
      const { gate, pass, taken, said } = setting((one) => one.set(shuts.next().value === true));
      for (const step of all) typeof step === 'string' ? pass(step) : gate.set(step);
      for (let count = 0; count <= all.length; count += 1) gate.set(true);
      expect(taken).toEqual(all.filter((step) => typeof step === 'string'));
      expect(said.at(-1) ?? 'resume').toBe('resume');
      expect(said.every((one, at) => one === (at % 2 === 0 ? 'pause' : 'resume'))).toBe(true);
    }),
  );
});
