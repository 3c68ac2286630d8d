import { defineConfig } from 'prisma/config'

// For Prisma's own tools (generate, studio). Without an address they can still generate.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
