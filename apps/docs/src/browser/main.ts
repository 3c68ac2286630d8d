import { startSearch } from './search'
import { startThemeSwitch } from './theme'

startThemeSwitch(document)
startSearch(document)
