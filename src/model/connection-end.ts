/** Why a call was stopped: its caller took it back, or its connection closed and the server ends with it. */

/** The MCP package stops calls with an error of its own when the connection closes, and with what the client says when it cancels. */
export function endedByConnection({ reason }: AbortSignal): boolean {
  return reason instanceof Error && reason.name !== 'AbortError';
}
