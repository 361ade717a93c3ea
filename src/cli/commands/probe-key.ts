/** What a key can do, found out by a few harmless reads and told in one line. */
import { connectTo, openaiAddress } from '../../compose/connect.ts';
import type { Secret } from '../../credentials/secret.ts';
import type { ApiRequest } from '../../model/api-request.ts';
import type { KeyClass } from '../../model/key-place.ts';
import { ApiError } from '../../openai/api-error.ts';
import type { OpenAIClient } from '../../openai/client.ts';
import type { ProcessContext } from '../process-context.ts';
import { environmentSettings } from './environment-settings.ts';

export type ProbeResult =
  | {
      ok: true;
      /** One line about what the key can do. */
      can: string;
      organizationName?: string;
      /** When the key expires, if OpenAI told. */
      expiresAt?: Date;
    }
  | { ok: false; reason: string; timedOut?: boolean };

/** Asks OpenAI what a key can do. */
export type Probe = (secret: Secret, keyClass: KeyClass, organization?: string) => Promise<ProbeResult>;

/** Asks at the address that the environment names, or else at OpenAI's own. */
export function probeFor(context: ProcessContext): Probe {
  return async (secret, keyClass, organization) => {
    const settings = environmentSettings(context);
    const { environment } = context.host;
    const client = connectTo(openaiAddress(settings, environment), settings, environment, context);
    try {
      return await probeKey(client, secret, keyClass, organization, context.now());
    } finally {
      await client.close();
    }
  };
}

type Read = { what: string; path: string; query: string };

const DAY_SECONDS = 86_400;

/** Asks OpenAI with the key itself. Writes cannot be tried, so nothing is said about them. */
export async function probeKey(
  client: OpenAIClient,
  secret: Secret,
  keyClass: KeyClass,
  organization: string | undefined,
  nowMilliseconds: number,
): Promise<ProbeResult> {
  const yesterday = Math.floor(nowMilliseconds / 1000) - DAY_SECONDS;
  const reads: Read[] =
    keyClass === 'admin'
      ? [
          { what: 'projects', path: '/organization/projects', query: 'limit=1' },
          { what: 'users', path: '/organization/users', query: 'limit=1' },
          { what: 'costs', path: '/organization/costs', query: `start_time=${yesterday}&limit=1` },
          { what: 'audit logs', path: '/organization/audit_logs', query: 'limit=1' },
        ]
      : [{ what: 'vector stores', path: '/vector_stores', query: 'limit=1' }];
  const outcomes = await Promise.all(
    reads.map((read) => attempt(client, secret, organization, { ...read, key: { class: keyClass } })),
  );
  const can = reads.filter((_, index) => outcomes[index] === undefined).map((read) => read.what);
  const failure = outcomes.find((outcome) => outcome !== undefined);
  if (can.length > 0) {
    const cannot = reads.filter((_, index) => outcomes[index] !== undefined).map((read) => read.what);
    const expiresAt = keyClass === 'admin' ? await findExpiry(client, secret, organization) : undefined;
    return {
      ok: true,
      ...(expiresAt && { expiresAt }),
      can: `reads ${can.join(', ')}${cannot.length > 0 ? `; not ${cannot.join(', ')}` : ''}`,
    };
  }
  return {
    ok: false,
    reason: failure?.message ?? 'OpenAI gave no answer.',
    timedOut: failure?.kind === 'timeout' || failure?.kind === 'rate_limited',
  };
}

/**
 * When an admin key expires. OpenAI lists keys with their last characters only, so the answer is taken when
 * exactly one key ends like this one; undefined when it has no expiry or cannot be found.
 */
async function findExpiry(
  client: OpenAIClient,
  secret: Secret,
  organization: string | undefined,
): Promise<Date | undefined> {
  const request: ApiRequest = {
    method: 'GET',
    path: '/organization/admin_api_keys',
    query: 'limit=100',
    key: { class: 'admin' },
    safe: true,
  };
  try {
    return await secret.use(async (apiKey) => {
      const { body } = await client.send(request, { apiKey, organization });
      const rows =
        (body as { data?: { redacted_value?: unknown; expires_at?: unknown }[] } | null)?.data ?? [];
      const same = rows.filter((row) => String(row.redacted_value).endsWith(apiKey.slice(-3)));
      const seconds = same.length === 1 ? same[0]?.expires_at : undefined;
      return typeof seconds === 'number' ? new Date(seconds * 1000) : undefined;
    });
  } catch (error) {
    // The key may lack this one right; its expiry is a convenience.
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

async function attempt(
  client: OpenAIClient,
  secret: Secret,
  organization: string | undefined,
  { path, query, key }: Read & Pick<ApiRequest, 'key'>,
): Promise<ApiError | undefined> {
  try {
    await secret.use((apiKey) =>
      client.send({ method: 'GET', path, query, key, safe: true }, { apiKey, organization }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
