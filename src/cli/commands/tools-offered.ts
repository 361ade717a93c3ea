/** The tools that a server with the same options offers, for the commands that show them. */
import type { Command } from 'commander';
import { compose } from '../../compose/compose.ts';
import { isOffered } from '../../policy/authorize.ts';
import { readSettings } from '../../settings/settings.ts';
import { isRead, type ToolSpec } from '../../specs/catalogue.ts';
import type { ProcessContext } from '../process-context.ts';
import { servingTexts } from '../serving-options.ts';
import { screenOf, showAnswer } from './show-answer.ts';
import { moreOptions, withServingOptions } from './tool-command.ts';

export type ToolsOptions = { tokens?: true; json?: true };

export function toolsCommand(tools: Command, name: string, description: string): Command {
  const command = tools.command(name).description(description).option('--json', 'As JSON.');
  return withServingOptions(command).addHelpText('after', moreOptions);
}

/**
 * As the options choose; what a key that is not there would keep off is shown all the same.
 * @param otherwise the tags, where no option chooses any
 */
export async function toolsOffered(
  command: Command,
  context: ProcessContext,
  otherwise: 'core' | 'all',
): Promise<ToolSpec[]> {
  const texts = servingTexts(command);
  const chooses = texts.tags !== undefined || texts.tools !== undefined;
  const settings = readSettings({
    flags: otherwise === 'all' && !chooses ? { ...texts, tags: 'all' } : texts,
    environment: context.host.environment,
    nowMilliseconds: context.now(),
  });
  const product = await compose(settings, context.host, {
    ...context,
    onCalled: () => undefined,
    onUnforeseen: () => undefined,
  });
  try {
    const authority = { ...product.authority, hasAdminKey: true, hasProjectKey: true };
    return product.catalogue.tools.filter((tool) => isOffered(tool, authority));
  } finally {
    await product.close();
  }
}

/** For texts that name other tools. */
export function isAmong(offered: readonly ToolSpec[]): (name: string) => boolean {
  const names = new Set(offered.map(({ name }) => name));
  return (name) => names.has(name);
}

export function riskOf(tool: ToolSpec): string {
  return isRead(tool) ? 'read' : (tool.risk?.class ?? 'write');
}

export async function tell(
  value: Record<string, unknown>,
  { json }: ToolsOptions,
  { stdout, host }: ProcessContext,
): Promise<void> {
  const screen = screenOf(stdout, host.environment);
  stdout.write(await showAnswer(value, json ? 'json' : 'table', screen));
}
