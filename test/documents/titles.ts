/** The titles of the tests in a source, and of groups of them, that run: what is skipped or still to be written keeps no promise. */
import ts from 'typescript';

const RUNNERS = new Set(['test', 'it', 'describe']);
const NOT_RUN = new Set(['skip', 'todo', 'fails']);

/** As they are written, with their `%s`. A group that is skipped hides what is in it. */
export function titlesIn(source: string): Set<string> {
  const titles = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const names = namesIn(node.expression);
      const [title] = node.arguments;
      if (RUNNERS.has(names[0] ?? '') && title !== undefined) {
        if (names.some((name) => NOT_RUN.has(name))) return;
        const text = textOf(title);
        if (text !== undefined) titles.add(text);
      }
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true));
  return titles;
}

/** `describe.skipIf(x).each(y)` has the names describe, skipIf and each. */
function namesIn(callee: ts.Node): string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee)) return [...namesIn(callee.expression), callee.name.text];
  return ts.isCallExpression(callee) ? namesIn(callee.expression) : [];
}

function textOf(title: ts.Expression): string | undefined {
  if (ts.isStringLiteral(title) || ts.isNoSubstitutionTemplateLiteral(title)) return title.text;
  return ts.isTemplateExpression(title) ? title.getText().slice(1, -1) : undefined;
}
