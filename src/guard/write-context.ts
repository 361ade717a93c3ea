/** What one guarded write has at hand on its way. */
import type { Caller, PreparedWrite } from '../calls/prepared-write.ts';
import { defined } from '../model/record.ts';
import type { Reader } from '../reading/reader.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { Target } from './read-target.ts';

export type WriteContext = {
  write: PreparedWrite;
  caller: Caller;
  ports: GuardPorts;
  reader: Reader;
  signal: AbortSignal;
  /** The job that it is a step of. */
  job?: string;
};

/** What asking a person needs of it. */
export type AskContext = Pick<WriteContext, 'caller' | 'ports' | 'signal'>;

/** What every line of the audit trail says first. */
export function whoAndWhat(
  tool: string,
  caller: Caller,
  ports: GuardPorts,
): { profile: string; client: string; tool: string } {
  return { profile: ports.profile, client: caller.client, tool };
}

/** What a line says of the thing itself, where it was read. */
export function targetOf({ id, name }: Target = {}): { target?: { id: string; name?: string } } {
  return id === undefined ? {} : { target: { id, ...defined({ name }) } };
}
