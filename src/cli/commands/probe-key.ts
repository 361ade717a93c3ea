/** What a key can do, found out by a few harmless reads and told in one line. */
import { connectTo, openaiAddress } from '../../compose/connect.ts';
import type { Secret } from '../../credentials/secret.ts';
import type { ApiRequest } from '../../model/api-request.ts';
import type { KeyClass } from '../../model/key-place.ts';
import { ApiError } from '../../openai/api-error.ts';
import type { OpenAIClient } from '../../openai/client.ts';
import type { ProcessContext } from '../process-context.ts';
import { type AdminKey, compareProjectKeys } from './compare-project-keys.ts';
import { environmentSettings } from './environment-settings.ts';

export type ProbeResult =
  | {
      ok: true;
      /** One line about what the key can do. */
      can: string;
      organizationName?: string;
      /** When the key expires, if OpenAI told. */
      expiresAt?: Date;
      /** What could not be found out, and why. */
      note?: string;
    }
  /** `unchecked`: no answer about the key itself came, so nothing is known of it. */
  | { ok: false; reason: string; unchecked?: boolean };

/** The project that a key is to be stored for, and an admin key that can list its keys. */
export type ProjectClaim = { id: string; admin?: AdminKey };

/** Asks OpenAI what a key can do. */
export type Probe = (
  secret: Secret,
  keyClass: KeyClass,
  organization?: string,
  project?: ProjectClaim,
) => Promise<ProbeResult>;

/** Asks at the address that the environment names, or else at OpenAI's own. */
export function probeFor(context: ProcessContext): Probe {
  return async (secret, keyClass, organization, project) => {
    const settings = environmentSettings(context);
    const { environment } = context.host;
    const client = connectTo(openaiAddress(settings, environment), settings, environment, context);
    try {
      return await probeKey(client, secret, keyClass, organization, context.now(), project);
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
  project?: ProjectClaim,
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
    reads.map((read) =>
      attempt(
        client,
        secret,
        // OpenAI then refuses the key of another project.
        { organization, ...(project && { project: project.id }) },
        { ...read, key: { class: keyClass } },
      ),
    ),
  );
  const can = reads.filter((_, index) => outcomes[index] === undefined).map((read) => read.what);
  const failures = outcomes.filter((outcome) => outcome !== undefined);
  const failure = failures.find(isAboutKey) ?? failures[0];
  if (can.length > 0) {
    const cannot = reads.filter((_, index) => outcomes[index] !== undefined).map((read) => read.what);
    const expiresAt = keyClass === 'admin' ? await findExpiry(client, secret, organization) : undefined;
    const found = project?.admin && (await compareProjectKeys(client, project.admin, project.id, secret));
    if (found?.result === 'absent') {
      return {
        ok: false,
        reason: `Project ${project?.id} has no key that ends like this one, so it belongs to another project. A key that was made just now may take a minute to be listed.`,
      };
    }
    return {
      ok: true,
      ...(expiresAt && { expiresAt }),
      ...(found?.result === 'unknown' && {
        note: `It was not compared with the keys of project ${project?.id}. ${found.why}`,
      }),
      can: `reads ${can.join(', ')}${cannot.length > 0 ? `; not ${cannot.join(', ')}` : ''}`,
    };
  }
  return {
    ok: false,
    reason: failure?.message ?? 'OpenAI gave no answer.',
    ...(!(failure && isAboutKey(failure)) && { unchecked: true }),
  };
}

/** Reasons that would meet every key sent from here or of the organization, and what tells no reason at all. */
const REASONS_BESIDE_THE_KEY = ['address_not_allowed', 'country', 'legal', 'unverified', 'plan', 'forbidden'];

/** Whether a refusal says something about the key. */
function isAboutKey({ kind, reason = '' }: ApiError): boolean {
  return kind === 'auth' || (kind === 'permission' && !REASONS_BESIDE_THE_KEY.includes(reason));
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
  named: { organization: string | undefined; project?: string },
  { path, query, key }: Read & Pick<ApiRequest, 'key'>,
): Promise<ApiError | undefined> {
  try {
    await secret.use((apiKey) =>
      client.send({ method: 'GET', path, query, key, safe: true }, { apiKey, ...named }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
