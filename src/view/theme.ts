/** How the page looks in its host: light or dark, and the host's own ground, text and letters where it gives them. */
import { isRecord } from '../model/record.ts';

/** All other colours are mixed from the first two, which are taken together or not at all: they have to be read on each other. */
const GROUND = '--color-background-primary';
const TEXT = '--color-text-primary';
const LETTERS = '--font-sans';

/** @param root the element of the whole page */
export function applyTheme(root: HTMLElement, { theme, styles }: Record<string, unknown>): void {
  if (theme === 'light' || theme === 'dark') root.style.setProperty('color-scheme', theme);
  const given = isRecord(styles) && isRecord(styles.variables) ? styles.variables : {};
  const { [GROUND]: ground, [TEXT]: text, [LETTERS]: letters } = given;
  if (typeof ground === 'string' && typeof text === 'string') {
    root.style.setProperty('--ground', ground);
    root.style.setProperty('--text', text);
  }
  if (typeof letters === 'string') root.style.setProperty('--letters', letters);
}
