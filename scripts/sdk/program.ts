/** Loading the sources of the official SDK's resources into the TypeScript compiler. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import ts from 'typescript';

/** The resource classes by the path under which the client offers them, such as `admin.organization.projects`. */
export type SdkResources = {
  checker: ts.TypeChecker;
  classes: Map<string, ts.ClassDeclaration>;
  /** Of `beta`, which gathers what has no place yet, the parts: `beta.agents`. */
  topNames: string[];
};

/**
 * Loads the SDK in a package's folder. Files outside the resources are left alone: they are the
 * larger half of the SDK and say nothing about its requests, apart from the parameters of paging.
 * @throws Error when the folder does not hold the sources in the form that is known.
 */
export function loadSdkResources(packageFolder: string): SdkResources {
  const source = resolve(packageFolder, 'src');
  const entry = join(source, 'client.ts');
  if (!existsSync(entry)) throw new Error(`${entry} is not there. Run: npm install`);
  const program = ts.createProgram([entry], OPTIONS, hostFor(source));
  const checker = program.getTypeChecker();
  const client = program.getSourceFile(entry)?.statements.find(isClientClass);
  if (client === undefined) throw new Error(`${entry}: no class OpenAI`);
  const classes = new Map<string, ts.ClassDeclaration>();
  const topNames: string[] = [];
  for (const property of resourceProperties(client)) {
    const name = property.name.getText();
    walk(checker, property, name, classes);
    topNames.push(...(name === 'beta' ? partsOf(name, classes) : [name]));
  }
  return { checker, classes, topNames };
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  types: [],
  lib: ['lib.es5.d.ts'],
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

function hostFor(source: string): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const resources = join(source, 'resources');
  const findFile = (text: string, from: string): string | undefined => {
    const target = resolve(dirname(from), text);
    const inside = target === resources || target.startsWith(resources + sep);
    if (!inside && target !== join(source, 'core', 'pagination')) return undefined;
    return [`${target}.ts`, join(target, 'index.ts')].find((file) => existsSync(file));
  };
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map((literal) => {
      const file = literal.text.startsWith('.') ? findFile(literal.text, from) : undefined;
      return {
        resolvedModule: file ? { resolvedFileName: file, extension: ts.Extension.Ts } : undefined,
      };
    });
  return host;
}

function walk(
  checker: ts.TypeChecker,
  property: ts.PropertyDeclaration,
  path: string,
  classes: Map<string, ts.ClassDeclaration>,
): void {
  const declaration = checker.getTypeAtLocation(property).symbol?.valueDeclaration;
  if (declaration === undefined || !ts.isClassDeclaration(declaration)) {
    throw new Error(`The SDK's client.${path} is no class that can be read`);
  }
  classes.set(path, declaration);
  for (const inner of resourceProperties(declaration)) {
    walk(checker, inner, `${path}.${inner.name.getText()}`, classes);
  }
}

/** A resource is a property made on the spot: `files: FilesAPI.Files = new FilesAPI.Files(this._client)`. */
function resourceProperties(declaration: ts.ClassDeclaration): ts.PropertyDeclaration[] {
  return declaration.members.filter((member): member is ts.PropertyDeclaration => {
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return false;
    if (!ts.isNewExpression(member.initializer)) return false;
    const [argument] = member.initializer.arguments ?? [];
    return argument?.getText() === 'this' || argument?.getText() === 'this._client';
  });
}

/** What stands right below a resource, and the resource itself where it has methods of its own. */
function partsOf(name: string, classes: Map<string, ts.ClassDeclaration>): string[] {
  const own = classes.get(name)?.members.some((member) => ts.isMethodDeclaration(member)) === true;
  const parts = [...classes.keys()].filter(
    (path) => path.startsWith(`${name}.`) && path.split('.').length === 2,
  );
  return own ? [name, ...parts] : parts;
}

function isClientClass(statement: ts.Statement): statement is ts.ClassDeclaration {
  return ts.isClassDeclaration(statement) && statement.name?.text === 'OpenAI';
}
