/** `openai-admin-mcp jobs template`: a project's settings as a file that `onboard_project` takes its inputs from. */
import { closeSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { templatePath } from '../../configuration/project-templates.ts';
import { makeOwnFolder, openPrivateFile, UnsafePlace } from '../../files/private-file.ts';
import { EXIT } from '../../host/exit-code.ts';
import { readSettings } from '../../jobs/onboard/read-settings.ts';
import { templateOf } from '../../jobs/onboard/template-of.ts';
import { codeOf } from '../../model/error-code.ts';
import { sharedTime } from '../../reading/shared-time.ts';
import { NotAllowed, type ReportReads, reportReads } from '../../reports/report-reads.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { openProduct, type ProductOptions, productSettings } from './open-product.ts';

/** As long as a report may take, and a person may wait. */
const LONGEST_MILLISECONDS = 5 * 60_000;

type TemplateOptions = Omit<ProductOptions, 'secrets'>;

export function addJobsTemplate(jobs: Command, context: ProcessContext): void {
  jobs
    .command('template')
    .description('Write the settings of a project, without people and keys, as a template for new projects.')
    .argument('<PROJECT>', 'Its name or ID.')
    .argument('[NAME]', "The template's name; made of the project's when left out.")
    .option('--profile <name>', 'Read with this stored set of keys.')
    .option('--key-file <path>', 'Read with the keys of this file.')
    .option('--sandbox', 'Read the sandbox organization.')
    .action((project: string, name: string | undefined, options: TemplateOptions) =>
      template(context, project, name, options),
    );
}

async function template(
  context: ProcessContext,
  asked: string,
  name: string | undefined,
  options: TemplateOptions,
): Promise<void> {
  const product = await openProduct(context, productSettings(context, options));
  const ending = new AbortController();
  context.onSignal('SIGINT', () => ending.abort());
  const shared = sharedTime(product.upstream.send, ending.signal, LONGEST_MILLISECONDS, () => undefined);
  try {
    const reads = reportReads(
      product.catalogue.tools,
      shared.send,
      (read) => product.guard.refusalOfRead(read, ending.signal, 'report'),
      ending.signal,
    );
    const project = await findProject(asked, reads);
    const path = templatePath(name ?? plainName(project.name), 'NAME', context.host);
    const settings = await readSettings({ id: project.id, name: project.name, isNew: false }, reads);
    const { inputs, notes } = templateOf(settings, project.residency);
    const head = `Inputs of onboard_project, from ${quote(project.name)} (${project.id}). What a call says itself counts before them.`;
    const comments = [head, ...notes].map((line) => `# ${line}\n`).join('');
    write(path, `${comments}${stringify(inputs)}`, context.host.uid);
    context.stdout.write(`${path}\n`);
    for (const note of notes) context.stderr.write(`${note}\n`);
  } catch (error) {
    if (error instanceof NotAllowed)
      throw new CommandFailure(EXIT.refused, `Not read: ${error.message}`, error);
    throw error;
  } finally {
    shared.end();
    await product.close();
  }
}

type Found = { id: string; name: string; residency: unknown };

async function findProject(asked: string, reads: ReportReads): Promise<Found> {
  const all = await reads.list('/organization/projects', [], ['id', 'name', 'residency']);
  const fits = (value: unknown) => String(value).toLowerCase() === asked.trim().toLowerCase();
  const byId = all.filter(({ id }) => id === asked);
  const found = byId.length > 0 ? byId : all.filter(({ name }) => fits(name));
  const [only, another] = found;
  if (only === undefined) {
    throw new CommandFailure(EXIT.usage, `There is no active project ${quote(asked)}. Pass its name or ID.`);
  }
  if (another !== undefined) {
    const ids = found.map(({ id }) => String(id)).join(', ');
    throw new CommandFailure(
      EXIT.usage,
      `${found.length} projects are called ${quote(asked)}. Pass one of their IDs: ${ids}.`,
    );
  }
  return { id: String(only.id), name: String(only.name), residency: only.residency };
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

/** One that is there may have been written by hand. */
function write(path: string, text: string, uid: number | undefined): void {
  try {
    makeOwnFolder(dirname(path), uid);
    const descriptor = openPrivateFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, uid);
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      throw new CommandFailure(
        EXIT.refused,
        `${path} is there already. Pass another NAME, or remove it first.`,
        error,
      );
    }
    if (error instanceof UnsafePlace) throw new CommandFailure(EXIT.refused, error.message, error);
    throw error;
  }
}
