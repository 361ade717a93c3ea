/** Reading the audit trail of a home through the program's own commands. */
import { expect } from 'vitest';
import type { AuditedCall } from '../../src/audit/read-calls.ts';
import { runToEnd } from './start-server.ts';

export type RecordedCall = { tool: string; decision: string; outcome?: string };

/** Every call on record, after checking that the record is whole; in the order of the tools' names. */
export async function recordedCalls(home: string): Promise<RecordedCall[]> {
  return (await readAudit(home))
    .map(({ intent, outcome }) => ({
      tool: String(intent.tool),
      decision: String(intent.decision),
      ...(outcome !== undefined && { outcome: String(outcome.outcome) }),
    }))
    .sort((one, other) => one.tool.localeCompare(other.tool));
}

/** The same with all that is on record. */
export async function readAudit(home: string): Promise<AuditedCall[]> {
  const verdict = await runToEnd(['audit', 'verify'], { HOME: home });
  expect(verdict.code, verdict.stdout + verdict.stderr).toBe(0);
  const { stdout } = await runToEnd(['audit', 'tail', '--json', '-n', '100000'], { HOME: home });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditedCall);
}
