/** Ports of a call that answer from a list and keep what was sent. */

import type { CallPorts } from '../../src/calls/call-ports.ts';
import { callTool } from '../../src/calls/call-tool.ts';
import type { ApiRequest, Send } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard } from './open-guard.ts';
import { NOW } from './sample-tool.ts';
import { toolOf } from './tool-of-request.ts';

export type Sent = { tool: string; request: ApiRequest };

export type FakePorts = CallPorts & { sent: Sent[] };

/** `answer` gives the body for a request, or throws. Every tool is exposed but those in `hidden`. */
export function fakePorts(
  answer: (tool: ToolSpec, request: ApiRequest) => unknown = () => ({}),
  more: Partial<CallPorts> & { hidden?: string[] } = {},
): FakePorts {
  const sent: Sent[] = [];
  const send: Send = async (request) => {
    const tool = toolOf(request);
    sent.push({ tool: tool.name, request });
    return { status: 200, body: answer(tool, request) };
  };
  return {
    sent,
    send,
    guard: openGuard(more.send ?? send),
    exposedTool: (name) =>
      more.hidden?.includes(name) ? undefined : catalogue.tools.find((tool) => tool.name === name),
    readableTool: (name) => catalogue.tools.find((tool) => tool.name === name),
    tools: catalogue.tools,
    projectKeys: async () => [],
    now: () => NOW,
    revealSecrets: false,
    budget: budgetOf(6000),
    ...more,
  };
}

/** The result of a call that goes through. */
export async function call(tool: string, given: unknown, ports: CallPorts): Promise<Record<string, unknown>> {
  const outcome = await callTool(toolNamed(tool), given, ports, CALLER, new AbortController().signal);
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind !== 'answered') throw new Error(`the call was ${outcome.kind}`);
  return outcome.result;
}
