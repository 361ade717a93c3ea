/** Every client that can be set up: where it keeps its servers on each system, in which form, and how it reads them anew. */
import { join } from 'node:path';
import { settingsFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import { claudeDesktopFile } from './claude-desktop-file.ts';
import type { Entry, Refusal } from './entry.ts';

type Described = {
  /** As a person types it. */
  name: string;
  title: string;
  /** What makes it read the file again. */
  restart: string;
};

/** Whose file is edited in place. */
export type FileClient = Described & {
  kind: 'json' | 'toml';
  /** Of the object that holds all servers. */
  key: string;
  file(host: Host): { path: string } | Refusal;
  /** What its entries have besides command, args and env. */
  besides?: Entry;
};

/** What its own program sets up, since it keeps its servers in a file that it writes all the time. */
export type CommandClient = Described & { kind: 'command'; file(host: Host): { path: string } };

/** What is set up by hand, with what is printed. */
export type ByHandClient = Described & { kind: 'by-hand' };

export type Client = FileClient | CommandClient | ByHandClient;

/** Below the folder of the user. */
const atHome =
  (...names: string[]) =>
  (host: Host) => ({ path: join(host.homeDirectory, ...names) });

/** Below the folder in which programs keep their settings. */
const amongSettings =
  (...names: string[]) =>
  (host: Host) => ({ path: join(settingsFolder(host), ...names) });

/** In the folder that this variable names, or else in one of the user. */
const inFolder =
  (variable: string, folder: string[], ...names: string[]) =>
  (host: Host) => {
    const named = host.environment[variable];
    return { path: join(named || join(host.homeDirectory, ...folder), ...names) };
  };

const VS_CODE = ['Code', 'User'];

/** On macOS it keeps to the folder that it has on Linux. */
const zedFile = (host: Host) => {
  if (host.platform === 'win32') return amongSettings('Zed', 'settings.json')(host);
  return host.platform === 'darwin'
    ? atHome('.config', 'zed', 'settings.json')(host)
    : amongSettings('zed', 'settings.json')(host);
};

/** Sorted by title, as they are listed. */
export const CLIENTS: readonly Client[] = [
  {
    name: 'chatgpt-web',
    title: 'ChatGPT on the web',
    kind: 'by-hand',
    restart: 'While the tunnel runs, choose "Connection: Tunnel" in the settings for connectors.',
  },
  {
    name: 'claude-code',
    title: 'Claude Code',
    kind: 'command',
    file: inFolder('CLAUDE_CONFIG_DIR', [], '.claude.json'),
    restart: 'Start a new session; /mcp shows the server.',
  },
  {
    name: 'claude-desktop',
    title: 'Claude Desktop',
    kind: 'json',
    key: 'mcpServers',
    file: claudeDesktopFile,
    restart: 'Quit Claude Desktop and start it again; closing the window is not enough.',
  },
  {
    name: 'cline',
    title: 'Cline in VS Code',
    kind: 'json',
    key: 'mcpServers',
    file: amongSettings(
      ...VS_CODE,
      'globalStorage',
      'saoudrizwan.claude-dev',
      'settings',
      'cline_mcp_settings.json',
    ),
    restart: 'Cline sees it by itself.',
  },
  {
    name: 'cline-cli',
    title: 'Cline CLI',
    kind: 'json',
    key: 'mcpServers',
    file: atHome('.cline', 'data', 'settings', 'cline_mcp_settings.json'),
    restart: 'Start it again.',
  },
  {
    name: 'codex',
    title: 'Codex and ChatGPT desktop',
    kind: 'toml',
    key: 'mcp_servers',
    file: inFolder('CODEX_HOME', ['.codex'], 'config.toml'),
    restart: 'Start Codex or ChatGPT again.',
  },
  {
    name: 'copilot-cli',
    title: 'GitHub Copilot CLI',
    kind: 'json',
    key: 'mcpServers',
    file: inFolder('COPILOT_HOME', ['.copilot'], 'mcp-config.json'),
    besides: { type: 'local', tools: ['*'] },
    restart: 'Start it again; /mcp show lists the server.',
  },
  {
    name: 'cursor',
    title: 'Cursor',
    kind: 'json',
    key: 'mcpServers',
    file: atHome('.cursor', 'mcp.json'),
    restart: 'Cursor sees it by itself; Settings, MCP shows the server.',
  },
  {
    name: 'gemini',
    title: 'Gemini CLI',
    kind: 'json',
    key: 'mcpServers',
    file: atHome('.gemini', 'settings.json'),
    restart: 'Start it again; /mcp lists the server.',
  },
  {
    name: 'goose',
    title: 'Goose',
    kind: 'by-hand',
    restart: 'Start Goose again.',
  },
  {
    name: 'jetbrains',
    title: 'JetBrains AI Assistant and Junie',
    kind: 'by-hand',
    restart: 'Apply the settings.',
  },
  {
    name: 'lm-studio',
    title: 'LM Studio',
    kind: 'json',
    key: 'mcpServers',
    file: atHome('.lmstudio', 'mcp.json'),
    restart: 'LM Studio sees it by itself; switch the server on in the chat.',
  },
  {
    name: 'vscode',
    title: 'VS Code',
    kind: 'json',
    key: 'servers',
    file: amongSettings(...VS_CODE, 'mcp.json'),
    besides: { type: 'stdio' },
    restart: 'Run "MCP: List Servers" in VS Code and start the server.',
  },
  {
    name: 'windsurf',
    title: 'Windsurf',
    kind: 'json',
    key: 'mcpServers',
    file: atHome('.codeium', 'windsurf', 'mcp_config.json'),
    restart: 'Press the refresh button in the MCP settings of Windsurf.',
  },
  {
    name: 'zed',
    title: 'Zed',
    kind: 'json',
    key: 'context_servers',
    file: zedFile,
    restart: 'Zed sees it by itself; the Agent panel shows the server.',
  },
];
