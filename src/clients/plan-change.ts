/** What an installation or its end would change, before anything is changed: read now, to be written when a person agrees. */
import { readFileSync } from 'node:fs';
import type { Host } from '../host/host.ts';
import { changedLines } from './changed-lines.ts';
import { claudeCommands, isAsWanted } from './claude-code.ts';
import { backupsOf, type Change, type ClientFile, readClientFile } from './client-file.ts';
import type { CommandClient, FileClient } from './client-table.ts';
import { jsonFormat } from './edit-json.ts';
import { tomlFormat } from './edit-toml.ts';
import { type Entry, type EntryFormat, merged, type Refusal, startsUs } from './entry.ts';
import { type Copy, giveBack } from './give-back.ts';
import { readText, writeText } from './text-form.ts';

/** `path` is where the client keeps its servers; missing where that cannot be told. */
export type Refused = Refusal & { path?: string };

export type Plan =
  | Refused
  | { kind: 'nothing'; path: string }
  | (Change & {
      kind: 'file';
      path: string;
      lines: string[];
      /** An entry that was there before ours comes back. */
      leavesEntry: boolean;
    })
  | {
      kind: 'commands';
      path: string;
      lines: string[];
      /** Arguments of the client's own program, one command after the other. */
      commands: string[][];
      wanted: Entry | undefined;
    };

type Client = FileClient | CommandClient;

/** How this client writes the entry of this name. */
export function formatOf(client: Client, name: string): EntryFormat {
  if (client.kind === 'toml') return tomlFormat(name);
  return jsonFormat(client.kind === 'json' ? client.key : 'mcpServers', name);
}

type Read = { path: string; file: ClientFile; mark: string; text: string; entry: Entry | undefined };

/** The entry of this name, and the file that it is in. */
export function readEntry(client: Client, name: string, host: Host): Read | Refused {
  const place = client.file(host);
  if ('refused' in place) return place;
  const { path } = place;
  const file = readClientFile(path, host);
  if ('refused' in file) return { ...file, path };
  const form = readText(file.bytes ?? Buffer.alloc(0));
  if ('refused' in form) return { ...form, path };
  const found = formatOf(client, name).find(form.text);
  return 'refused' in found ? { ...found, path } : { path, file, ...form, entry: found.entry };
}

/** @param wanted undefined to take the entry out */
export function planChange(client: Client, name: string, wanted: Entry | undefined, host: Host): Plan {
  const read = readEntry(client, name, host);
  if ('refused' in read) return read;
  const { path, entry } = read;
  if (entry !== undefined && !startsUs(entry)) {
    return {
      path,
      refused: `has an entry ${name} that starts something else. Give that another name, or take it out`,
    };
  }
  const whole = wanted && merged(entry, wanted);
  const isThere =
    client.kind === 'command' ? isAsWanted(entry, wanted) : JSON.stringify(entry) === JSON.stringify(whole);
  if (isThere) return { kind: 'nothing', path };
  const { snippet } = formatOf(client, name);
  const lines = changedLines(entry ? snippet(entry) : '', whole ? snippet(whole) : '');
  if (client.kind === 'command') {
    return { kind: 'commands', path, lines, commands: claudeCommands(name, entry, wanted), wanted };
  }
  return wanted === undefined
    ? planRemoval(client, name, read, lines)
    : planAddition(client, name, wanted, read, lines);
}

function planAddition(client: FileClient, name: string, wanted: Entry, read: Read, lines: string[]): Plan {
  const { path, file, mark, text } = read;
  const put = formatOf(client, name).put(text, wanted);
  if ('refused' in put) return { ...put, path };
  const after = writeText({ mark, text: put.text });
  return { kind: 'file', path, lines, file, after, needless: [], keepsCopy: true, leavesEntry: false };
}

function planRemoval(client: FileClient, name: string, { path, file }: Read, lines: string[]): Plan {
  const format = formatOf(client, name);
  const copies: Copy[] = backupsOf(file.path).map((copy) => ({ path: copy, bytes: readFileSync(copy) }));
  const given = giveBack(format, file.bytes ?? Buffer.alloc(0), copies);
  if ('refused' in given) return { ...given, path };
  const form = readText(given.bytes ?? Buffer.alloc(0));
  const left = 'refused' in form ? form : format.find(form.text);
  const leavesEntry = 'entry' in left && left.entry !== undefined;
  const { bytes: after, used: needless, isExact } = given;
  return { kind: 'file', path, lines, file, after, needless, keepsCopy: !isExact, leavesEntry };
}
