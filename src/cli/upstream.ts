/** Owns the way from a built request to OpenAI or to the sandbox: which key goes with it, and over which client. */
import { CredentialError } from '../credentials/credential-error.ts';
import type { Credentials } from '../credentials/find-credentials.ts';
import type { KeyPlace } from '../credentials/names.ts';
import { isShownAs } from '../credentials/redacted-key.ts';
import { Secret } from '../credentials/secret.ts';
import { ApiError } from '../openai/api-error.ts';
import type { ApiResponse, OpenAIClient } from '../openai/client.ts';
import type { RunningSandbox } from '../sandbox/start-sandbox.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { Send } from '../tools/call-tool.ts';

/** What calls are sent through. */
export type Upstream = {
  send: Send;
  /** As whom and where a tool's requests go. Rejects with a CredentialError when there is no key. */
  principal(tool: ToolSpec, projectId: string | undefined): Promise<{ fingerprint: string; address: string }>;
  /**
   * Whether a key that lists show as `redacted` is one that this server uses, the one stored for `projectId` included;
   * undefined when it cannot be told.
   */
  keyInUse(redacted: string, projectId?: string): Promise<boolean | undefined>;
  /** Makes the first call as quick as the next; opens no connection to OpenAI and reads no key. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
};

/** Sends to OpenAI with the user's keys. */
export function openaiUpstream(client: OpenAIClient, credentials: Credentials, address: string): Upstream {
  const used = new Set<Secret>();
  const keyFor = async (tool: ToolSpec, projectId: string | undefined) => {
    const found = await credentials.key(placeOf(tool, projectId));
    used.add(found.secret);
    return found;
  };
  const send: Send = async (tool, request, projectId, signal) => {
    const { secret, organization, project } = await keyFor(tool, projectId);
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
    async principal(tool, projectId) {
      return { fingerprint: (await keyFor(tool, projectId)).secret.fingerprint, address };
    },
    async keyInUse(redacted, projectId) {
      const asked = await Promise.allSettled([
        credentials.key({ class: 'admin' }),
        credentials.key({ class: 'project' }),
        ...(projectId === undefined ? [] : [credentials.key({ class: 'project', projectId })]),
      ]);
      const secrets = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value.secret] : []));
      return isOneOf([...secrets, ...used], redacted);
    },
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

function placeOf(tool: ToolSpec, projectId: string | undefined): KeyPlace {
  if (tool.key === 'admin') return { class: 'admin' };
  return { class: 'project', ...(projectId !== undefined && { projectId }) };
}

/** One that cannot be told apart makes the answer uncertain, unless another fits. */
function isOneOf(secrets: Secret[], redacted: string): boolean | undefined {
  const answers = secrets.map((secret) => secret.use((key) => isShownAs(key, redacted)));
  if (answers.includes(true)) return true;
  return answers.length === 0 || answers.includes(undefined) ? undefined : false;
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
      const apiKey = sandboxKey(sandbox, tool, projectId);
      return client.send(request, { apiKey, signal, retry: isRead(tool) ? 'read' : 'none' });
    },
    async principal(tool, projectId) {
      const { sandbox } = await open();
      return {
        fingerprint: new Secret(sandboxKey(sandbox, tool, projectId)).fingerprint,
        address: sandbox.url,
      };
    },
    async keyInUse(redacted, projectId) {
      const { sandbox } = await open();
      const own = new Map(Object.entries(sandbox.projectKeys)).get(projectId ?? '');
      const keys = [sandbox.adminKey, sandbox.projectKey, ...(own === undefined ? [] : [own])];
      return isOneOf(
        keys.map((key) => new Secret(key)),
        redacted,
      );
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

function sandboxKey(sandbox: RunningSandbox, tool: ToolSpec, projectId: string | undefined): string {
  if (tool.key === 'admin') return sandbox.adminKey;
  const own = new Map(Object.entries(sandbox.projectKeys));
  const key = projectId === undefined ? sandbox.projectKey : own.get(projectId);
  if (key !== undefined) return key;
  const known = [...own.keys()].join(', ');
  throw new CredentialError('unknown_project', `There is no key for that project. Keys exist for: ${known}.`);
}
