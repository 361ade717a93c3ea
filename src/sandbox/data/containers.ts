/** The code interpreter containers of the seeded projects and the files in them. */
import { byId } from '../organization/by-id.ts';
import { stateOfProject } from '../organization/lazy-state.ts';
import { MINUTE } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

export type ContainerFile = {
  id: string;
  created_at: number;
  bytes: number;
  path: string;
  source: 'user' | 'assistant';
};

export type Container = {
  id: string;
  name: string;
  created_at: number;
  last_active_at: number;
  expires_after: { anchor: 'last_active_at'; minutes: number };
  memory_limit: '1g' | '4g' | '16g' | '64g';
  network_policy: { type: 'disabled' } | { type: 'allowlist'; allowed_domains: string[] };
  files: Map<string, ContainerFile>;
};

type ContainerPlan = {
  name: string;
  idleMinutes: number;
  memory: Container['memory_limit'];
  files: string[];
};

/** A container ends 20 minutes after it was last used, so two of these five have expired. */
const PLANS: Record<string, ContainerPlan[]> = {
  'Customer-Support-Bot': [
    {
      name: 'Ticket statistics',
      idleMinutes: 3,
      memory: '1g',
      files: ['tickets.csv', 'by-week.png', 'summary.md'],
    },
    { name: 'Refund audit', idleMinutes: 190, memory: '1g', files: ['refunds.xlsx'] },
    { name: 'Ticket statistics', idleMinutes: 11, memory: '4g', files: ['tickets.csv'] },
  ],
  'Data-Science': [
    {
      name: 'Feature exploration',
      idleMinutes: 6,
      memory: '16g',
      files: ['features.parquet', 'correlation.png'],
    },
    { name: 'Drift report', idleMinutes: 2880, memory: '4g', files: ['drift.ipynb', 'drift.html'] },
  ],
};

export const containersOf = stateOfProject((project, seededName, { startedAt }): Map<string, Container> => {
  const random = createRandom(`containers of ${project.id}`);
  const containers = (PLANS[seededName ?? ''] ?? []).map((plan) => createContainer(plan, startedAt, random));
  return byId(containers);
});

function createContainer(plan: ContainerPlan, startedAt: number, random: Random): Container {
  const last_active_at = startedAt - plan.idleMinutes * MINUTE;
  const created_at = last_active_at - random.integer(10, 50) * MINUTE;
  const files = plan.files.map(
    (name, index): ContainerFile => ({
      id: `cfile_${random.characters(32)}`,
      created_at: created_at + (index + 1) * MINUTE,
      bytes: random.integer(900, 9_000_000),
      path: `/mnt/data/${name}`,
      source: index === 0 ? 'user' : 'assistant',
    }),
  );
  return {
    id: `cntr_${random.characters(32)}`,
    name: plan.name,
    created_at,
    last_active_at,
    expires_after: { anchor: 'last_active_at', minutes: 20 },
    memory_limit: plan.memory,
    network_policy:
      plan.memory === '16g'
        ? { type: 'allowlist', allowed_domains: ['data.halden-works.example'] }
        : { type: 'disabled' },
    files: byId(files),
  };
}
