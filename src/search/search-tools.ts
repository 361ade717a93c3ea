/** Finding the tools that fit a question in an administrator's words. */
import MiniSearch from 'minisearch';
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRead } from '../specs/catalogue.ts';
import { asksWhoDidIt, fitOf, intentOf, isAboutPeopleOnly, isVerb, namesSomebody } from './intent.ts';
import { withoutNames } from './names.ts';
import { qualifiersIn, withoutHowSplit } from './qualifiers.ts';
import { termsOf } from './terms.ts';

/** One answer of a search, small enough to show several. */
export type FoundTool = { name: string; summary: string; kind: 'read' | 'write'; risk?: string };

/** Searches a fixed set of tools; building the index takes a few milliseconds. */
export type ToolSearch = (query: string, limit: number) => FoundTool[];

/** How much a match in each part of a tool counts. */
const BOOST = { title: 5, text: 3, details: 0.7 };

/** Verbs, and what only tells which one or how split, count less than what is asked about. */
const SIDE_BOOST = 0.5;

/** A term that "who deleted" and the like imply; it stands against all tools that delete such things. */
const LOG = 'auditlog';
const LOG_BOOST = 3;

/** The term for a person, and those for what a person may be in. */
const PERSON = 'user';
const PLACES = ['project', 'group'];

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
  const titles = tools.map(({ title }) => ` ${termsOf(title).join(' ')} `);
  return (query, limit) => {
    const whole = query.slice(0, MAX_READ);
    const { rest: question, stand } = withoutNames(whole, titles);
    const asked = termsOf(withoutHowSplit(question));
    const intent = intentOf(question, asked, stand.place);
    const beside = new Set(qualifiersIn(question).flatMap(termsOf));
    const isAbout = (term: string) => asked.includes(term);
    const places = stand.place && isAboutPeopleOnly(asked) ? PLACES : [];
    const somebody = namesSomebody(whole) || (stand.person && places.length > 0);
    for (const place of places) beside.add(place);
    const terms = [
      ...asked,
      ...places,
      ...(asksWhoDidIt(question, asked) ? [LOG] : []),
      ...(somebody && !isAbout(PERSON) ? [PERSON] : []),
    ];
    return index
      .search(terms.join(' '), {
        tokenize: (text) => text.split(' '),
        processTerm: (term) => term,
        boost: BOOST,
        boostTerm: (term) => (isVerb(term) || beside.has(term) ? SIDE_BOOST : term === LOG ? LOG_BOOST : 1),
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
