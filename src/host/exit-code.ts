/** The exit codes that scripts may rely on. */

export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  noCredential: 3,
  refused: 4,
  refusedByOpenAI: 5,
  timedOut: 6,
  unsigned: 7,
  findings: 8,
  interrupted: 130,
} as const;
