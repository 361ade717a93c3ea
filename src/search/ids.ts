/** Telling by an ID in a question what it is the ID of. */
import type { ToolSpec } from '../specs/catalogue.ts';

/** Letters, a joint, and six or more characters with a digit among them: proj_4fGh7kLm. */
const ID = /\b[a-z]{2,}[a-z_]*[_-](?=\w*\d)\w{6,}/g;

export function withoutIds(question: string): string {
  return question.replace(ID, ' ');
}

/** The tools that show the things whose IDs stand in a question. */
export function shownBy(question: string, tools: readonly ToolSpec[]): ToolSpec[] {
  return (question.match(ID) ?? []).flatMap((id) => {
    const showing = tools.filter((tool) => tool.method === 'get' && takesLast(tool, id));
    // A vector store takes IDs of files too, but they are what files are shown by.
    const least = Math.min(...showing.map(depth));
    return showing.filter((tool) => depth(tool) === least);
  });
}

function takesLast({ endpoint, params }: ToolSpec, id: string): boolean {
  const [, name = ''] = /\{(\w+)\}$/.exec(endpoint.path) ?? [];
  return params[name]?.id_prefix?.some((prefix) => id.startsWith(prefix)) ?? false;
}

/** In how many other things a thing is; a project is the place of most. */
function depth({ endpoint }: ToolSpec): number {
  return endpoint.path.replace('{project_id}', '').split('{').length;
}
