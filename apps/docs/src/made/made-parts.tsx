import type { ReactNode } from 'react'
import { settings as migrate } from '@parley/migrate/config'
import { settings as persister } from '@parley/persister/config'
import { definitions as persisterMetrics } from '@parley/persister/metrics'
import { settings as server } from '@parley/server/config'
import { definitions as serverMetrics } from '@parley/server/metrics'
import type { Page } from '../pages'
import { readEnvExample } from '../read/env-example'
import {
  readClientEvents,
  readFailures,
  readLimits,
  readNamed,
  readRates,
  readRest,
  readServerEvents,
  readSimple,
} from '../read/protocol'
import { readSettings } from '../read/settings'
import { readText } from '../repository'
import { settings as docs } from '../serve/config'
import { ClientEvents } from './client-events'
import { DecisionList } from './decision-list'
import { Failures } from './failures'
import { Limits, Rates } from './limits'
import { MetricList } from './metric-list'
import { NumbersCharts } from './numbers-charts'
import { PathFigure } from './path-figure'
import { Rest } from './rest'
import { ServerEvents } from './server-events'
import { otherEntries, serviceEntries } from './setting-entries'
import { Settings } from './settings'
import { Shapes } from './shapes'
import { StackFigure } from './stack-figure'

/** CONTENTS: the parts that a page requests by `<!-- made: name -->`, and their sources. */
export function makeParts(pages: readonly Page[]): Readonly<Record<string, () => ReactNode>> {
  const example = readEnvExample(readText('.env.example'))
  const ofServices = readSettings({ server, persister, migrate, docs })
  return {
    'path-figure': () => <PathFigure />,
    'stack-figure': () => <StackFigure />,
    'settings-of-services': () => <Settings entries={serviceEntries(ofServices, example)} />,
    'settings-of-others': () => <Settings entries={otherEntries(ofServices, example)} />,
    'metrics-of-server': () => <MetricList of="server" definitions={Object.values(serverMetrics)} />,
    'metrics-of-persister': () => <MetricList of="persister" definitions={Object.values(persisterMetrics)} />,
    'client-events': () => <ClientEvents events={readClientEvents()} />,
    'server-events': () => <ServerEvents events={readServerEvents()} />,
    shapes: () => <Shapes simple={readSimple()} shapes={readNamed()} />,
    rest: () => <Rest routes={readRest()} />,
    failures: () => <Failures failures={readFailures()} />,
    limits: () => <Limits limits={readLimits()} />,
    rates: () => <Rates rates={readRates()} />,
    'numbers-charts': () => <NumbersCharts />,
    decisions: () => <DecisionList pages={pages.filter(({ parent }) => parent === 'decisions.html')} />,
  }
}
