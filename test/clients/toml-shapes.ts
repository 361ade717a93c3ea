/** Files that people have for Codex, after the notation of TOML 1.0. */

type Shape = (key: string) => string | Buffer;

const OTHER = '[mcp_servers.files] # files\ncommand = "npx" # c\nargs = ["-y", "files"]\n';

const comment = '\n# later\n';

const KEPT: Record<string, Shape> = {
  'other servers': () =>
    `model = "x"\n\n${OTHER}\n[mcp_servers.files.env]\nTOKEN = "secret"\n\n[tui]\nx = 1\n`,
  comments: () => `# mine\nmodel = "x" # m\n\n# files\n${OTHER}# end\n`,
  'a byte order mark': () => `\ufeffmodel = "x"\n${OTHER}`,
  CRLF: () => `model = "x"\n\n${OTHER}`.replaceAll('\n', '\r\n'),
  'no final line break': () => `model = "x"\n\n${OTHER}`.trimEnd(),
  'blank lines at the end': () => `${OTHER}\n\n\n`,
  'nothing but other settings': () => 'model = "x"\nwhen = 1979-05-27T07:32:00Z\n',
  'an empty file': () => '',
  'only a comment': () => '# nothing yet',
  'a table for all servers': () => `[mcp_servers]\n\n${OTHER}`,
  'lists of tables': () => `[[hooks]]\nx = 1\n\n[[hooks]]\nx = 2\n`,
  'headers in texts': () => `x = """\n[mcp_servers.openai-admin]\ncommand = "no"\n"""\n\n${OTHER}`,
  'large numbers': () => `id = 9007199254740993\nx = 0xdead_beef\n${OTHER}`,
  'our name, written by hand': () =>
    `${OTHER}\n[mcp_servers.openai-admin] # ours\ncommand = "npx"\nargs = ["-y", "openai-admin-mcp"]\nenabled = false\n\n[mcp_servers.openai-admin.tools.list_costs]\napproval_mode = "approve"\n\n# the rest\n[tui]\nx = 1\n`,
};

const REFUSED: Record<string, { shape: Shape; why: RegExp }> = {
  'a missing quote': { shape: () => 'a = 1\nmodel = "x\n', why: /is no valid TOML: line 2, column \d+/ },
  'a table twice': { shape: () => `${OTHER}\n${OTHER}`, why: /is no valid TOML: line \d+/ },
  'servers in one line': { shape: () => 'mcp_servers = { files = { command = "x" } }\n', why: /in one line/ },
  'our entry in one line': {
    shape: () => '[mcp_servers]\nopenai-admin = { command = "npx", args = ["openai-admin-mcp"] }\n',
    why: /form that cannot be changed without the rest/,
  },
  'a list of servers': { shape: () => 'mcp_servers = []\n', why: /something else than tables/ },
  'our name for something else': {
    shape: () => '[mcp_servers.openai-admin]\ncommand = "other"\n',
    why: /starts something else/,
  },
  'UTF-16': { shape: () => Buffer.from('\ufeffmodel = "x"\n', 'utf16le'), why: /is UTF-16/ },
  'Latin-1': { shape: () => Buffer.from('model = "Zo\u00eb"\n', 'latin1'), why: /is not UTF-8/ },
};

export const TOML_SHAPES = { KEPT, REFUSED, comment };
