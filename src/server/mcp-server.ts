/** The MCP protocol side: one low-level server per connection, in front of the tool service. */
import {
  type CallToolRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type StandardSchemaV1,
} from '@modelcontextprotocol/server';
import type { Caller } from '../calls/prepared-write.ts';
import { quote } from '../text/clean.ts';
import { suggestion } from '../text/nearest.ts';
import { callerOf, resultFor } from './ask-user.ts';
import { capabilitiesOf } from './client-capabilities.ts';
import { GUIDANCE_CAPABILITIES, type GuidancePortal, handleGuidance } from './guidance-handlers.ts';
import { showsViews } from './report-view.ts';
import { NO_OBJECT, type ToolService } from './tool-service.ts';
import { givenInsteadOfObject } from './whole-arguments.ts';

/** Hears of moments in a connection's life. */
export type ServerEvents = { onListed(): void };

/** Name and version as clients see them; kept small, since newer protocol versions repeat them in every answer. */
export type ServerIdentity = { name: string; version: string };

/**
 * The low-level server, since the high-level one compiles a validator for every tool at start.
 * @param readPage reads the page of the view
 */
export function createMcpServer(
  identity: ServerIdentity,
  service: ToolService,
  guidance: GuidancePortal,
  events: ServerEvents,
  readPage: () => string,
): Server {
  const server = new Server(identity, {
    capabilities: { tools: { listChanged: true }, ...GUIDANCE_CAPABILITIES },
    instructions: service.instructions(),
  });
  const hasViews = (context: ServerContext) => showsViews(capabilitiesOf(server, context));
  server.setRequestHandler('tools/list', (request, context) => {
    if (request.params?.cursor !== undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'The list has one page: leave the cursor out.',
      );
    }
    // The answer is written before what comes next takes the processor.
    setImmediate(events.onListed);
    return { tools: service.list(hasViews(context)) };
  });
  server.setRequestHandler('tools/call', { params: CHECKED_BEFORE }, async (params, context) => {
    context.mcpReq.signal.throwIfAborted();
    const { name, arguments: given } = params;
    const call = (caller: Caller) => {
      const answer = service.call(name, given, caller, context.mcpReq.signal);
      if (!('unknownTool' in answer)) return answer;
      const hint = suggestion(answer.didYouMean);
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${quote(name)}${hint}`);
    };
    const onProgress = progressOf(context, params._meta?.progressToken);
    const caller = { ...callerOf(server, context), ...(onProgress && { onProgress }) };
    const wrong = givenInsteadOfObject(given);
    if (wrong !== undefined) {
      await service.recordNoObject(name, wrong.given, caller);
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Nothing was done. ${NO_OBJECT}`);
    }
    return resultFor(await call(caller), server, context, call);
  });
  handleGuidance(server, guidance, { isShownTo: hasViews, readPage });
  return server;
}

/** The package checks each call before it asks this schema; without one it would check each call a second time. */
const CHECKED_BEFORE: StandardSchemaV1<unknown, CallToolRequest['params']> = {
  '~standard': {
    version: 1,
    vendor: 'openai-admin-mcp',
    validate: (value) => ({ value: value as CallToolRequest['params'] }),
  },
};

/** Counts answered requests for a client that asked to be told; undefined for one that did not. */
function progressOf(
  { mcpReq }: ServerContext,
  progressToken: string | number | undefined,
): Caller['onProgress'] {
  if (progressToken === undefined) return undefined;
  return (progress) => {
    const message = `${progress} request${progress === 1 ? '' : 's'} answered by OpenAI`;
    const params = { progressToken, progress, message };
    // A client that is gone hears of nothing any more.
    void mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
