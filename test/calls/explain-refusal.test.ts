/** What a refusal says to the caller of a tool: the argument's own name, and where a better value comes from. */
import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../src/calls/explain-refusal.ts';
import type { ApiError } from '../../src/openai/api-error.ts';
import { describeStatus } from '../../src/openai/describe-status.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { call, fakePorts } from '../tools/fake-ports.ts';

type Body = { message: string; code?: string; param?: string };

function refused(status: number, body: Body, more: { cursor?: string; namesId?: boolean } = {}): ApiError {
  return describeStatus({
    status,
    body: Buffer.from(JSON.stringify({ error: { type: 'invalid_request_error', ...body } })),
    contentType: 'application/json',
    requestId: undefined,
    rateLimit: undefined,
    write: false,
    namesId: more.namesId ?? true,
    cursor: more.cursor,
    subject: [],
    versioned: true,
  });
}

function told(tool: string, given: Record<string, unknown>, status: number, body: Body): string {
  return explainRefusal(toolNamed(tool), given, refused(status, body), () => true);
}

describe('an ID that leads nowhere', () => {
  const both = { project_id: 'proj_4fGh', user_id: 'user-7mNp', role: 'member' };
  test.each<[tool: string, given: Record<string, unknown>, status: number, body: Body, from: string]>([
    ['create_project_user', both, 404, { message: "No user with id 'user-7mNp'." }, 'list_users'],
    ['create_project_user', both, 404, { message: "No project with id 'proj_4fGh'." }, 'list_projects'],
    ['create_project_user', both, 404, { message: 'User not found in this project.' }, 'list_users'],
    ['create_project_user', both, 400, { message: 'No.', code: 'user_not_found' }, 'list_users'],
    [
      'create_group_user',
      { group_id: 'group_1abc', user_id: 'user-7mNp' },
      404,
      { message: 'Not found', param: 'user_id' },
      'list_users',
    ],
    ['get_project_user', both, 404, { message: 'Project not found' }, 'list_projects'],
  ])('%s %j, %i %j: IDs come from %s', (tool, given, status, body, from) => {
    const message = told(tool, given, status, body);
    const sources = /IDs come from (.*)\.$/.exec(message)?.[1];
    expect(sources).toBe(from);
  });

  test.each([
    [{ project_id: 'proj_4fGh', email: 'dana@example.com', role: 'member' }, 'User not found.'],
    [{ project_id: 'proj_4fGh', email: 'dana@example.com', role: 'member' }, 'dana@example.com is unknown.'],
    [both, 'User not found.'],
  ])('a person unknown to the organization is told to be invited first: %j, %s', (given, message) => {
    const text = told('create_project_user', given, 404, { message });
    expect(text).toMatch(/has to be invited first/);
    expect(text).not.toContain('list_projects');
  });

  test.each<[string, Record<string, unknown>]>([
    ['delete_project_user', { project_id: 'proj_4fGh', user_id: 'user-7mNp' }],
    ['delete_group_user', { group_id: 'group_1abc', user_id: 'user-7mNp' }],
    ['delete_invite', { invite_id: 'invite-9' }],
    ['delete_vector_store', { vector_store_id: 'vs_1abc' }],
  ])('%s of what is gone already has nothing left to do', (tool, given) => {
    const id = Object.values(given).at(-1);
    for (const [status, message] of [
      [404, `Nothing found with id '${id}'.`],
      [404, 'Not found.'],
      [400, `'${id}' was already removed.`],
    ] as const) {
      expect(told(tool, given, status, { message })).toMatch(/nothing is left to do/);
    }
  });

  test('names no tool that is off', () => {
    const error = refused(404, { message: 'Not found.' });
    const given = { project_id: 'proj_4fGh', user_id: 'user-7mNp' };
    expect(explainRefusal(toolNamed('get_project_user'), given, error, () => false)).not.toContain('list_');
  });

  test('is not spoken of where no ID was named', () => {
    const error = refused(404, { message: 'Not found.' }, { namesId: false });
    expect(explainRefusal(toolNamed('list_projects'), {}, error, () => true)).not.toMatch(/IDs? /);
  });
});

describe('a parameter with another name here', () => {
  test.each<[tool: string, body: Body, expected: string | undefined]>([
    ['list_projects', { message: 'Bad.', param: 'after' }, 'What OpenAI calls after is cursor here.'],
    ['list_costs', { message: "Unknown value for 'page'." }, 'What OpenAI calls page is cursor here.'],
    [
      'update_spend_limit',
      { message: 'Too small.', param: 'threshold_amount' },
      'What OpenAI calls threshold_amount is threshold_usd (in dollars, where OpenAI counts cents) here.',
    ],
    ['list_projects', { message: 'Bad.', param: 'limit' }, undefined],
    ['update_project', { message: "Invalid 'after'." }, undefined],
  ])('%s %j', (tool, body, expected) => {
    const message = told(tool, {}, 400, body);
    if (expected === undefined) expect(message).not.toContain('What OpenAI calls');
    else expect(message.endsWith(expected)).toBe(true);
  });

  test('is not looked for in what something on the way says', () => {
    const error = describeStatus({
      status: 400,
      body: Buffer.from("The rule 'after' blocked this."),
      contentType: 'text/plain',
      requestId: undefined,
      rateLimit: undefined,
      write: false,
      namesId: true,
      cursor: undefined,
      subject: [],
      versioned: true,
    });
    const text = explainRefusal(toolNamed('list_projects'), {}, error, () => true);
    expect(text).not.toContain('What OpenAI calls');
  });
});

describe('a spend limit that is not set', () => {
  const answering = (error: ApiError, projectExists = true) =>
    fakePorts((tool) => {
      if (tool.name === 'get_project' && projectExists) return { id: 'proj_4fGh' };
      throw error;
    });

  test.each(['No spend limit is set for this project.', 'spend_limit not found', 'Not found.'])(
    '%s is an answer',
    async (message) => {
      const ports = answering(refused(404, { message }));
      expect(await call('get_project_spend_limit', { project_id: 'proj_4fGh' }, ports)).toEqual({
        set: false,
      });
      // A project has no threshold, so an answer that shows one cannot be demanded of it.
      const [first, ...looks] = ports.sent;
      for (const { request } of looks) expect(request.expects).not.toEqual(first?.request.expects);
      const whole = answering(refused(404, { message }, { namesId: false }));
      expect(await call('get_spend_limit', {}, whole)).toEqual({ set: false });
    },
  );

  test.each<[string, ApiError]>([
    ['a project that does not exist', refused(404, { message: "No project found with id 'proj_4fGh'." })],
    [
      'an address that does not exist',
      refused(404, { message: 'Invalid URL (GET /v1/organization/spend_limit)' }),
    ],
    ['an empty answer', refused(404, { message: '' }, { namesId: false })],
    ['a key without rights', refused(403, { message: 'No access to the spend limit.' })],
  ])('%s stays an error', async (_, error) => {
    const given = { project_id: 'proj_4fGh' };
    await expect(call('get_project_spend_limit', given, answering(error, false))).rejects.toBe(error);
    if (error.reason !== 'unknown_id') {
      await expect(call('get_spend_limit', {}, answering(error, false))).rejects.toBe(error);
    }
  });

  test('is not made of the 404 of any other tool', async () => {
    const error = refused(404, { message: 'No spend limit is set.' });
    await expect(call('get_project', { project_id: 'proj_4fGh' }, answering(error, false))).rejects.toBe(
      error,
    );
  });
});
