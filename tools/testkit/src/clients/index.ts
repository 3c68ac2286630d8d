export { epochOf, isUnsent, newlyShown } from './read-timeline'
