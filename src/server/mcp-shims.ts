/**
 * What the MCP package takes from its environment. Its own choice for Node loads a JSON Schema validator,
 * half of the program's start-up, which it needs only for what users type into a form; this server asks none.
 */
export { default as process } from 'node:process';

/** Stands where the MCP package would put its validator; using it is a mistake in this program. */
export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new Error('This server validates no JSON Schema.');
  }
}
