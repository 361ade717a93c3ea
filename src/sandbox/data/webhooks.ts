/** The webhook endpoints of the seeded projects and the secrets that sign their deliveries. */
import { byId } from '../organization/by-id.ts';
import { stateOfProject } from '../organization/lazy-state.ts';
import { DAY } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

export type WebhookEndpoint = {
  id: string;
  name: string;
  url: string;
  event_types: string[];
  signing_secret_hint: string;
  created_at: number;
  updated_at: number;
};

type WebhookPlan = { name: string; url: string; event_types: string[]; ageDays: number };

const PLANS: Record<string, WebhookPlan[]> = {
  'Customer-Support-Bot': [
    {
      name: 'Ticket backend',
      url: 'https://hooks.halden-works.example/openai/tickets',
      event_types: ['response.completed', 'response.failed'],
      ageDays: 190,
    },
    {
      name: 'Batch results',
      url: 'https://hooks.halden-works.example/openai/batches',
      event_types: ['batch.completed', 'batch.failed', 'batch.expired'],
      ageDays: 64,
    },
  ],
  'Data-Science': [
    {
      name: 'Training notifications',
      url: 'https://ml.halden-works.example/events/fine-tuning',
      event_types: ['fine_tuning.job.succeeded', 'fine_tuning.job.failed'],
      ageDays: 118,
    },
  ],
  'Voice-Agent': [
    {
      name: 'Call router (old)',
      url: 'https://retired.halden-works.example/calls',
      event_types: ['realtime.call.incoming'],
      ageDays: 230,
    },
  ],
};

export const webhooksOf = stateOfProject(
  (project, seededName, { startedAt }): Map<string, WebhookEndpoint> => {
    const random = createRandom(`webhooks of ${project.id}`);
    const endpoints = (PLANS[seededName ?? ''] ?? []).map(({ ageDays, ...plan }) => {
      const created_at = startedAt - ageDays * DAY;
      return {
        id: `whe_${random.characters(24)}`,
        ...plan,
        signing_secret_hint: hintOf(makeSigningSecret(random)),
        created_at,
        updated_at: created_at,
      };
    });
    return byId(endpoints);
  },
);

/** The word in it tells everyone who finds it in a log that it opens nothing. */
export function makeSigningSecret(random: Random): string {
  return `whsec_sandbox${random.characters(31)}`;
}

export function hintOf(secret: string): string {
  return `whsec_${'*'.repeat(8)}${secret.slice(-4)}`;
}

/** The status that the pretended receiver of a test answers with; nobody is called. */
export function receiverStatus(url: string): number {
  return new URL(url).hostname.startsWith('retired.') ? 410 : 200;
}
