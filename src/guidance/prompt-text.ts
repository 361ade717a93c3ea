/** A prompt as the model reads it: a numbered plan of calls that can be made here, and what is off with the reason. */
import { filledText, filledValue } from '../specs/placeholders.ts';
import type { PromptSpec } from '../specs/prompt-schema.ts';
import type { GuidancePorts } from './guidance-ports.ts';
import { offReasons } from './off-reasons.ts';

type Step = PromptSpec['steps'][number];

/** @param values on one line each, with nothing invisible */
export function promptText(
  { task, steps, answer }: PromptSpec,
  values: Readonly<Record<string, string>>,
  ports: GuidancePorts,
): string {
  const reason = ports.ended();
  const off = offReasons(new Set(steps.map(({ call }) => call)), ports);
  const possible = steps.filter(({ call }) => ports.decide(call).allowed);
  const lacks = possible.some((step) => step.with === undefined);
  return [
    ...(reason === undefined ? [] : [`${reason} Until then every call is refused.`]),
    filledText(task, (name) => JSON.stringify(values[name])),
    possible.map((step, index) => `${index + 1}. ${callText(step, values, ports)}: ${step.say}`).join('\n'),
    ...(lacks && !ports.direct ? [ports.names.inText('get_tool_schema shows the arguments of a tool.')] : []),
    ...(off === '' ? [] : [`Off here: ${off}. Tell me what that leaves to be done.`]),
    answer,
  ].join('\n\n');
}

function callText(
  { call, with: given }: Step,
  values: Readonly<Record<string, string>>,
  { catalogue, callOf }: GuidancePorts,
): string {
  const tool = catalogue.tools.find(({ name }) => name === call);
  if (tool === undefined) throw new Error(`No tool ${call}`);
  const shown = callOf(tool, given && literal(given, values));
  return shown.given === undefined ? shown.name : `${shown.name} ${JSON.stringify(shown.given)}`;
}

function literal(given: Record<string, unknown>, values: Readonly<Record<string, string>>) {
  const filled = Object.entries(given).map(([name, value]) => [name, filledValue(value, values)] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}
