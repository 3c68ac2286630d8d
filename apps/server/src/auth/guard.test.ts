import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { Problem } from '../rest/problem'
import { guardUnsafe } from './guard'

const app = new Hono()
  .use(
    guardUnsafe(
      ({ headers }) => headers.origin === 'https://chat.example' && headers.host === 'chat.example',
    ),
  )
  .all('/', (context) => context.text('done'))
  .onError((error, context) =>
    context.text(error instanceof Problem ? error.failure.code : error.message, 400),
  )

const OWN = { origin: 'https://chat.example' }
const FOREIGN = { origin: 'https://evil.example' }
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const FORM_TYPE = { 'content-type': 'text/plain;application/json' }
const BODY = { 'content-length': '2' }

test.each<[method: string, headers: Record<string, string>, answer: string]>([
  ['GET', FOREIGN, 'done'],
  ['HEAD', { ...FOREIGN, ...BODY }, 'done'],
  ['OPTIONS', { ...FOREIGN, ...BODY, ...FORM_TYPE }, 'done'],
  ['POST', {}, 'done'],
  ['POST', OWN, 'done'],
  ['POST', { ...OWN, ...BODY, ...JSON_TYPE }, 'done'],
  ['POST', { ...OWN, ...BODY, ...FORM_TYPE }, 'bad-input'],
  ['POST', BODY, 'bad-input'],
  ['POST', { 'content-length': '0', ...FORM_TYPE }, 'done'],
  ['POST', FORM_TYPE, 'done'],
  ['POST', FOREIGN, 'wrong-origin'],
  ['DELETE', { ...FOREIGN, ...BODY, ...JSON_TYPE }, 'wrong-origin'],
])('%s with %j is answered %s', async (method, headers, answer) => {
  const response = await app.request('/', { method, headers: { host: 'chat.example', ...headers } })
  expect(response.ok ? 'done' : await response.text()).toBe(answer)
})
