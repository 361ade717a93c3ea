/** What a client offers its user besides tools: prompts, resources and completions. In a file of its own, loaded when one is asked for. */
import { isRecord } from '../model/record.ts';
import type { PromptSpec } from '../specs/prompt-schema.ts';
import { quote } from '../text/clean.ts';
import { didYouMean } from '../text/nearest.ts';
import { createCompletions } from './completions.ts';
import { DOCUMENTS, TOOLS_TEMPLATE, TOOLS_URI } from './documents.ts';
import type { GuidancePorts } from './guidance-ports.ts';
import type { Completion } from './matching.ts';
import { argumentsOf } from './prompt-arguments.ts';
import { promptText } from './prompt-text.ts';
import { createResources, type Resource, type ResourceText } from './resources.ts';

export type ListedPrompt = {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: boolean }[];
};

/** Why nothing can be answered: a sentence for whoever asked. */
export type Wrong = { wrong: string };

export type Guidance = {
  listPrompts(): ListedPrompt[];
  getPrompt(name: string, given: Record<string, string>): { description: string; text: string } | Wrong;
  listResources(): Resource[];
  listTemplates(): (Omit<Resource, 'uri' | 'size'> & { uriTemplate: string })[];
  readResource(uri: string): ResourceText | Wrong;
  /** Of an argument of a prompt. Rejects only when `signal` is aborted. */
  completePrompt(
    prompt: string,
    argument: string,
    typed: string,
    signal: AbortSignal,
  ): Promise<Completion | Wrong>;
  /** Of a variable in the address of resources. */
  completeResource(template: string, variable: string, typed: string): Completion | Wrong;
};

export function createGuidance(ports: GuidancePorts): Guidance {
  const { inText } = ports.names;
  let read: readonly PromptSpec[] | undefined;
  const resources = createResources(ports);
  const completions = createCompletions(ports);

  function prompts(): readonly PromptSpec[] {
    read ??= ports.readPrompts();
    return read;
  }

  /** The first tool that a prompt cannot do without and that is off, with the reason. */
  function whyOff({ steps }: PromptSpec): string | undefined {
    for (const { call } of steps.filter(({ core }) => core)) {
      const decision = ports.decide(call);
      if (!decision.allowed) return decision.reason;
    }
    return undefined;
  }

  function find(name: string): PromptSpec | Wrong {
    const listed = prompts().filter((prompt) => whyOff(prompt) === undefined);
    const prompt = prompts().find((one) => one.prompt === name);
    if (prompt === undefined) {
      const names = listed.map((one) => one.prompt);
      const hint = didYouMean(name, names) || (names.length > 0 ? `; there are ${names.join(', ')}.` : '.');
      return { wrong: `There is no prompt ${quote(name)}${hint}` };
    }
    const off = whyOff(prompt);
    return off === undefined ? prompt : { wrong: inText(`The prompt ${name} is off here: ${off}`) };
  }

  return {
    listPrompts: () =>
      prompts()
        .filter((prompt) => whyOff(prompt) === undefined)
        .map(({ prompt: name, title, description, arguments: own = {} }) => ({
          name,
          title,
          description,
          arguments: Object.entries(own).map(([argument, { description, required = false }]) => ({
            name: argument,
            description,
            required,
          })),
        })),
    getPrompt(name, given) {
      const prompt = find(name);
      if ('wrong' in prompt) return prompt;
      const checked = argumentsOf(prompt, given);
      if ('wrong' in checked) return checked;
      return { description: prompt.description, text: promptText(prompt, checked.values, ports) };
    },
    listResources: resources.list,
    listTemplates: resources.templates,
    readResource(uri) {
      const text = resources.read(uri);
      if (text !== undefined) return text;
      const known = [...DOCUMENTS.map((document) => document.uri), TOOLS_URI, ...resources.families()];
      return {
        wrong: `There is no resource ${quote(uri)}${didYouMean(uri, known) || '; resources/list has all of them.'}`,
      };
    },
    async completePrompt(name, argument, typed, signal) {
      const prompt = find(name);
      if ('wrong' in prompt) return prompt;
      const own = prompt.arguments ?? {};
      const spec = Object.hasOwn(own, argument) ? own[argument] : undefined;
      if (!isRecord(spec)) return noArgument(argument, Object.keys(own));
      return completions.of(spec.completes, typed, signal);
    },
    completeResource(template, variable, typed) {
      if (template !== TOOLS_TEMPLATE) {
        return { wrong: `There is no template ${quote(template)}; there is ${TOOLS_TEMPLATE}` };
      }
      return variable === 'family' ? completions.families(typed) : noArgument(variable, ['family']);
    },
  };
}

function noArgument(name: string, known: string[]): Wrong {
  return {
    wrong: `There is no argument ${quote(name)}${didYouMean(name, known) || `; there are ${known.join(', ')}.`}`,
  };
}
