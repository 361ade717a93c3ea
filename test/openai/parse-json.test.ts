/** Strange but valid JSON is read without loss or harm, and everything else is an error that can be caught. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/openai/parse-json.ts';

const parse = (text: string): unknown => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it.each([
    ['null', null],
    ['[]', []],
    ['\ufeff{"a":1}', { a: 1 }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['[-9007199254740993,9007199254740991]', ['-9007199254740993', 9007199254740991]],
    ['9007199254740992', '9007199254740992'],
    [
      '{"a": 12345678901234567890 ,"b":"\\": 12345678901234567890"}',
      { a: '12345678901234567890', b: '": 12345678901234567890' },
    ],
    ['{"value":0.06000000000000000123,"n":1e21}', { value: '0.06000000000000000123', n: 1e21 }],
    [
      '[0.1000000000000000055511151231257827,0.30000000000000004]',
      ['0.1000000000000000055511151231257827', 0.30000000000000004],
    ],
    ['[1e400,-1e-400,0E-6176,1.50000000000000000000,5e-324]', ['1e400', '-1e-400', 0, 1.5, 5e-324]],
    ['[123456789012345.678,12345678901234567.5]', ['123456789012345.678', '12345678901234567.5']],
    [`[1.${'0'.repeat(80_000)}1]`, [`1.${'0'.repeat(80_000)}1`]],
  ])('%.80s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each(['', ' ', '<html>', '{"a":1', '{"a":1}}', 'undefined', '{"a":01}'])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow();
  });

  it('refuses 100,000 levels, and reads 100', () => {
    expect(() => parse('['.repeat(1e5) + ']'.repeat(1e5))).toThrow('deeper');
    expect(() => parse(`${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`)).toThrow();
    expect(() => parse('['.repeat(100) + ']'.repeat(100))).not.toThrow();
  });

  it('leaves no member that could become a prototype', () => {
    const value = parse('{"__proto__":{"polluted":1},"a":[{"\\u005f_proto__":{"polluted":1},"b":2}]}');
    expect(Object.assign({}, value)).toEqual({ a: [{ b: 2 }] });
    expect(JSON.stringify(value)).toBe('{"a":[{"b":2}]}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('survives bytes that are not UTF-8', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0xfe, 0x61, 0x22]))).toBe('\ufffd\ufffda');
  });

  it('reads a megabyte of escapes beside a long integer', () => {
    const text = `["${'\\n'.repeat(5e5)}",12345678901234567890]`;
    expect((parse(text) as unknown[])[1]).toBe('12345678901234567890');
  });

  it('equals JSON.parse for whatever was written by JSON.stringify, long integers aside', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        fc.pre(!/(?:^|[^.\d])\d{16}|__proto__/.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps every integer exact', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-(10n ** 30n), 10n ** 30n)), fc.string(), (integers, string) => {
        const result = parse(`{"s":${JSON.stringify(string)},"n":[${integers.join(' , ')}]}`) as {
          s: string;
          n: unknown[];
        };
        expect(result.n.map(String)).toEqual(integers.map(String));
        expect(result.s).toBe(Buffer.from(string).toString());
      }),
    );
  });
});
