/** Patterns for names, as in `list_*`. */

/**
 * `*` stands for any run of characters, `?` for one. No regular expression: those try every way to split a name among
 * many stars, and patterns come from callers. Here only the last star is tried again.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let inGlob = 0;
  let inName = 0;
  let star = -1;
  let behindStar = 0;
  while (inName < name.length) {
    if (glob[inGlob] === '*') {
      star = inGlob;
      behindStar = inName;
      inGlob += 1;
    } else if (inGlob < glob.length && (glob[inGlob] === '?' || glob[inGlob] === name[inName])) {
      inGlob += 1;
      inName += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      behindStar += 1;
      inGlob = star + 1;
      inName = behindStar;
    } else {
      return false;
    }
  }
  while (glob[inGlob] === '*') inGlob += 1;
  return inGlob === glob.length;
}
