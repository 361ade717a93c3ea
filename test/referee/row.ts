/** Owns the shape of a row: how one of our calls is made with the official SDK. */
import type OpenAI from 'openai';
import type { Call } from './generate-arguments.ts';

// biome-ignore lint/suspicious/noExplicitAny: generated values stand where the SDK's types want exact ones
export type Loose = any;

/** `fixed` settles arguments that choose the operation. */
export type Row = { tool: string; fixed?: Call; send(sdk: OpenAI, call: Loose): PromiseLike<unknown> };
