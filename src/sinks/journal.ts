/**
 * The journal of mintings: a file for each request that makes a secret, from before it is sent until the
 * secret is kept or gone again. What a crash leaves there is told at the next start.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../files/describe-file-error.ts';
import { isRunning } from '../files/lock-owner.ts';
import { syncFolder } from '../files/private-file.ts';
import type { Runtime } from '../host/runtime.ts';
import { codeOf } from '../model/error-code.ts';
import { ownCommand } from '../model/own-command.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { quote } from '../text/clean.ts';
import { describeKeptIn } from './sink.ts';
import { SinkError } from './sink-error.ts';
import { type StoredSecret, showCommand } from './stored-secrets.ts';

/** One minting as it is written down; no secret in it. */
export type JournalEntry = {
  tool: string;
  profile: string;
  /** What was to be made, in words for people. */
  what: string;
  /** ISO 8601. */
  startedAt: string;
  processId: number;
  /** Holds the secret for a moment, and after a crash in that moment. */
  temporaryFile?: string;
  /** Known once the answer has come: it was minted, and may or may not have been stored. */
  secret?: StoredSecret;
};

/** An entry with its name, such as minting-1a2b3c4d. */
export type NamedEntry = JournalEntry & { entry: string };

const FOLDER = 'journal';

/** No minting takes longer, so an older entry is unfinished even when its process seems to run: ids are used again. */
const MAX_MINTING_MILLISECONDS = 3_600_000;

/** Every entry has a file of its own, so no lock is needed. @throws what the file system throws */
export function writeEntry(state: StateFolder, { entry, ...content }: NamedEntry): void {
  state.write(fileOf(entry), `${JSON.stringify(content, undefined, 2)}\n`);
}

/** Ends an entry, and takes its temporary file away. @throws what the file system throws */
export function removeEntry(state: StateFolder, { entry, temporaryFile }: NamedEntry): void {
  if (temporaryFile !== undefined && existsSync(temporaryFile)) rmSync(temporaryFile, { force: true });
  state.remove(fileOf(entry));
  syncFolder(join(state.path, FOLDER));
}

/** Mintings that never ended. Looks into one folder and no further when there are none. @throws SinkError */
export function unfinishedMintings(
  state: Pick<StateFolder, 'path' | 'read'>,
  runtime: Runtime,
): NamedEntry[] {
  return journalEntries(state).filter((entry) => !isUnderWay(entry, runtime));
}

/** Every entry, those of mintings under way included; oldest first. @throws SinkError */
export function journalEntries(state: Pick<StateFolder, 'path' | 'read'>): NamedEntry[] {
  return entryNames(state.path)
    .flatMap((entry) => readEntry(state, entry))
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
}

function entryNames(path: string): string[] {
  try {
    return readdirSync(join(path, FOLDER)).flatMap(
      (name) => /^(minting-[0-9a-f]+)\.json$/.exec(name)?.[1] ?? [],
    );
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    const why = describeFileError(error, path) ?? `${codeOf(error) ?? 'unknown error'} in ${path}.`;
    throw new SinkError(`The journal of new secrets cannot be read, so none can be made: ${why}`, error);
  }
}

/** None when it ended in the meantime. One that cannot be read is told all the same: something was under way. */
function readEntry(state: Pick<StateFolder, 'read'>, entry: string): NamedEntry[] {
  try {
    const text = state.read(fileOf(entry));
    if (text === undefined) return [];
    const content = JSON.parse(text) as JournalEntry;
    if (typeof content.startedAt === 'string') return [{ ...content, entry }];
  } catch {
    // Told below.
  }
  const unknown = { tool: 'unknown tool', profile: 'unknown', what: 'its note cannot be read' };
  return [{ ...unknown, startedAt: '', processId: 0, entry }];
}

function isUnderWay({ processId, startedAt }: JournalEntry, runtime: Runtime): boolean {
  const started = Date.parse(startedAt);
  if (!(runtime.now() - started < MAX_MINTING_MILLISECONDS)) return false;
  // In a container every start has the same id: an earlier process of this id is not this one.
  return processId === runtime.processId ? started >= runtime.startedAt : isRunning(processId);
}

function fileOf(entry: string): string {
  return `${FOLDER}/${entry}.json`;
}

/** What a person should know and do about an unfinished minting, in one paragraph. */
export function describeUnfinished({ entry, tool, profile, what, startedAt, secret }: NamedEntry): string {
  const begun = `${tool} (${what}) of profile ${profile}, begun ${startedAt || 'at an unknown time'}, never ended`;
  const forget = `Then run: ${ownCommand(`secrets forget ${entry}`)}`;
  if (secret === undefined) {
    return `${begun}: whether a secret was made is not known. Look with the tool that lists them and delete what nobody holds the secret of. ${forget}`;
  }
  const show = showCommand(secret);
  const look =
    show === undefined
      ? `Look where it was to go, ${secret.places.map(describeKeptIn).join(', ')}`
      : `Try: ${show}`;
  return `${begun}: a secret of ${quote(secret.id)} (fingerprint ${secret.fingerprint}) was made, and whether it was stored is not known. ${look}. If it is not there, make it anew, or delete ${quote(secret.id)} at OpenAI. ${forget}`;
}
