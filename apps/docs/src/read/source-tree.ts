import ts from 'typescript'

/** Reads from source code what is gone at run time: comments, and the names of constants. */
export function parseSource(text: string): ts.SourceFile {
  return ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true)
}

/** The last comment before a node, as one line without its stars; undefined without a comment. */
export function commentBefore(node: ts.Node): string | undefined {
  const text = node.getSourceFile().getFullText()
  const range = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1)
  if (!range) return undefined
  return text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^[ \t]*(\*|\/\/) ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

export function constants(source: ts.SourceFile): { name: string; value: ts.Expression; comment?: string }[] {
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      if (!ts.isIdentifier(declaration.name) || !declaration.initializer) return []
      const comment = commentBefore(statement)
      const value = bare(declaration.initializer)
      return [{ name: declaration.name.text, value, ...(comment ? { comment } : {}) }]
    }),
  )
}

/** The properties of an object literal, by name. */
export function properties(
  object: ts.Expression | undefined,
): { name: string; value: ts.Expression; comment?: string }[] {
  if (!object || !ts.isObjectLiteralExpression(object)) return []
  return object.properties.flatMap((property) => {
    const isShort = ts.isShorthandPropertyAssignment(property)
    if (!isShort && !ts.isPropertyAssignment(property)) return []
    const value = isShort ? property.name : bare(property.initializer)
    const name =
      ts.isIdentifier(property.name) ||
      ts.isStringLiteral(property.name) ||
      ts.isNumericLiteral(property.name)
        ? property.name.text
        : property.name.getText()
    const comment = commentBefore(property)
    return [{ name, value, ...(comment ? { comment } : {}) }]
  })
}

/** The expression without `as const` and `satisfies`. */
function bare(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)
    ? bare(expression.expression)
    : expression
}
