import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readAudit } from '../e2e/audit-trail.ts';
import { errorOf, runToEnd, startServer, temporaryFolder, typeAsAsked } from '../e2e/start-server.ts';
import { startCannedApi } from '../openai/canned-api.ts';
import { canRunKeychainSuite, openSession } from './secret-service.ts';

const SECRET = 'sk-svcacct-CANARYminted0123456789abcdef';
const MADE = { id: 'key_minted', name: 'ci', value: SECRET };
const GIVEN = { project_id: 'proj_alpha', service_account_id: 'svc_acct_1', name: 'ci' };

/** A user with a desktop session, a home, and an OpenAI that makes one key. */
async function user() {
  const session = await openSession('keyring');
  onTestFinished(() => session.close());
  const home = temporaryFolder();
  const environment = { HOME: home, DBUS_SESSION_BUS_ADDRESS: session.address };
  const upstream = await startCannedApi(
    http.post('*/v1/*', () => HttpResponse.json(MADE)),
    http.get('*/service_accounts/svc_acct_1', () => HttpResponse.json({ id: 'svc_acct_1', name: 'Robot' })),
    http.get('*/projects/proj_alpha', () => HttpResponse.json({ id: 'proj_alpha', name: 'Alpha' })),
    http.get('*/v1/*', () => HttpResponse.json({ object: 'list', data: [], has_more: false })),
  );
  const server = await startServer({ upstream: upstream.url, environment, answerQuestion: typeAsAsked });
  const posts = () => upstream.requests.filter(({ line }) => line.startsWith('POST '));
  return { session, home, server, posts, run: (...words: string[]) => runToEnd(words, environment) };
}

/** What lies in a folder, at any depth. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'utf8')] : [],
  );
}

describe.runIf(canRunKeychainSuite())('a server that makes a key, with a real keychain', () => {
  test('the key is in the keychain, can be piped from there, and is nowhere else', async () => {
    const { home, server, posts, run } = await user();
    const made = await server.call('create_service_account_api_key', GIVEN);
    expect(made.isError, made.text).toBe(false);
    expect(made.value).toMatchObject({
      id: 'key_minted',
      secret: {
        stored_in: 'the keychain',
        fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/),
        show_with: expect.stringMatching(
          /^HOME=\S+ node \/\S+\/openai-admin-mcp\.js secrets show key_minted$/,
        ),
      },
    });
    expect(posts()).toHaveLength(1);

    const list = await run('secrets', 'list');
    expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining('key_minted') });
    expect(await run('secrets', 'show', 'key_minted')).toEqual({ code: 0, stdout: SECRET, stderr: '' });

    const audit = await readAudit(home);
    expect(audit.at(-1)).toMatchObject({
      intent: { decision: 'approved', approved_by: 'the user of e2e 1' },
      outcome: { outcome: 'done' },
    });
    server.closeStdin();
    await server.exited;
    const places = [
      server.stdout(),
      server.stderr(),
      list.stdout,
      JSON.stringify(audit),
      ...filesBelow(home),
    ];
    expect(places.filter((text) => text.includes('CANARY'))).toEqual([]);
    // Plan, trail, head, seal and list were looked at.
    expect(filesBelow(home).length).toBeGreaterThanOrEqual(5);

    expect(await run('secrets', 'forget', 'key_minted', '--yes')).toMatchObject({ code: 0 });
    expect((await run('secrets', 'show', 'key_minted')).stdout).toBe('');
  });

  test('locked: refused before anything is sent', async () => {
    const { session, home, server, posts } = await user();
    await session.lock();
    const refused = errorOf(await server.call('create_service_account_api_key', GIVEN));
    expect(refused).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(refused.message).toMatch(/^The keychain is locked.*--secrets file:FOLDER.* Nothing was sent\.$/);
    expect(posts()).toEqual([]);
    const [call] = (await readAudit(home)).slice(-1);
    expect(call).toMatchObject({ intent: { decision: 'refused' } });
    expect(call).not.toHaveProperty('outcome');
  });
});
