/** What a person copies into clients whose settings no program should write. Pure. */
import { stringify } from 'yaml';
import { jsonFormat } from './edit-json.ts';
import type { Entry } from './entry.ts';

/** What to do, and the text to copy. */
export type ByHand = { where: string; text: string };

export function byHand(client: string, name: string, entry: Entry): ByHand | undefined {
  const { command, args, env } = entry as { command: string; args: string[]; env?: Record<string, string> };
  switch (client) {
    case 'goose':
      return {
        where: 'Add this under extensions in its config.yaml (goose info prints where that is)',
        text: stringify({
          extensions: {
            [name]: { type: 'stdio', name, enabled: true, cmd: command, args, envs: env ?? {}, timeout: 300 },
          },
        }).trimEnd(),
      };
    case 'jetbrains':
      return {
        where:
          'In the IDE open Settings, Tools, AI Assistant, Model Context Protocol, Add, As JSON, and paste this; for Junie put it into ~/.junie/mcp/mcp.json',
        text: jsonFormat('mcpServers', name).snippet(entry),
      };
    case 'chatgpt-web':
      return {
        where:
          'It reaches this machine through tunnel-client (github.com/openai/tunnel-client). With the id of your tunnel, and its runtime key in CONTROL_PLANE_API_KEY, run',
        text: [
          `tunnel-client init --sample sample_mcp_stdio_local --profile ${name} --tunnel-id TUNNEL_ID --mcp-command ${quoted([...variables(env), command, ...args].map(quoted).join(' '))}`,
          `tunnel-client doctor --profile ${name} --explain`,
          `tunnel-client run --profile ${name}`,
        ].join('\n'),
      };
    default:
      return undefined;
  }
}

function variables(env: Record<string, string> = {}): string[] {
  const set = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  return set.length > 0 ? ['env', ...set] : [];
}

/** For a POSIX shell, and for tunnel-client, which splits the command as one does. */
function quoted(word: string): string {
  return /^[\w.,:/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
