/** A guard that lets every write through, for tests of what lies around it. */
import type { Caller, WriteGuard } from '../../src/calls/prepared-write.ts';
import type { Send } from '../../src/model/api-request.ts';
import { createReader, toolAt } from '../../src/reading/reader.ts';
import { catalogue } from '../catalogue/catalogue.ts';

export type Refusal = { tool: string; kind: string; reason: string };

export function openGuard(send: Send, refusals: Refusal[] = []): WriteGuard {
  return {
    async write({ request }, _caller, signal) {
      try {
        const response = await send(request, signal);
        return { kind: 'done', response, more: {} };
      } catch (error) {
        return { kind: 'failed', error, more: {} };
      }
    },
    async refusalOfRead() {
      return undefined;
    },
    async isThere(path, values, signal) {
      const reader = createReader(catalogue.tools, send, signal);
      const place = toolAt(reader, 'get', path, values);
      return place !== undefined && reader.get(place.tool, place.values).then(Boolean, () => false);
    },
    async recordRefusal(tool, _given, _caller, kind, reason) {
      refusals.push({ tool, kind, reason });
    },
    // Of a job, what its plan reads.
    async job(call) {
      const planned = await call.plan(undefined, async () => []);
      return 'notAllowed' in planned
        ? { kind: 'refused', message: planned.notAllowed }
        : { kind: 'answered', result: { steps: planned.steps } };
    },
    async settled() {},
  };
}

/** A client that cannot ask its user. */
export const CALLER: Caller = { client: 'test 1', canAsk: false };
