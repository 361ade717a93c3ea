/** Owns the way from a built request to OpenAI or to the sandbox: which key goes with it, and over which client. */
import { CredentialError } from '../credentials/credential-error.ts';
import type { Credentials } from '../credentials/find-credentials.ts';
import { ApiError } from '../openai/api-error.ts';
import type { ApiResponse, OpenAIClient } from '../openai/client.ts';
import type { RunningSandbox } from '../sandbox/start-sandbox.ts';
import { isRead } from '../specs/catalogue.ts';
import type { Send } from '../tools/call-tool.ts';

/** What calls are sent through. */
export type Upstream = {
  send: Send;
  /** Makes the first call as quick as the next; opens no connection to OpenAI and reads no key. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
};

/** Sends to OpenAI with the user's keys. */
export function openaiUpstream(client: OpenAIClient, credentials: Credentials): Upstream {
  const send: Send = async (tool, request, projectId, signal) => {
    const want =
      tool.key === 'admin'
        ? { class: 'admin' as const }
        : { class: 'project' as const, ...(projectId !== undefined && { projectId }) };
    const { secret, organization, project } = await credentials.key(want);
    try {
      return await secret.use((apiKey) =>
        client.send(request, {
          apiKey,
          organization,
          project,
          signal,
          retry: isRead(tool) ? 'read' : 'none',
        }),
      );
    } catch (error) {
      // The key may have been replaced in the keychain since it was read.
      if (error instanceof ApiError && error.kind === 'auth') credentials.forget();
      throw error;
    }
  };
  return {
    send,
    async warmUp() {
      await client.warmUp();
      credentials.warmUp();
    },
    async close() {
      credentials.close();
      await client.close();
    },
  };
}

/** Sends to the make-believe organization, which starts with the first call or the warm-up. */
export function sandboxUpstream(
  start: () => Promise<RunningSandbox>,
  connect: (baseUrl: string) => OpenAIClient,
): Upstream {
  let running: Promise<{ sandbox: RunningSandbox; client: OpenAIClient }> | undefined;
  const open = () => {
    running ??= start().then((sandbox) => ({ sandbox, client: connect(sandbox.url) }));
    return running;
  };
  return {
    async send(tool, request, projectId, signal): Promise<ApiResponse> {
      const { sandbox, client } = await open();
      const own = new Map(Object.entries(sandbox.projectKeys));
      const projectKey = projectId === undefined ? sandbox.projectKey : own.get(projectId);
      if (tool.key === 'project' && projectKey === undefined) {
        const known = [...own.keys()].join(', ');
        throw new CredentialError(
          'unknown_project',
          `There is no key for that project. Keys exist for: ${known}.`,
        );
      }
      const apiKey = tool.key === 'admin' ? sandbox.adminKey : (projectKey ?? '');
      return client.send(request, { apiKey, signal, retry: isRead(tool) ? 'read' : 'none' });
    },
    async warmUp() {
      const { client } = await open();
      await client.warmUp();
    },
    async close() {
      if (running === undefined) return;
      const { sandbox, client } = await running;
      await client.close();
      await sandbox.close();
    },
  };
}
