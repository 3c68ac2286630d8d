import { expectThat } from '../expect'
import type { Stack } from '../stack'
import type { Scenario } from './scenario'

const HAPROXY_FILE = '/usr/local/etc/haproxy/haproxy.cfg'
const VOLUMES = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}'

export const configuration: Scenario = {
  name: 'configuration',
  shows:
    'Compose and HAProxy have nothing to say against their configuration, and no volume is without a name',
  async run(stack) {
    const remarks: string[] = []
    const onLine = (line: string) => void remarks.push(line)
    await stack.compose(['--profile', '*', 'config', '--quiet'], { onLine })
    expectThat(remarks.length === 0, `docker compose config: ${remarks.join('\n')}`)
    // Silent if all is well; a warning alone would give exit code 0.
    await stack.compose(['exec', '-T', 'haproxy', 'haproxy', '-c', '-f', HAPROXY_FILE], { onLine })
    expectThat(remarks.length === 0, `haproxy -c: ${remarks.join('\n')}`)
    await expectNamedVolumes(stack)
  },
}

/** Each `down` leaves a volume without a name behind, and no `up` finds it. */
async function expectNamedVolumes(stack: Stack): Promise<void> {
  for (const { id, name } of await stack.containers()) {
    const volumes = (await stack.inspect(id, VOLUMES)).split(' ').filter(Boolean)
    const nameless = volumes.filter((volume) => /^[0-9a-f]{64}$/.test(volume))
    expectThat(nameless.length === 0, `${name} has ${nameless.length} volumes without a name`)
  }
}
