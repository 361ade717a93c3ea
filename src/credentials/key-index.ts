/** The index of stored keys: which profile has which key in the keychain, without any secret. */
import { posix, win32 } from 'node:path';
import * as z from 'zod';
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';
import { configurationFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { KeyPlace } from '../model/key-place.ts';
import { ownCommand } from '../model/own-command.ts';
import { PROJECT_ID } from '../model/project-id.ts';
import { boundedText } from '../text/clean.ts';
import { plainIssue } from '../text/plain-issue.ts';
import { CredentialError } from './credential-error.ts';
import { PROFILE_NAME } from './names.ts';

/** Built when there is an index to read: building and compiling it takes 14 ms of the start. */
function buildSchema() {
  const shortText = z.string().regex(/^[\x20-\x7e]{1,128}$/);
  const storedKey = z.strictObject({
    /** First 8 hex digits of the key's SHA-256. */
    fingerprint: z.string().regex(/^[0-9a-f]{8}$/),
    stored_at: z.iso.datetime(),
    expires_at: z.iso.datetime().optional(),
    /** Sent as OpenAI-Organization with this key; what OPENAI_ORG_ID was at login. */
    organization_id: shortText.optional(),
    /** For people only. */
    organization_name: shortText.optional(),
  });
  const profile = z.strictObject({
    admin: storedKey.optional(),
    default_project: storedKey.optional(),
    projects: z.record(z.string().regex(PROJECT_ID), storedKey),
  });
  return z.strictObject({
    version: z.literal(1),
    profiles: z.record(z.string().regex(PROFILE_NAME), profile),
  });
}

export type KeyIndex = z.infer<ReturnType<typeof buildSchema>>;
export type StoredProfile = KeyIndex['profiles'][string];
export type StoredKey = StoredProfile['projects'][string];

/** Absolute path of the index in the user's configuration folder. */
export function indexPath(host: Host): string {
  const path = host.platform === 'win32' ? win32 : posix;
  return path.join(configurationFolder(host), 'profiles.json');
}

export const EMPTY_INDEX: KeyIndex = { version: 1, profiles: {} };

/** Thousands of keys. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads the index; a missing file is an empty one.
 * @param uid the user's id on POSIX: an index that others can write could steer which key is used
 * @throws CredentialError `index_unreadable`
 */
export function readIndex(path: string, uid: number | undefined): KeyIndex {
  const read = readTrustedFile(path, { uid, owner: 'user', forbiddenMode: 0o022, maxBytes: MAX_BYTES });
  if ('reason' in read) {
    if (read.reason === 'missing') return EMPTY_INDEX;
    throw untrusted(path, read);
  }
  let content: unknown;
  try {
    content = JSON.parse(read.content.toString('utf8'));
  } catch {
    throw unreadable(path, 'it is not JSON', startAgain());
  }
  const parsed = buildSchema().safeParse(content);
  if (parsed.success) return parsed.data;
  throw unreadable(path, mistakeIn(parsed.error), startAgain());
}

/** Where the first mistake is, and what should stand there. */
function mistakeIn({ issues: [first] }: z.ZodError): string {
  if (first === undefined) return 'it is no index';
  const place = first.path.map(String).join('.');
  return boundedText(`${place && `${place}: `}${plainIssue(first)}`, MAX_MISTAKE);
}

const MAX_MISTAKE = 200;

function untrusted(path: string, distrust: Distrust): CredentialError {
  switch (distrust.reason) {
    case 'unreadable':
      return unreadable(path, distrust.code, startAgain());
    case 'owner':
      return unreadable(path, 'it belongs to another user', startAgain());
    case 'mode':
      return unreadable(path, 'other users can write it', `Check it, then run: chmod 600 "${path}"`);
    default:
      return unreadable(path, 'it is not an ordinary file of at most 1 MB', startAgain());
  }
}

/** Looks up own properties only: "constructor" is a valid name. */
export function findProfile(index: KeyIndex, name: string): StoredProfile | undefined {
  return Object.hasOwn(index.profiles, name) ? index.profiles[name] : undefined;
}

/** The stored key of a place, if the index has one. */
export function findStored(profile: StoredProfile | undefined, place: KeyPlace): StoredKey | undefined {
  if (place.class === 'admin') return profile?.admin;
  if (place.projectId === undefined) return profile?.default_project;
  return profile && Object.hasOwn(profile.projects, place.projectId)
    ? profile.projects[place.projectId]
    : undefined;
}

/** Every key of a profile, admin key first. */
export function storedPlaces(profile: StoredProfile): { place: KeyPlace; stored: StoredKey }[] {
  return [
    ...(profile.admin ? [{ place: { class: 'admin' } as const, stored: profile.admin }] : []),
    ...(profile.default_project
      ? [{ place: { class: 'project' } as const, stored: profile.default_project }]
      : []),
    ...Object.entries(profile.projects).map(([projectId, stored]) => ({
      place: { class: 'project', projectId } as const,
      stored,
    })),
  ];
}

/**
 * The index with one key put in, replaced, or (undefined) taken out; a profile without keys disappears. The same
 * object when there is nothing to change.
 */
export function withStored(
  index: KeyIndex,
  profileName: string,
  place: KeyPlace,
  stored: StoredKey | undefined,
): KeyIndex {
  if (stored === undefined && findStored(findProfile(index, profileName), place) === undefined) return index;
  const { admin, default_project, projects } = findProfile(index, profileName) ?? { projects: {} };
  const slots = { admin, default_project };
  const otherProjects = { ...projects };
  if (place.class === 'admin') slots.admin = stored;
  else if (place.projectId === undefined) slots.default_project = stored;
  else if (stored) otherProjects[place.projectId] = stored;
  else delete otherProjects[place.projectId];

  const profile: StoredProfile = {
    ...(slots.admin && { admin: slots.admin }),
    ...(slots.default_project && { default_project: slots.default_project }),
    projects: otherProjects,
  };
  const profiles = { ...index.profiles, [profileName]: profile };
  if (storedPlaces(profile).length === 0) delete profiles[profileName];
  return { ...index, profiles };
}

const startAgain = () => `Move the file away and run "${ownCommand('auth login')}" again for each key.`;

function unreadable(path: string, why: string, wayOut: string): CredentialError {
  return new CredentialError(
    'index_unreadable',
    `The list of stored keys, ${path}, cannot be used: ${why}. ${wayOut}`,
  );
}
