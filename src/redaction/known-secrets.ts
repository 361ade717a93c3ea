/** The one set of secrets that this process has seen, and which of them may be shown on stdout. */

const seen = new Set<string>();
const wholeOnly = new Set<string>();
const revealed = new Set<string>();

/** Shorter ones are no secrets, and looking for them would take ordinary words out of results. */
const MIN_LENGTH = 8;

/** What breaks a value into pieces that may be shown apart: line breaks, controls, invisible characters. */
const BREAK = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/u;

/**
 * From now on the value is kept out of everything that leaves this process: whole, and each of its lines. A value
 * of fewer than 8 characters is not remembered.
 */
export function rememberSecret(value: string): void {
  if (seen.has(value)) return;
  for (const piece of [value.trim(), ...value.split(BREAK)]) {
    if (piece.length >= MIN_LENGTH) seen.add(piece);
  }
}

/** The same for a pair such as `name:password`, of which a part alone may be an ordinary word. */
export function rememberWhole(pair: string): void {
  if (pair.length < MIN_LENGTH || seen.has(pair)) return;
  wholeOnly.add(pair);
  seen.add(pair);
}

/** Whether a part of the secret is none. */
export function isSecretOnlyWhole(secret: string): boolean {
  return wholeOnly.has(secret);
}

/** Lets one secret through on stdout, and nowhere else: for `--secrets reveal`, the sandbox, `secrets show`. */
export function revealSecret(value: string): void {
  rememberSecret(value);
  revealed.add(value.trim());
}

/** It only grows. */
export function knownSecrets(): ReadonlySet<string> {
  return seen;
}

export function revealedSecrets(): ReadonlySet<string> {
  return revealed;
}
