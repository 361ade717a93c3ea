/** The id of a message that is not parsed is found wherever it stands, and no other is taken for it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TopLevelMembers } from '../../src/cli/top-level-members.ts';

/** As its bytes come, in pieces of that size. */
function idOf(message: string, size = 7): string | undefined {
  const bytes = Buffer.from(message);
  const members = new TopLevelMembers();
  for (let start = 0; start < bytes.length; start += size) members.read(bytes.subarray(start, start + size));
  return members.id;
}

describe('the id', () => {
  test.each([
    ['in the middle', '{"params":{"a":[{"id":1}]},"id":7,"method":"x","more":{"id":2}}', '7'],
    ['in the middle, a text', '{"params":["}"],"id":"a\\"b, c","method":"x","z":"\\\\"}', '"a\\"b, c"'],
    ['first', ' { "id" : -3 , "method" : "x" }\r\n', '-3'],
    ['last', '{"method":"x","params":{"id":1},"id":9007199254740993}', '9007199254740993'],
    ['written out', '{"method":"x","\\u0069d":5}', '5'],
    ['behind a text that looks like one', '{"a":"\\"id\\":1,","method":"x","id":"é"}', '"é"'],
    ['that is none', '{"id":{"id":1},"method":"x"}', undefined],
    ['null', '{"id":null,"method":"x"}', undefined],
    ['that is far too long', `{"id":"${'a'.repeat(2000)}","method":"x"}`, undefined],
    ['within only', '{"params":{"id":1},"method":"x"}', undefined],
    ['in a list of messages', '[{"id":1,"method":"x"}]', undefined],
    ['of an answer, for which nobody waits', '{"id":1,"result":{"method":"x"}}', undefined],
    ['of what is no JSON', '"id":1,"method"', undefined],
  ])('%s', (_, message, id) => {
    expect(idOf(message)).toBe(id);
  });

  test('is that of the parsed message, whatever else is in it', () => {
    const id = fc.oneof(fc.integer(), fc.string());
    fc.assert(
      fc.property(
        fc.jsonValue(),
        id,
        fc.jsonValue(),
        fc.integer({ min: 1, max: 50 }),
        (one, own, other, size) => {
          const message = { one, ids: [own], method: 'x', id: own, '{': other };
          expect(JSON.parse(idOf(JSON.stringify(message), size) ?? 'null')).toBe(own === 0 ? 0 : own);
        },
      ),
    );
  });
});
