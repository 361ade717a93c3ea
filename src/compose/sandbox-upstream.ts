/** The way to the sandbox organization, which starts with the first call or the warm-up. */
import { CredentialError } from '../credentials/credential-error.ts';
import { Secret } from '../credentials/secret.ts';
import type { KeyPlace } from '../model/key-place.ts';
import type { OpenAIClient } from '../openai/client.ts';
import type { RunningSandbox } from '../sandbox/start-sandbox.ts';
import { isOneOf, type Upstream } from './upstream.ts';

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
    async send(request, signal) {
      const { sandbox, client } = await open();
      const { key } = request;
      const authorization = { apiKey: keyOf(sandbox, key), project: projectOf(key) };
      return client.send(request, authorization, signal);
    },
    async principal(key) {
      const { sandbox } = await open();
      const project = projectOf(key);
      return { fingerprint: new Secret(keyOf(sandbox, key)).fingerprint, address: sandbox.url, project };
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
    async projectKeys() {
      const { sandbox } = await open();
      return Object.keys(sandbox.projectKeys);
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

function projectOf(key: KeyPlace): string | undefined {
  return key.class === 'project' ? key.projectId : undefined;
}

function keyOf(sandbox: RunningSandbox, key: KeyPlace): string {
  if (key.class === 'admin') return sandbox.adminKey;
  if (key.projectId === undefined) return sandbox.projectKey;
  const own = new Map(Object.entries(sandbox.projectKeys));
  const found = own.get(key.projectId);
  if (found !== undefined) return found;
  const known = [...own.keys()].join(', ');
  throw new CredentialError('unknown_project', `There is no key for that project. Keys exist for: ${known}.`);
}
