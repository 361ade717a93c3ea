/** Files that people have for clients that read JSON, after the notations of RFC 8259, JSONC and what editors leave behind. */

/** What a file holds; `key` is the name of the object with the servers. */
type Shape = (key: string) => string | Buffer;

const OTHER = '"files": { "command": "npx", "args": ["-y", "files"], "env": { "TOKEN": "secret" } }';

/** Each can be changed: everything in it stays, and all of it comes back. */
const KEPT: Record<string, Shape> = {
  'other servers': (key) => `{\n  "${key}": {\n    ${OTHER},\n    "b": { "command": "b" }\n  }\n}\n`,
  comments: (key) =>
    `// mine\n{ // settings\n  /* all */ "${key}": { // servers\n    // files\n    ${OTHER} // files end\n    /* nothing more */\n  } // end\n} // over\n`,
  'trailing commas': (key) => `{\n  "theme": "dark",\n  "${key}": {\n    ${OTHER},\n  },\n}\n`,
  'a byte order mark': (key) => `\ufeff{\n  "${key}": {\n    ${OTHER}\n  }\n}\n`,
  CRLF: (key) => `{\r\n  "${key}": {\r\n    ${OTHER}\r\n  }\r\n}\r\n`,
  'CR alone': (key) => `{\r  "${key}": {\r    ${OTHER}\r  }\r}\r`,
  tabs: (key) => `{\n\t"${key}": {\n\t\t${OTHER}\n\t}\n}\n`,
  'four spaces': (key) => `{\n    "${key}": {\n        ${OTHER}\n    }\n}\n`,
  'no indentation': (key) => `{\n"${key}": {\n${OTHER}\n}\n}\n`,
  'no final line break': (key) => `{\n  "${key}": {\n    ${OTHER}\n  }\n}`,
  'one line': (key) => `{"theme":"dark","${key}":{${OTHER}}}`,
  'one line with blanks': (key) => `{ "${key}": { ${OTHER} } }\n`,
  'nothing but other settings': () =>
    '{\n  "theme": "dark",\n  "nested": { "deep": [1, { "x": null }] }\n}\n',
  'no servers': (key) => `{\n  "${key}": {}\n}\n`,
  'no servers on several lines': (key) => `{\n  "${key}": {\n  }\n}\n`,
  'only a comment for servers': (key) => `{\n  "${key}": { // none yet\n  }\n}\n`,
  'an empty object': () => '{}',
  'an empty file': () => '',
  'blank lines': () => '\n\n',
  'only a comment': () => '// nothing yet',
  'the same name elsewhere': (key) =>
    `{\n  "projects": { "/home/me": { "${key}": { "openai-admin": { "command": "mine" } } } },\n  "${key}": { ${OTHER} }\n}\n`,
  'equal names elsewhere': (key) => `{\n  "a": 1,\n  "a": 2,\n  "${key}": { "b": {}, "b": { "x": 1 } }\n}\n`,
  'numbers that no program keeps': (key) =>
    `{\n  "id": 12345678901234567890,\n  "x": 1.10e5,\n  "${key}": {}\n}\n`,
  'escapes and other scripts': (key) =>
    `{\n  "\\u006eame": "Zo\u00eb \\ud83d\\ude00 \u4e2d\u6587",\n  "${key}": {}\n}\n`,
  'braces and comment marks in texts': (key) =>
    `{\n  "x": "} // { /* , \\" ",\n  "${key}": { ${OTHER} }\n}\n`,
  'names of JavaScript': (key) => `{\n  "__proto__": { "x": 1 },\n  "constructor": 1,\n  "${key}": {}\n}\n`,
  'several megabytes': (key) =>
    `{\n  "history": "${'x'.repeat(4_000_000)}",\n  "${key}": {\n    ${OTHER}\n  }\n}\n`,
  'our name, written by hand': (key) =>
    `{\n  "${key}": {\n    "openai-admin": { "command": "npx", "args": ["-y", "openai-admin-mcp"], "disabled": true }, // ours\n    ${OTHER}\n  }\n}\n`,
};

/** None of these can be changed without a guess; each is told why, with these words. */
const REFUSED: Record<string, { shape: Shape; why: RegExp }> = {
  'a missing comma': {
    shape: (key) => `{\n  "a": 1\n  "${key}": {}\n}\n`,
    why: /is no valid JSON: line 3, column 3: comma expected/,
  },
  'an end that is missing': { shape: (key) => `{\n  "${key}": {`, why: /is no valid JSON: line 2, column/ },
  'something behind the end': { shape: () => '{}\n}\n', why: /is no valid JSON: line 2, column 1/ },
  'two objects of servers': {
    shape: (key) => `{\n  "${key}": { ${OTHER} },\n  "${key}": {}\n}\n`,
    why: /twice, at line 2, column 3 and line 3, column 3/,
  },
  'our name twice': {
    shape: (key) => `{ "${key}": { "openai-admin": {}, "openai-admin": {} } }`,
    why: /has "openai-admin" twice/,
  },
  'a list of servers': {
    shape: (key) => `{ "${key}": [] }`,
    why: /has an array at line 1, column \d+, where an object/,
  },
  'null for servers': { shape: (key) => `{ "${key}": null }`, why: /has null at line 1/ },
  'a list for everything': { shape: () => '[]', why: /has an array at line 1, column 1/ },
  'our name for something else': {
    shape: (key) => `{ "${key}": { "openai-admin": { "command": "other" } } }`,
    why: /has an entry openai-admin that starts something else/,
  },
  'too many levels': { shape: () => `${'['.repeat(200_000)}`, why: /is nested too deeply|is no valid JSON/ },
  'UTF-16': {
    shape: (key) => Buffer.from(`\ufeff{ "${key}": {} }`, 'utf16le'),
    why: /is UTF-16\. Save it as UTF-8/,
  },
  'UTF-16, the other way': {
    shape: (key) => Buffer.from(`\ufeff{ "${key}": {} }`, 'utf16le').swap16(),
    why: /is UTF-16/,
  },
  'Latin-1': {
    shape: (key) => Buffer.from(`{ "n": "Zo\u00eb", "${key}": {} }`, 'latin1'),
    why: /is not UTF-8/,
  },
};

/** What somebody writes behind it all, in time. */
const comment = '\n// later\n';

export const JSON_SHAPES = { KEPT, REFUSED, comment };
