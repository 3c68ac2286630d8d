export { node as default } from '@parley/eslint-config'
