export { react as default } from '@parley/eslint-config'
