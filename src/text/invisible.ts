/** Which characters cannot be seen where they stand, and which of their kind ordinary words need. */

/**
 * What has no shape of its own, or changes how its neighbours are shown: controls but tab and line breaks, lone
 * surrogates, line and paragraph separators, whatever Unicode says draws nothing (bidi marks, tags, fillers, joiners,
 * variation selectors), two spaces that look like others, interlinear annotations.
 */
const DRAWS_NOTHING =
  '(?![\\t\\n\\r])[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u202f\\u205f\\ufff9-\\ufffb]';

/** Scripts in whose words a joiner decides which shape the letters beside it take. */
const JOINING = [
  ...['Arabic', 'Syriac', 'Mandaic', 'Nko', 'Mongolian', 'Adlam', 'Hanifi_Rohingya'],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam'],
  ...[
    'Sinhala',
    'Myanmar',
    'Khmer',
    'Tibetan',
    'Newa',
    'Tirhuta',
    'Grantha',
    'Kaithi',
    'Chakma',
    'Meetei_Mayek',
  ],
  ...['Sharada', 'Balinese', 'Javanese'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');
const LETTER = `(?=[\\p{L}\\p{M}])[${JOINING}]`;

/** The signs that take the vowel from an Indic letter; a joiner behind one ends a word in older spellings. */
const VIRAMA = '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]';

const PICTURE = '[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]';

/**
 * Where such a character does its work, and once only: anywhere else, and a second time, it could hide a message or
 * tell two names apart that look the same.
 */
const ORDINARY = [
  // Colour or outline of a picture or sign; the number on a key.
  '(?<=(?![\\0-\\x7f])[\\p{S}\\p{Extended_Pictographic}])[\\ufe0e\\ufe0f]',
  '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
  // The standardized variants of mathematical signs, of Han and its punctuation, and of Mongolian and Myanmar letters.
  '(?<=(?![\\0-\\x7f])\\p{Sm})\\ufe00',
  '(?<=\\p{Script=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  '(?<=[\\u3001\\u3002\\uff01\\uff0c\\uff0e\\uff1a\\uff1b\\uff1f])[\\ufe00\\ufe01]',
  '(?<=(?=\\p{L})\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  '(?<=(?=\\p{L})\\p{Script=Myanmar})\\ufe00',
  // Several pictures that are drawn as one: families, professions, flags.
  `(?<=${PICTURE}\\ufe0f?)\\u200d(?=\\p{Extended_Pictographic})`,
  // Persian and Indic words.
  `(?<=${LETTER})[\\u200c\\u200d](?=${LETTER})`,
  `(?<=${VIRAMA})\\u200d`,
].join('|');

/** Any of them, wherever it stands. */
export const DRAWN_AS_NOTHING = new RegExp(DRAWS_NOTHING, 'gu');

/** Those that are out of place. */
export const INVISIBLE = new RegExp(`(?!${ORDINARY})${DRAWS_NOTHING}`, 'gu');

/** More marks on one letter than any script writes; a thousand of them paint over the lines around. */
export const FLOOD = /(\p{M}{4})(\p{M}+)/gu;
