/** What GitHub reads: forms, workflows and updates are of the shape that its documents ask for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };

const FORMS = join('.github', 'ISSUE_TEMPLATE');

const read = (...path: string[]) => parse(readFileSync(join(...path), 'utf8'));

/** docs.github.com: "Syntax for GitHub's form schema". */
const field = z.strictObject({
  type: z.enum(['input', 'textarea']),
  id: z.string().regex(/^[a-z-]+$/),
  attributes: z.strictObject({
    label: z.string(),
    description: z.string().optional(),
    placeholder: z.string().optional(),
    render: z.string().optional(),
  }),
  validations: z.strictObject({ required: z.boolean() }).optional(),
});
const note = z.strictObject({
  type: z.literal('markdown'),
  attributes: z.strictObject({ value: z.string() }),
});
const form = z.strictObject({
  name: z.string(),
  description: z.string(),
  labels: z.array(z.string()),
  body: z.array(z.union([note, field])).min(1),
});

test.each(readdirSync(FORMS).filter((name) => name !== 'config.yml'))('the form %s', (name) => {
  const { body } = form.parse(read(FORMS, name));
  const ids = body.flatMap((element) => ('id' in element ? [element.id] : []));
  expect(ids).toEqual([...new Set(ids)]);
});

test('questions lead to whole addresses', () => {
  const link = z.strictObject({ name: z.string(), url: z.url({ protocol: /^https$/ }), about: z.string() });
  const config = z.strictObject({ blank_issues_enabled: z.boolean(), contact_links: z.array(link).min(1) });
  expect(() => config.parse(read(FORMS, 'config.yml'))).not.toThrow();
});

describe('workflows', () => {
  const { jobs } = read('.github', 'workflows', 'test.yml');

  test('run on three systems, and everything on each Node.js that is supported', () => {
    expect(jobs.everything).toMatchObject({ 'runs-on': 'ubuntu-latest' });
    expect(jobs.everything.strategy.matrix.node).toEqual([20, 22, 24]);
    const others: { system: string }[] = jobs['other-systems'].strategy.matrix.include;
    expect(others.map(({ system }) => system)).toEqual(['macos-latest', 'windows-latest']);
  });

  test('run folders of tests that there are', () => {
    const others: { tests: string }[] = jobs['other-systems'].strategy.matrix.include;
    const folders = others.flatMap(({ tests }) => tests.split(' '));
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });

  test('run scripts that there are', () => {
    const commands: string[] = jobs['other-systems'].steps.flatMap(
      (step: { run?: string }) => step.run ?? [],
    );
    const scripts = commands.flatMap((command) => /^npm run (\S+)/.exec(command)?.[1] ?? []);
    expect(scripts.length).toBeGreaterThan(2);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(scripts));
  });
});

test('updates leave majors that need a newer Node.js, and every name is one of ours', () => {
  const [npm] = read('.github', 'dependabot.yml').updates;
  const ours = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
  const named = [
    ...npm.ignore.map((entry: Record<string, string>) => entry['dependency-name']),
    ...npm.groups.bundled.patterns,
  ];
  expect(ours).toEqual(expect.arrayContaining(named));
});

/** `npm run` hands a script to cmd.exe on Windows: no other quotes, no variables, no programs of POSIX. */
test.each(Object.entries(packageJson.scripts))('the script %s runs in every shell', (_, script) => {
  const outsideOfQuotes = script.replace(/"[^"]*"/g, '');
  expect(outsideOfQuotes).not.toMatch(/['$`;]|(?:^|&& )(?:rm|cp|mv|mkdir|cat|export|[A-Z_]+=)/);
});
