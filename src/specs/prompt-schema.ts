/** The grammar of a prompt's file: a plan over the tools, as a client offers it to its user. */
import * as z from 'zod';
import { name, sentence, text } from './spec-schema.ts';
import { strict } from './strict-object.ts';

const argument = strict({
  description: sentence,
  required: z.literal(true, 'write true, or leave it out').optional(),
  /** In its place when it is left out. */
  default: text.optional(),
  /** What a client's form completes it with. */
  completes: z.enum(['people', 'projects', 'periods']).optional(),
});

const step = strict({
  /** The tool. */
  call: name,
  /** Its arguments; `{name}` as a whole value stands for the prompt's own argument, and goes with it where it is left out. */
  with: z.record(name, z.unknown()).optional(),
  /** Without this tool the prompt is not listed. */
  core: z.literal(true, 'write true, or leave it out').optional(),
  /** What it is called for, and for which things where `with` cannot say so. */
  say: text,
});

/** One YAML file: one prompt. */
export const promptFile = strict({
  prompt: name,
  title: text.max(60),
  description: sentence,
  arguments: z.record(name, argument).optional(),
  /** What is to be done; `{name}` stands for an argument that is never missing. */
  task: sentence,
  steps: z.array(step).min(1),
  /** What to answer with. */
  answer: sentence,
});

export type PromptSpec = z.infer<typeof promptFile>;
export type PromptArgument = z.infer<typeof argument>;
