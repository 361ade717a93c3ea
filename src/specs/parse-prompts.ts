/** Turning the texts of prompt files into prompts, or into all the mistakes in them. */
import { didYouMean } from '../text/nearest.ts';
import type { ToolSpec } from './catalogue.ts';
import type { SpecFile } from './parse-specs.ts';
import { namedInText, namedInValue } from './placeholders.ts';
import { type PromptSpec, promptFile } from './prompt-schema.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { readSpecDocument, type SpecDocument } from './spec-document.ts';
import { SpecError, type SpecMistake } from './spec-error.ts';

/**
 * @param tools that the prompts may call
 * @throws SpecError with every mistake, each with file, line and column
 */
export function parsePrompts(files: SpecFile[], tools: readonly ToolSpec[]): PromptSpec[] {
  const prompts: PromptSpec[] = [];
  const mistakes: SpecMistake[] = [];
  for (const file of files) {
    const document = readSpecDocument(file.name, file.text);
    const parsed = document.syntaxMistakes.length === 0 ? promptFile.safeParse(document.data) : undefined;
    mistakes.push(...document.syntaxMistakes);
    if (parsed === undefined) continue;
    if (!parsed.success) {
      mistakes.push(...schemaMistakes(document, parsed.error));
      continue;
    }
    const prompt = parsed.data;
    if (prompts.some((known) => known.prompt === prompt.prompt)) {
      mistakes.push(document.mistakeAt(['prompt'], `prompt: another file has ${prompt.prompt} already`));
    }
    mistakes.push(...mistakesIn(prompt, document, tools));
    prompts.push(prompt);
  }
  if (mistakes.length > 0) throw new SpecError(mistakes);
  return prompts;
}

function mistakesIn(prompt: PromptSpec, document: SpecDocument, tools: readonly ToolSpec[]): SpecMistake[] {
  const { arguments: own = {}, steps, task } = prompt;
  const names = tools.map((tool) => tool.name);
  const mistakes: SpecMistake[] = [];
  const report = (path: PropertyKey[], message: string) => mistakes.push(document.mistakeAt(path, message));
  const checkName = (name: string, path: PropertyKey[]) => {
    if (own[name] === undefined)
      report(path, `{${name}}: no such argument${didYouMean(name, Object.keys(own))}`);
  };

  for (const name of namedInText(task)) {
    checkName(name, ['task']);
    if (own[name] && !own[name].required && own[name].default === undefined) {
      report(
        ['task'],
        `{${name}}: may be missing; make it required, give it a default, or leave it out here`,
      );
    }
  }
  for (const [index, { call, with: given = {} }] of steps.entries()) {
    const tool = tools.find((one) => one.name === call);
    if (tool === undefined) {
      report(['steps', index, 'call'], `call: no tool ${call}${didYouMean(call, names)}`);
      continue;
    }
    const known = Object.keys(tool.params);
    for (const [name, value] of Object.entries(given)) {
      const path = ['steps', index, 'with', name];
      if (!known.includes(name)) report(path, `${name}: no argument of ${call}${didYouMean(name, known)}`);
      for (const used of namedInValue(value)) checkName(used, path);
    }
  }
  if (!steps.some(({ core }) => core)) report(['steps'], 'steps: one of them is core: true');
  const used = [...namedInText(task), ...steps.flatMap((step) => namedInValue(step.with ?? {}))];
  for (const name of Object.keys(own)) {
    if (!used.includes(name)) report(['arguments', name], `${name}: nothing uses it`);
  }
  // A tool that is off would be named all the same.
  for (const [path, text] of textsOf(prompt)) {
    for (const name of names.filter((one) => new RegExp(`\\b${one}\\b`).test(text) && one.includes('_'))) {
      report(path, `${name}: a tool is named by call alone, so that it is left out where it is off`);
    }
  }
  return mistakes;
}

function textsOf({ title, description, task, answer, steps, arguments: own = {} }: PromptSpec) {
  return [
    [['title'], title],
    [['description'], description],
    [['task'], task],
    [['answer'], answer],
    ...steps.map(({ say }, index) => [['steps', index, 'say'], say]),
    ...Object.entries(own).map(([name, argument]) => [['arguments', name], argument.description]),
  ] as [PropertyKey[], string][];
}
