/** Finding the tools that fit a question in an administrator's words. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { isComposed, isRead } from '../specs/catalogue.ts';
import { fitOf, isUnasked } from './intent.ts';
import { createRanking, type Document } from './ranking.ts';
import { readQuestion } from './read-question.ts';
import { termsOf } from './terms.ts';
import { createThings } from './things.ts';

/** One answer of a search, small enough to show several. */
export type FoundTool = { name: string; summary: string; kind: 'read' | 'write'; risk?: string };

/** Searches a fixed set of tools; building the index takes a few milliseconds. */
export type ToolSearch = (query: string, limit: number) => FoundTool[];

/** How much a match in each part of a tool counts. */
const BOOSTS = { title: 5, text: 3, details: 0.7 };
type Part = keyof typeof BOOSTS;

/** How much more tools count whose thing a question names by its ID. */
const ID_BOOST = 1.4;

/** Longest question that is read, in characters. */
const MAX_READ = 500;

/** Longer lists of values, such as all event types, match everything. */
const MAX_VALUES = 20;

/** Builds the search over the given tools; the best fitting tool comes first, and none where nothing fits. */
export function createToolSearch(tools: ToolSpec[]): ToolSearch {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const { isFound, rank } = createRanking(tools.map(toDocument), BOOSTS);
  const things = createThings(tools);
  const titles = tools.map(({ title }) => ` ${termsOf(title).join(' ')} `);
  return (query, limit) => {
    const whole = query.trim().slice(0, MAX_READ);
    const { weights, intent, families, asked, stand } = readQuestion(whole, tools, titles, isFound);
    const called = things.calledBy(whole);
    const subject = things.subjectOf(whole, asked, stand);
    const scored = rank(weights).flatMap(({ name, score }) => {
      const tool = byName.get(name);
      if (tool === undefined) return [];
      const fit = fitOf(tool, intent) * things.fitOf(tool, subject);
      return { tool, score: score * fit * (families.has(tool.family) ? ID_BOOST : 1) };
    });
    const best = scored.sort((one, other) => other.score - one.score).map(({ tool }) => tool);
    const first = called ?? best.find((tool) => !isUnasked(tool, intent)) ?? best[0];
    return [...new Set(first === undefined ? [] : [first, ...best])].slice(0, limit).map(toAnswer);
  };
}

function toDocument(tool: ToolSpec): Document<Part> {
  const params = Object.entries(tool.params).flatMap(([name, param]) => [
    name.replaceAll('_', ' '),
    ...(param.enum && param.enum.length <= MAX_VALUES ? param.enum : []),
  ]);
  const { summary, use_when = [], words = '', notes = [] } = tool.docs;
  return {
    name: tool.name,
    isBroad: isComposed(tool),
    fields: {
      title: [tool.name.replaceAll('_', ' '), tool.title].flatMap(termsOf),
      text: [summary, ...use_when, ...words.split('\n')].flatMap(termsOf),
      details: [...notes, ...params].flatMap(termsOf),
    },
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
