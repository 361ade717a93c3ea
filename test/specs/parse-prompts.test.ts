/** Every mistake in a prompt's file is told at its place, and tools that do not exist cannot be named. */
import { describe, expect, test } from 'vitest';
import { parsePrompts } from '../../src/specs/parse-prompts.ts';
import type { SpecFile } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const RIGHT = `prompt: who_costs_most
title: Who costs most
description: The projects that cost most.
arguments:
  period: { description: A month or so., default: this_month, completes: periods }
  project: { description: Only this one., completes: projects }
task: "What costs most in {period}?"
steps:
  - call: report_costs
    core: true
    with: { period: "{period}", by: [project], projects: ["{project}"] }
    say: the first ones.
answer: "Answer with a table."
`;

function mistakesIn(...files: SpecFile[]): string[] {
  try {
    parsePrompts(files, catalogue.tools);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message.split('\n');
  }
  return [];
}

function afterReplacing(part: string, other: string): string[] {
  if (!RIGHT.includes(part)) throw new Error(`Nothing to replace: ${part}`);
  return mistakesIn({ name: 'a.yaml', text: RIGHT.replace(part, other) });
}

test('a right file has no mistakes', () => {
  expect(mistakesIn({ name: 'a.yaml', text: RIGHT })).toEqual([]);
});

test('what is read is what the file says', () => {
  const [prompt] = parsePrompts([{ name: 'a.yaml', text: RIGHT }], catalogue.tools);
  expect(prompt).toMatchObject({ prompt: 'who_costs_most', steps: [{ call: 'report_costs', core: true }] });
});

describe('a mistake', () => {
  test.each([
    [
      'call: report_costs',
      'call: report_cost',
      'a.yaml:9:5 call: no tool report_cost; did you mean report_costs?',
    ],
    ['by: [project]', 'bye: [project]', 'a.yaml:11:33 bye: no argument of report_costs; did you mean by?'],
    [
      '{ period: "{period}"',
      '{ period: "{periods}"',
      'a.yaml:11:13 {periods}: no such argument; did you mean period?',
    ],
    ['in {period}?', 'in {time}?', 'a.yaml:7:1 {time}: no such argument'],
    [
      'in {period}?',
      'in {project}?',
      'a.yaml:7:1 {project}: may be missing; make it required, give it a default, or leave it out here',
    ],
    [', projects: ["{project}"]', '', 'a.yaml:6:3 project: nothing uses it'],
    ['    core: true\n', '', 'a.yaml:8:1 steps: one of them is core: true'],
    [
      'say: the first ones.',
      'say: then delete_user.',
      'a.yaml:12:5 delete_user: a tool is named by call alone, so that it is left out where it is off',
    ],
    ['title: Who', 'titel: Who', 'a.yaml:2:1 titel: unknown key; did you mean title?'],
    ['completes: periods', 'completes: people?', 'a.yaml:5:'],
    [
      'answer: "Answer with a table."',
      'answer: "An\u00e9."',
      'a.yaml:13:1 answer: use plain ASCII on one line',
    ],
    ['steps:', 'steps: [', 'a.yaml:'],
  ])('%j in place of %j is told with its place', (part, other, message) => {
    expect(afterReplacing(part, other)).toContainEqual(expect.stringContaining(message));
  });

  test('a name that another file has', () => {
    const files = ['a.yaml', 'b.yaml'].map((name) => ({ name, text: RIGHT }));
    expect(mistakesIn(...files)).toEqual(['b.yaml:1:1 prompt: another file has who_costs_most already']);
  });
});
