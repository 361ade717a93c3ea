/** The proof that limits given to the built program hold: each of them in one row at least; test/policy has every pair. */
import { describe, expect, it } from 'vitest';
import { expectNothingForbidden, type Start } from '../policy/authority-check.ts';
import { nameOf, ROWS_WITH_EVERY_LIMIT } from '../policy/authority-rows.ts';
import { asArguments } from '../policy/exposure-cases.ts';
import { startServer } from './start-server.ts';

const start: Start = ({ flags = {}, ...options }) => startServer({ ...options, args: asArguments(flags) });

describe('under limits', () => {
  it('few rows hold every limit', () => {
    expect(ROWS_WITH_EVERY_LIMIT.length).toBeLessThanOrEqual(4);
  });

  it.each(ROWS_WITH_EVERY_LIMIT.map((row) => [nameOf(row), row] as const))(
    '%s: nothing forbidden is sent',
    (_, row) => expectNothingForbidden(row, start),
  );
});
