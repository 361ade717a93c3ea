/** The operations of stored chat completions; making them is no part of administration. */
import * as z from 'zod';
import { completionsOf, type StoredCompletion } from '../data/chat-completions.ts';
import { operation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { metadataFilter, optionalText, unboundedList } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { hasMetadata } from '../organization/metadata.ts';
import { projectOfKey } from '../organization/parents.ts';
import { metadata } from './vector-store-rules.ts';

const listQuery = z.strictObject(unboundedList('asc'));

const completions = resource({
  path: '/chat/completions/{completion_id}',
  parent: projectOfKey,
  what: 'chat completion',
  rows: ({ organization, parent: project }) => completionsOf(organization, project),
  show: toCompletion,
  sortBy: 'created',
});

export const storedChatCompletionOperations = [
  completions.list({
    query: listQuery.extend({ model: optionalText, metadata: metadataFilter }),
    equal: ['model'],
    where: (row, { query }) => hasMetadata(row, query.metadata),
  }),
  completions.get(),
  completions.change({
    body: z.strictObject({ metadata: metadata.nullable() }),
    apply(completion, { body }) {
      completion.metadata = body.metadata;
    },
  }),
  completions.remove({ answer: 'chat.completion.deleted' }),
  operation({
    method: 'GET',
    path: '/chat/completions/{completion_id}/messages',
    parent: completions.item,
    query: listQuery,
    handle({ parent: { id, instructions, question }, query }) {
      const rows = [
        { id: `${id}-0`, role: 'system', content: instructions, name: null, content_parts: null },
        { id: `${id}-1`, role: 'user', content: question, name: null, content_parts: null },
      ];
      return paginate(query.order === 'asc' ? rows : rows.reverse(), query);
    },
  }),
];

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
