/** The rules about tools that make a secret: what must be said of it, and how it is taken back. */
import { didYouMean } from '../text/nearest.ts';
import type { ToolSpec } from './catalogue.ts';

type Report = (path: readonly PropertyKey[], message: string) => void;

/** Whether class and secrets go together, and whether `undo` can be called with what it will have. */
export function checkSecrets(
  tool: ToolSpec,
  toolsByName: ReadonlyMap<string, ToolSpec>,
  report: Report,
): void {
  // A job's steps say themselves where their secrets are.
  if (tool.job === undefined && (tool.secrets !== undefined) !== (tool.risk?.class === 'mints_secret')) {
    report(['risk'], 'risk: class mints_secret and secrets go together');
  }
  const minting = [...toolsByName.values()].find((known) => known.secrets && isSameEndpoint(known, tool));
  if (tool.secrets === undefined && minting !== undefined) {
    report(
      ['endpoint'],
      `secrets: this makes a secret, as ${minting.name} does; say where the answer has it`,
    );
  }
  const undo = tool.secrets?.undo;
  if (undo === undefined) return;
  const at = ['secrets', 'undo'];
  const deleter = toolsByName.get(undo.tool);
  if (deleter?.method !== 'delete') {
    const names = [...toolsByName.values()].flatMap(({ name, method }) =>
      method === 'delete' ? [name] : [],
    );
    report([...at, 'tool'], `undo: needs a tool with method: delete${didYouMean(undo.tool, names)}`);
    return;
  }
  for (const [name, param] of Object.entries(deleter.params)) {
    if (param.required && !(name in undo.with) && !(name in tool.params)) {
      report(
        [...at, 'with'],
        `undo: ${deleter.name} needs ${name}, which this tool does not have: add it to with`,
      );
    }
  }
  for (const name of Object.keys(undo.with)) {
    if (!(name in deleter.params))
      report([...at, 'with', name], `undo: ${deleter.name} has no argument ${name}`);
  }
}

/** Names of path parameters may differ. */
function isSameEndpoint({ endpoint: one }: ToolSpec, { endpoint: other }: ToolSpec): boolean {
  const parts = other.path.split('/');
  const same = one.path.split('/').map((part, at) => part.startsWith('{') || part === parts[at]);
  return one.method === other.method && same.length === parts.length && !same.includes(false);
}
