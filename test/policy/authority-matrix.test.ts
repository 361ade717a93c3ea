/** Nothing forbidden is sent: every tool, called directly, under combinations of all that limits a server. */
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { expectNothingForbidden, startLimited } from './authority-check.ts';
import { CALLS, fault, isReadRequest, pathOf, shapeOf } from './authority-faults.ts';
import { FOREIGN, NO_LIMITS, nameOf, ROWS, type Row, STRICT } from './authority-rows.ts';

test('every two settings meet', () => {
  expect(ROWS.length).toBeGreaterThanOrEqual(20);
  expect(ROWS.length).toBeLessThan(40);
});

describe('under limits', () => {
  test.each(ROWS.map((row) => [nameOf(row), row] as const))('%s: nothing forbidden is sent', (_, row) =>
    expectNothingForbidden(row, startInProcess),
  );

  test('without any, everything is sent, so the tests above can fail', async () => {
    const send = await startLimited(NO_LIMITS, startInProcess);
    const unsent: string[] = [];
    for (const call of CALLS.filter(({ given }) => !JSON.stringify(given).includes(FOREIGN))) {
      const requests = await send(call);
      if (!requests.some((request) => shapeOf(call.tool.endpoint.path).test(pathOf(request))))
        unsent.push(call.tool.name);
      for (const [reason, limits] of Object.entries(STRICT)) {
        const strict: Row = { ...NO_LIMITS, ...limits };
        const own = requests.find((request) => !isReadRequest(request, call.tool));
        if (own !== undefined) expect(fault(own, call, strict), `${reason}: ${own.line}`).toBeDefined();
      }
    }
    expect(unsent).toEqual([]);
  });
});
