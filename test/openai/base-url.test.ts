/** The key goes to OpenAI, to this machine, and to hosts that were named; every other address is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBaseUrl, isLoopback } from '../../src/openai/base-url.ts';

describe('checkBaseUrl', () => {
  it.each([
    ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['https://api.openai.com', 'https://api.openai.com/'],
    ['https://API.OpenAI.com:443/v1', 'https://api.openai.com/v1'],
    ...['us', 'eu', 'ae', 'au', 'in', 'jp'].map((region) => [
      `https://${region}.api.openai.com/v1`,
      `https://${region}.api.openai.com/v1`,
    ]),
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://127.1/v1', 'http://127.0.0.1/v1'],
    ['https://localhost:1/v1', 'https://localhost:1/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ])('accepts %s', (url, expected) => {
    expect(checkBaseUrl(url, []).href).toBe(expected);
  });

  it.each([
    'http://api.openai.com/v1',
    'https://api.openai.com:8443/v1',
    'https://api.openai.com./v1',
    'https://evil.api.openai.com/v1',
    'https://api.openai.com.evil.example/v1',
    'https://user:secret-word@api.openai.com/v1',
    'https://secret-word@127.0.0.1/v1',
    'https://api.openai.com/v1?x=1',
    'https://api.openai.com/v1?',
    'https://api.openai.com/v1#x',
    'http://128.0.0.1/v1',
    'http://localhost.evil.example/v1',
    'http://[::ffff:127.0.0.1]/v1',
    'ftp://localhost/v1',
    'file:///etc/passwd',
    'https://api.openai.com\\@evil.example/',
    'https://api.openai.com/v1\n',
    ' https://api.openai.com/v1',
    'api.openai.com',
    '',
  ])('refuses %j without repeating a password', (url) => {
    expect(() => checkBaseUrl(url, [])).toThrow(/^(?!.*secret-word)The .*/);
  });

  it('takes another host only by name, and only encrypted', () => {
    expect(() => checkBaseUrl('https://gateway.example/v1', [])).toThrow('--allow-host gateway.example');
    expect(checkBaseUrl('https://gateway.example/v1', ['Gateway.Example']).host).toBe('gateway.example');
    expect(checkBaseUrl('https://gateway.example:8443/v1', ['gateway.example']).port).toBe('8443');
    expect(checkBaseUrl('https://gateway.example:8443/v1', ['gateway.example:8443']).port).toBe('8443');
    expect(() => checkBaseUrl('https://gateway.example:9/v1', ['gateway.example:8443'])).toThrow(
      '--allow-host',
    );
    expect(() => checkBaseUrl('http://gateway.example/v1', ['gateway.example'])).toThrow('https://');
    expect(() =>
      checkBaseUrl('https://a.gateway.example/v1', ['gateway.example', '*', '', 'x/../y']),
    ).toThrow();
  });

  it('accepts no host but those known, whatever the URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        try {
          return isLoopback(checkBaseUrl(url, []).hostname);
        } catch {
          return true;
        }
      }),
    );
  });
});
