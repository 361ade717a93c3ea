/** The last look at every request where access ends: what has not begun to be sent by then is not sent. */
import type { AccessEnd } from '../model/access-end.ts';
import type { Send } from '../model/api-request.ts';
import { endedAccess } from '../openai/describe-failure.ts';

/**
 * Holds for calls that began before the end and for what this program reads by itself. The client looks again before
 * each try, and when a request that waited for a connection would be written.
 */
export function timedSend(send: Send, access: AccessEnd): Send {
  return (request, signal) =>
    access.isOver() ? Promise.reject(endedAccess(access)) : send({ ...request, access }, signal);
}
