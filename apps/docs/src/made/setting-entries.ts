import type { NamedSetting } from '../read/env-example'
import type { Setting } from '../read/settings'
import type { SettingEntry } from './settings'

/** The settings that services parse, with their sentences from `.env.example`. Throws when a name has none there. */
export function serviceEntries(
  settings: readonly Setting[],
  example: readonly NamedSetting[],
): SettingEntry[] {
  return settings.map(({ name, kind, fallback, isRequired, readBy }) => {
    const explained = example.find((each) => each.name === name)
    if (!explained) throw new Error(`.env.example does not name ${name}`)
    const otherwise = isRequired ? 'must be set' : fallback ? `default \`${fallback}\`` : 'not set by default'
    return { name, facts: [kind, otherwise, `read by ${readBy.join(', ')}`], meaning: explained.meaning }
  })
}

/** The other names of `.env.example`: for the web client, the tools, the containers. */
export function otherEntries(settings: readonly Setting[], example: readonly NamedSetting[]): SettingEntry[] {
  return example
    .filter(({ name }) => settings.every((setting) => setting.name !== name))
    .map(({ name, value, section, meaning }) => ({
      name,
      facts: [section, ...(value ? [`for example \`${value}\``] : [])],
      meaning,
    }))
}
