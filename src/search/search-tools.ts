/** Finding the tools that fit a question in an administrator's words. */
import MiniSearch from 'minisearch';
import type { ToolSpec } from '../specs/catalogue.ts';
import { isRead } from '../specs/catalogue.ts';
import { asksWhoDidIt, fitOf, intentOf, isAboutPeopleOnly, isVerb, namesSomebody } from './intent.ts';
import { withoutNames } from './names.ts';
import { isCounted, qualifiersIn, withoutHowSplit } from './qualifiers.ts';
import { withoutSlips } from './slips.ts';
import { termsOf } from './terms.ts';

/** One answer of a search, small enough to show several. */
export type FoundTool = { name: string; summary: string; kind: 'read' | 'write'; risk?: string };

/** Searches a fixed set of tools; building the index takes a few milliseconds. */
export type ToolSearch = (query: string, limit: number) => FoundTool[];

/** How much a match in each part of a tool counts. */
const BOOST = { title: 5, text: 3, details: 0.7 };

/** Verbs count less than what is asked about, and what only tells which one or how split still less. */
const VERB_BOOST = 0.5;
const BESIDE_BOOST = 0.3;

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

/** An ID in a question says by its beginning what it is of. */
const ID = /\b[a-z]{2,}[a-z_]*[_-](?=\w*\d)\w{6,}/g;
const ID_BOOST = 1.4;

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
    const { rest, stand } = withoutNames(whole, titles);
    const question = withoutSlips(rest, (word) => termsOf(word).some((term) => known.has(term)));
    const asked = termsOf(withoutHowSplit(question.replace(ID, ' ')));
    const intent = intentOf(question, asked, stand.place);
    const ids = isCounted(question) ? [] : (question.match(ID) ?? []);
    const verbBoost = intent.methods.includes('list') ? BESIDE_BOOST : VERB_BOOST;
    const beside = new Set(qualifiersIn(question).flatMap(termsOf));
    const isAbout = (term: string) => asked.includes(term);
    const places = stand.place && isAboutPeopleOnly(asked) ? PLACES : [];
    const somebody =
      namesSomebody(whole) || (stand.person && isAboutPeopleOnly(asked.filter((term) => known.has(term))));
    for (const place of places) beside.add(place);
    const terms = [
      // "Make a role" makes one, where "make him an owner" gives one.
      ...asked.map((term) => (term === 'make' && intent.methods[0] === 'create' ? 'create' : term)),
      ...places,
      ...(asksWhoDidIt(question, asked) ? [LOG] : []),
      ...ids
        .flatMap((id) =>
          tools.filter(
            (tool) => tool.method === 'get' && tool.endpoint.path.endsWith('}') && isAboutId(tool, id),
          ),
        )
        .flatMap(({ title }) => termsOf(title)),
      ...(somebody && !isAbout(PERSON) ? [PERSON] : []),
    ];
    return index
      .search(terms.join(' '), {
        tokenize: (text) => text.split(' '),
        processTerm: (term) => term,
        boost: BOOST,
        boostTerm: (term) =>
          beside.has(term) ? BESIDE_BOOST : isVerb(term) ? verbBoost : term === LOG ? LOG_BOOST : 1,
        // Only a word that no tool has is taken for a beginning or a slip: others would find their lookalikes.
        prefix: (term) => term.length > 3 && !known.has(term),
        fuzzy: (term) => (term.length > 5 && !known.has(term) ? 1 : false),
        boostDocument: (name) => {
          const tool = byName.get(String(name));
          if (tool === undefined) return 0;
          return fitOf(tool, intent) * (ids.some((id) => isAboutId(tool, id)) ? ID_BOOST : 1);
        },
      })
      .slice(0, limit)
      .flatMap(({ id }) => byName.get(String(id)) ?? [])
      .map(toAnswer);
  };
}

/** Whether the thing with this ID is what a tool's path leads to. */
function isAboutId({ endpoint, params }: ToolSpec, id: string): boolean {
  const [, name = ''] = /\{(\w+)\}[^{}]*$/.exec(endpoint.path) ?? [];
  return params[name]?.id_prefix?.some((prefix) => id.startsWith(prefix)) ?? false;
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
