/** Owns the operations of stored chat completions; making them is no part of administration. */
import * as z from 'zod';
import { completionsOf, type StoredCompletion } from '../data/chat-completions.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitWithoutMaximum, metadataFilter, optionalText } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import { hasMetadata } from '../organization/metadata.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { metadata } from './vector-store-rules.ts';

const one = '/chat/completions/{completion_id}';
const list = {
  limit: limitWithoutMaximum(20),
  after: optionalText,
  order: z.enum(['asc', 'desc']).default('asc'),
};

export const storedChatCompletionOperations = [
  projectOperation({
    method: 'GET',
    path: '/chat/completions',
    query: z.strictObject({ ...list, model: optionalText, metadata: metadataFilter }),
    handle({ organization, project, query }) {
      const rows = [...completionsOf(organization, project).values()]
        .filter((row) => query.model === undefined || row.model === query.model)
        .filter((row) => hasMetadata(row, query.metadata))
        .sort((first, second) => first.created - second.created)
        .map(toCompletion);
      return paginate(query.order === 'asc' ? rows : rows.reverse(), query);
    },
  }),
  projectOperation({
    method: 'GET',
    path: one,
    handle: ({ organization, project, path }) =>
      toCompletion(findCompletion(organization, project, path.completion_id)),
  }),
  projectOperation({
    method: 'POST',
    path: one,
    body: z.strictObject({ metadata: metadata.nullable() }),
    handle({ organization, project, path, body }) {
      const completion = findCompletion(organization, project, path.completion_id);
      completion.metadata = body.metadata;
      return toCompletion(completion);
    },
  }),
  projectOperation({
    method: 'DELETE',
    path: one,
    handle({ organization, project, path }) {
      const { id } = findCompletion(organization, project, path.completion_id);
      completionsOf(organization, project).delete(id);
      return { id, object: 'chat.completion.deleted', deleted: true };
    },
  }),
  projectOperation({
    method: 'GET',
    path: `${one}/messages`,
    query: z.strictObject(list),
    handle({ organization, project, path, query }) {
      const { id, instructions, question } = findCompletion(organization, project, path.completion_id);
      const rows = [
        { id: `${id}-0`, role: 'system', content: instructions, name: null, content_parts: null },
        { id: `${id}-1`, role: 'user', content: question, name: null, content_parts: null },
      ];
      return paginate(query.order === 'asc' ? rows : rows.reverse(), query);
    },
  }),
];

function findCompletion(organization: Organization, project: Project, id: string): StoredCompletion {
  return find(completionsOf(organization, project), 'chat completion', id);
}

function toCompletion(row: StoredCompletion) {
  return {
    object: 'chat.completion',
    id: row.id,
    created: row.created,
    model: row.model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content: row.answer, refusal: null, annotations: [] },
      },
    ],
    usage: {
      prompt_tokens: row.promptTokens,
      completion_tokens: row.completionTokens,
      total_tokens: row.promptTokens + row.completionTokens,
    },
    service_tier: 'default',
    metadata: row.metadata,
  };
}
