/** The way to OpenAI with the user's keys. */
import type { Credentials } from '../credentials/find-credentials.ts';
import type { Secret } from '../credentials/secret.ts';
import type { KeyPlace } from '../model/key-place.ts';
import { ApiError } from '../openai/api-error.ts';
import type { OpenAIClient } from '../openai/client.ts';
import { isOneOf, type Upstream } from './upstream.ts';

export function openaiUpstream(client: OpenAIClient, credentials: Credentials, address: string): Upstream {
  const used = new Set<Secret>();
  const keyFor = async (key: KeyPlace) => {
    const found = await credentials.key(key);
    used.add(found.secret);
    return found;
  };
  return {
    async send(request, signal) {
      const { secret, organization, project } = await keyFor(request.key);
      try {
        return await secret.use((apiKey) => client.send(request, { apiKey, organization, project }, signal));
      } catch (error) {
        // The key may have been replaced in the keychain since it was read. With 401 come other refusals of it too.
        if (error instanceof ApiError && (error.kind === 'auth' || error.status === 401))
          credentials.forget();
        throw error;
      }
    },
    async principal(key) {
      const { secret, organization, project } = await keyFor(key);
      return { fingerprint: secret.fingerprint, address, organization, project };
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
    projectKeys: async () => credentials.projectKeys(),
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
