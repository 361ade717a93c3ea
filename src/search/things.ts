/** Comparing what a question is about with the things that tools are for, as their names and titles say. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { Method } from '../specs/methods-and-risks.ts';
import { isVerb } from './intent.ts';
import type { NameStands } from './names.ts';
import { fold, termsOf } from './terms.ts';

/** What a question is about: its terms without those for what is to be done, and its words as they stand. */
export type Subject = { terms: ReadonlySet<string>; words: ReadonlySet<string> };

/** How much a tool counts whose thing is that of the question, and no more than that. */
const SAME = 0.7;
/** How much more, where the question has the very words: "project" is one of them and "projects" are all. */
const LITERAL = 0.7;

/** Words of those who want several. */
const SEVERAL = ['all', 'list', 'which', 'what', 'every', 'any'];

/** The level, which is weighed by itself. */
const LEVEL = 'organization';

export type Things = {
  subjectOf: (question: string, asked: readonly string[], stand: NameStands) => Subject;
  /** By which factor a tool counts more for a question about this. */
  fitOf: (tool: ToolSpec, subject: Subject) => number;
  /** The tool that a question calls by its name or title and says nothing else. */
  calledBy: (question: string) => ToolSpec | undefined;
};

export function createThings(tools: readonly ToolSpec[]): Things {
  const things = new Map(tools.map((tool) => [tool.name, thingsOf(tool)]));
  // A report of changes makes no thing of a change.
  const operations = tools.filter(({ report }) => report === undefined);
  const known = new Set(
    operations.flatMap(({ name }) => things.get(name) ?? []).flatMap(({ terms }) => [...terms]),
  );
  const verbs = new Set(tools.flatMap(({ name, title }) => [name, title].flatMap(verbOf)));
  const isWithin = (terms: readonly string[]) =>
    [...things.values()].flat().some((thing) => terms.every((term) => thing.terms.has(term)));
  const calls = new Map(
    tools.flatMap((tool) => [tool.name, tool.title].map((called) => [wordsOf(called).join(' '), tool])),
  );
  return {
    subjectOf: (question, asked, stand) => {
      const terms = asked.filter(
        (term) => term !== LEVEL && (known.has(term) || !(verbs.has(term) || isVerb(term))),
      );
      return { terms: new Set(withStands(terms, stand, isWithin)), words: new Set(wordsOf(question)) };
    },
    fitOf: ({ name, method }, { terms, words }) =>
      Math.max(
        1,
        ...(things.get(name) ?? []).map((thing) => {
          const own = [...terms].filter((term) => thing.terms.has(term)).length;
          const isAll = [...terms].every((term) => thing.terms.has(term) || thing.ways.has(term));
          if (own === 0 || !isAll) return 1;
          const share = (own / thing.terms.size) ** 2;
          return 1 + SAME * share + (isLiteral(thing.words, method, words) ? LITERAL : 0);
        }),
      ),
    calledBy: (question) => calls.get(wordsOf(question).join(' ')),
  };
}

/** A name and a title say the same in different words: "user role" and "organization role to user". */
function thingsOf(tool: ToolSpec): { terms: Set<string>; ways: Set<string>; words: string[] }[] {
  const ways = new Set(waysOf(tool));
  return [tool.name, tool.title].map((called) => {
    const [, ...words] = wordsOf(called);
    const terms = new Set(termsOf(words.join(' ')));
    terms.delete(LEVEL);
    return { terms, ways, words };
  });
}

/** What a report is narrowed to and split by: the costs of a project are costs. */
function waysOf({ response, params }: ToolSpec): string[] {
  if (response.buckets === undefined) return [];
  const groups = params.group_by?.items?.enum ?? [];
  return [...Object.keys(params), ...groups].flatMap((name) => termsOf(name.replaceAll('_', ' ')));
}

/** Adds what names stand for, where things are so called: a user for "the role Lena has", a project for "limits of Phoenix". */
function withStands(
  terms: string[],
  stand: NameStands,
  isWithin: (terms: readonly string[]) => boolean,
): string[] {
  if (terms.length === 0) return terms;
  // "The viewer role to Nina": of a user, a group or in a project.
  if (stand.place && !stand.person && terms.join() === 'role') return [];
  const ofWhom = stand.person && isWithin([...terms, 'user']) ? [...terms, 'user'] : terms;
  return stand.place && isWithin([...ofWhom, 'project']) ? [...ofWhom, 'project'] : ofWhom;
}

/** A list is of several, whose name may be in the singular as "external storage" is; a query does more than show. */
function isLiteral(thing: string[], method: Method, asked: ReadonlySet<string>): boolean {
  if (method === 'query' || !thing.every((word) => asked.has(word))) return false;
  return (
    method !== 'list' || thing.some((word) => word.endsWith('s')) || SEVERAL.some((word) => asked.has(word))
  );
}

function verbOf(called: string): string[] {
  return termsOf(wordsOf(called)[0] ?? '');
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}
