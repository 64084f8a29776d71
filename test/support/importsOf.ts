import { type ESTree, parseSync, Visitor } from 'vite';

/** One place where a file names another module. */
export interface Import {
  /** The module as written; undefined when it is computed, so that nobody can say what it is. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** Every static, dynamic and type-only import, re-export and `require` of a TypeScript or JavaScript source. */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const found = (module: ESTree.Node | null | undefined, at: ESTree.Node): void => {
    if (module === null || module === undefined) return;
    const specifier = module.type === 'Literal' && typeof module.value === 'string' ? module.value : undefined;
    imports.push({ specifier, line: source.slice(0, at.start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => found(node.source, node),
    ExportNamedDeclaration: (node) => found(node.source, node),
    ExportAllDeclaration: (node) => found(node.source, node),
    ImportExpression: (node) => found(node.source, node),
    TSImportType: (node) => found(node.source, node),
    TSExternalModuleReference: (node) => found(node.expression, node),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') found(node.arguments[0], node);
    },
  }).visit(program);
  return imports;
}
