// What opens over the page. A door of its own: base-ui comes with it, and no page needs it to show itself.
export { Dialog, type DialogProps } from './dialog'
export { Menu, MenuChoices, MenuItem, MenuLine, MenuNote, type MenuChoice } from './menu'
