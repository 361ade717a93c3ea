/** A new secret from the answer to its place: stored, or what made it taken back. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { isRecord } from '../model/record.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import type { SecretLabel } from '../sinks/sink.ts';
import { SinkError } from '../sinks/sink-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { shownForm } from '../text/shown-form.ts';
import { buildRequest } from '../tools/build-request.ts';
import type { WriteContext } from './write-context.ts';

export type KeptSecret =
  /** `body` is what may be shown of the answer. */
  | { kept: true; body: unknown; more: Record<string, unknown> }
  /** `message` says what became of the thing that the secret belonged to; `isMissing` that the answer held none. */
  | { kept: false; isMissing?: true; message: string; more: Record<string, unknown> };

/** A secret and where in the answer it stood. */
type FoundSecret = { path: string; value: string };

/** The new secret in an answer; a masked one is none. */
export function secretIn({ secrets }: ToolSpec, body: unknown): FoundSecret | undefined {
  const found = (secrets?.paths ?? []).map((path) => ({ path, value: valueAt(body, path) }));
  return found.find((one): one is FoundSecret => isText(one.value) && !/\*{2}|\.{3}|…|•/.test(one.value));
}

/** What to tell where an answer that should hold a secret does not. */
export function missingSecret(tool: ToolSpec, body: unknown, minting: Minting | undefined): KeptSecret {
  minting?.end();
  return { kept: false, isMissing: true, message: `${tool.title}: ${NONE_FOUND}`, more: bareOf(body) };
}

/** Stores the secret of an answer; when that fails, undoes what made it. Never rejects. */
export async function keepSecret(
  context: WriteContext,
  body: unknown,
  { path, value }: FoundSecret,
  minting: Minting,
): Promise<KeptSecret> {
  const { write, ports } = context;
  const { tool } = write;
  ports.rememberSecret(value);
  const label = labelOf(write, body, path);
  try {
    const { place, fingerprint, show, warning } = await minting.keep(label, value);
    const secret = {
      stored_in: place,
      fingerprint,
      ...(show && { show_with: show }),
      ...(warning && { warning }),
    };
    return { kept: true, body, more: { secret } };
  } catch (error) {
    const reason = error instanceof SinkError ? error.message : 'Storing it failed.';
    const undone = await undo(context, body);
    // A secret that was made anew is lost and told; there is nothing left to look for.
    if (undone.done || tool.secrets?.undo === undefined) minting.end();
    return {
      kept: false,
      message: `${tool.title} was carried out, but its secret could not be stored and is lost. ${reason} ${undone.sentence}`,
      more: { id: label.id, undone: undone.done },
    };
  }
}

const NONE_FOUND =
  'OpenAI answered with success, but no secret was found where the answer should hold it, so nothing is stored and the rest of the answer is not shown. If one was made, it is lost. Look before repeating it: delete what was made, or make its secret anew.';

/** Of an answer in another shape than it should have, what surely is no secret: it may stand anywhere else. */
function bareOf(body: unknown): Record<string, unknown> {
  const { id, created_at } = isRecord(body) ? body : {};
  return { ...(isText(id) && { id }), ...(typeof created_at === 'number' && { created_at }) };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function labelOf({ checked }: PreparedWrite, body: unknown, path: string | undefined): SecretLabel {
  // `api_key.value` belongs to the key, which has an id of its own beside the account's.
  const holder = path?.includes('.') ? valueAt(body, path.replace(/\.[^.]*$/, '')) : body;
  const id = [valueAt(holder, 'id'), valueAt(body, 'id')].find((one) => typeof one === 'string');
  const name = [valueAt(body, 'name'), valueAt(holder, 'name')].find((one) => typeof one === 'string');
  const { project_id: projectId } = checked.values;
  return {
    id: String(id ?? 'unknown'),
    ...(typeof name === 'string' && { name }),
    ...(typeof projectId === 'string' && { projectId }),
  };
}

async function undo(
  { write, ports }: WriteContext,
  body: unknown,
): Promise<{ done: boolean; sentence: string }> {
  const { values } = write.checked;
  const rule = write.tool.secrets?.undo;
  const deleter = ports.tools.find((one) => one.name === rule?.tool);
  if (rule === undefined || deleter === undefined) {
    return {
      done: false,
      sentence: 'It cannot be undone: run the call again for a new secret once there is a place for it.',
    };
  }
  const own = Object.keys(deleter.params).flatMap((name) => {
    const from = rule.with[name];
    const value = from === undefined ? values[name] : valueAt(body, from);
    return value === undefined ? [] : [[name, value] as const];
  });
  const id = shownForm(String(own.at(-1)?.[1] ?? ''));
  try {
    const request = buildRequest(deleter, { values: Object.fromEntries(own), clear: [] });
    // Whoever cancelled the call still wants it undone.
    await ports.send(request, new AbortController().signal);
    return {
      done: true,
      sentence: `So it was taken back: ${id} is deleted again. Mend the place for secrets, then repeat the call.`,
    };
  } catch {
    return {
      done: false,
      sentence: `Taking it back failed as well, so ${id} may still exist: delete it with ${deleter.name}.`,
    };
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}
