/** Owns the refusal of a call whose answer would hold a secret, when there is nowhere to put it. */
import type { ToolSpec } from '../specs/catalogue.ts';

/** Nothing was sent. The message says how to go on. */
export class SecretRefusal extends Error {
  constructor(tool: ToolSpec) {
    super(
      [
        `${tool.title} was not sent: its answer holds a secret that would enter this conversation.`,
        ...alternatives(tool),
        'To allow secrets here, the user restarts the server with --secrets reveal.',
      ].join(' '),
    );
    this.name = 'SecretRefusal';
  }
}

function alternatives(tool: ToolSpec): string[] {
  const unless = Object.entries(tool.secrets?.unless ?? {});
  if (unless.length === 0) return [];
  const terms = unless.map(([name, values]) => `${name}: ${String(values[0])}`);
  return [`With ${terms.join(' and ')} no secret is made, and the call runs.`];
}
