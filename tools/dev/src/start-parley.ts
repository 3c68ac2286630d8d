import { deleteEngineData, startEngines, stopLeftoversIn, type Engines } from '@parley/engines'
import { describeBalancer, findBalancer } from './balancer'
import { buildApps, watchApps, type Build } from './build'
import type { Closing } from './closing'
import { describeRunning } from './describe-running'
import { removeDevJson, writeDevJson } from './dev-json'
import { keepEnginesUp } from './engine-crashes'
import { generateDatabaseClient, isDatabaseClientFresh } from './generate-database'
import type { Environment, Plan } from './plan'
import { findPorts, holdPorts, type Ports } from './ports'
import { prepareDatabase } from './prepare-database'
import { authSecret } from './secret'
import type { ServiceListeners } from './service'
import { createServiceGroup, type ServiceGroup } from './service-group'
import { createServiceLog } from './service-log'
import { serviceRunDir } from './service-process'
import {
  describePersisters,
  describeServers,
  describeWeb,
  sharedEnvironment,
  pageUrl,
  urlOf,
} from './services'
import type { Terminal } from './terminal'

interface Parts {
  plan: Plan
  environment: Environment
  terminal: Terminal
  closing: Closing
}

const LEFTOVER_LIMIT_MS = 2_000
const READY_LIMIT_MS = 60_000
const WEB_READY_LIMIT_MS = 180_000 // enough to compile the first page of a fresh checkout

/** Resolves when a message can be sent and stored; from then on every process is watched, and its log is shown. */
export async function startParley({ plan, environment, terminal, closing }: Parts): Promise<void> {
  const { dataDir, root } = plan
  const { step } = terminal
  await clearTheGround(plan, terminal)

  const log = createServiceLog({ dataDir, names: namesOf(plan), terminal })
  let tellTools = () => {} // nothing to report before everything is ready
  const listeners: ServiceListeners = {
    onLine: log.line,
    onCrash: (name, how, againInMs) =>
      terminal.warn(`${name} ended (${how}); starting it again ${soon(againInMs)}`),
    onStarted: () => tellTools(),
  }
  const starting = startEngines({ dataDir, log: plan.log, environment, say: terminal.say })
  const storing = createServiceGroup({ dataDir, listeners, stopLimitMs: 3_000 })
  const talking = createServiceGroup({ dataDir, listeners, stopLimitMs: 4_000 })
  // Closed in reverse order: first no client sends, then nothing is stored, then the engines may stop.
  closing.add(log)
  closing.add(engineCloser(starting))
  closing.add(storing)
  closing.add(talking)
  closing.add({ close: () => removeDevJson(dataDir) })

  const haproxy = plan.balancer && (await findBalancer(terminal.say))
  const ports = await findPorts(plan)
  const held = await holdPorts(ports)
  closing.add(held)
  const web = plan.web && talking.run(describeWeb(plan, ports, environment))
  // Started at once: the page compiles while the engines start.
  const webReady = web && step('web client ready', () => web.untilReady(WEB_READY_LIMIT_MS))
  webReady?.catch(() => undefined) // handled below, unless something else failed first
  const [engines, builds] = await Promise.all([starting, buildCode(root, terminal)])
  const prepared = await step('database prepared', () => prepareDatabase(engines.databaseUrl))
  if (prepared.length) terminal.say(`migrations applied: ${prepared.join(', ')}`)

  await held.close()
  const shared = sharedEnvironment(engines, authSecret(dataDir), environment)
  const services = [
    ...describePersisters(plan, ports, shared).map(storing.run),
    ...describeServers(plan, ports, shared).map(talking.run),
  ]
  await Promise.all(
    services.map((service) => step(`${service.name} ready`, () => service.untilReady(READY_LIMIT_MS))),
  )
  await webReady
  if (haproxy) {
    const balancer = talking.run(describeBalancer(plan, ports, haproxy, environment))
    await step('balancer ready', () => balancer.untilReady(READY_LIMIT_MS))
  }

  tellTools = () => {
    if (closing.hasBegun) return
    writeDevJson(dataDir, describeRunning(plan, ports, engines, [...services]))
  }
  tellTools()
  keepEnginesUp(engines.running, { terminal, isClosing: () => closing.hasBegun, onRestarted: tellTools })
  closing.add(await followChanges({ builds, storing, talking, terminal, isClosing: () => closing.hasBegun }))
  terminal.print(readyText(plan, ports, terminal))
  log.showAll()
}

async function clearTheGround({ dataDir, fresh, remarks }: Plan, terminal: Terminal) {
  remarks.forEach((remark) => terminal.warn(remark))
  removeDevJson(dataDir) // left by a killed launcher
  const left = await stopLeftoversIn(serviceRunDir(dataDir), LEFTOVER_LIMIT_MS)
  if (left.length)
    terminal.say(`stopped processes that an earlier start had left running (pid ${left.join(', ')})`)
  if (fresh) await terminal.step('all earlier data deleted', () => deleteEngineData(dataDir))
}

async function buildCode(root: string, { step }: Terminal): Promise<Build[]> {
  if (!isDatabaseClientFresh(root)) await step('Prisma client generated', () => generateDatabaseClient(root))
  return step('server and persister built', () => buildApps(root))
}

/** Also stops engines that are still starting. */
function engineCloser(starting: Promise<Engines>) {
  let engines: Engines | null = null
  starting.then(
    (started) => (engines = started),
    () => undefined, // the caller that awaits `starting` gets the error
  )
  return {
    close: async () => (await starting.catch(() => null))?.close(),
    kill() {
      for (const engine of Object.values(engines?.running ?? {}))
        if (engine && engine.place !== 'environment') engine.kill().catch(() => undefined) // this process is gone by then
    },
  }
}

interface Followed {
  builds: Build[]
  storing: ServiceGroup
  talking: ServiceGroup
  terminal: Terminal
  isClosing: () => boolean
}

/** After a change to the code, replaces one service after the other, as a deployment would. */
function followChanges({ builds, storing, talking, terminal, isClosing }: Followed) {
  return watchApps(builds, {
    async onBuilt(app) {
      if (isClosing()) return
      const group =
        app === 'persister'
          ? storing.services
          : talking.services.filter(({ name }) => name.startsWith('server-'))
      terminal.say(`${app} changed; restarting ${group.map(({ name }) => name).join(', ')}`)
      for (const service of group) {
        await service.restart().catch((error: Error) => isClosing() || terminal.warn(error.message))
      }
    },
    onFailed: (app, reports) =>
      terminal.warn(`${app} does not build; the last good one keeps running\n${reports.join('\n')}`),
  })
}

function namesOf({ servers, persisters, web, balancer }: Plan) {
  return [...servers, ...persisters]
    .map(({ name }) => name)
    .concat(web ? ['web'] : [], balancer ? ['balancer'] : [])
}

function soon(againInMs: number) {
  return againInMs ? `in ${againInMs / 1000} s` : 'now'
}

function readyText({ web }: Plan, ports: Ports, { paint, elapsedS }: Terminal) {
  const ids = ports.servers.map(({ id }) => id).join(', ')
  const url = web ? pageUrl(ports) : urlOf(ports.servers[0]!.port)
  const hints = [
    `after ${elapsedS()} s; Ctrl-C stops it and keeps what was said`,
    ...(web
      ? [
          ports.balancer
            ? `servers: ${ids}, behind HAProxy, which shows its figures at ${urlOf(ports.balancer.own)}/stats`
            : `servers: ${ids}; ${url}/?server=${ports.servers.at(-1)!.id} chooses one`,
        ]
      : []),
    '`npm run studio` shows the database',
  ]
  return [
    '',
    ...hints.map((hint) => `  ${paint(hint, 'dim')}`),
    '',
    paint(`Parley is ready at ${url}`, 'bold'),
    '',
  ].join('\n')
}
