/**
 * One setting of zod, which has to be made before any schema is: it shall not compile a function for each
 * object schema at its first use. The MCP package parses a handful of messages; compiling took 10% of the start.
 */
import { config } from 'zod';

config({ jitless: true });
