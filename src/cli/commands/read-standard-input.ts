/** Standard input as text. */

/** Reads no further than so many characters: more was not meant. */
export async function readStandardInput(stdin: NodeJS.ReadStream, mostCharacters: number): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) {
    text += chunk;
    if (text.length > mostCharacters) break;
  }
  return text;
}
