import { z } from 'zod'
import * as protocol from '@parley/protocol'
import * as accounts from '@parley/protocol/accounts'
import { readText } from '../repository'
import { readComments } from './comments'
import { readRestRoutes, readStatuses } from './rest-routes'
import { shapeOf } from './shape'

const { clientEvents, serverEvents } = protocol
const limits = { ...protocol.limits, ...accounts.accountLimits }

const { comments, aliases } = readComments(
  ['client-events', 'server-events', 'room-event', 'rest', 'rest-requests', 'accounts', 'limits', 'ids'].map(
    (file) => readText(`packages/protocol/src/${file}.ts`),
  ),
)

/** Schemas with a name on the page, each shown once: that name, and the constant whose comments describe it. */
const cursor = clientEvents['rooms:sync'].input.shape.rooms.def.element
const syncAnswer = clientEvents['rooms:sync'].output.shape.rooms.def.element
const { seq, epoch } = protocol.sequencedEvent.shape
const named: { schema: z.core.$ZodType; id: string; constant: string; says?: string }[] = [
  { schema: cursor, id: 'Cursor', constant: 'cursor' },
  { schema: syncAnswer, id: 'SyncAnswer', constant: 'syncAnswer' },
  { schema: protocol.sequencedEvent, id: 'SequencedEvent', constant: 'sequencedEvent' },
  { schema: protocol.roomEvent, id: 'RoomEvent', constant: 'roomEvent' },
  { schema: protocol.person, id: 'Person', constant: 'person', says: 'A user.' },
  { schema: protocol.room, id: 'Room', constant: 'room' },
  { schema: protocol.member, id: 'Member', constant: 'member', says: 'A user in a room.' },
  { schema: protocol.failureSchema, id: 'Failure', constant: 'failure' },
  { schema: protocol.problem, id: 'Problem', constant: 'problem' },
]
const texts: { schema: z.core.$ZodType; id: string; says: string }[] = [
  {
    schema: protocol.messageBody,
    id: 'MessageBody',
    says: `1 to ${count(limits.messageMaxPoints)} characters, at most ${count(limits.messageMaxBytes)} bytes as UTF-8`,
  },
  {
    schema: protocol.personName,
    id: 'PersonName',
    says: `one line of ${limits.nameMinPoints} to ${limits.nameMaxPoints} characters`,
  },
  {
    schema: protocol.roomName,
    id: 'RoomName',
    says: `one line of ${limits.roomNameMinPoints} to ${limits.roomNameMaxPoints} characters`,
  },
  {
    schema: protocol.roomCreate.shape.topic.def.innerType,
    id: 'Topic',
    says: `one line of at most ${limits.topicMaxPoints} characters`,
  },
]
const ids: { schema: z.core.$ZodType; id: string; says: string }[] = [
  { schema: protocol.roomId, id: 'RoomId', says: 'a UUID of version 7, in lower case' },
  {
    schema: protocol.messageId,
    id: 'MessageId',
    says: 'a UUID of version 7, in lower case, made by the client once per message',
  },
  { schema: protocol.personId, id: 'PersonId', says: 'text of 1 to 64 characters, made by the server' },
  {
    schema: seq,
    id: 'Seq',
    says: 'a whole number below 2^53: the number of an event in its room, rising without a gap inside an epoch',
  },
  {
    schema: epoch,
    id: 'Epoch',
    says: 'a whole number below 2^53. Seqs of different epochs of a room cannot be compared',
  },
]
const names = z.registry<{ id: string }>()
for (const { schema, id } of [...named, ...texts, ...ids]) names.add(schema, { id })

export const shapeNames: readonly string[] = [...named, ...ids, ...texts].map(({ id }) => id)

export interface Shape {
  name: string
  says: string | undefined
  shape: string
}

export interface ClientEventReference {
  name: protocol.ClientEvent
  says: string | undefined
  input: string
  outputSays: string | undefined
  output: string
}

export function readClientEvents(): ClientEventReference[] {
  return keysOf(clientEvents).map((name) => {
    const { input, output } = clientEvents[name]
    const inputConstant = aliases.get(`clientEvents.${name}.input`) ?? name
    const outputConstant = aliases.get(`clientEvents.${name}.output`) ?? name
    return {
      name,
      says: comments.get(inputConstant),
      input: print(input, inputConstant, 'input'),
      outputSays: comments.get(outputConstant),
      output: print(output, outputConstant, 'output'),
    }
  })
}

export function readServerEvents(): (Shape & { name: protocol.ServerEvent })[] {
  return keysOf(serverEvents).map((name) => {
    const constant = aliases.get(`serverEvents.${name}`) ?? name
    return { name, says: comments.get(constant), shape: print(serverEvents[name], constant, 'output') }
  })
}

/** The shapes of all schemas with a name. */
export function readNamed(): Shape[] {
  return named.map(({ schema, id, constant, says }) => ({
    name: id,
    says: comments.get(constant) ?? says,
    shape: print(schema, constant, 'output', true),
  }))
}

/** Texts and numbers whose rules their type does not show. */
export function readSimple(): { name: string; says: string }[] {
  return [...ids, ...texts].map(({ id, says }) => ({ name: id, says }))
}

export interface RestReference {
  method: string
  path: string
  summary: string
  body: string | null
  status: string
  answer: string | null
  says: string
  failures: readonly string[]
  limits: readonly string[]
}

export function readRest(): RestReference[] {
  const sources = ['people', 'accounts', 'ownership', 'oidc', 'passkeys', 'second-factor', 'rooms'].map(
    (file) => readText(`apps/server/src/rest/${file}.ts`),
  )
  return readRestRoutes(sources).map((route) => ({
    ...route,
    body: route.body && print(schemaNamed(route.body), route.body, 'input'),
    answer: route.answer && print(schemaNamed(route.answer), route.answer, 'output'),
  }))
}

export interface FailureReference extends protocol.Failure {
  applied: 'no' | 'unknown'
  status: number | null
}

/** Failures of the SDK itself: no server sends them, so they have no status. */
const OF_THE_SDK: readonly string[] = ['unreachable', 'no-cookie']

/** The closed table of failures. */
export function readFailures(): FailureReference[] {
  const statuses = readStatuses(readText('apps/server/src/rest/problem.ts'))
  return keysOf(protocol.failures).map((code) => ({
    ...protocol.failure(code),
    applied: protocol.wasApplied(code),
    status: OF_THE_SDK.includes(code) ? null : (statuses.get(code) ?? 400),
  }))
}

export function readLimits(): { name: string; value: number; says: string | undefined }[] {
  return keysOf(limits).map((name) => ({
    name,
    value: limits[name],
    says: comments.get(`limits.${name}`) ?? comments.get(`accountLimits.${name}`),
  }))
}

export function readRates() {
  return keysOf(protocol.rates).map((name) => ({ name, ...protocol.rates[name] }))
}

/** The whole protocol as JSON Schema, for code generators. */
export function jsonSchemas() {
  return {
    protocol: protocol.PROTOCOL_VERSION,
    clientEvents: mapValues(clientEvents, ({ input, output }) => ({
      input: z.toJSONSchema(input, { io: 'input' }),
      output: z.toJSONSchema(output),
    })),
    serverEvents: mapValues(serverEvents, (schema) => z.toJSONSchema(schema)),
    failures: protocol.failures,
    limits,
    rates: protocol.rates,
  }
}

function print(schema: z.core.$ZodType, constant: string, io: 'input' | 'output', asItself = false): string {
  const json = z.toJSONSchema(schema, { io, metadata: names })
  const id = names.get(schema)?.id
  if (id && !asItself) return id
  const definition = id === undefined ? undefined : json.$defs?.[id]
  return shapeOf(definition ?? json, (path) =>
    comments.get(path.startsWith('|') ? constant + path : `${constant}.${path}`),
  )
}

function schemaNamed(name: string): z.core.$ZodType {
  const schema = ({ ...protocol, ...accounts } as Record<string, unknown>)[name]
  if (!(schema instanceof z.core.$ZodType)) throw new Error(`the protocol has no schema ${name}`)
  return schema
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function keysOf<T extends object>(object: T): (keyof T & string)[] {
  return Object.keys(object) as (keyof T & string)[]
}

function mapValues<T extends object, R>(object: T, change: (value: T[keyof T]) => R) {
  return Object.fromEntries(keysOf(object).map((key) => [key, change(object[key])]))
}
