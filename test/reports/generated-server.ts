/** The whole product in this process before a generated organization, with the keys of all its projects. */
import { http } from 'msw';
import { Secret } from '../../src/credentials/secret.ts';
import { startInProcess } from '../cli/in-process.ts';
import { homeFolder, writeIndex } from '../credentials/home-folder.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { startCannedApi } from '../openai/canned-api.ts';
import { type GeneratedSize, generatedOrganization } from './generated-organization.ts';

const ADMIN_KEY = 'sk-admin-CANARY90000123456789abcdef';
const STORED_AT = '2026-11-01T00:00:00.000Z';

const keyOf = (project: number) => `sk-proj-CANARY${String(project).padStart(4, '0')}0123456789abcdef`;
const projectOf = (authorization: string | null) => Number(/CANARY(\d{4})/.exec(authorization ?? '')?.[1]);
const stored = (key: string) => ({ fingerprint: new Secret(key).fingerprint, stored_at: STORED_AT });

/** What comes in the place of the usual answer; undefined for none. */
export type Spoil = (url: URL, usual: () => Response) => Response | Promise<Response | undefined> | undefined;

export async function startGenerated(size: GeneratedSize, spoil: Spoil = () => undefined) {
  const { projects: count, now } = size;
  const answer = generatedOrganization(size);
  const upstream = await startCannedApi(
    http.all('*/v1/*', async ({ request }) => {
      const url = new URL(request.url);
      const usual = () => answer(url, projectOf(request.headers.get('authorization')));
      return (await spoil(url, usual)) ?? usual();
    }),
  );
  const keys = Array.from({ length: count }, (_, project) => [`proj_${project}`, keyOf(project)] as const);
  const home = homeFolder();
  const projects = Object.fromEntries(keys.map(([id, key]) => [id, stored(key)]));
  writeIndex(home, { default: { admin: stored(ADMIN_KEY), projects } });
  const server = await startInProcess({
    upstream: upstream.url,
    now: () => now,
    random: () => 0,
    environment: { HOME: home },
    openKeychain: () =>
      memoryKeychain({
        'default/admin': ADMIN_KEY,
        ...Object.fromEntries(keys.map(([id, key]) => [`default/project/${id}`, key])),
      }),
  });
  return { server, requests: upstream.requests };
}
