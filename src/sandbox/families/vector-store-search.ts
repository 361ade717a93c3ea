/** Searching a vector store: filters over attributes, and a score for words that a chunk shares with the query. */
import * as z from 'zod';
import { documentChunks } from '../data/documents.ts';
import type { Attributes, Project, VectorStore } from '../organization/organization.ts';

const comparison = z.strictObject({
  type: z.enum(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'nin']),
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]),
});

type Comparison = z.infer<typeof comparison>;
type Filter = Comparison | { type: 'and' | 'or'; filters: Filter[] };

const filter: z.ZodType<Filter> = z.lazy(() =>
  z.discriminatedUnion('type', [
    comparison,
    z.strictObject({ type: z.enum(['and', 'or']), filters: z.array(filter) }),
  ]),
);

export const searchBody = z.strictObject({
  query: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  rewrite_query: z.boolean().optional(),
  max_num_results: z.int().min(1).max(50).default(10),
  filters: filter.optional(),
  ranking_options: z
    .strictObject({
      ranker: z.enum(['none', 'auto', 'default-2024-11-15']).optional(),
      score_threshold: z.number().min(0).max(1).optional(),
    })
    .optional(),
});

/** One result a file that has a matching chunk, best first; a file's name counts as part of its text. */
export function searchStore(project: Project, store: VectorStore, body: z.output<typeof searchBody>) {
  const queries = typeof body.query === 'string' ? [body.query] : body.query;
  const wanted = words(queries.join(' '));
  const threshold = body.ranking_options?.score_threshold ?? 0;
  const results = [...store.files.values()].flatMap((file) => {
    const uploaded = project.files.get(file.id);
    if (uploaded === undefined || file.status !== 'completed') return [];
    if (body.filters !== undefined && !matches(body.filters, file.attributes ?? {})) return [];
    const chunks = documentChunks(file.id, uploaded.topic)
      .map((text) => ({ text, score: overlap(wanted, words(`${uploaded.filename} ${text}`)) }))
      .filter(({ score }) => score > 0 && score >= threshold)
      .sort((one, other) => other.score - one.score);
    const [best] = chunks;
    if (best === undefined) return [];
    return [
      {
        file_id: file.id,
        filename: uploaded.filename,
        score: best.score,
        attributes: file.attributes,
        content: chunks.slice(0, 2).map(({ text }) => ({ type: 'text', text })),
      },
    ];
  });
  results.sort((one, other) => other.score - one.score);
  return {
    object: 'vector_store.search_results.page',
    search_query: queries,
    data: results.slice(0, body.max_num_results),
    has_more: false,
    next_page: null,
  };
}

function matches(condition: Filter, attributes: Attributes): boolean {
  if (condition.type === 'and') return condition.filters.every((part) => matches(part, attributes));
  if (condition.type === 'or') return condition.filters.some((part) => matches(part, attributes));
  const { type, value } = condition as Comparison;
  const actual = attributes[(condition as Comparison).key];
  const listed = Array.isArray(value) && value.some((item) => item === actual);
  const comparable = actual !== undefined && typeof actual === typeof value && !Array.isArray(value);
  switch (type) {
    case 'eq':
      return actual === value;
    case 'ne':
      return actual !== value;
    case 'in':
      return listed;
    case 'nin':
      return !listed;
    case 'gt':
      return comparable && actual > value;
    case 'gte':
      return comparable && actual >= value;
    case 'lt':
      return comparable && actual < value;
    default:
      return comparable && actual <= value;
  }
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

/** The part of the query's words that the chunk has, from 0 to 1, to four places. */
function overlap(wanted: ReadonlySet<string>, present: ReadonlySet<string>): number {
  const shared = [...wanted].filter((word) => present.has(word)).length;
  return wanted.size === 0 ? 0 : Math.round((shared / wanted.size) * 9500) / 10_000;
}
