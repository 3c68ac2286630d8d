import { describe } from 'vitest'
import { appendContract } from './contract/append-contract'
import { consumeContract } from './contract/consume-contract'
import type { Adapter } from './contract/log-under-test'
import { outageContract } from './contract/outage-contract'

/** The behaviour that every adapter of the log must have, on its real engine. */
export function describeEventLog(name: string, adapter: Adapter) {
  describe(`${name}: append`, () => appendContract(adapter))
  describe(`${name}: consume`, () => consumeContract(adapter))
  describe(`${name}: the engine goes away`, () => outageContract(adapter))
}
