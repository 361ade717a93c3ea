/** How a person types this program's commands in a terminal: the way in which this very process was started. */

/** Facts of the process, told once at its start. */
export type OwnStart = {
  /** `npx openai-admin-mcp`, `openai-admin-mcp`, or node and the path of the program. */
  program: string;
  /** What has to be set first, so that the terminal looks into the same folder of plans and records; often nothing. */
  stateSetting?: string;
  /** The same for the folder with the index of stored keys. */
  configurationSetting?: string;
  /** The profile that is served, where it is not the default one. */
  profile?: string;
};

let start: OwnStart = { program: 'npx openai-admin-mcp' };

/** As with known secrets, there is one process, and texts in every room speak of it. */
export function rememberStart(facts: Partial<OwnStart>): void {
  start = { ...start, ...facts };
}

/** Commands that look into the folder of plans and records. */
const OF_STATE = /^(approve|audit|jobs|secrets)\b/;
/** Commands that look into the folder with the index of stored keys. */
const OF_CONFIGURATION = /^(auth|jobs|secrets)\b/;
/** Commands about the keys or secrets of one profile. */
const OF_PROFILE = /^(auth (login|logout|status)|secrets (list|show|copy-to|forget))\b/;

/** The command with these words, e.g. `auth login`, ready to be typed. */
export function ownCommand(words: string): string {
  const { program, stateSetting, configurationSetting, profile } = start;
  const needed = [
    OF_STATE.test(words) ? stateSetting : undefined,
    OF_CONFIGURATION.test(words) ? configurationSetting : undefined,
  ].filter((one) => one !== undefined);
  const setting = [...new Set(needed)].map((one) => `${one} `).join('');
  const needsProfile = profile !== undefined && OF_PROFILE.test(words) && !words.includes('--profile');
  return `${setting}${program} ${words}${needsProfile ? ` --profile ${profile}` : ''}`;
}
