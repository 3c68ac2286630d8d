import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall, canApt } from './apt'
import { cached } from './cache'
import { EngineUnavailableError } from './engine'
import { findProgram } from './find-program'
import { runCommand } from './run-command'

const VERSION = '4.1.0'
const OLDEST_JAVA = 17

export interface KafkaPrograms {
  java: string
  /** The folder with Kafka's jars. */
  libs: string
}

export async function findKafka(say: (line: string) => void): Promise<KafkaPrograms> {
  const java = await findOrInstall('java', 'default-jre-headless', say)
  if ((await javaVersion(java)) < OLDEST_JAVA) {
    throw new EngineUnavailableError(
      `Kafka needs Java ${OLDEST_JAVA} or newer, which ${java} is not: install it, start Docker, or set KAFKA_BROKERS.`,
    )
  }
  const folder = await cached(`kafka-${VERSION}`, (unfinished) => download(unfinished, say))
  return { java, libs: join(folder, 'libs') }
}

/** 0 for a program that only pretends to be Java, like the one of macOS. */
async function javaVersion(java: string) {
  const text = await runCommand(java, ['-version']).catch(() => '')
  return Number(/version "(\d+)/.exec(text)?.[1] ?? 0)
}

async function download(folder: string, say: (line: string) => void) {
  const maven = await findOrInstall('mvn', 'maven', say)
  say(`downloading Kafka ${VERSION} with Maven (43 MB, once)`)
  writeFileSync(join(folder, 'pom.xml'), pom)
  try {
    await runCommand(
      maven,
      ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=libs'],
      { cwd: folder },
    )
  } catch (cause) {
    throw new EngineUnavailableError(
      'Maven could not download Kafka: look at your network, start Docker, or set KAFKA_BROKERS.',
      { cause },
    )
  }
}

async function findOrInstall(program: string, packageName: string, say: (line: string) => void) {
  const found = findProgram(program)
  if (found) return found
  if (canApt()) {
    say(`installing ${packageName} with apt-get`)
    const failed = await aptInstall([packageName]).then(() => null, String)
    const installed = failed ? null : findProgram(program)
    if (installed) return installed
  }
  throw new EngineUnavailableError(
    `Kafka needs Java ${OLDEST_JAVA} and, once, Maven, and \`${program}\` is missing: install ${packageName} (or your system's name for it), start Docker, or set KAFKA_BROKERS.`,
  )
}

// slf4j-simple makes Kafka's warnings readable; without a binding Kafka logs nothing.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>parley</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`
