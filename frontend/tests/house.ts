import ts from 'typescript';
import type { SourceFile } from './sources';

/** The house rules of this folder, each a function from files to sentences about what breaks it. */

const LONGEST_FILE = 250;
const LONGEST_FUNCTION = 90;
const GROUND = ['ui', 'charts', 'api', 'locales'];
const SPOKEN_ATTRIBUTES =
  /^(?:label|title|placeholder|alt|description|aria-label|aria-description)$/;

export function tooLong(files: SourceFile[]): string[] {
  return files
    .filter(({ text }) => text.split('\n').length - 1 > LONGEST_FILE)
    .map(({ path, text }) => `${path} has ${text.split('\n').length - 1} lines`);
}

export function longFunctions(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const found: string[] = [];
    const source = parse(path, text);
    visit(source, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
      const lines = node.getText(source).split('\n').length;
      if (lines > LONGEST_FUNCTION) found.push(`${path} has a function of ${lines} lines`);
    });
    return found;
  });
}

/** `ui, charts, api -> features -> app`, and no feature knows another. */
export function wrongImports(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    importsOf(path, text)
      .filter((target) => !isAllowed(path, target))
      .map((target) => `${path} imports ${target}`),
  );
}

function isAllowed(path: string, target: string): boolean {
  const [layer = '', context = ''] = path.split('/');
  const [targetLayer = '', targetContext = ''] = target.split('/');
  if (layer === 'app') return true;
  if (layer === 'features') {
    const isOwn = targetLayer === 'features' && targetContext === context;
    return isOwn || GROUND.includes(targetLayer);
  }
  if (layer === 'ui') return GROUND.includes(targetLayer) && !isClient(target);
  return layer === targetLayer || targetLayer === 'locales';
}

/** ui shows what it is given; what asks the server belongs to a feature. */
function isClient(target: string): boolean {
  return /^api\/(?:client|lookups|events|session)$/.test(target);
}

function importsOf(path: string, text: string): string[] {
  const here = path.split('/').slice(0, -1);
  const targets: string[] = [];
  visit(parse(path, text), (node) => {
    const named = ts.isImportDeclaration(node) ? node.moduleSpecifier : dynamicImport(node);
    if (named === undefined || !ts.isStringLiteral(named)) return;
    if (named.text.startsWith('@/')) targets.push(named.text.slice(2));
    else if (named.text.startsWith('.')) targets.push(resolve(here, named.text));
  });
  return targets;
}

function dynamicImport(node: ts.Node): ts.Expression | undefined {
  const isImport =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport ? node.arguments[0] : undefined;
}

function resolve(here: string[], name: string): string {
  const parts = [...here];
  for (const step of name.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

/** Text between tags, and attributes that are read out, come from the catalogue. */
export function literalText(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) => {
      const found: string[] = [];
      visit(parse(path, text), (node) => {
        const words = spokenWords(node);
        if (words !== undefined && /\p{L}{2,}/u.test(words)) found.push(`${path}: ${words.trim()}`);
      });
      return found;
    });
}

function spokenWords(node: ts.Node): string | undefined {
  if (ts.isJsxText(node)) return node.text;
  if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression)) {
    return ts.isJsxAttribute(node.parent) ? undefined : node.expression.text;
  }
  if (!ts.isJsxAttribute(node) || node.initializer === undefined) return undefined;
  const isSpoken = ts.isIdentifier(node.name) && SPOKEN_ATTRIBUTES.test(node.name.text);
  return isSpoken && ts.isStringLiteral(node.initializer) ? node.initializer.text : undefined;
}

/** Words that stand for work not done or rules set aside. */
export function setAside(files: SourceFile[]): string[] {
  const marks = /\b(?:TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|expect-error|nocheck)|biome-ignore/;
  return files.filter(({ text }) => marks.test(text)).map(({ path }) => path);
}

function parse(path: string, text: string): ts.SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
