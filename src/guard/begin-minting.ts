/** The place for a new secret, tried before anything that makes one is sent. */
import { mintsSecret } from '../approval/needs-approval.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import { parametersOf } from '../specs/record-source.ts';
import { showInvisible } from '../text/shown-form.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Tries the place for a new secret and notes what will be made; undefined where none is, or it is shown.
 * @throws SinkError: nothing may be sent
 */
export async function beginMinting({ write, ports }: WriteContext): Promise<Minting | undefined> {
  const { tool, checked } = write;
  if (ports.keeper === undefined || !mintsSecret(tool, checked.values)) return undefined;
  // A secret that is made anew keeps the id of what it belongs to.
  const own = checked.values[parametersOf(tool.endpoint.path).at(-1) ?? ''];
  const what = [checked.values.name, ...Object.values(checked.values)].find(
    (value) => typeof value === 'string',
  );
  return ports.keeper.begin({
    tool: tool.name,
    profile: ports.profile,
    what: showInvisible(String(what ?? '')),
    ...(tool.method !== 'create' && typeof own === 'string' && { id: own }),
  });
}
