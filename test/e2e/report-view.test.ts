/** The proof that a client which shows views gets that of costs and usage, and every other gets what it got before. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY, type Line, startSpending } from '../reports/spending.ts';
import { LEGACY_REVISION, MODERN_REVISION, PROGRAM, startServer } from './start-server.ts';
import { REPORT_VIEW, SHOWS_VIEWS } from './view-client.ts';

const LINE: Line = {
  day: Date.parse('2026-10-05T00:00:00Z') / 1000,
  project: 'proj_1',
  user: null,
  key: null,
  item: 'gpt-a, input',
  micros: 12_500_000n,
  currency: 'usd',
};

const REVISIONS = [LEGACY_REVISION, MODERN_REVISION];
async function connect(
  revision: string,
  args: string[] = [],
  extensions: Record<string, object> = SHOWS_VIEWS,
) {
  const newest = { versionNegotiation: { mode: { pin: MODERN_REVISION } } };
  const client = new Client(
    { name: 'e2e', version: '1' },
    { capabilities: { extensions } as object, ...(revision === MODERN_REVISION && newest) },
  );
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, '--sandbox', ...args],
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
}

/** The answer to tools/list, byte by byte. */
async function listedLine(revision: string, extensions?: Record<string, object>): Promise<string> {
  const server = await startServer({
    args: ['--sandbox', '--tags', 'all'],
    revision,
    ...(extensions && { extensions }),
  });
  await server.list();
  return (
    server
      .stdout()
      .split('\n')
      .find((line) => line.includes('"tools":[{"name"')) ?? ''
  );
}

describe.each(REVISIONS)('in %s', (revision) => {
  it('a client that shows views gets one for costs and one for usage, and it is the same', async () => {
    const client = await connect(revision, ['--tags', 'all']);
    const { tools } = await client.listTools();
    const withView = tools.filter((tool) => tool._meta !== undefined);
    expect(withView.map(({ name }) => name).sort()).toEqual(['report_costs', 'report_usage']);
    for (const { _meta } of withView) expect(_meta).toEqual({ ui: { resourceUri: REPORT_VIEW } });
    const { resources } = await client.listResources();
    expect(resources).toContainEqual(expect.objectContaining({ uri: REPORT_VIEW }));
  });

  it('the view is one page that may reach no address', async () => {
    const client = await connect(revision);
    const { contents } = await client.readResource({ uri: REPORT_VIEW });
    expect(contents).toEqual([
      {
        uri: REPORT_VIEW,
        mimeType: 'text/html;profile=mcp-app',
        text: expect.stringMatching(/^<!doctype html>[\s\S]*<\/html>\n$/),
        _meta: {
          ui: {
            csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
            prefersBorder: true,
          },
        },
      },
    ]);
    const [content] = contents;
    const text = content !== undefined && 'text' in content ? content.text : '';
    expect(text).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none';`);
    expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|\bsrc=|\bhref=|@import|url\(/,
    );
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(/);
    expect(text.length).toBeLessThan(30_000);
  });

  it.each([
    ['declares nothing', undefined],
    ['declares the extension without what it shows', { 'io.modelcontextprotocol/ui': {} }],
    ['shows pages of another kind', { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html'] } }],
    ['has another extension', { 'com.example/ui': { mimeTypes: ['text/html;profile=mcp-app'] } }],
  ])('a client that %s hears nothing of it', async (_, extensions) => {
    const line = await listedLine(revision, extensions);
    expect(line).not.toMatch(/_meta":\{"ui|ui:\/\//);
    const withViews = JSON.parse(await listedLine(revision, SHOWS_VIEWS));
    for (const tool of withViews.result.tools) if ('_meta' in tool) delete tool._meta;
    expect(JSON.stringify(withViews)).toBe(line);
    const server = await startServer({ args: ['--sandbox'], revision, ...(extensions && { extensions }) });
    const { result } = await server.request('resources/list');
    expect(JSON.stringify(result)).not.toContain(REPORT_VIEW);
    const { error } = await server.request('resources/read', { uri: REPORT_VIEW });
    expect(error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('resources/list has all'),
    });
  });

  it('the answer is one block of text and the same for both', async () => {
    const { url } = await startSpending([LINE], LINE.day + 30 * DAY, { projects: [] });
    const period = '2026-10-01/2026-11-01';
    const [shown, plain] = await Promise.all(
      [SHOWS_VIEWS, {}].map(async (extensions) => {
        const server = await startServer({ upstream: url, revision, extensions });
        return (await server.request('tools/call', { name: 'report_costs', arguments: { period } })).result;
      }),
    );
    expect(shown?.content).toEqual([{ type: 'text', text: expect.stringContaining('"total":12.5') }]);
    expect(shown).not.toHaveProperty('structuredContent');
    expect(shown).toEqual(plain);
  });
});

it('a tool has its view behind a prefix, too, and none has one behind discovery', async () => {
  const prefixed = await connect(LEGACY_REVISION, ['--tool-prefix', 'acme']);
  const { tools } = await prefixed.listTools();
  expect(tools.filter((tool) => tool._meta !== undefined).map(({ name }) => name)).toEqual([
    'acme_report_costs',
    'acme_report_usage',
  ]);
  const discovery = await connect(LEGACY_REVISION, ['--exposure', 'discovery']);
  expect((await discovery.listTools()).tools.filter((tool) => tool._meta !== undefined)).toEqual([]);
});
