/** The last stop of a dry run: what writes is not sent, whatever let it come this far. */
import type { Send } from '../model/api-request.ts';
import { ArgumentError } from '../tools/argument-error.ts';

/** The guard has stopped every write before, so this is for slips. */
export function dryRunSend(send: Send): Send {
  return (request, signal) => {
    if (request.safe) return send(request, signal);
    const what = `${request.method} ${request.path}`;
    return Promise.reject(new ArgumentError([`${what} writes, and this is a dry run. Nothing was sent.`]));
  };
}
