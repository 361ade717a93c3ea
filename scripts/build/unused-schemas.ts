/**
 * Leaving out of the bundle what the MCP package declares and this program does not use: its schemas are made
 * by calls, which a bundler keeps unless it is told that they do nothing else.
 */
import ts from 'typescript';

/** The lines that fill the package's two registries with every schema there is, and the two that export them. */
const REGISTRY = /^for \(const .+\) register\(key, .+\);$/gm;
const REGISTERED = /^const (specTypeSchemas|isSpecType) = (.+);$/gm;

/** The registry is filled where it is declared, so that it goes when its declaration does. */
export function withRegistryOnDemand(source: string): string {
  const fill = source.match(REGISTRY)?.join(' ');
  if (fill === undefined) return source;
  return source
    .replace(REGISTRY, '')
    .replace(REGISTERED, (_, name, value) => `const ${name} = (() => { ${fill} return ${value}; })();`);
}

/** Each constant of a module that a call makes is marked as free of side effects, whatever stands inside the call. */
export function withPureDeclarations(source: string): string {
  const file = ts.createSourceFile('module.mjs', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const calls = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => (initializer && isMade(initializer) ? [initializer] : []));
  let text = source;
  for (const call of calls.reverse()) {
    const expression = source.slice(call.getStart(file), call.end);
    text = `${text.slice(0, call.getStart(file))}/* @__PURE__ */ (() => (${expression}))()${text.slice(call.end)}`;
  }
  return text;
}

function isMade(expression: ts.Expression): boolean {
  return (
    ts.isCallExpression(expression) ||
    ts.isNewExpression(expression) ||
    ts.isObjectLiteralExpression(expression)
  );
}
