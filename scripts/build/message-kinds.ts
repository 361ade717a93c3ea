/**
 * Telling the kinds of messages apart by their members in the bundled MCP package, which parses each message against
 * the schemas of all kinds, several times on its way: some percent of a call. What comes in has been checked whole before
 * (src/cli/read-message.ts), and what goes out the package itself made.
 */
const KIND = /^const isJSONRPC(\w+) = \(value\) => JSONRPC\1Schema\.safeParse\(value\)\.success;$/gm;

const BY_MEMBERS: Record<string, string> = {
  Request: '"method" in value && "id" in value',
  Notification: '"method" in value && !("id" in value)',
  ResultResponse: '!("method" in value) && "result" in value',
  ErrorResponse: '!("method" in value) && "error" in value',
};

export function withKindsByMembers(source: string): string {
  return source.replace(KIND, (whole, kind: string) => {
    const members = BY_MEMBERS[kind];
    return members === undefined ? whole : `const isJSONRPC${kind} = (value) => ${members};`;
  });
}
