/** What rules say about calls; arguments are checked first, as in a real call. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import {
  decideByPolicy,
  deniedAlways,
  neededFacts,
  type Policy,
  type RuleKind,
} from '../../src/policy/policy-rules.ts';
import type { CurrentValues } from '../../src/policy/value-condition.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { NOW } from './recording-service.ts';

const policyOf = (text: string): Policy => parsePolicy('policy.yaml', text, catalogue.tools);

function decide(text: string | string[], name: string, given: object, current?: CurrentValues) {
  const tool = toolNamed(name);
  const { values, clear } = checkArguments(tool, given, NOW);
  const policies = [text].flat().map(policyOf);
  return decideByPolicy(policies, { tool, values, clear, projects: [], ...(current && { current }) });
}

/** One rule's answer; `none` when it does not match. */
function ask(kind: RuleKind, rule: string, name: string, given: object, current?: CurrentValues) {
  return decide(`${kind}:\n  - ${rule}`, name, given, current).decision;
}

const LIMIT = { project_id: 'proj_test', rate_limit_id: 'rl-1' };
const SPEND = { project_id: 'proj_test', currency: 'USD', interval: 'month' };

describe('tools', () => {
  test('a full name means that tool, a pattern the writes among its matches', () => {
    expect(ask('deny', 'tools: [list_users]', 'list_users', {})).toBe('deny');
    expect(ask('deny', 'tools: ["*"]', 'list_users', {})).toBe('none');
    expect(ask('deny', 'tools: ["*"]', 'create_group', { name: 'x' })).toBe('deny');
    expect(ask('deny', '{ tools: ["*"], reads: true }', 'list_users', {})).toBe('deny');
    expect(ask('deny', 'tools: [create_group_*]', 'create_group', { name: 'x' })).toBe('none');
  });

  test('the answer says why and where', () => {
    const text =
      '# first line\ndeny:\n  - tools: [create_group]\n    because: Groups come from the directory.\n';
    expect(decide(text, 'create_group', { name: 'x' })).toEqual({
      decision: 'deny',
      because: 'Groups come from the directory.',
      rule: 'policy.yaml:3',
    });
  });
});

describe('values', () => {
  test.each([
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 500 } } }', 500, 'none'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 500 } } }', 500.01, 'deny'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 500 } } }', '500.01', 'deny'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 0.29 } } }', 0.29, 'none'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { at_most: 500 } } }', 500, 'deny'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { at_most: 500 } } }', 501, 'none'],
    ['{ tools: [update_project_spend_limit], values: { threshold_usd: { is: [500] } } }', 500, 'deny'],
    [
      '{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 1, at_most: 5 } } }',
      7,
      'none',
    ],
    [
      '{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 1, at_most: 5 } } }',
      3,
      'deny',
    ],
  ])('%s with %s dollars: %s', (rule, threshold_usd, expected) => {
    expect(ask('deny', rule, 'update_project_spend_limit', { ...SPEND, threshold_usd })).toBe(expected);
  });

  test('a name is found at any depth, in every item of a list', () => {
    const rule = '{ tools: [create_invite], values: { role: { is: [owner] } } }';
    const invite = (role: string, ...roles: string[]) => ({
      email: 'a@example.com',
      role,
      projects: roles.map((inside, index) => ({ id: `proj_${index}`, role: inside })),
    });
    expect(ask('deny', rule, 'create_invite', invite('owner'))).toBe('deny');
    expect(ask('deny', rule, 'create_invite', invite('reader', 'member', 'owner'))).toBe('deny');
    expect(ask('deny', rule, 'create_invite', invite('reader', 'member'))).toBe('none');
    const only = '{ tools: [create_invite], values: { role: { is: [reader, member] } } }';
    expect(ask('allow', only, 'create_invite', invite('reader', 'member'))).toBe('allow');
    expect(ask('allow', only, 'create_invite', invite('reader', 'member', 'owner'))).toBe('none');
  });

  test('is_not means anything but the listed values', () => {
    const rule = '{ tools: [update_user], values: { role_id: { is_not: [role-reader] } } }';
    expect(ask('deny', rule, 'update_user', { user_id: 'user-1', role_id: 'role-owner' })).toBe('deny');
    expect(ask('deny', rule, 'update_user', { user_id: 'user-1', role_id: 'role-reader' })).toBe('none');
    expect(ask('deny', rule, 'update_user', { user_id: 'user-1', role: 'reader' })).toBe('none');
  });

  test('emptying an argument passes no ceiling and is no permitted value', () => {
    const call = { user_id: 'user-1', clear: ['role_id'] };
    const rule = (condition: string) => `{ tools: [update_user], values: { role_id: { ${condition} } } }`;
    expect(ask('deny', rule('is_not: [role-a]'), 'update_user', call)).toBe('deny');
    expect(ask('deny', rule('is_not: [role-a]'), 'update_user', { user_id: 'user-1', role_id: null })).toBe(
      'deny',
    );
    expect(ask('allow', rule('is_not: [role-a]'), 'update_user', call)).toBe('none');
    expect(ask('deny', rule('is: [role-a]'), 'update_user', call)).toBe('none');
    const tool = { ...toolNamed('update_project_rate_limit') };
    for (const [kind, condition, expected] of [
      ['deny', 'above: 5', 'deny'],
      ['deny', 'changed_by_more_than_percent: 5', 'deny'],
      ['allow', 'at_most: 5', 'none'],
    ]) {
      const policy = policyOf(
        `${kind}: [{ tools: [update_project_rate_limit], values: { max_requests_per_1_minute: { ${condition} } } }]`,
      );
      const cleared = {
        tool,
        values: { ...LIMIT },
        clear: ['max_requests_per_1_minute'],
        current: {},
        projects: [],
      };
      expect(decideByPolicy([policy], cleared).decision).toBe(expected);
    }
  });

  test('an update that leaves an argument out does not change it', () => {
    const rule =
      '{ tools: [update_project_rate_limit], values: { max_requests_per_1_minute: { above: 5 } } }';
    const call = { ...LIMIT, max_tokens_per_1_minute: 9 };
    expect(ask('deny', rule, 'update_project_rate_limit', call)).toBe('none');
    expect(ask('allow', rule, 'update_project_rate_limit', call)).toBe('none');
  });

  test('an allow rule allows only what it names', () => {
    const rule =
      '{ tools: [update_project_rate_limit], values: { max_requests_per_1_minute: { at_most: 500 } } }';
    const call = { ...LIMIT, max_requests_per_1_minute: 5 };
    expect(ask('allow', rule, 'update_project_rate_limit', call)).toBe('allow');
    expect(ask('allow', rule, 'update_project_rate_limit', { ...call, max_tokens_per_1_minute: 5 })).toBe(
      'none',
    );
    const reader = '{ tools: [update_user], values: { role: { is: [reader] } } }';
    expect(ask('allow', reader, 'update_user', { user_id: 'user-1', role: 'reader' })).toBe('allow');
    const clears = { user_id: 'user-1', role: 'reader', clear: ['role_id'] };
    expect(ask('allow', reader, 'update_user', clears)).toBe('none');
    const required = '{ tools: [update_spend_limit], values: { threshold_usd: { at_most: 50 } } }';
    const spend = { currency: 'USD', interval: 'month', threshold_usd: 20 };
    expect(ask('allow', required, 'update_spend_limit', spend)).toBe('allow');
    expect(ask('allow', 'tools: [update_user]', 'update_user', clears)).toBe('allow');
  });

  test('what a create leaves out is its default, or unknown', () => {
    const account = { project_id: 'proj_a', name: 'ci' };
    const only = (value: boolean) =>
      `{ tools: [create_project_service_account], values: { create_service_account_only: { is: [${value}] } } }`;
    expect(ask('deny', only(false), 'create_project_service_account', account)).toBe('deny');
    expect(ask('deny', only(true), 'create_project_service_account', account)).toBe('none');
    const lifetime =
      '{ tools: [create_project_service_account], values: { expires_in_seconds: { above: 86400 } } }';
    expect(ask('deny', lifetime, 'create_project_service_account', account)).toBe('deny');
    expect(ask('allow', lifetime, 'create_project_service_account', account)).toBe('none');
    const keyless = { ...account, create_service_account_only: true };
    expect(ask('deny', lifetime, 'create_project_service_account', keyless)).toBe('none');
    expect(
      ask('deny', lifetime, 'create_project_service_account', { ...account, expires_in_seconds: 60 }),
    ).toBe('none');
  });

  test('what a read leaves out is its default, or a filter that lets everything through', () => {
    const deny = (name: string, condition: string, given: object) =>
      ask('deny', `{ tools: [${name}], values: { ${condition} } }`, name, given);
    expect(deny('list_projects', 'include_archived: { is: [false] }', {})).toBe('deny');
    expect(deny('list_projects', 'include_archived: { is: [true] }', {})).toBe('none');
    for (const given of [{}, { event_types: [] }]) {
      expect(deny('list_audit_logs', 'event_types: { is: [login.failed] }', given)).toBe('deny');
    }
    const costs = { start_time: 'today' };
    expect(deny('list_costs', 'group_by: { is: [line_item] }', costs)).toBe('none');
    expect(deny('list_costs', 'group_by: { is: [line_item] }', { ...costs, group_by: [] })).toBe('none');
    expect(deny('get_certificate', 'include: { is: [content] }', { certificate_id: 'cert_1' })).toBe('none');
  });

  test('another argument that writes the same field counts as unknown', () => {
    const rule = '{ tools: [update_service_tier_settings], values: { enabled_tiers: { is: [fast] } } }';
    const call = { project_id: 'proj_a', enabled_tiers_all: 'all' };
    expect(ask('deny', rule, 'update_service_tier_settings', call)).toBe('deny');
    expect(ask('allow', rule, 'update_service_tier_settings', call)).toBe('none');
  });
});

describe('changed_by_more_than_percent', () => {
  const rule =
    '{ tools: [update_project_rate_limit], values: { max_requests_per_1_minute: { changed_by_more_than_percent: 50 } } }';
  const change = (kind: RuleKind, to: number | string, current?: CurrentValues) =>
    ask(kind, rule, 'update_project_rate_limit', { ...LIMIT, max_requests_per_1_minute: to }, current);

  test.each<[number | string, CurrentValues | undefined, string]>([
    [150, { max_requests_per_1_minute: 100 }, 'none'],
    [151, { max_requests_per_1_minute: 100 }, 'deny'],
    ['151', { max_requests_per_1_minute: 100 }, 'deny'],
    [50, { max_requests_per_1_minute: 100 }, 'none'],
    [49, { max_requests_per_1_minute: 100 }, 'deny'],
    [0, { max_requests_per_1_minute: 0 }, 'none'],
    [1, { max_requests_per_1_minute: 0 }, 'deny'],
    [100, {}, 'deny'],
    [100, { max_requests_per_1_minute: null }, 'deny'],
    [100, { max_requests_per_1_minute: '100' }, 'deny'],
    [100, 'unreadable', 'deny'],
    [100, undefined, 'deny'],
  ])('to %s from %j: %s', (to, current, expected) => expect(change('deny', to, current)).toBe(expected));

  test('an allow rule needs the present value', () => {
    expect(change('allow', 151, { max_requests_per_1_minute: 100 })).toBe('allow');
    expect(change('allow', 151, 'unreadable')).toBe('none');
  });

  test("a present amount is in the API's cents, under its own name", () => {
    const spend =
      '{ tools: [update_project_spend_limit], values: { threshold_usd: { changed_by_more_than_percent: 10 } } }';
    const to = (threshold_usd: number) =>
      ask(
        'deny',
        spend,
        'update_project_spend_limit',
        { ...SPEND, threshold_usd },
        { threshold_amount: 10_000 },
      );
    expect(to(110)).toBe('none');
    expect(to(110.01)).toBe('deny');
  });

  test('is the only condition that needs it', () => {
    const policies = [policyOf(`deny:\n  - ${rule}`)];
    const tool = toolNamed('update_project_rate_limit');
    expect(neededFacts(policies, tool, { ...LIMIT, max_requests_per_1_minute: 5 }).current).toBe(true);
    expect(neededFacts(policies, tool, { ...LIMIT, max_tokens_per_1_minute: 5 }).current).toBe(false);
    expect(neededFacts(policies, toolNamed('create_group'), { name: 'x' }).current).toBe(false);
    expect(neededFacts([], tool, { max_requests_per_1_minute: 5 }).current).toBe(false);
  });
});

describe('projects', () => {
  const deny = (tools: string) => `{ tools: [${tools}], projects: [proj_prod] }`;
  const invite = { email: 'a@example.com', role: 'reader' };

  test.each<[string, string, object, string]>([
    ['in the path', 'archive_project', { project_id: 'proj_prod' }, 'deny'],
    ['another in the path', 'archive_project', { project_id: 'proj_test' }, 'none'],
    ['nested', 'create_invite', { ...invite, projects: [{ id: 'proj_prod', role: 'member' }] }, 'deny'],
    ['another nested', 'create_invite', { ...invite, projects: [{ id: 'proj_x', role: 'member' }] }, 'none'],
    ['no project at all', 'create_invite', { ...invite, projects: [] }, 'none'],
    ['left out, so the default project', 'create_invite', invite, 'deny'],
    [
      'in a list',
      'create_checkpoint_permissions',
      { fine_tuned_model_checkpoint: 'ft', project_ids: ['proj_a', 'proj_prod'] },
      'deny',
    ],
    ['whose key is used', 'delete_file', { file_id: 'file-1', project_id: 'proj_prod' }, 'deny'],
    ['whose other key is used', 'delete_file', { file_id: 'file-1', project_id: 'proj_test' }, 'none'],
    ['whose key is not known', 'delete_file', { file_id: 'file-1' }, 'deny'],
    ['a write on the organization', 'create_group', { name: 'x' }, 'none'],
  ])('deny, %s: %s', (_, name, given, expected) => {
    expect(ask('deny', deny('"*"'), name, given)).toBe(expected);
    expect(ask('approve', deny('"*"'), name, given)).toBe(expected === 'deny' ? 'approve' : 'none');
  });

  test('a read without its filter is about every project', () => {
    expect(ask('deny', deny('list_costs'), 'list_costs', { start_time: 'today' })).toBe('deny');
    expect(ask('deny', deny('list_costs'), 'list_costs', { start_time: 'today', project_ids: [] })).toBe(
      'deny',
    );
    const others = { start_time: 'today', project_ids: ['proj_test'] };
    expect(ask('deny', deny('list_costs'), 'list_costs', others)).toBe('none');
  });

  test('allow needs at least one, and all of them listed', () => {
    const rule = '{ tools: ["*"], projects: [proj_test, proj_dev] }';
    const with_ = (...ids: string[]) => ({ ...invite, projects: ids.map((id) => ({ id, role: 'member' })) });
    expect(ask('allow', rule, 'create_invite', with_('proj_test', 'proj_dev'))).toBe('allow');
    expect(ask('allow', rule, 'create_invite', with_('proj_test', 'proj_prod'))).toBe('none');
    expect(ask('allow', rule, 'create_invite', with_())).toBe('none');
    expect(ask('allow', rule, 'create_invite', invite)).toBe('none');
    expect(ask('allow', rule, 'delete_file', { file_id: 'file-1' })).toBe('none');
    expect(ask('allow', rule, 'create_group', { name: 'x' })).toBe('none');
  });

  test('allow does not match a call that may reach further than the projects it names', () => {
    const file = toolNamed('delete_file');
    const filter = {
      in: 'query',
      type: 'array',
      items: { type: 'string', from_tool: 'list_projects' },
    } as const;
    const tool = { ...file, params: { ...file.params, also: filter } };
    const policy = policyOf('allow: [{ tools: ["*"], projects: [proj_test] }]');
    const decide = (values: object) =>
      decideByPolicy([policy], {
        tool,
        values: { project_id: 'proj_test', ...values },
        clear: [],
        projects: [],
      }).decision;
    expect(decide({ also: ['proj_test'] })).toBe('allow');
    expect(decide({})).toBe('none');
  });

  test('a project that a pin fills in counts', () => {
    const tool = pinCatalogue(catalogue, ['proj_prod']).tools.find(({ name }) => name === 'delete_file');
    if (tool === undefined) throw new Error('No delete_file');
    const { values, clear } = checkArguments(tool, { file_id: 'file-1' }, NOW);
    const policy = policyOf('allow: [{ tools: ["*"], projects: [proj_prod] }]');
    expect(decideByPolicy([policy], { tool, values, clear, projects: [] }).decision).toBe('allow');
  });
});

describe('precedence', () => {
  const KINDS = ['deny', 'approve', 'allow'] as const;
  const rule = fc.record({
    kind: fc.constantFrom(...KINDS),
    tools: fc.subarray(['create_group', 'update_group', 'archive_project']).map((names) => new Set(names)),
    place: fc.constantFrom('a.yaml:1', 'b.yaml:7'),
    projects: fc.option(fc.subarray(['proj_a', 'proj_b'], { minLength: 1 }), { nil: undefined }),
  });
  const policies = fc.array(
    fc.array(rule).map((rules) => ({
      rules: rules.map(({ projects, ...rest }) => (projects ? { ...rest, projects } : rest)),
    })),
    { maxLength: 4 },
  );
  const call = fc.constantFrom(
    { tool: toolNamed('create_group'), values: { name: 'x' }, clear: [], projects: [] },
    { tool: toolNamed('archive_project'), values: { project_id: 'proj_a' }, clear: [], projects: [] },
  );
  const matching = (
    policy: Policy,
    kind: RuleKind,
    given: { tool: { name: string }; values: { project_id?: string } },
  ) =>
    policy.rules.some(
      (one) =>
        one.kind === kind &&
        one.tools.has(given.tool.name) &&
        (one.projects?.includes(given.values.project_id ?? '') ?? true),
    );
  const RANK = { deny: 3, approve: 2, none: 1, allow: 0 };

  test('deny beats approve beats allow, over all files', () => {
    fc.assert(
      fc.property(policies, call, (files, given) => {
        const { decision } = decideByPolicy(files, given);
        const any = (kind: RuleKind) => files.some((policy) => matching(policy, kind, given));
        if (any('deny')) expect(decision).toBe('deny');
        else if (any('approve')) expect(decision).toBe('approve');
        else if (files.length > 0 && files.every((policy) => matching(policy, 'allow', given)))
          expect(decision).toBe('allow');
        else expect(decision).toBe('none');
      }),
      { numRuns: 500 },
    );
  });

  test('a further file never widens, and neither does a deny or approve rule', () => {
    fc.assert(
      fc.property(policies, policies, call, (files, more, given) => {
        const before = decideByPolicy(files, given).decision;
        const after = decideByPolicy([...files, ...more], given).decision;
        if (files.length > 0) expect(RANK[after]).toBeGreaterThanOrEqual(RANK[before]);
        const [first, ...others] = files;
        if (first === undefined) return;
        const stricter = more.flatMap((policy) => policy.rules).filter(({ kind }) => kind !== 'allow');
        const added = decideByPolicy([{ rules: [...first.rules, ...stricter] }, ...others], given).decision;
        expect(RANK[added]).toBeGreaterThanOrEqual(RANK[before]);
      }),
      { numRuns: 500 },
    );
  });

  test('the order of rules and files does not matter', () => {
    fc.assert(
      fc.property(policies, call, (files, given) => {
        const turned = [...files].reverse().map(({ rules }) => ({ rules: [...rules].reverse() }));
        expect(decideByPolicy(turned, given).decision).toBe(decideByPolicy(files, given).decision);
      }),
    );
  });

  test('no file says nothing', () => {
    expect(
      decideByPolicy([], { tool: toolNamed('create_group'), values: {}, clear: [], projects: [] }),
    ).toEqual({
      decision: 'none',
    });
  });
});

describe('deniedAlways', () => {
  test('tells a deny that no arguments can pass, and no other rule', () => {
    const rules = [
      ['deny: [{ tools: [create_group] }]', true],
      ['deny: [{ tools: [create_invite], values: { role: { is: [owner] } } }]', false],
      ['deny: [{ tools: [archive_project], projects: [proj_a] }]', false],
      ['approve: [{ tools: [create_group] }]', false],
      ['allow: [{ tools: [create_group] }]', false],
    ] as const;
    for (const [text, expected] of rules) {
      const policy = policyOf(text);
      const denied = catalogue.tools.filter((tool) => deniedAlways([policy], tool) !== undefined);
      expect(denied.map((tool) => tool.name)).toEqual(expected ? ['create_group'] : []);
    }
  });
});
