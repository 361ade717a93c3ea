/** Asking the client's user in the middle of a call, in both protocol eras, and reading the answer. */
import {
  CLIENT_INFO_META_KEY,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Caller } from '../calls/prepared-write.ts';
import { capabilitiesOf } from './client-capabilities.ts';
import type { ToolResult } from './tool-result.ts';
import type { Question } from './tool-service.ts';

/** The one form of a round, and its one field. */
const FORM = 'approval';
const FIELD = 'name';

/** A client's name goes into logs and lines. */
const MAX_CLIENT_LENGTH = 80;

/** How long an older client may show the form; plans end then. */
const MAX_ROUND_MILLISECONDS = 10 * 60_000;

/**
 * Newer clients get the question as their answer and call again; older ones are asked while their call waits, and
 * `again` runs the call with what they said.
 */
export async function resultFor(
  answer: ToolResult | Question,
  server: Server,
  context: ServerContext,
  again: (caller: Caller) => Promise<ToolResult | Question>,
): Promise<ToolResult | InputRequiredResult> {
  if (!('ask' in answer)) return answer;
  if (context.mcpReq.envelope !== undefined) {
    return inputRequired({
      inputRequests: { [FORM]: inputRequired.elicit(formOf(answer)) },
      requestState: answer.state,
    });
  }
  const said = await askOlder(answer, server, context);
  const result = await again({ ...callerOf(server, context), answer: said, state: answer.state });
  if ('ask' in result) throw new Error('asked twice for one call');
  return result;
}

/** A client that says it can ask and fails to has not shown the question. */
async function askOlder(
  question: Question,
  server: Server,
  { mcpReq }: ServerContext,
): Promise<NonNullable<Caller['answer']>> {
  try {
    const { action, content } = await server.request(
      { method: 'elicitation/create', params: { mode: 'form', ...formOf(question) } },
      { relatedRequestId: mcpReq.id, timeout: MAX_ROUND_MILLISECONDS, signal: mcpReq.signal },
    );
    return answerOf(action, content);
  } catch {
    mcpReq.signal.throwIfAborted();
    return { action: 'cancel' };
  }
}

function formOf({ ask }: Question) {
  return {
    message: ask.message,
    requestedSchema: {
      type: 'object' as const,
      properties: {
        [FIELD]: { type: 'string' as const, title: ask.label, description: ask.description },
      },
      required: [FIELD],
    },
  };
}

function answerOf(
  action: NonNullable<Caller['answer']>['action'],
  content: Record<string, unknown> | undefined,
): NonNullable<Caller['answer']> {
  const typed = content?.[FIELD];
  return { action, ...(typeof typed === 'string' && { typed }) };
}

type Envelope = { [CLIENT_INFO_META_KEY]?: { name: string; version: string } };

/** Newer clients say with each request who they are, older ones once at the beginning. */
export function callerOf(server: Server, context: ServerContext): Caller {
  const { mcpReq } = context;
  const envelope = mcpReq.envelope as Envelope | undefined;
  const info = envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
  const capabilities = capabilitiesOf(server, context);
  const form = inputResponse(mcpReq.inputResponses, FORM);
  const state = mcpReq.requestState<unknown>();
  return {
    client: `${info?.name ?? 'unknown client'} ${info?.version ?? ''}`.trim().slice(0, MAX_CLIENT_LENGTH),
    canAsk: canShowForm(capabilities?.elicitation),
    ...(form.kind === 'elicit' && { answer: answerOf(form.action, form.content) }),
    ...(typeof state === 'string' && { state }),
  };
}

/** Without a mode, forms are meant: they were there before modes were. */
function canShowForm(elicitation: object | undefined): boolean {
  if (elicitation === undefined) return false;
  return 'form' in elicitation || !('url' in elicitation);
}
