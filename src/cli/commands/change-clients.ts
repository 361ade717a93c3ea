/** Carrying out changes to clients' files: each is shown, asked about at a terminal, and written if the file still is what was shown. */
import type { ByHandClient, Client } from '../../clients/client-table.ts';
import type { Entry } from '../../clients/entry.ts';
import type { Clients, OwnClient } from '../../clients/open-clients.ts';
import { openState } from '../../compose/open-state.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { redact } from '../../redaction/redact.ts';
import type { ProcessContext } from '../process-context.ts';
import { askLine } from './ask-line.ts';

export type ChangeOptions = { yes?: true; dryRun?: true };

export const CHANGE_OPTIONS = [
  ['--dry-run', 'Show what would be written, and write nothing.'],
  ['--yes', 'Do not ask before it is written.'],
] as const;

export type Wanted = {
  /** Of our entry. */
  name: string;
  options: ChangeOptions;
  /** What the entry is to be; absent to take it out. */
  wanted?: (client: Client) => Entry;
};

/** Whoever writes the file all the time is waited for no longer. */
const MOST_TRIES = 5;

/** One after the other; one that cannot be changed does not keep the others from it, but decides the exit code. */
export async function changeClients(
  context: ProcessContext,
  clients: Clients,
  chosen: readonly Client[],
  what: Wanted,
): Promise<void> {
  const codes: number[] = [];
  for (const client of chosen) {
    if (client.kind !== 'by-hand') codes.push(await changeOne(context, clients, client, what));
    else if (what.wanted === undefined) codes.push(removeByHand(context, client));
  }
  context.setExitCode(codes.find((code) => code !== EXIT.ok) ?? EXIT.ok);
}

function removeByHand({ stdout }: ProcessContext, { title }: ByHandClient): number {
  stdout.write(`${title} was set up by hand: take the entry out where you put it in.\n`);
  return EXIT.ok;
}

async function changeOne(
  context: ProcessContext,
  clients: Clients,
  client: OwnClient,
  what: Wanted,
  triesLeft = MOST_TRIES,
): Promise<number> {
  const { stdin, stdout, stderr, host } = context;
  const { name, options } = what;
  const wanted = what.wanted?.(client);
  const refuse = (path: string | undefined, refused: string) => {
    const byHand =
      wanted === undefined
        ? ''
        : `To do it by hand, this is the entry:\n\n${clients.written(client, name, wanted)}\n\n`;
    stderr.write(`${client.title}: ${path ?? 'its file'} ${refused}. Nothing was changed there.\n${byHand}`);
    return EXIT.usage;
  };
  const plan = clients.plan(client, name, wanted);
  if ('refused' in plan) return refuse(plan.path, plan.refused);
  if (plan.kind === 'nothing') {
    stdout.write(
      `${client.title}: ${wanted ? 'this is there already' : `there is no entry ${name}`} in ${plan.path}.\n`,
    );
    return EXIT.ok;
  }
  const lines = plan.lines.map((line) => `${redact(line) ?? '  [left out: it held a secret]'}\n`).join('');
  const way =
    plan.kind === 'commands' ? plan.commands.map((words) => `with claude ${words.join(' ')}\n`) : [];
  stdout.write(`${client.title}, in ${plan.path}:\n${lines}${way.join('')}`);
  if (options.dryRun) {
    stdout.write('Nothing was written, as --dry-run has it.\n');
    return EXIT.ok;
  }
  if (!options.yes) {
    if (!stdin.isTTY || !stderr.isTTY) {
      stderr.write('Nothing was written: add --yes, or run this in a terminal to be asked.\n');
      return EXIT.refused;
    }
    const answer = await askLine(context, 'Write this? [y/N] ');
    if (!/^y(es)?$/i.test(answer)) {
      stdout.write('Left as it is.\n');
      return EXIT.refused;
    }
  }
  const done = await openState(host, context).locked(
    () => clients.carryOut(client, name, plan),
    'clients.lock',
  );
  if (done === 'changed') {
    if (triesLeft === 1) return refuse(plan.path, 'is written by another program all the time. Close it');
    stderr.write(`${plan.path} has changed in the meantime; once more.\n`);
    return changeOne(context, clients, client, what, triesLeft - 1);
  }
  if ('refused' in done) return refuse(plan.path, done.refused);
  const copy = done.backup === undefined ? '' : ` The file as it was: ${done.backup}`;
  const again =
    plan.kind === 'file' && plan.leavesEntry
      ? ` The entry that was there before is back; to take that out too, run ${ownCommand(`client uninstall ${client.name}`)} again.`
      : '';
  stdout.write(`Done.${copy}${again}\n${client.restart}\n`);
  return EXIT.ok;
}
