/** The job that raises four rate limits of the sandbox, and what it finds and leaves there. */
import type { Send } from '../../../src/model/api-request.ts';
import { listed, type SandboxSetting, sandboxSetting } from '../sandbox-setting.ts';

export const JOB = 'set_project_rate_limits';
export const STEP = 'update_project_rate_limit';
export const HOUR = 3_600_000;

export const RAISED = {
  projects: ['Voice-Agent', 'Mobile-App'],
  limits: [{ models: 'gpt-4o, gpt-4o-mini', requests_per_minute: '+20%' }],
};

async function idOf(setting: Pick<SandboxSetting, 'call'>, name: string): Promise<string> {
  const projects = await listed(setting, 'list_projects', { limit: 100 });
  return String(projects.find((project) => project.name === name)?.id);
}

/** The numbers of the four limits. */
export async function numbers(setting: Pick<SandboxSetting, 'call'>): Promise<number[]> {
  const all: number[] = [];
  for (const name of RAISED.projects) {
    const given = { project_id: await idOf(setting, name), limit: 100 };
    for (const { model, max_requests_per_1_minute: number } of await listed(
      setting,
      'list_project_rate_limits',
      given,
    )) {
      if (model === 'gpt-4o' || model === 'gpt-4o-mini') all.push(Number(number));
    }
  }
  return all;
}

export const raised = (before: readonly number[]) => before.map((number) => Math.round(number * 1.2));

/** Somebody else changes one of the limits. */
export async function changeByHand(
  setting: Pick<SandboxSetting, 'call' | 'direct'>,
  project: string,
): Promise<void> {
  const path = `/organization/projects/${await idOf(setting, project)}/rate_limits/rl-gpt-4o`;
  const body = { max_requests_per_1_minute: 77 };
  const request = {
    key: { class: 'admin' as const },
    method: 'POST' as const,
    path,
    query: '',
    body,
    safe: false,
  };
  await setting.direct(request, new AbortController().signal);
}

/** A setting in which somebody else changes the second project once the first write was answered. */
export async function changedInTheMiddle(): Promise<SandboxSetting> {
  let isChanged = false;
  const setting: SandboxSetting = await sandboxSetting({
    around: (direct) => async (request, signal) => {
      const answer = await direct(request, signal);
      if (request.method !== 'GET' && !isChanged) {
        isChanged = true;
        await changeByHand(setting, 'Mobile-App');
      }
      return answer;
    },
  });
  return setting;
}

/** Fails at the write of this number, from 1, and at no other. */
export function failingAt(number: number): (direct: Send) => Send {
  let writes = 0;
  return (direct) => async (request, signal) => {
    if (request.method === 'GET') return direct(request, signal);
    writes += 1;
    if (writes === number) throw new Error('cut');
    return direct(request, signal);
  };
}

/** A policy with one rule about the tool of the steps. */
export function aboutSteps(kind: 'approve' | 'deny' | 'allow') {
  return { policies: [{ rules: [{ kind, tools: new Set([STEP]), place: 'policy.yaml:7' }] }] };
}
