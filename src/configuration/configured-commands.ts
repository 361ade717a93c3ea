/** The configuration file, config.yaml: the commands that new secrets and lines of the audit trail can be handed to. */
import { posix, win32 } from 'node:path';
import * as z from 'zod';
import { configurationFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { schemaMistakes } from '../specs/schema-mistakes.ts';
import { readSpecDocument } from '../specs/spec-document.ts';
import { SpecError } from '../specs/spec-error.ts';
import { strict } from '../specs/strict-object.ts';
import { didYouMean } from '../text/nearest.ts';
import { readGuardedFile } from './guarded-file.ts';

/** `run` is the program, by name or absolute path, and its arguments. */
export type ConfiguredCommand = { run: readonly string[]; timeoutSeconds: number };

const DEFAULT_TIMEOUT_SECONDS = 10;

const PROGRAM = /^([^/\\]+|\/.+|[A-Za-z]:[\\/].+)$/;
const words = z
  .array(z.string('write it in quotes: a text is expected'))
  .min(1, 'write the program and its arguments, as in [vault, kv, put, secret/openai, value=-]')
  .refine((run) => PROGRAM.test(run[0] ?? ''), {
    message: 'write the program by its name or with its whole path',
    path: [0],
  });
const withLimit = strict({ run: words, timeout_seconds: z.int().min(1).max(600).optional() });

/** A list is short for an object with nothing but `run`; a union would not say what is wrong in which of the two. */
const command = z.unknown().transform((value, context): ConfiguredCommand => {
  const parsed = Array.isArray(value) ? words.safeParse(value) : withLimit.safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  }
  return Array.isArray(parsed.data)
    ? { run: parsed.data, timeoutSeconds: DEFAULT_TIMEOUT_SECONDS }
    : { run: parsed.data.run, timeoutSeconds: parsed.data.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS };
});

const commandName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/i, 'use up to 40 letters, digits, "-" and "_" for the name');

const commands = z.record(commandName, command).optional();
const configuration = strict({ secret_commands: commands, audit_commands: commands });

const EXAMPLES = {
  secret_commands: 'secret_commands: { vault: [vault, kv, put, secret/openai, value=-] }',
  audit_commands: 'audit_commands: { log: [logger, -t, openai-admin-mcp] }',
};

/**
 * The command of this name under a key of the configuration file.
 * @param asked the option or argument that names it, to start a message with
 * @throws SettingsError when the file or the command is missing or others could write the file; SpecError for
 * mistakes in it, each with its place
 */
export function findCommand(
  key: keyof typeof EXAMPLES,
  name: string,
  asked: string,
  host: Host,
): ConfiguredCommand {
  const howTo = `Write one, as in: ${EXAMPLES[key]}`;
  const path = configurationPath(host);
  const text = readGuardedFile(path, host.uid, asked);
  if (text === undefined) {
    throw new SettingsError([`${asked}: there is no command ${name}, since there is no ${path}. ${howTo}`]);
  }
  const listed = parse(path, text)[key] ?? {};
  const known = Object.keys(listed);
  const found = Object.hasOwn(listed, name) ? listed[name] : undefined;
  if (found !== undefined) return found;
  const hint = didYouMean(name, known, ' Did');
  throw new SettingsError([
    known.length === 0
      ? `${asked}: there is no command ${name} in ${path}. ${howTo}`
      : `${asked}: there is no command ${name} in ${path}.${hint} Known: ${known.join(', ')}.`,
  ]);
}

/** Absolute path of the configuration file, beside the index of stored keys. */
export function configurationPath(host: Host): string {
  const path = host.platform === 'win32' ? win32 : posix;
  return path.join(configurationFolder(host), 'config.yaml');
}

function parse(path: string, text: string): z.infer<typeof configuration> {
  const document = readSpecDocument(path, text);
  if (document.syntaxMistakes.length > 0) throw new SpecError(document.syntaxMistakes);
  // An empty file, or one with comments alone.
  if (document.data === null || document.data === undefined) return {};
  const parsed = configuration.safeParse(document.data);
  if (parsed.success) return parsed.data;
  throw new SpecError(schemaMistakes(document, parsed.error));
}
