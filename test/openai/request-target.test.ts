/** What is not plainly below the base URL, or not plainly a header value, does not leave. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHeaderValue, checkKey, requestTarget } from '../../src/openai/request-target.ts';

const BASE = new URL('https://api.openai.com/v1');
const target = (path: string, query = ''): string => requestTarget(BASE, '/v1', path, query);

describe('requestTarget', () => {
  it.each([
    ['/organization/projects', '', '/v1/organization/projects'],
    [
      '/organization/projects/proj_1/rate_limits/rl-ft%3Agpt-4o',
      '',
      '/v1/organization/projects/proj_1/rate_limits/rl-ft%3Agpt-4o',
    ],
    ['/organization/costs', 'group_by%5B%5D=a&x=1', '/v1/organization/costs?group_by%5B%5D=a&x=1'],
    ['/organization/costs', 'group_by[]=a', '/v1/organization/costs?group_by[]=a'],
  ])('%s ? %s', (path, query, expected) => {
    expect(target(path, query)).toBe(expected);
  });

  it.each([
    ['/..', ''],
    ['/../x', ''],
    ['/a/../../x', ''],
    ['/a/./b', ''],
    ['/%2e%2e/x', ''],
    ['/.%2E/x', ''],
    ['/a%2Fb', ''],
    ['/a%2f..%2fb', ''],
    ['/a%5Cb', ''],
    ['/a%00', ''],
    ['/a%0d%0ab', ''],
    ['/a%7f', ''],
    ['/a%zz', ''],
    ['//evil.example/x', ''],
    ['/a//b', ''],
    ['/a/', ''],
    ['/', ''],
    ['', ''],
    ['a', ''],
    ['/a?b', ''],
    ['/a#b', ''],
    ['/a\\b', ''],
    ['/a b', ''],
    ['/a\nb', ''],
    ['/é', ''],
    ['@evil.example/', ''],
    ['/a', 'x=1#y'],
    ['/a', 'x=1 HTTP/1.1\r\nx: y'],
    ['/a', 'x=é'],
  ])('refuses %j ? %j', (path, query) => {
    expect(() => target(path, query)).toThrow(
      expect.objectContaining({ kind: 'invalid', outcome: 'not_sent' }),
    );
  });

  it('gives a target below the base path or nothing', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '.', '%2e', '%2E%2e', '%2f', '\\', '//', '?', '#', '@', '\u0000'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => `/${pieces.join('/')}`),
        fc.string(),
        (path, query) => {
          let result: string;
          try {
            result = target(path, query);
          } catch {
            return;
          }
          const url = new URL(`https://api.openai.com${result}`);
          expect(url.origin).toBe('https://api.openai.com');
          expect(url.pathname).toBe(`/v1${path}`);
          expect(url.pathname.split('/').length).toBe(path.split('/').length + 1);
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('checkKey', () => {
  it.each(['sk-a\r\nx: y', 'sk-a\n', 'sk a', '', 'sk-é', 'sk-\u0000', 's'.repeat(513)])(
    'refuses %j unseen',
    (key) => {
      expect(() => checkKey(key)).toThrow(expect.objectContaining({ kind: 'auth', outcome: 'not_sent' }));
      try {
        checkKey(key);
      } catch (error) {
        if (key.length > 1) expect((error as Error).message).not.toContain(key.slice(0, 4));
      }
    },
  );

  it('accepts a key', () => {
    expect(checkKey('sk-admin-x')).toBe('sk-admin-x');
  });
});

describe('checkHeaderValue', () => {
  it('names the setting', () => {
    expect(() => checkHeaderValue('project', 'a\r\nb')).toThrow('project id');
    expect(checkHeaderValue('project', 'proj_1')).toBe('proj_1');
  });
});
