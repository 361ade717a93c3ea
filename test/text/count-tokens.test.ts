/** The count against the real tokenizer, over what lists of the sandbox hold and over texts of every kind. */

import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { readTokens } from '../../scripts/read-tokens.ts';
import { tokenCounter } from '../../src/text/count-tokens.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { openSandbox, projectNamed, send } from '../sandbox/running-sandbox.ts';
import { shaped as shapedBy } from '../tools/shaped.ts';
import { budgetOf, countTokens } from './budget.ts';

const ratioOf = (text: string) => countTokens(text) / encode(text).length;

test('is at or above the count, and at most 15% above it, on every list of the sandbox', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Data-Science');
  const lists = catalogue.tools.filter(({ method, response }) => method === 'list' && !response.buckets);
  const ratios: Record<string, number> = {};
  for (const tool of lists) {
    const path = tool.endpoint.path.replace('{project_id}', project);
    if (path.includes('{')) continue;
    const limit = tool.params.limit && `?limit=${Math.min(100, tool.params.limit.max ?? 100)}`;
    const key = tool.key === 'admin' ? sandbox.adminKey : sandbox.projectKey;
    const { status, body } = await send(sandbox, 'GET', `${path}${limit ?? ''}`, { key });
    if (status !== 200 || body.data.length === 0) continue;
    const shaped = await shapedBy(tool, body, { budget: budgetOf(1_000_000) });
    ratios[tool.name] = ratioOf(JSON.stringify(shaped));
  }
  expect(Object.keys(ratios).length).toBeGreaterThan(20);
  for (const [name, ratio] of Object.entries(ratios)) {
    expect(ratio, name).toBeGreaterThanOrEqual(1);
    expect(ratio, name).toBeLessThanOrEqual(1.15);
  }
});

const KINDS: Record<string, string> = {
  English:
    'The quick brown fox jumps over the lazy dog, and internationalization of antidisestablishmentarianism.',
  Finnish:
    'Hyvää huomenta, kuinka voit tänään? Kolmivaihekilowattituntimittari on epäjärjestelmällistyttämätön.',
  German:
    'Die Donaudampfschifffahrtsgesellschaft übernimmt die Rechtsschutzversicherungen größerer Straßenbahnen.',
  Hungarian: 'Megszentségteleníthetetlenségeskedéseitekért köszönetet mondunk, árvíztűrő tükörfúrógép.',
  Polish: 'Zażółć gęślą jaźń, konstantynopolitańczykowianeczka przyszła wczoraj.',
  Turkish: 'Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine konuşuyorlar.',
  Vietnamese: 'Xin chào, hôm nay trời đẹp và chúng tôi đang học tiếng Việt.',
  Welsh: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch yw enw pentref.',
  Icelandic: 'Vaðlaheiðarvegavinnuverkfærageymsluskúrslyklakippuhringur þýðir eitthvað.',
  Swahili: 'Habari za asubuhi, watoto wanaenda shuleni kila siku.',
  Russian: 'Привет, как дела сегодня? Достопримечательности превысокомногорассмотрительствующего.',
  Greek: 'Καλημέρα, πώς είσαι σήμερα; Ηλεκτροεγκεφαλογράφημα.',
  Arabic: 'مرحبا بالعالم كيف الحال اليوم فأسقيناكموه',
  Hebrew: 'שלום עולם, מה שלומך היום',
  Persian: 'می\u200cخواهم کتاب\u200cها را بخوانم',
  Hindi: 'नमस्ते दुनिया, आप कैसे हैं? क्षत्रियों का इतिहास',
  Bengali: 'নমস্কার বিশ্ব, আপনি কেমন আছেন',
  Tamil: 'வணக்கம் உலகம், நீங்கள் எப்படி இருக்கிறீர்கள்',
  Telugu: 'నమస్కారం ప్రపంచం, మీరు ఎలా ఉన్నారు',
  Malayalam: 'നമസ്കാരം ലോകം, സുഖമാണോ',
  Sinhala: 'ආයුබෝවන් ලෝකය',
  Thai: 'สวัสดีชาวโลก วันนี้อากาศดีมาก',
  Lao: 'ສະບາຍດີຊາວໂລກ',
  Khmer: 'សួស្តីពិភពលោក',
  Burmese: 'မင်္ဂလာပါကမ္ဘာလောက',
  Tibetan: 'བོད་སྐད་ཀྱི་ཡི་གེ་འདི་ཡིན།',
  Amharic: 'ሰላም ልዑል ዓለም እንዴት ነህ',
  Georgian: 'გამარჯობა მსოფლიო, როგორ ხარ',
  Armenian: 'Բարեւ աշխարհ, ինչպես ես',
  Cherokee: 'ᎣᏏᏲ ᎡᎶᎯ ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ',
  Mongolian: 'ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌',
  Gothic: '𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷',
  Chinese: '東京的天氣晴朗，我們去圖書館。简体中文数据组织管理员',
  Japanese: '東京都の天気は晴れです。インターナショナライゼーション',
  Korean: '안녕하세요 세계, 오늘 날씨가 좋습니다. 뷁쀍',
  emoji: '😀👨\u200d👩\u200d👧🎉🏳️\u200d🌈👩🏽\u200d💻🇫🇮🫠',
  capitals: 'TO BE OR NOT TO BE, ORGANIZATIONAL RESPONSIBILITIES OF ADMINISTRATORS QXZJ KVBWPY',
  'letters by chance': 'qzxjkvbwpymglfcrqzxjkvbwpyqzxjkvbwpymglfcr ZqXjKvBwPyMgLfCr',
  hexadecimal: 'deadbeef0123456789abcdef 7F3A-99C1-0042',
  base64: 'aGVsbG8gd29ybGQsIHRoaXMgaXMgYSB0ZXN0Lg==/+9zQ3xK7mNfP2vR',
  code: 'if (a[0] !== b.c) {\n\t\treturn x => y ?? `z`;\n}\r\n',
  URL: 'https://platform.openai.com/settings/organization/usage?project_id=proj_Ab3dE&from=2026-11-01#x%20y',
  email: 'anna.korhonen+billing@example.co.uk; o’neil@xn--bcher-kva.example',
  numbers: '[0.4823716,123456789,17.02,0.000001,-1e-9,9007199254740993]',
  whitespace: '  \t \n\n\n   \r\n \u00a0\u2003 x',
  'JSON in JSON': JSON.stringify(JSON.stringify({ a: '\n"\\', b: [{ c: null }] })),
  signs: '!?#$%&/()=*+~-_.:,;<>|^°§€¤¢«»…—',
  controls: '\\u0000\\u202e\u0001\u007f\u202e\ufeff',
};

/** A longer piece is counted in parts, which may join otherwise than the whole. */
const LEAST = 0.99;

describe('no count is below the real one', () => {
  test.each(Object.entries(KINDS))('of %s', (_, text) => {
    for (const one of [text, JSON.stringify(text), text.toUpperCase(), text.replace(/\s/g, '')])
      expect(countTokens(one), one).toBeGreaterThanOrEqual(encode(one).length);
    for (const times of [40, 500]) {
      const long = text.repeat(times);
      expect(countTokens(long)).toBeGreaterThanOrEqual(LEAST * encode(long).length);
    }
  });

  test('of anything, alone and mixed', () => {
    const words = Object.values(KINDS).flatMap((text) => text.split(/(?<=\s)/));
    const one = fc.oneof(
      fc.constantFrom(...words),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
      fc.base64String(),
      fc.double().map(String),
      fc.json(),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 60 }),
        fc.constantFrom('', ' ', '","', '\n'),
        (texts, between) => {
          const text = texts.join(between);
          expect(countTokens(text)).toBeGreaterThanOrEqual(
            Math.floor(LEAST * encode(text, { disallowedSpecial: new Set() }).length),
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});

test('a count takes the time of its text, whatever that is', () => {
  for (const text of ['A', 'é', ' ', '漢', '\n', '*'].map((sign) => sign.repeat(300_000))) {
    expect(countTokens(text)).toBeGreaterThan(text.length / 200);
  }
});

test('a list of tokens that was cut is none', () => {
  const whole = readTokens();
  for (const length of [0, 1, 1000, whole.length - 1]) {
    expect(() => tokenCounter(whole.subarray(0, length))).toThrow(RangeError);
  }
});
