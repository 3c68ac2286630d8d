import { defineConfig } from 'prisma/config'

// For Prisma's own tools (generate, studio). They can generate without an address.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
