/** Our entry in the clients of this user: what is there, what a change would do, and doing it. Loaded when a command needs it. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Host } from '../host/host.ts';
import { findProgram } from '../sinks/find-program.ts';
import { type ByHand, byHand } from './by-hand.ts';
import { isAsWanted } from './claude-code.ts';
import { writeClientFile } from './client-file.ts';
import { type ByHandClient, CLIENTS, type Client } from './client-table.ts';
import type { Entry, Refusal } from './entry.ts';
import { clientEnvironment, type OwnProgram, ownEntry } from './own-entry.ts';
import { formatOf, type Plan, planChange, type Refused, readEntry } from './plan-change.ts';
import { runProgram } from './run-program.ts';
import { type Started, startCheck } from './start-check.ts';

/** One that can be set up without a person's hand. */
export type OwnClient = Exclude<Client, ByHandClient>;

/** What is known of a client without changing anything. */
export type ClientState = {
  path: string | undefined;
  /** Whether it is on this machine, as far as its folder or its program tells. */
  isFound: boolean;
  entry: Entry | undefined;
  /** What is wrong with that entry, or why it cannot be read. */
  fault: string | undefined;
};

export type Done = { backup: string | undefined } | 'changed' | Refusal;

export type Clients = {
  all: readonly Client[];
  /** What starts this program with these options. */
  ownEntry(words: readonly string[]): Entry | Refusal;
  /** The same as this client writes it. */
  entryFor(client: Client, entry: Entry, isRequired: boolean): Entry;
  check(entry: Entry): Promise<Started>;
  state(client: OwnClient, name: string): ClientState;
  plan(client: OwnClient, name: string, wanted: Entry | undefined): Plan;
  /** The caller holds the lock for changes of clients. */
  carryOut(client: OwnClient, name: string, plan: Plan): Promise<Done>;
  /** The entry as it stands in the client's file, alone. */
  written(client: OwnClient, name: string, entry: Entry): string;
  byHand(client: ByHandClient, name: string, entry: Entry): ByHand | undefined;
};

/** The first start with npx downloads; Codex waits ten seconds unless told otherwise. */
const CODEX_SECONDS_FOR_NPX = 60;

export function openClients(
  host: Host,
  own: OwnProgram,
  runtime: { processId: number; now: () => number },
): Clients {
  return {
    all: CLIENTS,
    ownEntry: (words) => ownEntry(own, words, host),
    entryFor(client, entry, isRequired) {
      if (client.kind === 'json') return { ...client.besides, ...entry };
      if (client.kind !== 'toml') return entry;
      return {
        ...entry,
        ...(own.isFromNpx && { startup_timeout_sec: CODEX_SECONDS_FOR_NPX }),
        ...(isRequired && { required: true }),
      };
    },
    check: (entry) => startCheck(entry, clientEnvironment(entry, host), host.platform),
    state: (client, name) => stateOf(client, name, host, own.version),
    plan: (client, name, wanted) => planChange(client, name, wanted, host),
    carryOut: (client, name, plan) => carryOut(client, name, plan, host, runtime),
    written: (client, name, entry) => formatOf(client, name).snippet(entry),
    byHand: (client, name, entry) => byHand(client.name, name, entry),
  };
}

function stateOf(client: OwnClient, name: string, host: Host, version: string): ClientState {
  const read = readEntry(client, name, host);
  const { path } = read;
  const isFound =
    client.kind === 'command'
      ? programOf(client, host) !== undefined || (path !== undefined && existsSync(path))
      : path !== undefined && existsSync(dirname(path));
  if ('refused' in read)
    return { path, isFound, entry: undefined, fault: `${path ?? 'Its file'} ${read.refused}.` };
  return { path, isFound, entry: read.entry, fault: read.entry && faultOf(read.entry, version) };
}

/** What keeps an entry from starting, or starts something older than this. */
function faultOf({ command, args }: Entry, version: string): string | undefined {
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === 'string');
  const [program = '', script = ''] = words;
  const files = [program, ...(script.endsWith('.js') ? [script] : [])].filter((file) => isAbsolute(file));
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) return `${missing} is not there any more`;
  if (files.some((file) => file.split(/[\\/]/).includes('_npx'))) return "it starts a file in npx's cache";
  const [, other] = words.map((word) => /^openai-admin-mcp@(.+)$/.exec(word)).find((found) => found) ?? [];
  return other !== undefined && other !== version
    ? `it starts version ${other}, and this is ${version}`
    : undefined;
}

function programOf(client: OwnClient, { environment, platform }: Host): string | undefined {
  if (client.kind !== 'command') return undefined;
  return findProgram('claude', environment.PATH ?? environment.Path, platform);
}

async function carryOut(
  client: OwnClient,
  name: string,
  plan: Plan,
  host: Host,
  { processId, now }: { processId: number; now: () => number },
): Promise<Done> {
  if ('refused' in plan) return plan;
  if (plan.kind === 'nothing') return { backup: undefined };
  if (plan.kind === 'file') return writeClientFile(plan, host, { processId, now: now() });
  const program = programOf(client, host);
  const typed = plan.commands.map((words) => `claude ${words.join(' ')}`).join(' && ');
  if (program === undefined) {
    return { refused: `is written by claude alone, which is not in PATH. Where it is, run ${typed}` };
  }
  for (const words of plan.commands) {
    const failure = await runProgram(program, words, host.environment);
    if (failure !== undefined) return { refused: `was left to claude, which ${failure}` };
  }
  const after: Plan | Refused | { entry: Entry | undefined } = readEntry(client, name, host);
  if ('refused' in after) return after;
  return isAsWanted(after.entry, plan.wanted)
    ? { backup: undefined }
    : { refused: `does not hold what claude was asked to write. Look at it with claude mcp get ${name}` };
}
