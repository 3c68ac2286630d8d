// The rule itself, with a server that repeats its requests. On the whole server: test/foreign-upgrades.test.ts.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ignoreForeignUpgrades } from './foreign-upgrades'

/** A connection to a server that answers each request with the request as it understood it. */
async function connectToEcho() {
  const http = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const { method, url, headers } = request
      response.end(`${JSON.stringify({ method, url, headers, body })}.`, 'latin1')
    })
  })
  http.on('upgrade', (request, socket) => socket.end(`websocket for ${request.url}.`))
  ignoreForeignUpgrades(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const client = connect((http.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => {
    client.destroy()
    http.close()
  })
  let heard = ''
  let wake = () => {}
  client.on('data', (bytes) => {
    heard += bytes.toString('latin1')
    wake()
  })
  /** Resolves to the answer, which ends with a full stop. */
  async function say(text: string): Promise<string> {
    heard = ''
    client.write(text, 'latin1')
    while (!heard.endsWith('.') && !heard.endsWith('.\r\n0\r\n\r\n'))
      await new Promise<void>((resolve) => (wake = resolve))
    return heard
  }
  return { say, client }
}

const OFFER = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n'
const understood = (answer: string) =>
  JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as {
    method: string
    url: string
    headers: Record<string, string>
    body: string
  }

test('a request that offers another protocol is read without the offer', async () => {
  const { say } = await connectToEcho()
  const said = 'POST /path?query HTTP/1.1\r\nHost: localhost\r\nX-Name: caf\u00e9\r\n'
  const { headers, ...request } = understood(await say(`${said}${OFFER}Content-Length: 5\r\n\r\nhello`))
  expect(request).toEqual({ method: 'POST', url: '/path?query', body: 'hello' })
  // As Node reads the bytes of a header.
  expect(headers).toEqual({ host: 'localhost', 'x-name': 'caf\u00e9', 'content-length': '5' })
})

test('the connection stays for the next request, unless it was to be closed', async () => {
  const { say, client } = await connectToEcho()
  const get = (path: string, offer = OFFER) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n`
  expect(understood(await say(get('/first'))).url).toBe('/first')
  expect(understood(await say(get('/second'))).url).toBe('/second')
  const closed = once(client, 'close')
  const last = understood(await say(get('/last', OFFER.replace('Upgrade,', 'Upgrade, Close,'))))
  expect([last.url, last.headers['connection']]).toEqual(['/last', 'close'])
  await closed
})

test('a websocket goes to the earlier listeners, in any spelling', async () => {
  const { say } = await connectToEcho()
  const offer = 'Connection: Upgrade\r\nUpgrade: WebSocket\r\n'
  expect(await say(`GET /ws HTTP/1.1\r\nHost: localhost\r\n${offer}\r\n`)).toBe('websocket for /ws.')
})
