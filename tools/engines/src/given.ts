import { connect } from 'node:net'
import { EngineUnavailableError, type RunningEngine } from './engine'
import { givenEngine } from './running-engine'

/** The engine at an address of the environment; rejects in words when nothing answers there. */
export async function useGiven(variable: string, url: string, defaultPort: number): Promise<RunningEngine> {
  const { host, port } = parseAddress(variable, url, defaultPort)
  try {
    await knock(host, port)
  } catch (cause) {
    throw new EngineUnavailableError(
      `Nothing answers at ${host}:${port}, which ${variable} names: start it there, or unset ${variable}.`,
      { cause },
    )
  }
  return givenEngine(url)
}

function parseAddress(variable: string, url: string, defaultPort: number) {
  try {
    // Several brokers are separated by commas: the first will do.
    const first = url.includes('://') ? url : `kafka://${url.split(',')[0]}`
    const { hostname, port } = new URL(first)
    if (!hostname) throw new Error('no host')
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || defaultPort) }
  } catch (cause) {
    throw new EngineUnavailableError(`${variable} is not an address that we can read.`, { cause })
  }
}

function knock(host: string, port: number) {
  return new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout: 5_000 })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('timeout', () => socket.destroy(new Error('timed out')))
    socket.once('error', reject)
  })
}
