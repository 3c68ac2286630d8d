import { createContext } from 'react'

/** The version and commit of this page, as people see them. */
export const VersionContext = createContext('')
