/** What one source of settings, the flags or the environment, says about which tools may be used. */

/** Left out means that the source says nothing. */
export type ToolFilter = {
  readOnly: boolean;
  /** `read`, `write`, or the methods of the spec language. */
  methods?: string[];
  tags?: string[];
  excludeTags?: string[];
  /** Names, with `*` and `?`. */
  tools?: string[];
  excludeTools?: string[];
  /** How this source calls a flag in messages: `--tags`, or `OPENAI_ADMIN_MCP_TAGS`. */
  nameOf(flag: string): string;
};
