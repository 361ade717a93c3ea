/** How a secret may be written: every spelling under which the filter knows it, and how spellings are undone. */

/** One spelling of a secret. */
export type Spelling = {
  text: string;
  secret: string;
  /** A part of at least so many characters counts as found: half a key is still a leak. */
  least: number;
};

/** So many characters of a secret, in whatever spelling, are what its class and its owner do not tell. */
const LEAST_CHARACTERS = 20;

export function spellingsOf(secret: string, onlyWhole: boolean): Spelling[] {
  const bytes = Buffer.from(secret);
  const [once, twice, thrice] = escapedForJson(secret);
  const hex = bytes.toString('hex');
  // As Node prints a Buffer.
  const spacedHex = hex.replace(/..(?=.)/g, '$& ');
  const texts = [secret, once, twice, thrice, percentEncoded(bytes), hex, spacedHex];
  const part = onlyWhole ? 1 : Math.min(1, LEAST_CHARACTERS / secret.length);
  const spellings = texts.map((text) => ({ text, secret, least: Math.ceil(text.length * part) }));
  for (const offset of [0, 1, 2]) {
    const { text, sure } = base64At(bytes, offset);
    const least = Math.ceil(sure * part);
    spellings.push({ text, secret, least });
    spellings.push({ text: text.replaceAll('+', '-').replaceAll('/', '_'), secret, least });
  }
  const unlike = new Map(spellings.map((spelling) => [spelling.text, spelling]));
  return [...unlike.values()];
}

/** A result is JSON inside JSON, and an error body of OpenAI may itself quote JSON. */
function escapedForJson(secret: string): [string, string, string] {
  const written = (text: string) => JSON.stringify(text).slice(1, -1);
  const once = written(secret);
  return [once, written(once), written(written(once))];
}

function percentEncoded(bytes: Buffer): string {
  // Decoded again from bytes, since half a character cannot be percent-encoded.
  return encodeURIComponent(bytes.toString('utf8'));
}

/**
 * Base64 of the secret standing `offset` bytes behind a whole group, and at the end of what is encoded. The first
 * `sure` characters are the same whatever follows.
 */
function base64At(bytes: Buffer, offset: number): { text: string; sure: number } {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const mixedWithBefore = [0, 2, 3][offset] ?? 0;
  return {
    text: padded.toString('base64').slice(mixedWithBefore),
    sure: Math.floor((padded.length * 8) / 6) - mixedWithBefore,
  };
}

/** Cheaper than a look for ESCAPES, which few texts have. */
function hasEscapes(text: string): boolean {
  return text.includes('%') || text.includes('&') || /\\[uUxX]/.test(text);
}

const ESCAPES =
  /%([0-9a-f]{2})|\\{1,8}u(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{4}))|\\{1,8}x([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|quot|lt|gt|apos);/gi;

const NAMED: Record<string, string> = { amp: '&', quot: '"', lt: '<', gt: '>', apos: "'" };

/** A text that was escaped more often than this is not ours and not OpenAI's. */
const MAX_ROUNDS = 3;

/** What the text says when percent-encoding, `\u` and `\x` escapes and HTML's entities are undone, layer by layer. */
export function unescapedLayers(text: string): string[] {
  const layers: string[] = [];
  let layer = text;
  while (layers.length < MAX_ROUNDS && hasEscapes(layer)) {
    const next = layer.replace(ESCAPES, (whole, percent, braced, four, two, hex, decimal, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const point =
        decimal === undefined
          ? Number.parseInt(percent ?? braced ?? four ?? two ?? hex, 16)
          : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
    if (next === layer) break;
    layers.push(next);
    layer = next;
  }
  return layers;
}
