/** The grammar of a policy file: every key that YAML may carry, checked strictly. */
import * as z from 'zod';
import { strict } from '../specs/strict-object.ts';
import { floors, projectId } from './floors-schema.ts';

/** Each is held against every tool. */
const MOST_PATTERNS = 200;
/** Of rules of a kind, of the values of a condition, and of projects: more than a person can oversee. */
const MOST_LISTED = 1000;
/** No tool has as many. */
const MOST_ARGUMENTS = 50;

const pattern = z
  .string()
  .max(60)
  .regex(/^[a-z0-9_?]*(\*[a-z0-9_?]*){0,4}$/, 'write the name of a tool; * and ? stand for any characters')
  .min(1);

const choices = z
  .array(z.union([z.string(), z.number(), z.boolean()]))
  .min(1)
  .max(MOST_LISTED);

const condition = strict({
  /** One of these. */
  is: choices.optional(),
  /** None of these. */
  is_not: choices.optional(),
  above: z.number().optional(),
  at_most: z.number().optional(),
  /** Of the present value, up or down. */
  changed_by_more_than_percent: z.number().min(0).optional(),
}).refine((given) => Object.keys(given).length > 0, 'says nothing; known here: is, is_not, above, at_most');

const rule = strict({
  tools: z.array(pattern).min(1).max(MOST_PATTERNS),
  /** Lets patterns match tools that read, too. */
  reads: z.boolean().optional(),
  projects: z.array(projectId).min(1).max(MOST_LISTED).optional(),
  values: z
    .record(z.string(), condition)
    .refine((given) => Object.keys(given).length > 0, 'names no argument')
    .refine(
      (given) => Object.keys(given).length <= MOST_ARGUMENTS,
      `names more than ${MOST_ARGUMENTS} arguments`,
    )
    .optional(),
  /** Told to whoever is refused or asked. */
  because: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'write it on one line')
    .optional(),
});
export type RuleInFile = z.infer<typeof rule>;
export type ConditionInFile = z.infer<typeof condition>;

const lists = {
  deny: z.array(rule).max(MOST_LISTED).optional(),
  approve: z.array(rule).max(MOST_LISTED).optional(),
  allow: z.array(rule).max(MOST_LISTED).optional(),
};

/** The policy of a machine may hold floors besides its rules. */
export const machinePolicyFile = strict({ floors: floors.optional(), ...lists }).refine(
  (given) => Object.keys(given).length > 0,
  'says nothing; write floors, or deny, approve or allow with a list of rules',
);

export const policyFile = strict(lists).refine(
  (given) => Object.keys(given).length > 0,
  'no rules; write deny, approve or allow with a list of rules',
);
