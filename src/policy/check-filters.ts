/** Refusing filters that name something that does not exist: a typo must never widen or narrow silently. */
import type { ToolFilter } from '../model/tool-filter.ts';
import { allNames, type Catalogue } from '../specs/catalogue.ts';
import { METHODS } from '../specs/methods-and-risks.ts';
import { toolSlip } from '../specs/tool-slip.ts';
import { matchesGlob } from '../text/glob.ts';
import { nearest, suggestion } from '../text/nearest.ts';
import { EVERYTHING } from './filter.ts';

/** One sentence for each unknown tag, tool or method; empty when all exist. */
export function checkFilter(filter: ToolFilter, catalogue: Catalogue): string[] {
  const { nameOf } = filter;
  const tags = [EVERYTHING, ...new Set(catalogue.tools.flatMap((tool) => tool.tags))];
  const tools = catalogue.tools.flatMap(allNames);
  const methods = ['read', 'write', ...METHODS];
  const isTool = (glob: string) => tools.some((name) => matchesGlob(glob, name));
  return [
    ...unknown('method', nameOf('methods'), filter.methods, methods, (name) => methods.includes(name)),
    ...unknown('tag', nameOf('tags'), filter.tags, tags, (name) => tags.includes(name)),
    ...unknown('tag', nameOf('exclude-tags'), filter.excludeTags, tags, (name) => tags.includes(name)),
    ...unknown('tool', nameOf('tools'), filter.tools, tools, isTool),
    ...unknown('tool', nameOf('exclude-tools'), filter.excludeTools, tools, isTool),
  ];
}

function unknown(
  kind: string,
  flag: string,
  given: string[] | undefined,
  valid: string[],
  exists: (name: string) => boolean,
): string[] {
  return (given ?? [])
    .filter((name) => !exists(name))
    .map((name) => {
      const hint = suggestion(kind === 'tool' ? toolSlip(name, valid) : nearest(name, valid), ' Did');
      const list = kind === 'tool' ? '' : ` Valid: ${[...valid].sort().join(', ')}.`;
      return `${flag}: there is no ${kind} ${JSON.stringify(name)}.${hint}${list}`;
    });
}
