import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { spawnChild } from './child'
import type { RunningEngine, StartOptions } from './engine'
import { rememberedPort } from './free-port'
import { findKafka, type KafkaPrograms } from './kafka-jars'
import { stopLeftover } from './pid-file'
import { runCommand } from './run-command'
import { runEngine } from './running-engine'
import { untilReady } from './until-ready'

export interface KafkaOptions extends StartOptions {
  /**
   * More ports to listen on. A client connects to the address that the broker advertises, so a client behind a proxy
   * needs a port at which the broker advertises the proxy's. All on 127.0.0.1.
   */
  behindProxies?: readonly { port: number; proxyPort: number }[]
  /** A member of a cluster, with a `dataDir` of its own. The members become ready together. */
  member?: ClusterMember
}

interface ClusterMember {
  /** From 1: the index in `controllers`. */
  id: number
  /** 16 bytes in base64url, the same for all members. */
  clusterId: string
  /** The controllers' ports, in the order of their ids. */
  controllerPorts: readonly number[]
}

export const newClusterId = () => randomBytes(16).toString('base64url')

/** One broker that is its own controller (KRaft), or a member of a cluster. */
export async function startKafka(options: KafkaOptions): Promise<RunningEngine> {
  const dataDir = resolve(options.dataDir)
  const pidFile = join(dataDir, 'run', 'kafka.pid')
  const left = await stopLeftover(pidFile)
  if (left) options.log?.(`stopped the Kafka that an earlier start had left (pid ${left})`)

  const programs = await findKafka(options.log ?? (() => undefined))
  const port = options.port ?? (await rememberedPort(dataDir, 'kafka', options.usualPort))
  const member = options.member ?? (await alone(dataDir, options.usualPort && port + 1))
  const url = `127.0.0.1:${port}`
  const folder = join(dataDir, 'kafka')
  const config = join(folder, 'server.properties')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    config,
    properties({
      port,
      member,
      behindProxies: options.behindProxies ?? [],
      logDir: join(folder, 'log'),
    }),
  )
  await format({ programs, folder, config, clusterId: member.clusterId })

  async function launch() {
    const child = await spawnChild({
      command: programs.java,
      args: [...jvm, '-cp', join(programs.libs, '*'), 'kafka.Kafka', config],
      cwd: folder,
      logFile: join(dataDir, 'logs', 'kafka.log'),
      pidFile,
    })
    return untilReady({ name: 'Kafka', child, probe: () => answers(url), limitMs: 90_000 })
  }
  return runEngine({ url, place: 'maven', launch, stopSignal: 'SIGTERM', stopLimitMs: 10_000 })
}

async function alone(dataDir: string, usualControllerPort: number | undefined): Promise<ClusterMember> {
  const port = await rememberedPort(dataDir, 'kafka-controller', usualControllerPort)
  return { id: 1, clusterId: newClusterId(), controllerPorts: [port] }
}

// Small and quick to start: a laptop runs it besides everything else.
const jvm = [
  '-Xms128m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.net.preferIPv4Stack=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
]

function properties({
  port,
  member,
  behindProxies,
  logDir,
}: {
  port: number
  member: ClusterMember
  behindProxies: readonly { port: number; proxyPort: number }[]
  logDir: string
}) {
  const proxied = behindProxies.map((ports, index) => ({ ...ports, name: `PROXIED_${index + 1}` }))
  const { id, controllerPorts } = member
  const copies = controllerPorts.length
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((each, i) => `${i + 1}@127.0.0.1:${each}`).join(),
    listeners: [
      `PLAINTEXT://127.0.0.1:${port}`,
      `CONTROLLER://127.0.0.1:${controllerPorts[id - 1]}`,
      ...proxied.map((each) => `${each.name}://127.0.0.1:${each.port}`),
    ].join(),
    'advertised.listeners': [
      `PLAINTEXT://127.0.0.1:${port}`,
      ...proxied.map((each) => `${each.name}://127.0.0.1:${each.proxyPort}`),
    ].join(),
    'listener.security.protocol.map': ['PLAINTEXT', 'CONTROLLER', ...proxied.map(({ name }) => name)]
      .map((name) => `${name}:PLAINTEXT`)
      .join(),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': logDir,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // After a `kill -9` the new process may only register when the old session has ended; the default is 9 s.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 500,
    ...(copies > 1 ? soonWithoutOne : {}),
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/**
 * Nothing is acknowledged while a dead broker counts as an in-sync replica: until its session ends. If the dead broker
 * also led the cluster, the session begins again under the next leader. The defaults (9 s, 2 s) add up to more than 10 s.
 * As in infra/kafka/start.sh.
 */
const soonWithoutOne = {
  'broker.session.timeout.ms': 2_000,
  'controller.quorum.fetch.timeout.ms': 1_000,
  'controller.quorum.election.timeout.ms': 500,
  'controller.quorum.election.backoff.max.ms': 500,
}

/** Runs once: the marker is written last, so that an interrupted format is repeated. */
async function format({
  programs,
  folder,
  config,
  clusterId,
}: {
  programs: KafkaPrograms
  folder: string
  config: string
  clusterId: string
}) {
  const mark = join(folder, 'formatted')
  if (existsSync(mark)) return
  rmSync(join(folder, 'log'), { recursive: true, force: true })
  await runCommand(programs.java, [
    '-cp',
    join(programs.libs, '*'),
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${clusterId}`, // one argument: an id that begins with "-" would be taken for an option
    '-c',
    config,
  ])
  writeFileSync(mark, clusterId)
}

/** Throws while the broker, or its group coordinator, does not answer. */
export async function answers(url: string) {
  const kafka = new Kafka({
    brokers: [url],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  try {
    await admin.connect()
    const { brokers } = await admin.describeCluster()
    if (!brokers.length) throw new Error('no broker has registered yet')
    await admin.fetchOffsets({ groupId: 'parley-readiness', topics: [] })
  } finally {
    await admin.disconnect()
  }
}
