// The allowed directions of imports: web -> client -> protocol; apps -> packages; nothing -> tools, except tests.
const inTests =
  '\\.(test|integration\\.test)\\.tsx?$|/test/|/contract/|vitest\\.config|contract\\.ts$|/e2e/|playwright\\.config|/screenshots/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      from: { path: '^apps/(?!docs/)([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'docs-reads-the-settings-and-metrics-of-apps-and-nothing-else',
      severity: 'error',
      from: { path: '^apps/docs/' },
      to: { path: '^apps/', pathNot: '^apps/(docs/|[^/]+/src/(config|metrics)\\.ts$)' },
    },
    {
      name: 'packages-never-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'nobody-imports-tools',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: inTests },
      to: { path: '^tools/' },
    },
    {
      name: 'only-database-imports-prisma',
      severity: 'error',
      from: { path: '^(apps|packages|tools)/', pathNot: '^packages/database/' },
      to: { path: 'node_modules/(@prisma|prisma)/' },
    },
    {
      name: 'only-event-log-imports-kafkajs',
      severity: 'error',
      from: { path: '^(apps|packages|tools)/', pathNot: '^(packages/event-log|tools/engines)/|' + inTests },
      to: { path: 'node_modules/kafkajs/' },
    },
    {
      name: 'the-three-stores-do-not-know-each-other',
      severity: 'error',
      from: { path: '^packages/(event-log|delivery|database)/', pathNot: inTests },
      to: { path: '^packages/(event-log|delivery|database)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'protocol-imports-zod-only',
      severity: 'error',
      from: { path: '^packages/protocol/src/', pathNot: inTests },
      to: { pathNot: '^packages/protocol/|node_modules/zod/' },
    },
    {
      name: 'the-browser-reaches-protocol-client-and-ui',
      severity: 'error',
      from: { path: '^apps/web/src/', pathNot: inTests },
      to: { path: '^packages/', pathNot: '^packages/(protocol|client|ui)/' },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      from: { path: '^(apps|packages|tools)/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot:
          '^$1/$2/|^packages/protocol/src/accounts\\.ts$|^packages/[^/]+/src/(index\\.ts|testing\\.ts|react/index\\.ts|overlays/index\\.ts|theme\\.css)$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/generated/|/dist/|/\\.next/|\\.turbo|node_modules/.*/node_modules)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
