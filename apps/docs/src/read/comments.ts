import ts from 'typescript'
import { commentBefore, constants, parseSource, properties } from './source-tree'

/**
 * The comments of the code on its schemas: `messageSend` is the comment of that constant, `messageSend.again` that of
 * a field, `syncAnswer|reload` that of the variant with this `kind`. `clientEvents.message:send.input` is the name
 * of the constant in that place.
 */
export interface SchemaComments {
  comments: ReadonlyMap<string, string>
  aliases: ReadonlyMap<string, string>
}

export function readComments(sources: readonly string[]): SchemaComments {
  const comments = new Map<string, string>()
  const aliases = new Map<string, string>()
  const note = (name: string, comment: string | undefined) => comment && comments.set(name, comment)

  function walk(path: string, value: ts.Expression) {
    if (ts.isIdentifier(value)) aliases.set(path, value.text)
    if (ts.isCallExpression(value)) value.arguments.forEach((argument) => walk(path, argument))
    if (ts.isArrayLiteralExpression(value))
      value.elements.forEach((element) => note(`${path}|${kindOf(element)}`, commentBefore(element)))
    for (const property of properties(value)) {
      note(`${path}.${property.name}`, property.comment)
      walk(`${path}.${property.name}`, property.value)
    }
  }

  for (const text of sources)
    for (const { name, value, comment } of constants(parseSource(text))) {
      note(name, comment)
      walk(name, value)
    }
  return { comments, aliases }
}

function kindOf(variant: ts.Expression): string {
  return /kind: z\.literal\('([^']+)'\)/.exec(variant.getText())?.[1] ?? variant.getText()
}
