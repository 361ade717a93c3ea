/** The project's own sources as the compiler sees them: what each file imports, types and late imports included. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';

export type Import = {
  /** Path from the project's root, as `src/folder/file.ts`. */
  target: string;
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
};

export type Source = {
  /** Path from the project's root, with slashes. */
  path: string;
  /** The folder of src that it stands in, empty for src itself; `scripts` for all of scripts. */
  room: string;
  text: string;
  imports: Import[];
};

export const SOURCES: Source[] = ['src', 'scripts'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => {
      const path = join(root, name).split(sep).join('/');
      const [, folder = '', ...rest] = path.split('/');
      const text = readFileSync(path, 'utf8');
      const room = root === 'scripts' ? root : rest.length === 0 ? '' : folder;
      return { path, room, text, imports: importsOf(path, text) };
    }),
);

/** Of files of ours: `import`, `export from`, `import()` and `import('...')` as a type. */
function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier) || !/^\..*\.ts$/.test(specifier.text))
      return;
    found.push({ target: join(dirname(path), specifier.text).split(sep).join('/'), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

/** Groups of files each of which leads to every other of its group by imports of any kind. */
export function circles(sources: readonly Source[] = SOURCES): string[][] {
  const targets = new Map(sources.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const reach = (from: string): Set<string> => {
    const seen = new Set<string>();
    const waiting = [...(targets.get(from) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(targets.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(sources.map(({ path }) => [path, reach(path)]));
  const inCircle = sources.filter(({ path }) => reached.get(path)?.has(path)).map(({ path }) => path);
  return inCircle.map((path) =>
    inCircle.filter((other) => reached.get(path)?.has(other) && reached.get(other)?.has(path)),
  );
}
