/**
 * Frees what a large answer took. Node waits until more than twice of it is in use: 16 answers of 16 MiB, one after the
 * other, took 340 MB without this and 270 with it, for some 20 milliseconds each.
 */
let collect: (() => void) | undefined;

export function collectGarbage(): void {
  if (collect === undefined) {
    // The function is hidden unless V8 is told to show it, which it reads when a context is made.
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
  }
  collect();
}
