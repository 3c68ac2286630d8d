export { web as default } from '@parley/eslint-config'
