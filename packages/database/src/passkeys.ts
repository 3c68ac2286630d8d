import type { PersonId } from '@parley/protocol'
import { breaks } from './failures'
import type { Passkey, PrismaClient } from './generated/client'

interface NewPasskey {
  id: string
  personId: PersonId
  publicKey: Uint8Array<ArrayBuffer>
  counter: number
  transports: string[]
  name: string
}

export interface PasskeyRow extends NewPasskey {
  createdAt: Date
  lastUsedAt: Date | null
}

/** Public keys with which people sign in. */
export interface Passkeys {
  /** Null when a passkey of this id is there already. */
  add(passkey: NewPasskey): Promise<PasskeyRow | null>
  get(id: string): Promise<PasskeyRow | null>
  /** The oldest first. */
  ofPerson(personId: PersonId): Promise<PasskeyRow[]>
  /** False when it is gone. */
  used(id: string, counter: number): Promise<boolean>
  /** False when the person has no such passkey. */
  remove(personId: PersonId, id: string): Promise<boolean>
}

export function createPasskeys(prisma: PrismaClient): Passkeys {
  return {
    async add(passkey) {
      try {
        return rowOf(await prisma.passkey.create({ data: passkey }))
      } catch (cause) {
        if (breaks(cause, 'passkeys_pkey')) return null
        throw cause
      }
    },
    async get(id) {
      const row = await prisma.passkey.findUnique({ where: { id } })
      return row && rowOf(row)
    },
    async ofPerson(personId) {
      const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
      return (await prisma.passkey.findMany({ where: { personId }, orderBy })).map(rowOf)
    },
    async used(id, counter) {
      const data = { counter, lastUsedAt: new Date() }
      return (await prisma.passkey.updateMany({ where: { id }, data })).count > 0
    },
    async remove(personId, id) {
      return (await prisma.passkey.deleteMany({ where: { id, personId } })).count > 0
    },
  }
}

function rowOf({ counter, ...row }: Passkey): PasskeyRow {
  return { ...row, counter: Number(counter) }
}
