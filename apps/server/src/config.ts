import { z } from 'zod'
import { limits, rates } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import { engineSettings, enginesOf, readConfig, setting } from '@parley/service'

export const settings = z.object({
  ...engineSettings,
  APPID: z.string().min(1).max(32).default('1'),
  PORT: setting.port.default(3101),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  ALLOWED_ORIGINS: setting.list.default([]),
  BETTER_AUTH_SECRET: z.string().min(32),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_LABEL: z.string().min(1).max(40).default('single sign-on'),
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).default(5_000),
  SEND_RATE_PER_SECOND: z.coerce.number().positive().default(rates.send.perSecond),
  SEND_BURST: z.coerce.number().int().positive().default(rates.send.burst),
  GUEST_SEND_RATE_PER_SECOND: z.coerce.number().positive().default(rates.sendAsGuest.perSecond),
  GUEST_JOINS_PER_MINUTE: z.coerce.number().int().positive().default(limits.guestJoinsPerMinute),
  ACCOUNTS_PER_HOUR: z.coerce.number().int().positive().default(accountLimits.accountsPerHour),
  ROOM_JOIN_BURST: z.coerce.number().int().positive().default(rates.roomJoin.burst),
  ROOM_JOINS_PER_MINUTE: z.coerce
    .number()
    .positive()
    .default(rates.roomJoin.perSecond * 60),
  ROOM_CREATE_BURST: z.coerce.number().int().positive().default(rates.roomCreate.burst),
  ROOMS_CREATED_PER_MINUTE: z.coerce
    .number()
    .positive()
    .default(rates.roomCreate.perSecond * 60),
  CONNECTIONS_PER_PERSON: z.coerce.number().int().positive().default(limits.connectionsPerPerson),
  GUEST_KEEP_DAYS: z.coerce.number().min(1).max(36_500).default(30),
  TRUSTED_PROXIES: setting.list.default([]),
  OVERLOAD_LOOP_DELAY_MS: z.coerce.number().int().positive().default(2_000),
  OVERLOAD_HEAP_SHARE: z.coerce.number().min(0.1).max(1).default(0.7),
  UNSTORED_MAX_PER_ROOM: z.coerce.number().int().positive().default(limits.unstoredMaxPerRoom),
})

export type Config = ReturnType<typeof readServerConfig>

export function readServerConfig(environment: Record<string, string | undefined>) {
  const read = readConfig(settings, environment)
  return {
    ...enginesOf(read),
    serverId: read.APPID,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL,
    /** Origins of pages that may use a user's cookie with this server. */
    allowedOrigins: [new URL(read.PUBLIC_URL).origin, ...read.ALLOWED_ORIGINS],
    secret: read.BETTER_AUTH_SECRET,
    /** Null: people sign in by password and passkey only. */
    oidc: oidcOf(read),
    drainMs: read.DRAIN_MS,
    sendRates: {
      member: { burst: read.SEND_BURST, perSecond: read.SEND_RATE_PER_SECOND },
      guest: { burst: read.SEND_BURST, perSecond: read.GUEST_SEND_RATE_PER_SECOND },
    },
    guestJoinsPerMinute: read.GUEST_JOINS_PER_MINUTE,
    accountsPerHour: read.ACCOUNTS_PER_HOUR,
    roomRates: {
      join: { burst: read.ROOM_JOIN_BURST, perSecond: read.ROOM_JOINS_PER_MINUTE / 60 },
      create: { burst: read.ROOM_CREATE_BURST, perSecond: read.ROOMS_CREATED_PER_MINUTE / 60 },
    },
    connectionsPerPerson: read.CONNECTIONS_PER_PERSON,
    guestKeepDays: read.GUEST_KEEP_DAYS,
    /** Addresses, networks or names of the proxies in front of this server; it accepts X-Forwarded-For only from them. */
    trustedProxies: read.TRUSTED_PROXIES,
    /** Above these values the server refuses new clients. */
    overload: { loopDelayMs: read.OVERLOAD_LOOP_DELAY_MS, heapShare: read.OVERLOAD_HEAP_SHARE },
    /** Node's memory flags; the command line has the last word. */
    v8Flags: [environment.NODE_OPTIONS, ...process.execArgv].join(' '),
    unstoredMaxPerRoom: read.UNSTORED_MAX_PER_ROOM,
  }
}

/** Issuer and client id switch it on; a provider may allow clients without a secret. */
function oidcOf(read: z.infer<typeof settings>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = read
  return issuer && clientId ? { issuer, clientId, clientSecret, label: read.OIDC_LABEL } : null
}

export type OidcConfig = NonNullable<ReturnType<typeof oidcOf>>
