import ts from 'typescript'
import { constants, parseSource, properties } from './source-tree'

export interface RestRoute {
  method: string
  path: string
  summary: string
  /** The name of the protocol's schema for the body, where there is one. */
  body: string | null
  status: string
  /** The name of the protocol's schema for the answer; null: no body. */
  answer: string | null
  says: string
  /** The failures of this route, beside those of every route. */
  failures: readonly string[]
  /** The names of rates and settings. */
  limits: readonly string[]
}

/** The routes of the REST API, as the server's code declares them. */
export function readRestRoutes(sources: readonly string[]): RestRoute[] {
  return sources.flatMap((text) => {
    const declared = constants(parseSource(text))
    const known: Known = new Map(declared.map(({ name, value }) => [name, value]))
    return declared.flatMap(({ value }) => {
      const isRoute = ts.isCallExpression(value) && value.expression.getText() === 'createRoute'
      return isRoute ? [routeOf(value.arguments[0], known)] : []
    })
  })
}

/** The constants of a file, by name: a route may spread them. */
type Known = ReadonlyMap<string, ts.Expression>

function routeOf(declared: ts.Expression | undefined, known: Known): RestRoute {
  const parts = new Map(properties(declared).map(({ name, value }) => [name, value]))
  const [response] = properties(parts.get('responses'))
  if (!response) throw new Error(`a route without an answer: ${declared?.getText()}`)
  const [schema, says] = callOf(response.value)
  return {
    method: stringOf(parts.get('method')).toUpperCase(),
    path: `/api/v1${stringOf(parts.get('path'))}`,
    summary: stringOf(parts.get('summary')),
    body: callOf(parts.get('request'))[0]?.getText() ?? null,
    status: response.name,
    answer: schema?.getText() ?? null,
    failures: namesOf(parts.get('x-failures'), known),
    limits: namesOf(parts.get('x-limits'), known),
    says: stringOf(says ?? properties(response.value).find(({ name }) => name === 'description')?.value),
  }
}

function callOf(value: ts.Expression | undefined): readonly ts.Expression[] {
  return value && ts.isCallExpression(value) ? value.arguments : []
}

function namesOf(value: ts.Expression | undefined, known: Known): string[] {
  const names = value && ts.isIdentifier(value) ? known.get(value.text) : value
  if (!names || !ts.isArrayLiteralExpression(names)) throw new Error(`not names: ${value?.getText()}`)
  return names.elements.flatMap((element) =>
    ts.isSpreadElement(element) ? namesOf(element.expression, known) : [stringOf(element)],
  )
}

function stringOf(value: ts.Expression | undefined): string {
  if (!value || !ts.isStringLiteralLike(value)) throw new Error(`not a text: ${value?.getText()}`)
  return value.text
}

/** The HTTP status of each failure; the others have 400. */
export function readStatuses(source: string): ReadonlyMap<string, number> {
  const table = constants(parseSource(source)).find(({ name }) => name === 'STATUS')
  return new Map(properties(table?.value).map(({ name, value }) => [name, Number(value.getText())]))
}
