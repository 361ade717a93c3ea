/** The protocol's side of prompts, resources and completions: requests in, results or the protocol's errors out. */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Guidance } from '../guidance/guidance.ts';
import { isDamagedInstallation } from '../model/damaged-installation.ts';
import { shortened } from '../text/clean.ts';
import { readView, VIEW } from './report-view.ts';

export const GUIDANCE_CAPABILITIES = { prompts: {}, resources: {}, completions: {} };

/** Of an address that is told back. */
const MAX_URI_LENGTH = 1000;

export type GuidancePortal = {
  open(): Promise<Guidance>;
  onUnforeseen(where: string, error: unknown): void;
};

/** The view of reports, which is a resource for clients that show it. */
export type Views = { isShownTo(context: ServerContext): boolean; readPage(): string };

export function handleGuidance(server: Server, { open, onUnforeseen }: GuidancePortal, views: Views): void {
  async function answer<Result>(method: string, work: (guidance: Guidance) => Result | Promise<Result>) {
    try {
      return await work(await open());
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      if (isDamagedInstallation(error)) throw internal(`${error.message} Then restart the server.`);
      onUnforeseen(method, error);
      throw internal('The server failed at this request; its log has more.');
    }
  }
  server.setRequestHandler('prompts/list', ({ method, params }) =>
    answer(method, (guidance) => ({ prompts: onePage(params, guidance.listPrompts()) })),
  );
  server.setRequestHandler('prompts/get', ({ method, params }) =>
    answer(method, (guidance) => {
      const { description, text } = rightOf(guidance.getPrompt(params.name, params.arguments ?? {}));
      return { description, messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
    }),
  );
  server.setRequestHandler('resources/list', ({ method, params }, context) =>
    answer(method, (guidance) => {
      const drawn = views.isShownTo(context) ? [VIEW] : [];
      return { resources: onePage(params, [...guidance.listResources(), ...drawn]) };
    }),
  );
  server.setRequestHandler('resources/templates/list', ({ method, params }) =>
    answer(method, (guidance) => ({ resourceTemplates: onePage(params, guidance.listTemplates()) })),
  );
  server.setRequestHandler('resources/read', ({ method, params: { uri } }, context) => {
    const view = views.isShownTo(context) ? readView(uri, views.readPage) : undefined;
    if (view !== undefined) return view;
    return answer(method, (guidance) => {
      const found = guidance.readResource(uri);
      if ('wrong' in found) throw new ResourceNotFoundError(shortened(uri, MAX_URI_LENGTH), found.wrong);
      return { contents: [found] };
    });
  });
  server.setRequestHandler('completion/complete', ({ method, params }, { mcpReq: { signal } }) =>
    answer(method, async (guidance) => {
      const { name, value } = params.argument;
      const { ref } = params;
      const completion =
        ref.type === 'ref/prompt'
          ? await guidance.completePrompt(ref.name, name, value, signal)
          : guidance.completeResource(ref.uri, name, value);
      return { completion: rightOf(completion) };
    }),
  );
}

function onePage<Entries>(params: { cursor?: string | undefined } | undefined, entries: Entries): Entries {
  if (params?.cursor === undefined) return entries;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'The list has one page: leave the cursor out.');
}

function rightOf<Right extends object>(answer: Right | { wrong: string }): Right {
  if ('wrong' in answer) throw new ProtocolError(ProtocolErrorCode.InvalidParams, answer.wrong);
  return answer;
}

function internal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InternalError, message);
}
