/** A read that takes several requests as its caller sees it: one, of which an error must be true as a whole. */
import { ApiError } from '../openai/api-error.ts';
import type { CallPorts } from './call-ports.ts';

/** Rejects with what `run` rejects with; where that speaks of one request, with what it means for all of them. */
export async function asOneRead<Result>(
  ports: CallPorts,
  run: (ports: CallPorts) => Promise<Result>,
): Promise<Result> {
  const begun = ports.now();
  const requests = { begun: 0, answered: 0 };
  /** What was said of one request, and not of the call. */
  const ofOne = new Set<unknown>();
  const send: CallPorts['send'] = async (request, signal) => {
    requests.begun += 1;
    try {
      const response = await ports.send(request, signal);
      requests.answered += 1;
      return response;
    } catch (error) {
      ofOne.add(error);
      throw error;
    }
  };
  try {
    return await run({ ...ports, send });
  } catch (error) {
    if (!(error instanceof ApiError && ofOne.has(error))) throw error;
    throw toldOfAll(error, requests, ports.now() - begun);
  }
}

function toldOfAll(
  error: ApiError,
  { begun, answered }: { begun: number; answered: number },
  milliseconds: number,
): ApiError {
  const { kind, outcome, statement, retryable, status, requestId } = error;
  if (kind === 'refused' && outcome === 'not_sent' && answered > 0) {
    const next = `${answers(answered)} had come by then and none is shown; no further request was sent.`;
    return new ApiError({ kind, outcome: 'rejected', message: statement, next });
  }
  if (kind === 'timeout' && begun > 1) {
    const next = `That is the limit of one request with all its tries (--timeout); this call made ${begun} and took ${Math.round(milliseconds / 1000)} s in all. Allow more with --timeout, or ask for less.`;
    return new ApiError({ kind, outcome, message: statement, next, retryable, status, requestId });
  }
  return error;
}

const answers = (count: number) => (count === 1 ? '1 answer' : `${count} answers`);
