/** `secrets list`: every new secret that was kept, where, and the mintings that never ended. */
import type { Command } from 'commander';
import { openState } from '../../compose/open-state.ts';
import { describeUnfinished, type NamedEntry, unfinishedMintings } from '../../sinks/journal.ts';
import { describeKeptIn, MAX_LABEL_LENGTH } from '../../sinks/sink.ts';
import { readStoredSecrets, type StoredSecret } from '../../sinks/stored-secrets.ts';
import { oneLine, shortened } from '../../text/clean.ts';
import { showInvisible } from '../../text/shown-form.ts';
import type { ProcessContext } from '../process-context.ts';
import { alignColumns } from './align-columns.ts';
import { OF_PROFILE_HELP, type OfProfile, profileOf } from './find-secret.ts';

type ListOptions = OfProfile & { json?: boolean };

export function addSecretsList(secrets: Command, context: ProcessContext): void {
  secrets
    .command('list')
    .description('List every kept secret by id and fingerprint, and what a crash left unfinished.')
    .option('--profile <name>', OF_PROFILE_HELP)
    .option('--json', 'Print JSON.')
    .action((options: ListOptions) => listSecrets(context, options));
}

async function listSecrets(context: ProcessContext, options: ListOptions): Promise<void> {
  const state = openState(context.host, context);
  const profile = profileOf(context, options);
  const ofProfile = (entry: { profile: string }) => profile === undefined || entry.profile === profile;
  const secrets = readStoredSecrets(state).filter(ofProfile);
  const unfinished = unfinishedMintings(state, context).filter(ofProfile);
  context.stdout.write(options.json ? asJson({ secrets, unfinished }) : await asText(secrets, unfinished));
}

function asJson(report: { secrets: StoredSecret[]; unfinished: NamedEntry[] }): string {
  return `${JSON.stringify(snakeCased(report), undefined, 2)}\n`;
}

/** With names as the other commands' JSON has them, and nothing invisible. */
function snakeCased(value: unknown): unknown {
  if (typeof value === 'string') return showInvisible(value);
  if (Array.isArray(value)) return value.map(snakeCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCased(member),
    ]),
  );
}

const TITLES = ['ID', 'NAME', 'MADE BY', 'PROFILE', 'PROJECT', 'FINGERPRINT', 'STORED', 'WHERE'];
const MAX_NAME_WIDTH = 40;

async function asText(secrets: StoredSecret[], unfinished: NamedEntry[]): Promise<string> {
  const rows = secrets.map((secret) => [
    oneLine(secret.id, MAX_LABEL_LENGTH),
    shortened(oneLine(secret.name ?? '-', MAX_LABEL_LENGTH), MAX_NAME_WIDTH),
    secret.tool,
    secret.profile,
    oneLine(secret.projectId ?? '-', MAX_LABEL_LENGTH),
    secret.fingerprint,
    secret.storedAt.slice(0, 16).replace('T', ' '),
    secret.places.map(describeKeptIn).map(showInvisible).join(', '),
  ]);
  const lines = [
    ...(rows.length === 0 ? ['No secret is stored.'] : await alignColumns([TITLES, ...rows])),
    ...(unfinished.length === 0 ? [] : ['', 'Not ended:']),
    ...unfinished.map((entry) => `${entry.entry}: ${showInvisible(describeUnfinished(entry))}`),
  ];
  return `${lines.join('\n')}\n`;
}
