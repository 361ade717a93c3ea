/** The options that a client is to start the server with: read as the server reads them, and written to mean the same there. */
import { resolve } from 'node:path';
import { readSecretPlace } from '../../model/secret-place.ts';
import { redact } from '../../redaction/redact.ts';
import { OPTIONS, type OptionFlag } from '../../settings/options.ts';
import type { OptionTexts } from '../../settings/read-options.ts';
import { readSettings } from '../../settings/settings.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ProcessContext } from '../process-context.ts';

/** Options that name a file or a folder: a client starts the server in a folder of its own. */
const PATHS: readonly OptionFlag[] = ['tool-specs', 'policy', 'exports', 'key-file', 'ca-file'];

/** @throws SettingsError for what the server would refuse, and for a key, which belongs in no client's file */
export function clientArguments(
  texts: OptionTexts,
  { now, workingFolder }: Pick<ProcessContext, 'now' | 'workingFolder'>,
): string[] {
  const settings = readSettings({ flags: texts, environment: {}, nowMilliseconds: now() });
  const words = OPTIONS.flatMap(({ flag, kind }) => {
    const text = texts[flag];
    if (text === undefined || flag === 'expires-in') return [];
    if (flag === 'expires-at' && texts['expires-in'] !== undefined) return [];
    return kind === 'switch' ? [`--${flag}`] : [`--${flag}`, absolute(flag, text, workingFolder)];
  });
  // A duration would begin anew whenever the client starts the server.
  const end = texts['expires-in'] === undefined ? [] : ['--expires-at', momentOf(settings.expiresAt ?? 0)];
  const problem = words.find((word) => redact(word) !== word);
  if (problem !== undefined) {
    throw new SettingsError([
      'A key stands among the options. It would lie open in the file of the client: store it with auth login, and leave it out here.',
    ]);
  }
  return [...words, ...end];
}

function absolute(flag: OptionFlag, text: string, workingFolder: () => string): string {
  if (PATHS.includes(flag)) return resolve(workingFolder(), text.trim());
  const place = flag === 'secrets' ? readSecretPlace(text.trim()) : undefined;
  return place?.kind === 'file' ? `file:${resolve(workingFolder(), place.folder)}` : text;
}

/** In whole seconds. */
function momentOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
