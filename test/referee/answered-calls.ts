/** Calls of tools over a socket, with the answer that OpenAI is to give. */

import { afterAll, beforeAll } from 'vitest';
import type { CallOutcome } from '../../src/calls/call-ports.ts';
import { callTool } from '../../src/calls/call-tool.ts';
import type { Send } from '../../src/model/api-request.ts';
import { createClient, type OpenAIClient } from '../../src/openai/client.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { RUNTIME } from '../runtime.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard } from '../tools/open-guard.ts';
import { type AnsweringServer, type Given, startAnsweringServer } from './answering-server.ts';
import type { Call } from './generate-arguments.ts';

export type Answered = (tool: ToolSpec, call: Call, given: Given) => Promise<CallOutcome>;

/** For a whole test file. */
export function answeredCalls(): Answered {
  let server: AnsweringServer;
  let client: OpenAIClient;
  beforeAll(async () => {
    server = await startAnsweringServer();
    client = createClient({
      baseUrl: server.baseUrl,
      timeoutMilliseconds: 60_000,
      proxy: {},
      userAgent: 'referee',
      // What is tried again is tried at once.
      runtime: { ...RUNTIME, random: () => 0 },
    });
  });
  afterAll(async () => {
    await client.close();
    await server.close();
  });
  return (tool, call, given) => {
    const send: Send = (request, signal) => client.send(request, { apiKey: 'sk-admin-referee' }, signal);
    server.answerWith(given);
    const ports = {
      send,
      guard: openGuard(send),
      exposedTool: () => undefined,
      readableTool: () => undefined,
      tools: [],
      projectKeys: async () => [],
      now: Date.now,
      revealSecrets: false,
      budget: budgetOf(6000),
    };
    return callTool(tool, call, ports, CALLER, new AbortController().signal);
  };
}

/** @throws the error of a call that failed */
export function resultOf(outcome: CallOutcome): Record<string, unknown> {
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind !== 'answered') throw new Error(`the call was ${outcome.kind}`);
  return outcome.result;
}
