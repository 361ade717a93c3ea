/** Resources: real pages by a fixed list of addresses, and pages about tools that claim only what is on. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DOCUMENTS } from '../../src/guidance/documents.ts';
import type { Guidance } from '../../src/guidance/guidance.ts';
import { type Authority, isOffered } from '../../src/policy/authorize.ts';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import { prefixedNames } from '../../src/server/tool-names.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { sampleGuidance } from './sample-guidance.ts';

function textAt(guidance: Guidance, uri: string): string {
  const found = guidance.readResource(uri);
  if ('wrong' in found) throw new Error(found.wrong);
  expect(found).toMatchObject({ uri, mimeType: 'text/markdown' });
  return found.text;
}

/** How the program is made is for its repository. */
const FOR_CONTRIBUTORS = ['architecture', 'dependencies', 'design-notes', 'measurements', 'promises'];
/** Made of the catalogue instead, as the tools are here. */
const MADE = ['tools'];

test('every page of docs is a resource, but for those about how the program is made', () => {
  const pages = readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replace('.md', ''))
    .filter((name) => ![...FOR_CONTRIBUTORS, ...MADE].includes(name));
  const listed = DOCUMENTS.map(({ uri }) => uri.replace('openai-admin-mcp://docs/', ''));
  expect(listed.sort()).toEqual([...pages, 'security'].sort());
});

test('each is its page with a first line that says what it is about, in the size that is listed', async () => {
  const { guidance } = await sampleGuidance();
  const listed = guidance.listResources();
  expect(new Set(listed.map(({ uri }) => uri)).size).toBe(listed.length);
  for (const { uri, size, mimeType, title, description } of listed) {
    const text = textAt(guidance, uri);
    expect(Buffer.byteLength(text), uri).toBe(size);
    expect(mimeType).toBe('text/markdown');
    expect(`${title} ${description}`).toMatch(/^[\x20-\x7e]+\.$/);
  }
  for (const { uri, path } of DOCUMENTS) {
    const [first, ...rest] = textAt(guidance, uri).split('\n\n');
    expect(first).toBe(
      '> This page is about the whole program; which tools are on here: openai-admin-mcp://tools',
    );
    expect(rest.join('\n\n')).toBe(readFileSync(path, 'utf8'));
  }
});

describe('addresses', () => {
  test.each([
    ['openai-admin-mcp://docs/report', '; did you mean openai-admin-mcp://docs/reports?'],
    ['openai-admin-mcp://tools/project', '; did you mean openai-admin-mcp://tools/projects?'],
    ['file:///etc/passwd', '; resources/list has all of them.'],
  ])('%s is answered with the nearest', async (uri, hint) => {
    const { guidance, pages } = await sampleGuidance();
    expect(guidance.readResource(uri)).toEqual({
      wrong: `There is no resource ${JSON.stringify(uri)}${hint}`,
    });
    expect(pages).toEqual([]);
  });

  test('that are not on the list read nothing, whatever they hold', async () => {
    const { guidance, pages } = await sampleGuidance();
    const known = [...DOCUMENTS.map(({ path }) => path)];
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '%2e%2e',
      '%2f',
      '\\',
      '\0',
      'docs',
      'reports',
      'tools',
      'package.json',
      '.md',
      '__proto__',
    );
    const uri = fc.array(part, { maxLength: 8 }).map((parts) => `openai-admin-mcp://${parts.join('')}`);
    const listed = guidance.listResources().map((resource) => resource.uri);
    pages.length = 0;
    fc.assert(
      fc.property(fc.oneof(uri, fc.string()), (address) => {
        fc.pre(!listed.includes(address));
        expect(guidance.readResource(address)).toHaveProperty('wrong');
      }),
      { numRuns: 2000 },
    );
    expect(pages.filter((path) => !known.includes(path))).toEqual([]);
    expect(pages).toEqual([]);
  });
});

describe('pages about tools', () => {
  const CASES = [
    ['the default set', {}],
    ['reading only', { filters: [toolFilter({ readOnly: true })] }],
    ['some tags', { filters: [toolFilter({ tags: ['projects', 'invites'], excludeTools: ['delete_*'] })] }],
    ['no admin key', { filters: [toolFilter({ tags: ['all'] })], hasAdminKey: false }],
  ] satisfies [string, Partial<Authority>][];

  test.each(CASES)(
    'have a section for each tool that is on, and the reason for the others: %s',
    async (_, more) => {
      const authority: Authority = {
        filters: [toolFilter()],
        hasAdminKey: true,
        hasProjectKey: true,
        ...more,
      };
      const { guidance } = await sampleGuidance({ authority });
      for (const family of catalogue.families) {
        const own = catalogue.tools.filter((tool) => tool.family === family.name);
        const on = own.filter((tool) => isOffered(tool, authority)).map(({ name }) => name);
        const text = textAt(guidance, `openai-admin-mcp://tools/${family.name}`);
        expect([...text.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(on);
        const off = /^Off here: (.*)\.$/m.exec(text)?.[1] ?? '';
        expect(
          own.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(off)).map(({ name }) => name),
        ).toEqual(own.map(({ name }) => name).filter((name) => !on.includes(name)));
        const isListed = guidance.listResources().some(({ uri }) => uri.endsWith(`tools/${family.name}`));
        expect(isListed, family.name).toBe(on.length > 0);
      }
      const all = textAt(guidance, 'openai-admin-mcp://tools');
      const named = [...all.matchAll(/^- ([a-z_]+): [A-Z]/gm)].map(([, name]) => name);
      expect(named).toEqual(
        catalogue.tools.filter((tool) => isOffered(tool, authority)).map(({ name }) => name),
      );
    },
  );

  test('have what the list has: arguments, and what is required; and the risk of a write', async () => {
    const { guidance } = await sampleGuidance({ authority: { filters: [toolFilter({ tags: ['all'] })] } });
    const text = textAt(guidance, 'openai-admin-mcp://tools/users');
    const { title, risk } = toolNamed('delete_user');
    expect(text).toContain(`## delete_user\n\n${title} · writes · DELETE /organization/users/{user_id}\n`);
    expect(text).toContain('- user_id (string, required)');
    expect(text).toContain(`Risk: ${risk?.class}. ${risk?.because}`);
  });

  test('lack the arguments that a pin takes away', async () => {
    const pinned = pinCatalogue(catalogue, ['proj_1']);
    const { guidance } = await sampleGuidance({ catalogue: pinned });
    const text = textAt(guidance, 'openai-admin-mcp://tools/project_users');
    expect(text).toContain('## list_project_users');
    expect(text).not.toContain('- project_id ');
  });

  test('name tools as the list does', async () => {
    const names = prefixedNames(
      'acme',
      catalogue.tools.map(({ name }) => name),
    );
    const { guidance } = await sampleGuidance({ names });
    expect(textAt(guidance, 'openai-admin-mcp://tools/projects')).toContain('## acme_list_projects');
    expect(textAt(guidance, 'openai-admin-mcp://docs/reports')).toContain('| `acme_report_costs` |');
    expect(textAt(guidance, 'openai-admin-mcp://docs/reports')).toContain('`--tools report_costs`');
  });

  test('say what calls a tool that is not listed itself', async () => {
    const { guidance } = await sampleGuidance({ isDiscovery: true });
    const text = textAt(guidance, 'openai-admin-mcp://tools/projects');
    expect(text).toContain('called with call_read_tool');
    expect(text).toContain('called with call_write_tool');
  });
});
