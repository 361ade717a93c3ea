import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
} from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withKindsByMembers } from '../../scripts/build/message-kinds.ts';
import { readMessage } from '../../src/cli/read-message.ts';

const SOURCES = (() => {
  const folder = dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server'));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
})();

type IsKind = (message: unknown) => boolean;

/** By the package's schemas. */
const BY_SCHEMA = [isJSONRPCRequest, isJSONRPCNotification, isJSONRPCResultResponse, isJSONRPCErrorResponse];

/** As they stand in the bundle. */
const BUNDLED: IsKind[] = BY_SCHEMA.map(({ name }) => {
  const [line] = SOURCES.map(withKindsByMembers)
    .join('\n')
    .match(new RegExp(`^const ${name} = .+;$`, 'm')) ?? [''];
  return new Function(`${line} return ${name};`)();
});

const kindsBy = (tests: readonly IsKind[], message: unknown) => tests.map((isKind) => isKind(message));

const id = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.constantFrom(null, 0.5, [], 2 ** 60));
const text = fc.oneof(fc.string(), fc.constantFrom('ping', 'tools/call', 7, null));
const meta = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.record({ progressToken: id }),
  fc.jsonValue(),
);
const params = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.record({ _meta: meta }),
  fc.jsonValue(),
);
const error = fc.oneof(
  fc.record(
    { code: fc.oneof(fc.integer(), fc.double()), message: text, data: fc.jsonValue() },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const members = { id, method: text, params, result: fc.oneof(fc.object(), fc.jsonValue()), error };
const message = fc
  .record({ jsonrpc: fc.constantFrom('2.0', '2.0', '2.0', '1.0'), ...members }, { requiredKeys: [] })
  .chain((one) => fc.subarray(Object.keys(one)).map((left) => [one, left] as const))
  .map(([one, left]) => ({
    jsonrpc: '2.0',
    ...Object.fromEntries(Object.entries(one).filter(([name]) => left.includes(name))),
  }));

describe('kinds of messages in the bundle', () => {
  test('are told by their members, all four', () => {
    const changed = SOURCES.map(withKindsByMembers).filter((text, index) => text !== SOURCES[index]);
    expect(changed).toHaveLength(1);
    expect(changed[0]?.match(/^const isJSONRPC\w+ = \(value\) => .*" in value/gm)).toHaveLength(4);
  });

  test('are those of the schemas, for every message that is let in', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(message, (given) => {
        const read = readMessage(Buffer.from(JSON.stringify(given)));
        if (read === 'empty' || 'refusal' in read) return;
        const bundled = kindsBy(BUNDLED, read.message);
        seen.add(String(bundled));
        expect(bundled).toEqual(kindsBy(BY_SCHEMA, read.message));
      }),
      { numRuns: 5000 },
    );
    expect(seen.size).toBe(4);
  });
});
