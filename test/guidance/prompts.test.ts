/** Prompts are plans of calls that can be made: real tools, arguments that they take, and nothing that is off among the steps. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOffered } from '../../src/policy/authorize.ts';
import { createDiscoveryService } from '../../src/server/discovery-service.ts';
import { DISCOVERY_NAMES } from '../../src/server/discovery-tools.ts';
import { BARE_NAMES, prefixedNames } from '../../src/server/tool-names.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { catalogue, prompts, toolNamed } from '../catalogue/catalogue.ts';
import { FLAGGED } from '../catalogue/flagged.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { answerOf, sampleService } from '../server/sample-service.ts';
import { countTokens } from '../text/budget.ts';
import { openGuard } from '../tools/open-guard.ts';
import { sampleGuidance, textOf } from './sample-guidance.ts';

/** As long as real ones are. */
const GIVEN: Record<string, string> = {
  person: 'someone.with-a-long-name@department.example.com',
  project: 'Customer-Support-Bot',
  period: '2026-10-01/2026-10-15',
};

const NAMES = prompts.map(({ prompt }) => prompt);
const ALL = { filters: [toolFilter({ tags: ['all'] })] };
const TOOLS = catalogue.tools.map(({ name }) => name);
const prefix = prefixedNames('acme', [...TOOLS, ...DISCOVERY_NAMES]);

function givenFor(name: string, which: (required: boolean) => boolean = () => true) {
  const own = prompts.find(({ prompt }) => prompt === name)?.arguments ?? {};
  const names = Object.keys(own).filter((argument) => which(own[argument]?.required === true));
  return Object.fromEntries(names.map((argument) => [argument, GIVEN[argument] ?? '']));
}

/** JSON of a call ends before the colon and blank that no JSON of ours has. */
const STEP = /^\d+\. ([a-z_]+)(?: (\{.*?\}))?: /gm;

/** The calls of the numbered lines, as a model reads them. */
function callsIn(text: string): { name: string; given: Record<string, unknown> | undefined }[] {
  return [...text.matchAll(STEP)].map(([, name = '', given]) => ({
    name,
    given: given === undefined ? undefined : (JSON.parse(given) as Record<string, unknown>),
  }));
}

const stepsOf = (text: string) => text.split('\n').filter((line) => /^\d+\. /.test(line));
const offLine = (text: string) => text.split('\n').find((line) => line.startsWith('Off here: ')) ?? '';

test('there is one for each of the jobs', () => {
  expect(NAMES).toEqual([
    'monthly_cost_review',
    'most_expensive_projects',
    'off_board_person',
    'rotate_keys',
    'weekly_security_review',
  ]);
});

describe.each(NAMES)('%s', (name) => {
  test('calls tools that exist, with arguments that they take, whatever is left out', async () => {
    const { guidance } = await sampleGuidance({ authority: ALL });
    for (const which of [() => true, (required: boolean) => required]) {
      const text = textOf(guidance, name, givenFor(name, which));
      const calls = callsIn(text);
      expect(calls.length).toBe(stepsOf(text).length);
      expect(calls.length).toBeGreaterThan(1);
      for (const { name: tool, given } of calls) {
        if (given !== undefined) checkArguments(toolNamed(tool), given, Date.parse('2026-11-22T12:00:00Z'));
        else expect(TOOLS).toContain(tool);
      }
      expect(text).not.toMatch(/\{[a-z_]+\}|undefined|null/);
    }
  });

  test('names what is given, and only what the list says', async () => {
    const { guidance } = await sampleGuidance({ authority: ALL });
    const listed = guidance.listPrompts().find((prompt) => prompt.name === name);
    const given = givenFor(name);
    expect(listed?.arguments.map((argument) => argument.name)).toEqual(Object.keys(given));
    const text = textOf(guidance, name, given);
    for (const value of Object.values(given)) expect(text).toContain(JSON.stringify(value));
  });

  test.each([
    ['everything', {}],
    ['the default set', { authority: {} }],
    ['discovery with a prefix', { names: prefix, isDiscovery: true }],
    ['everything that writes switched off', { authority: { filters: [toolFilter({ readOnly: true })] } }],
  ])('has at most 300 tokens with %s', async (_, more) => {
    const { guidance } = await sampleGuidance({ authority: ALL, ...more });
    expect(countTokens(textOf(guidance, name, givenFor(name)))).toBeLessThanOrEqual(300);
  });

  test('is plain ASCII and gives no orders that hide something', async () => {
    const { guidance } = await sampleGuidance({ authority: ALL });
    const told = JSON.stringify([textOf(guidance, name, givenFor(name)), guidance.listPrompts()]);
    expect(told).toMatch(/^[\x20-\x7e]*$/);
    for (const phrase of FLAGGED) expect(told).not.toMatch(phrase);
  });
});

test('whatever is off: the steps call what is on, the rest stands below with the reason, and nothing is sent', async () => {
  const called = [...new Set(prompts.flatMap(({ steps }) => steps.map(({ call }) => call)))];
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(called),
      fc.boolean(),
      fc.boolean(),
      async (excludeTools, readOnly, hasAdminKey) => {
        const authority = {
          filters: [toolFilter({ tags: ['all'], excludeTools, readOnly })],
          hasAdminKey,
          hasProjectKey: true,
        };
        const { guidance, sent } = await sampleGuidance({ authority });
        const isOn = (tool: string) => isOffered(toolNamed(tool), authority);
        const listed = guidance.listPrompts().map(({ name }) => name);
        for (const { prompt, steps } of prompts) {
          const core = steps.filter((step) => step.core).map(({ call }) => call);
          expect(listed.includes(prompt)).toBe(core.every(isOn));
          const answer = guidance.getPrompt(prompt, givenFor(prompt));
          if (!listed.includes(prompt)) {
            const off = core.find((call) => !isOn(call));
            expect(answer).toEqual({
              wrong: expect.stringContaining(`The prompt ${prompt} is off here: ${off} `),
            });
            continue;
          }
          const text = textOf(guidance, prompt, givenFor(prompt));
          const [on, off] = [true, false].map((wanted) =>
            steps.map(({ call }) => call).filter((call) => isOn(call) === wanted),
          );
          expect(callsIn(text).map(({ name }) => name)).toEqual(on);
          const named = TOOLS.filter((tool) => new RegExp(`\\b${tool}\\b`).test(offLine(text)));
          expect(new Set(named.filter((tool) => tool.includes('_')))).toEqual(new Set(off));
          for (const call of off ?? []) {
            expect(offLine(text)).toContain(
              excludeTools.includes(call) && (!readOnly || call.startsWith('report'))
                ? `--exclude-tools ${call}`
                : '--read-only',
            );
          }
        }
        expect(sent).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

describe('names', () => {
  test('have the prefix, as in the list', async () => {
    const { guidance } = await sampleGuidance({ names: prefix });
    const text = textOf(guidance, 'off_board_person', { person: 'list_users' });
    for (const { name } of callsIn(text)) expect(TOOLS.map((tool) => prefix.shown(tool))).toContain(name);
    expect(offLine(textOf(guidance, 'rotate_keys', {}))).toContain('acme_rotate_service_account_key');
    expect(text).toContain('"list_users"');
  });

  test.each([
    ['bare', BARE_NAMES],
    ['with a prefix', prefix],
  ])('lead through the tools of discovery, %s, in calls that work', async (_, names) => {
    const authority = { ...ALL, hasAdminKey: true, hasProjectKey: true };
    const inner = sampleService({ authority, names });
    const service = createDiscoveryService({
      catalogue,
      authority,
      service: inner,
      guard: openGuard(() => Promise.reject(new Error('sends nothing'))),
      openSearch: async () => () => [],
      names,
      mark: {},
    });
    const { guidance } = await sampleGuidance({ names, isDiscovery: true, authority: ALL });
    const listed = service.list().map(({ name }) => name);
    const text = textOf(guidance, 'weekly_security_review');
    for (const { name, given } of callsIn(text)) {
      expect(listed).toContain(name);
      const { isError, value } = await answerOf(service, name, { arguments: {}, ...given });
      expect([isError, value.error], name).toEqual([false, undefined]);
    }
    expect(text).toContain(`${names.shown('get_tool_schema')} shows the arguments of a tool.`);
    expect(inner.sent.length).toBeGreaterThan(0);
  });
});

describe('what is given', () => {
  test.each([
    ['two\nlines', '"two lines"'],
    ['zero\u200bwidth', '"zero\\\\u{200b}width"'],
    ['a"b', '"a\\"b"'],
    ['\u202eturned', '"\\\\u{202e}turned"'],
    ['  around  ', '"around"'],
  ])('%j stands on one line, in quotes, with nothing invisible', async (person, shown) => {
    const { guidance } = await sampleGuidance();
    const text = textOf(guidance, 'off_board_person', { person });
    // In the task, and in the first and the last step.
    expect(text.split(shown)).toHaveLength(4);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    const plain = textOf(guidance, 'off_board_person', { person: 'a@b.example' });
    expect(text.split('\n')).toHaveLength(plain.split('\n').length);
  });

  test.each([
    ['off_board_person', {}, 'person is missing: Email of whoever leaves.'],
    ['off_board_person', { person: '  ' }, 'person is missing: Email of whoever leaves.'],
    ['off_board_person', { persn: 'x' }, 'There is no argument "persn"; did you mean person?'],
    ['off_board_person', { person: 'x'.repeat(201) }, 'person: pass at most 200 characters.'],
    ['off_board', {}, 'There is no prompt "off_board"'],
    ['off_bord_person', {}, 'There is no prompt "off_bord_person"; did you mean off_board_person?'],
    ['constructor', {}, 'There is no prompt "constructor"'],
  ])('%s with %j is refused in words', async (name, given, wrong) => {
    const { guidance } = await sampleGuidance();
    expect(guidance.getPrompt(name, given)).toEqual({ wrong: expect.stringContaining(wrong) });
  });

  test('an empty field is one that is left out', async () => {
    const { guidance } = await sampleGuidance();
    const empty = textOf(guidance, 'monthly_cost_review', { period: '', project: ' ' });
    expect(empty).toBe(textOf(guidance, 'monthly_cost_review'));
    expect(empty).toContain('"last_month"');
  });
});

test('after the end of access a prompt begins with the reason, and the list stays', async () => {
  const access = { over: false, isOver: () => access.over, reason: 'Access ended at noon. Ask a person.' };
  const { guidance } = await sampleGuidance({ access });
  const before = [guidance.listPrompts(), textOf(guidance, 'rotate_keys')];
  access.over = true;
  expect(guidance.listPrompts()).toEqual(before[0]);
  expect(textOf(guidance, 'rotate_keys')).toBe(
    `Access ended at noon. Ask a person. Until then every call is refused.\n\n${before[1]}`,
  );
});
