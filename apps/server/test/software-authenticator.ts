// A device with passkeys, in software: WebAuthn level 2, attestation "none", P-256.
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

interface Options {
  challenge: string
  rp?: { id: string }
  rpId?: string
  user?: { id: string }
}

export interface SoftwareAuthenticator {
  create(options: unknown, origin: string): Record<string, unknown>
  /** `counter`: as the device counts its uses. */
  get(options: unknown, origin: string, counter?: number): Record<string, unknown>
}

const USER_PRESENT_AND_VERIFIED = 0x05
const HAS_CREDENTIAL = 0x40

export function createSoftwareAuthenticator(): SoftwareAuthenticator {
  const id = randomBytes(16)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let userHandle = ''

  return {
    create(given, origin) {
      const options = given as Options
      userHandle = options.user!.id
      const credential = Buffer.concat([Buffer.alloc(16), length16(id), id, coseKeyOf(publicKey)])
      const authData = Buffer.concat([
        authDataOf(options.rp!.id, USER_PRESENT_AND_VERIFIED | HAS_CREDENTIAL, 0),
        credential,
      ])
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ])
      return answerOf(id, {
        clientDataJSON: base64(clientDataOf('webauthn.create', options.challenge, origin)),
        attestationObject: base64(Buffer.from(isoCBOR.encode(attestation as never))),
        transports: ['internal'],
      })
    },

    get(given, origin, counter = 0) {
      const options = given as Options
      const clientData = clientDataOf('webauthn.get', options.challenge, origin)
      const authData = authDataOf(options.rpId!, USER_PRESENT_AND_VERIFIED, counter)
      const signed = Buffer.concat([authData, sha256(clientData)])
      return answerOf(id, {
        clientDataJSON: base64(clientData),
        authenticatorData: base64(authData),
        signature: base64(createSign('sha256').update(signed).sign(privateKey)),
        userHandle,
      })
    },
  }
}

function answerOf(id: Buffer, response: object): Record<string, unknown> {
  return { id: base64(id), rawId: base64(id), type: 'public-key', clientExtensionResults: {}, response }
}

function clientDataOf(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function authDataOf(rpId: string, flags: number, counter: number): Buffer {
  const counted = Buffer.alloc(4)
  counted.writeUInt32BE(counter)
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags]), counted])
}

/** RFC 9053: an EC2 key for ES256. */
function coseKeyOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const cose = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ])
  return Buffer.from(isoCBOR.encode(cose as never))
}

function length16(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return length
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64url')
}
