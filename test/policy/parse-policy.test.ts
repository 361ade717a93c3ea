/** Mistakes in policy files, each told with its place; and the documentation's own examples. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { decideByPolicy, deniedAlways } from '../../src/policy/policy-rules.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { NOW } from './recording-service.ts';

const parse = (text: string) => parsePolicy('policy.yaml', text, catalogue.tools);

/** The message for `text`, which has to be wrong. */
function mistakesIn(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect((error as Error).name).toBe('SpecError');
    return (error as Error).message;
  }
  throw new Error('No mistake was found');
}

describe('a mistake', () => {
  test.each([
    ['denny:\n  - tools: [create_group]', '1:1 denny: unknown key; did you mean deny?'],
    ['deny:\n  - tool: [create_group]', '2:5 tool: unknown key; did you mean tools?'],
    ['deny:\n  - tools: [create_grup]', '2:13 create_grup: no such tool; did you mean create_group?'],
    ['deny:\n  - tools: [create_group, "x_*"]', '2:27 x_*: no such tool'],
    [
      'deny:\n  - tools: ["list_*"]',
      '2:13 list_*: matches only tools that read; add reads: true to the rule',
    ],
    [
      'deny:\n  - tools: ["Create Group"]',
      '2:13 0: write the name of a tool; * and ? stand for any characters',
    ],
    [
      'deny:\n  - tools: ["a*b*c*d*e*"]',
      '2:13 0: write the name of a tool; * and ? stand for any characters',
    ],
    ['deny:\n  - tools: create_group', '2:5 tools: write a list'],
    ['deny:\n  - tools: []', '2:5 tools: write at least 1 entry'],
    ['deny:\n  - because: No.', '2:5 tools: is missing; write a list'],
    ['deny: create_group', '1:1 deny: write a list'],
    ['', '1:1 no rules; write deny, approve or allow with a list of rules'],
    ['# nothing but a comment', '1:1 no rules; write deny, approve or allow with a list of rules'],
    ['- tools: [create_group]', '1:1 write keys with values'],
    [
      'deny:\n  - tools: [create_group]\n    projects: [prod]',
      '3:16 0: write a project ID, such as proj_abc123',
    ],
    [
      'deny:\n  - tools: [create_group]\n    projects: [proj_a]',
      '3:5 projects: none of these tools works on single projects',
    ],
    ['deny:\n  - tools: [create_group]\n    because: "two\\nlines"', '3:5 because: write it on one line'],
    ['deny:\n  - tools: [create_invite]\n    values: {}', '3:5 values: names no argument'],
    [
      'deny:\n  - tools: [create_invite]\n    values: { rol: { is: [owner] } }',
      '3:15 rol: none of these tools has such an argument; did you mean role?',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { role: { iz: [owner] } }',
      '3:23 iz: unknown key; did you mean is?',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { role: {} }',
      '3:15 role: says nothing; known here: is, is_not, above, at_most',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { role: { is: [ownr] } }',
      '3:28 role is never "ownr"; did you mean owner?',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { role: { is: [5] } }',
      '3:28 role is never 5; it may be reader, owner, member',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { role: { above: 5 } }',
      '3:23 above: role is not a number',
    ],
    [
      'deny:\n  - tools: [create_invite]\n    values: { email: { is: [5] } }',
      '3:29 email is never 5; it is of type string',
    ],
    [
      'deny:\n  - tools: [create_project_role]\n    values: { permissions: { is_not: [true] } }',
      '3:39 permissions is never true; it is of type string',
    ],
    [
      'deny:\n  - tools: [update_project_rate_limit]\n    values: { max_requests_per_1_day: { above: "5" } }',
      '3:41 above: write a number',
    ],
    [
      'deny:\n  - tools: [create_project_service_account]\n    values: { expires_in_seconds: { changed_by_more_than_percent: 5 } }',
      '3:37 changed_by_more_than_percent: none of these tools changes a present expires_in_seconds',
    ],
    [
      'deny:\n  - tools: ["update_*"]\n    values: { threshold_usd: { above: 5 }, role: { is: [owner] } }',
      '3:5 values: none of these tools has all of threshold_usd, role; write a rule for each',
    ],
    ['deny:\n  - tools: [a\n', '3:1 Flow sequence'],
    ['deny:\n  - tools: [create_group]\ndeny: []', '3:1 Map keys must be unique'],
    ['deny: *rules', '1:7 *rules: no anchor of this name above'],
  ])('%j', (text, expected) => expect(mistakesIn(text)).toContain(`policy.yaml:${expected}`));

  test('does not hide the others', () => {
    const text =
      'deny:\n  - tools: [create_grup]\nallow:\n  - tools: [create_invite]\n    values: { rol: { is: [x] } }';
    expect(mistakesIn(text).split('\n')).toHaveLength(2);
  });
});

/** Without those of the policy of a machine, which has floors. */
const BLOCKS = [...readFileSync('docs/policy.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
  .map((match) => match[1] ?? '')
  .filter((block) => !block.startsWith('floors:'));

describe('the documentation', () => {
  test('has examples, and all of them are valid', () => {
    expect(BLOCKS.length).toBeGreaterThan(0);
    for (const block of BLOCKS) expect(parse(block).rules.length).toBeGreaterThan(0);
  });

  const decide = (name: string, given: object, current?: Record<string, unknown>) => {
    const tool = toolNamed(name);
    const { values, clear } = checkArguments(tool, given, NOW);
    const policies = [parse(BLOCKS[0] ?? '')];
    return decideByPolicy(policies, { tool, values, clear, projects: [], ...(current && { current }) })
      .decision;
  };
  const spend = { currency: 'USD', interval: 'month' };
  const limit = { project_id: 'proj_test', rate_limit_id: 'rl-1' };

  test.each<[string, object, string, Record<string, unknown>?]>([
    ['update_spend_limit', { ...spend, threshold_usd: 500.01 }, 'deny'],
    ['update_spend_limit', { ...spend, threshold_usd: 500 }, 'approve'],
    ['update_project_spend_limit', { ...spend, project_id: 'proj_test', threshold_usd: 501 }, 'deny'],
    ['delete_spend_limit', {}, 'deny'],
    ['delete_project_spend_limit', { project_id: 'proj_test' }, 'deny'],
    [
      'update_project_rate_limit',
      { ...limit, max_tokens_per_1_minute: 200 },
      'deny',
      { max_tokens_per_1_minute: 100 },
    ],
    [
      'update_project_rate_limit',
      { ...limit, max_requests_per_1_minute: 150 },
      'allow',
      { max_requests_per_1_minute: 100 },
    ],
    [
      'update_project_rate_limit',
      { ...limit, max_requests_per_1_minute: 501 },
      'none',
      { max_requests_per_1_minute: 500 },
    ],
    ['archive_project', { project_id: 'proj_prod' }, 'deny'],
    ['archive_project', { project_id: 'proj_test' }, 'approve'],
    ['get_project', { project_id: 'proj_prod' }, 'none'],
    ['create_invite', { email: 'a@example.com', role: 'owner', projects: [] }, 'deny'],
    [
      'create_invite',
      { email: 'a@example.com', role: 'reader', projects: [{ id: 'proj_a', role: 'owner' }] },
      'deny',
    ],
    ['create_invite', { email: 'a@example.com', role: 'reader', projects: [] }, 'none'],
    ['update_user', { user_id: 'user-1', role: 'owner' }, 'deny'],
    ['update_user', { user_id: 'user-1', role_id: 'role-owner' }, 'deny'],
    ['update_user', { user_id: 'user-1', role: 'reader' }, 'approve'],
    ['create_project_user', { project_id: 'proj_a', email: 'a@example.com', role: 'owner' }, 'deny'],
    ['create_user_role', { user_id: 'user-1', role_id: 'role-owner' }, 'deny'],
    ['create_project_group_role', { project_id: 'proj_a', group_id: 'group-1', role_id: 'role-x' }, 'deny'],
    ['create_group_user', { group_id: 'group-1', user_id: 'user-1' }, 'deny'],
    ['create_admin_api_key', { name: 'x' }, 'deny'],
  ])('denies what it says: %s %j is %s', (name, given, expected, current) => {
    expect(decide(name, given, current)).toBe(expected);
  });

  test('hides what it denies altogether', () => {
    const policies = [parse(BLOCKS[0] ?? '')];
    const hidden = catalogue.tools.filter((tool) => deniedAlways(policies, tool)).map((tool) => tool.name);
    expect(hidden).toContain('create_admin_api_key');
    expect(hidden).not.toContain('create_invite');
  });
});

test.each(['report_costs', 'list_costs'])(
  'a project by its name in a rule about %s would never match',
  (tool) => {
    const name = tool === 'report_costs' ? 'projects' : 'project_ids';
    const rule = (id: string) => `deny:\n  - tools: [${tool}]\n    values: { ${name}: { is: [${id}] } }`;
    expect(mistakesIn(rule('Data-Science'))).toContain(`${name} is never "Data-Science"`);
    expect(parse(rule('proj_data')).rules).toHaveLength(1);
  },
);

describe('a file of mistakes is told in a moment', () => {
  const patterns = (length: number, of: (index: number) => string) =>
    Array.from({ length }, (_, index) => of(index));
  const rules = (lines: string[]) => `deny:\n${lines.join('\n')}\n`;
  test.each<[string, string, string]>([
    [
      'many patterns',
      `deny:\n  - tools: [${patterns(17_000, (index) => `"*_${index}*"`)}]`,
      'tools: write at most',
    ],
    ['many stars', `deny:\n  - tools: [${patterns(20_000, () => '"*"')}]`, 'tools: write at most'],
    ['many rules', rules(patterns(4000, (index) => `  - tools: [x_${index}]`)), 'deny: write at most'],
    [
      'rules of many patterns each',
      rules(patterns(80, (rule) => `  - tools: [${patterns(200, (index) => `x_${rule}_${index}`)}]`)),
      'Mend these first',
    ],
    [
      'many arguments',
      `deny:\n  - tools: [create_group]\n    values: {${patterns(2000, (index) => `x${index}: {is: [1]}`)}}`,
      'names more than 50 arguments',
    ],
    ['no names', rules([`  - tools: [${patterns(17_000, (index) => `"X ${index}"`)}]`]), 'write at most'],
  ])('%s', (_, text, expected) => {
    const start = performance.now();
    expect(mistakesIn(text)).toContain(expected);
    expect(performance.now() - start).toBeLessThan(2500);
  });
});
