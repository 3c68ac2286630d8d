import { PROTOCOL_VERSION } from '@parley/protocol'
import type { Socket } from 'socket.io-client'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createCookies, type Cookies } from './cookies'
import { openSocket } from './socket'

afterEach(() => vi.unstubAllGlobals())

/** The calls to a socket. It is closed before it connects. */
function open(url: string, first: 'websocket' | 'polling', cookies: Cookies | null) {
  const socket: Socket = openSocket(url, first, cookies)
  onTestFinished(() => void socket.disconnect())
  return { socket, options: socket.io.opts }
}

const URL_OF_SERVER = 'http://127.0.0.1:1/'

test('a socket is for one connection, and tries one transport after the other', () => {
  const { socket, options } = open(URL_OF_SERVER, 'websocket', null)
  expect(options).toMatchObject({
    forceNew: true,
    reconnection: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    requestTimeout: 30_000,
    withCredentials: true,
  })
  expect(socket.auth).toEqual({ protocol: PROTOCOL_VERSION })
  expect(open(URL_OF_SERVER, 'polling', null).options.transports).toEqual(['polling', 'websocket'])
  expect(open(URL_OF_SERVER, 'polling', null).socket.io).not.toBe(socket.io)
})

test('a program in Node connects like a page of its server, with its cookie', () => {
  const headers = (cookies: Cookies) => open(URL_OF_SERVER, 'websocket', cookies).options.extraHeaders
  // Socket.IO makes a list of the cookies.
  for (const cookie of ['a=b', '']) {
    const sent = headers(createCookies(cookie))!
    expect([sent['origin'], String(sent['cookie'])]).toEqual(['http://127.0.0.1:1', cookie])
  }
})

test('a page states that it calls its own server, and only that', () => {
  vi.stubGlobal('location', { origin: 'http://127.0.0.1:1', protocol: 'http:', host: '127.0.0.1:1' })
  const own = { 'x-requested-with': 'XMLHttpRequest' }
  expect(open(URL_OF_SERVER, 'polling', null).options.extraHeaders).toEqual(own)
  expect(open('http://127.0.0.1:2/', 'polling', null).options.extraHeaders).toEqual({})
  const same = open('', 'polling', null)
  expect(same.options).toMatchObject({ extraHeaders: own, port: '1' })
})
