/** Completions: people, projects, periods and families, with few reads and no failure for whoever types. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { type SampleGuidance, sampleGuidance } from './sample-guidance.ts';

const NEVER = new AbortController().signal;

const PEOPLE = [
  { id: 'user-1', email: 'dana@x.example', name: 'Dana Reyes' },
  { id: 'user-2', email: 'bo@x.example', name: 'Bo Danason' },
  { id: 'user-3', email: null, name: 'Danny' },
];
const PROJECTS = [
  { id: 'proj_1', name: 'Alpha' },
  { id: 'proj_2', name: 'Twin' },
  { id: 'proj_3', name: 'Twin' },
  { id: 'proj_4', name: 'Ho\u200ble' },
  { id: 'proj_5', name: null },
];

const lists = (path: string) => ({
  object: 'list',
  data: path.endsWith('/users') ? PEOPLE : PROJECTS,
  has_more: false,
});

const ask = (
  { guidance }: SampleGuidance,
  argument: string,
  typed: string,
  signal = NEVER,
  prompt = argument === 'person' ? 'off_board_person' : 'monthly_cost_review',
) => guidance.completePrompt(prompt, argument, typed, signal);

describe('what is offered', () => {
  test.each([
    ['person', 'dana', ['dana@x.example', 'bo@x.example']],
    ['person', 'BO', ['bo@x.example']],
    ['person', 'danny', []],
    ['project', 'alp', ['Alpha']],
    ['project', 'twin', ['proj_2', 'proj_3']],
    ['project', 'proj_1', ['proj_1']],
    ['project', 'ro', []],
    ['project', 'proj_5', ['proj_5']],
    ['project', 'ho', ['Ho\\u{200b}le']],
    ['project', '', ['Alpha', 'proj_2', 'proj_3', 'Ho\\u{200b}le']],
    ['period', 'last', ['last_month', 'last_7_days', 'last_28_days']],
    [
      'period',
      '2026-0',
      ['2026-09', '2026-08', '2026-07', '2026-06', '2026-05', '2026-04', '2026-03', '2026-02', '2026-01'],
    ],
  ])('for %s and %j', async (argument, typed, values) => {
    const sample = await sampleGuidance({ answer: lists });
    expect(await ask(sample, argument, typed)).toEqual({ values, hasMore: false });
  });

  test('for a family of tools', async () => {
    const { guidance } = await sampleGuidance();
    const template = guidance.listTemplates()[0]?.uriTemplate ?? '';
    expect(guidance.completeResource(template, 'family', 'spend')).toEqual({
      values: ['spend_alerts', 'spend_limit', 'project_spend_alerts', 'project_spend_limit'],
      hasMore: false,
    });
  });
});

describe('what is read', () => {
  test('is nothing until a form asks, and nothing for periods', async () => {
    const sample = await sampleGuidance({ answer: lists });
    sample.guidance.listPrompts();
    sample.guidance.listResources();
    await ask(sample, 'period', '');
    expect(sample.sent).toEqual([]);
  });

  test('is one list for all that is typed within a minute', async () => {
    let now = 0;
    const sample = await sampleGuidance({ answer: lists, monotonic: () => now });
    await Promise.all(['d', 'da', 'dan'].map((typed) => ask(sample, 'person', typed)));
    now = 59_999;
    await ask(sample, 'person', 'dana');
    expect(sample.sent).toEqual(['/organization/users?limit=100']);
    now = 60_000;
    await ask(sample, 'person', 'dana');
    expect(sample.sent).toHaveLength(2);
    await ask(sample, 'project', '');
    expect(sample.sent.slice(2)).toEqual(['/organization/projects?limit=100']);
  });

  test('is five pages at most, and what was not read is said to follow', async () => {
    let page = 0;
    const sample = await sampleGuidance({
      answer() {
        page += 1;
        const data = [{ id: `user-${page}`, email: `person${page}@x.example`, name: 'P' }];
        return { object: 'list', data, has_more: true, last_id: `user-${page}` };
      },
    });
    expect(await ask(sample, 'person', 'person')).toMatchObject({ hasMore: true });
    expect(sample.sent).toHaveLength(5);
  });

  test('is ended with the request that asked', async () => {
    let ended: ((reason: unknown) => void) | undefined;
    const seen = new Promise((resolve) => {
      ended = resolve;
    });
    const sample = await sampleGuidance({
      answer: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            ended?.(signal.aborted);
            reject(new Error('ended'));
          });
        }),
    });
    const asking = new AbortController();
    const asked = ask(sample, 'person', 'd', asking.signal);
    await expect.poll(() => sample.sent.length).toBe(1);
    asking.abort(new Error('cancelled'));
    await expect(asked).rejects.toThrow('cancelled');
    expect(await seen).toBe(true);
    expect(sample.unforeseen).toEqual([]);
  });
});

describe('nothing is offered, and no error told', () => {
  const failing = (error: unknown) => sampleGuidance({ answer: () => Promise.reject(error) });
  const EMPTY = { values: [], hasMore: true };

  test('where OpenAI refuses, and it is not asked again at once', async () => {
    const sample = await failing(new ApiError({ kind: 'permission', outcome: 'rejected', message: 'No.' }));
    expect(await ask(sample, 'project', 'a')).toEqual(EMPTY);
    expect(await ask(sample, 'project', 'al')).toEqual(EMPTY);
    expect(sample.sent).toHaveLength(1);
    expect(sample.unforeseen).toEqual([]);
  });

  test('where something unforeseen happens, which the log has', async () => {
    const sample = await failing(new TypeError('a mistake'));
    expect(await ask(sample, 'project', 'a')).toEqual(EMPTY);
    expect(sample.unforeseen).toHaveLength(1);
  });

  test('where the answer is no list', async () => {
    const sample = await sampleGuidance({ answer: () => ({ hello: 1 }) });
    expect(await ask(sample, 'project', 'a')).toEqual(EMPTY);
  });

  test('after the end of access, of what was read before it either', async () => {
    const access = { over: false, isOver: () => access.over, reason: 'Over.' };
    const sample = await sampleGuidance({ answer: lists, access });
    expect(await ask(sample, 'person', 'dana')).toMatchObject({ values: ['dana@x.example', 'bo@x.example'] });
    access.over = true;
    for (const argument of ['person', 'project']) {
      expect(await ask(sample, argument, '')).toEqual({ values: [], hasMore: false });
    }
    expect(sample.sent).toHaveLength(1);
  });
});

test('pinned projects are offered by their IDs, and nothing is read for it', async () => {
  const sample = await sampleGuidance({ answer: lists, pinned: ['proj_9', 'proj_8'] });
  expect(await ask(sample, 'project', '')).toEqual({ values: ['proj_9', 'proj_8'], hasMore: false });
  expect(sample.sent).toEqual([]);
});

describe('a request that makes no sense is refused in words', () => {
  test.each([
    ['no_such_prompt', 'person', 'There is no prompt "no_such_prompt"'],
    ['off_board_person', 'persn', 'There is no argument "persn"; did you mean person?'],
    ['off_board_person', 'constructor', 'There is no argument "constructor"; there are person.'],
  ])('%s, %s', async (prompt, argument, wrong) => {
    const sample = await sampleGuidance({ answer: lists });
    expect(await ask(sample, argument, '', NEVER, prompt)).toEqual({ wrong: expect.stringContaining(wrong) });
    expect(sample.sent).toEqual([]);
  });

  test('of a prompt that is not listed', async () => {
    const authority = { filters: [toolFilter({ excludeTools: ['report_access'] })] };
    const sample = await sampleGuidance({ answer: lists, authority });
    expect(await ask(sample, 'person', '')).toEqual({
      wrong: expect.stringContaining('is off here: report_access'),
    });
    expect(sample.sent).toEqual([]);
  });

  test('of a template that is none', async () => {
    const { guidance } = await sampleGuidance();
    expect(guidance.completeResource('x://{family}', 'family', '')).toEqual({
      wrong: expect.stringContaining(
        'There is no template "x://{family}"; there is openai-admin-mcp://tools/{family}',
      ),
    });
  });
});
