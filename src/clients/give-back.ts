/** What a file was before our entry came into it, as far as the copies beside it tell. Pure. */
import type { EntryFormat, Refusal } from './entry.ts';
import { readText, writeText } from './text-form.ts';

export type Copy = { path: string; bytes: Buffer };

/** `bytes` is undefined where there was no file; `used` are the copies that led there. */
export type GivenBack = { bytes: Buffer | undefined; used: string[]; isExact: boolean };

/**
 * The file without our entry. A copy counts when our entry put into it makes the file as it is now: then nothing else
 * has changed since, and every byte comes back. Otherwise the entry alone is taken out. An entry of this name that the
 * first copy had already, somebody else wrote: it comes back too.
 * @param copies the youngest first
 */
export function giveBack(format: EntryFormat, now: Buffer, copies: Copy[]): GivenBack | Refusal {
  const position = copies.findIndex(({ bytes }) => !bytes.equals(now) && makes(format, bytes, now));
  const copy = copies[position];
  if (copy !== undefined) {
    const isClean = !hasEntry(format, copy.bytes);
    const older = copies.slice(position + 1);
    const before = isClean ? undefined : giveBack(format, copy.bytes, older);
    if (before !== undefined && 'used' in before && before.isExact) {
      return { ...before, used: [copy.path, ...before.used] };
    }
    if (isClean || older.length === 0) return { bytes: copy.bytes, used: [copy.path], isExact: true };
  }
  if (makes(format, Buffer.alloc(0), now)) return { bytes: undefined, used: [], isExact: true };
  const form = readText(now);
  if ('refused' in form) return form;
  const taken = format.take(form.text);
  if ('refused' in taken) return taken;
  return { bytes: writeText({ ...form, text: taken.text }), used: [], isExact: false };
}

function makes(format: EntryFormat, before: Buffer, now: Buffer): boolean {
  const [from, to] = [readText(before), readText(now)];
  if ('refused' in from || 'refused' in to) return false;
  const found = format.find(to.text);
  if ('refused' in found || found.entry === undefined) return false;
  const put = format.put(from.text, found.entry);
  return 'text' in put && writeText({ ...from, text: put.text }).equals(now);
}

function hasEntry(format: EntryFormat, bytes: Buffer): boolean {
  const form = readText(bytes);
  const found = 'refused' in form ? form : format.find(form.text);
  return 'entry' in found && found.entry !== undefined;
}
