/** Telling the client why the start was refused: clients show the answer to their first request, and seldom stderr. */
import { isRecord } from '../model/record.ts';
import { shortened } from '../text/clean.ts';
import type { ProcessContext } from './process-context.ts';

/** A client writes its first request as soon as it has started a server; one that writes nothing is not waited for. */
const MAX_WAIT_MILLISECONDS = 3000;

/** A client that tried `server/discover` in place goes on with `initialize`, and shows what that says. */
const SECOND_TRY_MILLISECONDS = 500;

/** A first request is a few hundred characters. */
const MAX_UNREAD_LENGTH = 1_000_000;

/** A folder of tool specs can have thousands of mistakes; stderr has all of them. */
const MAX_REASON_LENGTH = 100_000;

/** JSON-RPC's "internal error", for which every client shows the message. */
const INTERNAL_ERROR = -32_603;

/**
 * Answers what the client asks first with the reason. Resolves once that is done, and soon when nothing is asked;
 * stdin is closed then, so that nothing keeps the process.
 */
export function tellClient({ stdin, stdout }: ProcessContext, reason: string): Promise<void> {
  return new Promise((resolve) => {
    let unread = '';
    const end = () => {
      clearTimeout(timer);
      stdin.destroy();
      resolve();
    };
    let timer = setTimeout(end, MAX_WAIT_MILLISECONDS);
    const answer = (line: string) => {
      const request = readRequest(line);
      if (request === undefined) return;
      const error = { code: INTERNAL_ERROR, message: shortened(reason, MAX_REASON_LENGTH) };
      stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: request.id, error })}\n`);
      if (request.method === 'initialize') end();
      if (request.method !== 'server/discover') return;
      clearTimeout(timer);
      timer = setTimeout(end, SECOND_TRY_MILLISECONDS);
    };
    stdin.setEncoding('utf8');
    stdin.on('data', (chunk: string) => {
      const lines = (unread + chunk).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) answer(line);
      if (unread.length > MAX_UNREAD_LENGTH) end();
    });
    stdin.on('end', end);
    stdin.on('close', end);
    stdin.on('error', end);
    stdout.on('error', end);
  });
}

function readRequest(line: string): { id: string | number; method: string } | undefined {
  try {
    const message: unknown = JSON.parse(line);
    if (!isRecord(message)) return undefined;
    const { id, method } = message;
    const isRequest = typeof method === 'string' && (typeof id === 'string' || typeof id === 'number');
    return isRequest ? { id, method } : undefined;
  } catch {
    // Whatever it is, it asks nothing.
    return undefined;
  }
}
