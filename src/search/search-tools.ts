/** Finding the tools that fit a question in an administrator's words. */
import MiniSearch from 'minisearch';
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRead } from '../specs/catalogue.ts';
import { asksWhoDidIt, fitOf, groupingsIn, intentOf, isVerb, namesSomebody } from './intent.ts';
import { termsOf } from './terms.ts';

/** One answer of a search, small enough to show several. */
export type FoundTool = { name: string; summary: string; kind: 'read' | 'write'; risk?: string };

/** Searches a fixed set of tools; building the index takes a few milliseconds. */
export type ToolSearch = (query: string, limit: number) => FoundTool[];

/** How much a match in each part of a tool counts. */
const BOOST = { title: 5, text: 3, details: 0.7 };

/** Verbs, and what a report is split by, count less than what is asked about. */
const SIDE_BOOST = 0.5;

/** A term that "who deleted" and the like imply; it stands against all tools that delete such things. */
const LOG = 'auditlog';
const LOG_BOOST = 3;

/** The term for a person. */
const PERSON = 'user';

/** Longest question that is read, in characters. */
const MAX_READ = 500;

/** Longer lists of values, such as all event types, match everything. */
const MAX_VALUES = 20;

/** Builds the search over the given tools; the best fitting tool comes first, and none where nothing fits. */
export function createToolSearch(tools: ToolSpec[]): ToolSearch {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const known = new Set<string>();
  const index = new MiniSearch({
    fields: Object.keys(BOOST),
    tokenize: (text) => text.split('\n').flatMap(termsOf),
    processTerm: (term) => {
      known.add(term);
      return term;
    },
  });
  index.addAll(tools.map(toDocument));
  return (query, limit) => {
    const question = query.slice(0, MAX_READ);
    const asked = termsOf(question);
    const intent = intentOf(question, asked);
    const grouping = new Set(groupingsIn(question).flatMap(termsOf));
    const terms = [
      ...asked,
      ...(asksWhoDidIt(question, asked) ? [LOG] : []),
      ...(namesSomebody(question) && !asked.includes(PERSON) ? [PERSON] : []),
    ];
    return index
      .search(terms.join(' '), {
        tokenize: (text) => text.split(' '),
        processTerm: (term) => term,
        boost: BOOST,
        boostTerm: (term) => (isVerb(term) || grouping.has(term) ? SIDE_BOOST : term === LOG ? LOG_BOOST : 1),
        // Only a word that no tool has is taken for a beginning or a slip: others would find their lookalikes.
        prefix: (term) => term.length > 3 && !known.has(term),
        fuzzy: (term) => (term.length > 5 && !known.has(term) ? 1 : false),
        boostDocument: (name) => {
          const tool = byName.get(String(name));
          return tool === undefined ? 0 : fitOf(tool, intent);
        },
      })
      .slice(0, limit)
      .flatMap(({ id }) => byName.get(String(id)) ?? [])
      .map(toAnswer);
  };
}

function toDocument(tool: ToolSpec): Record<string, string> {
  const params = Object.entries(tool.params).flatMap(([name, param]) => [
    name.replaceAll('_', ' '),
    ...(param.enum && param.enum.length <= MAX_VALUES ? param.enum : []),
  ]);
  const { summary, use_when = [], words = [], notes = [] } = tool.docs;
  return {
    id: tool.name,
    title: `${tool.name.replaceAll('_', ' ')}\n${tool.title}`,
    text: [summary, ...use_when, ...words].join('\n'),
    details: [...notes, ...params].join('\n'),
  };
}

function toAnswer(tool: ToolSpec): FoundTool {
  return {
    name: tool.name,
    summary: tool.docs.summary,
    kind: isRead(tool) ? 'read' : 'write',
    ...(tool.risk && { risk: tool.risk.class }),
  };
}
