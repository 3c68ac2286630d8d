export interface NamedSetting {
  name: string
  /** The text after the `=`: the default, or an example. */
  value: string
  meaning: string
  section: string
}

/** The names of `.env.example` with the comment above them. Consecutive names share it. */
export function readEnvExample(text: string): NamedSetting[] {
  const settings: NamedSetting[] = []
  let section = ''
  let meaning: string[] = []
  let isMeaningUsed = false
  for (const line of text.split('\n')) {
    const title = /^# --- (.+?) -+$/.exec(line)?.[1]
    const setting = /^# ([A-Z][A-Z0-9_]+)=(.*)$/.exec(line)
    if (title) {
      section = title
      meaning = []
    } else if (setting) {
      const [, name = '', value = ''] = setting
      settings.push({ name, value, meaning: meaning.join(' '), section })
      isMeaningUsed = true
    } else if (line.startsWith('# ')) {
      if (isMeaningUsed) meaning = []
      isMeaningUsed = false
      meaning.push(line.slice(2))
    }
  }
  return settings
}
