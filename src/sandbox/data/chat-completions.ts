/** The chat completions that seeded projects have stored. */
import { byId } from '../organization/by-id.ts';
import { stateOfProject } from '../organization/lazy-state.ts';
import { HOUR } from '../seconds.ts';
import { createRandom, type Random } from './random.ts';

export type StoredCompletion = {
  id: string;
  created: number;
  model: string;
  instructions: string;
  question: string;
  answer: string;
  promptTokens: number;
  completionTokens: number;
  metadata: Record<string, string> | null;
};

type CompletionPlan = {
  model: string;
  count: number;
  instructions: string;
  channel: string;
  exchanges: readonly (readonly [question: string, answer: string])[];
};

const PLANS: Record<string, CompletionPlan> = {
  'Customer-Support-Bot': {
    model: 'gpt-6-astra-mini',
    count: 10,
    instructions: 'You answer customers of Halden Works in at most three sentences.',
    channel: 'web-chat',
    exchanges: [
      ['Where is my order HW-20931?', 'It left the warehouse yesterday and should arrive on Thursday.'],
      [
        'The status light blinks amber.',
        'New firmware is being installed. Leave the power on for a few minutes.',
      ],
      ['How do I return a gripper?', 'Open Account, Orders and choose Return; the label is sent by e-mail.'],
      ['Can I change my shipping address?', 'Yes, until the parcel has left the warehouse.'],
      ['Do you ship to Iceland?', 'We do, and delivery takes six to eight working days.'],
    ],
  },
  'Internal-Tools': {
    model: 'gpt-5-mini',
    count: 5,
    instructions: 'You help engineers of Halden Works with the handbook.',
    channel: 'slack',
    exchanges: [
      ['When do deployments stop on Fridays?', 'At four in the afternoon.'],
      ['How many reviews does a public interface need?', 'Two, while other changes need one.'],
      ['Who may roll back?', 'The engineer on call, without asking anyone.'],
    ],
  },
};

export const completionsOf = stateOfProject(
  (project, seededName, { startedAt }): Map<string, StoredCompletion> => {
    const plan = PLANS[seededName ?? ''];
    if (plan === undefined) return new Map();
    const random = createRandom(`chat completions of ${project.id}`);
    const rows = Array.from({ length: plan.count }, (_, index) =>
      createCompletion(plan, index, startedAt - (plan.count - index) * 7 * HOUR, random),
    );
    return byId(rows);
  },
);

function createCompletion(
  plan: CompletionPlan,
  index: number,
  created: number,
  random: Random,
): StoredCompletion {
  const [question = '', answer = ''] = plan.exchanges[index % plan.exchanges.length] ?? [];
  return {
    id: `chatcmpl-${random.characters(29)}`,
    created: created + random.integer(0, HOUR),
    model: plan.model,
    instructions: plan.instructions,
    question,
    answer,
    promptTokens: random.integer(40, 900),
    completionTokens: random.integer(12, 60),
    metadata:
      index % 5 === 4 ? null : { channel: plan.channel, rating: random.pick(['good', 'bad', 'none']) },
  };
}
