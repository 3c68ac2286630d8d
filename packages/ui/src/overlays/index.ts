// Components that open over the page. A separate entry point: they bring base-ui, which no page needs to show itself.
export { Dialog, type DialogProps } from './dialog'
export { Menu, MenuChoices, MenuItem, MenuLine, MenuNote, type MenuChoice } from './menu'
