/** A secret of few letters is not lost among the same ones. A file of its own, since the filter never forgets a secret. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';
import { redact } from '../../src/redaction/redact.ts';

test('a secret of few letters, each many times, is found in part among the same letters', () => {
  const letters = (minLength: number, maxLength: number) =>
    fc
      .array(fc.tuple(fc.constantFrom('0', 'a', '-'), fc.integer({ min: 1, max: 30 })), {
        minLength: 1,
        maxLength: 6,
      })
      .map((runs) => runs.map(([letter, count]) => letter.repeat(count)).join(''))
      .filter((text) => text.length >= minLength && text.length <= maxLength);
  fc.assert(
    fc.property(letters(24, 60), letters(0, 60), letters(0, 60), fc.nat(), fc.nat(), (secret, ...given) => {
      const [before, behind, from, length] = given;
      rememberSecret(secret);
      const start = from % (secret.length - 19);
      const part = secret.slice(start, start + 20 + (length % (secret.length - start - 19)));
      expect(redact(`${before}${part}${behind}`) ?? '').not.toContain(part);
      // Wherever the filter begins to look.
      for (let dots = 0; dots < 20; dots += 1) {
        expect(redact(`${'.'.repeat(dots)}${part}.`) ?? '').not.toContain(part);
      }
    }),
  );
});
