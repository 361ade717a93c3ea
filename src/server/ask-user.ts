/** Owns asking the client's user in the middle of a call, in both protocol eras, and reading the answer. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Caller } from '../tools/write-guard.ts';
import type { ToolResult } from './tool-result.ts';
import type { Question } from './tool-service.ts';

/** The one form of a round, and its one field. */
const FORM = 'approval';
const FIELD = 'name';

/** A client's name goes into logs and lines. */
const LONGEST_CLIENT = 80;

/** A result as it is; a question as the protocol's request for input. */
export function asResult(answer: ToolResult | Question): ToolResult | InputRequiredResult {
  if (!('ask' in answer)) return answer;
  const { message, label } = answer.ask;
  return inputRequired({
    inputRequests: {
      [FORM]: inputRequired.elicit({
        message,
        requestedSchema: {
          type: 'object',
          properties: { [FIELD]: { type: 'string', title: label } },
          required: [FIELD],
        },
      }),
    },
    requestState: answer.state,
  });
}

type Envelope = {
  [CLIENT_INFO_META_KEY]?: { name: string; version: string };
  [CLIENT_CAPABILITIES_META_KEY]?: { elicitation?: object };
};

/** Newer clients say with each request who they are and what they can do, older ones once at the beginning. */
export function callerOf(server: Server, { mcpReq }: ServerContext): Caller {
  const envelope = mcpReq.envelope as Envelope | undefined;
  const info = envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
  const capabilities = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
  const form = inputResponse(mcpReq.inputResponses, FORM);
  const state = mcpReq.requestState<unknown>();
  return {
    client: `${info?.name ?? 'unknown client'} ${info?.version ?? ''}`.trim().slice(0, LONGEST_CLIENT),
    canAsk: canShowForm(capabilities?.elicitation),
    ...(form.kind === 'elicit' && {
      answer: {
        action: form.action,
        ...(typeof form.content?.[FIELD] === 'string' && { typed: form.content[FIELD] }),
      },
    }),
    ...(typeof state === 'string' && { state }),
  };
}

/** Without a mode, forms are meant: they were there before modes were. */
function canShowForm(elicitation: object | undefined): boolean {
  if (elicitation === undefined) return false;
  return 'form' in elicitation || !('url' in elicitation);
}
