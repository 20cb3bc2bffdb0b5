/**
 * What a portal may call: `window.a11y`, of the care mode toolbar (a11y-care).
 *
 * Include it in a TypeScript project by `/// <reference path="a11y.d.ts" />`, or in `files` of
 * tsconfig.json. Until the toolbar is loaded, what would answer answers with a promise.
 */

export {}

declare global {
  interface Window {
    /** Absent where another script had taken the name before. */
    readonly a11y: A11y.Api
  }
  const a11y: A11y.Api

  interface DocumentEventMap {
    'a11y:open': CustomEvent<null>
    'a11y:close': CustomEvent<null>
    /** The visitor has left care mode: the page is as before. */
    'a11y:exit': CustomEvent<null>
    'a11y:change': CustomEvent<{ name: string; value: A11y.Value }>
    'a11y:reading': CustomEvent<{ state: 'idle' | 'loading' | 'playing' | 'paused' }>
    /** Nobody has touched the kiosk for its time: care mode has been left and everything forgotten. */
    'a11y:idle': CustomEvent<null>
  }
}

export declare namespace A11y {
  type Value = string | number
  type Language = 'zh-CN' | 'en'
  type Section = 'text' | 'colour' | 'pointer' | 'page' | 'help'

  interface Api {
    readonly version: string
    /** Show the toolbar, and switch care mode on if it is not. */
    open(): void | Promise<void>
    /** Hide the toolbar. What was chosen stays. */
    close(): void | Promise<void>
    /** Leave care mode: the page as before, the cookie deleted. */
    exit(): void | Promise<void>
    /** Everything back to its default; care mode stays on. */
    reset(): void | Promise<void>
    get(name: string): Value | undefined | Promise<Value | undefined>
    /** Throws, or rejects with, a RangeError for an unknown name or an illegal value. */
    set(name: string, value: Value): void | Promise<void>
    /** All that can be set, by name. */
    preferences(): Promise<Record<string, Preference>>
    readonly read: {
      start(): void | Promise<void>
      pause(): void | Promise<void>
      stop(): void | Promise<void>
    }
    /** Add a control of your own. Call it on each page; before or after the toolbar is loaded. */
    define(definition: Definition): void
    /** Add a palette of your own. Call it on each page; before or after the toolbar is loaded. */
    palette(palette: Palette): void
    /** Give functions other keys, or none. */
    keys(keys: Partial<Record<KeyName, string | null>>): void
    /** Switch care mode on for somebody of the configured age or older. Nothing is kept or sent. */
    kiosk(person: Person): boolean | Promise<boolean>
  }

  interface Preference {
    label: string
    schema: Schema
  }

  type Schema =
    | { initial: string; choices: string[] }
    | { initial: number; min: number; max: number; step: number }

  /** One age in whole years, or one date of birth as `1950-03-01` or `19500301`. */
  type Person = { age: number } | { birth: string }

  type KeyName =
    | 'toolbar'
    | 'more'
    | 'guide'
    | 'read'
    | 'stop'
    | 'larger'
    | 'smaller'
    | 'theme'
    | 'outline'
    | 'pinyin'
    | 'caption'
    | 'navigation'
    | 'window'
    | 'content'
    | 'list'
    | 'interaction'
    | 'service'

  interface Definition {
    /** Begins with `x-`; small letters, digits, `-`; at most 32 characters. */
    name: `x-${string}`
    /** Where it stands in the drawer; `page` if not given. */
    section?: Section
    /** Its place in the section: small comes first; 100 if not given. */
    order?: number
    /** The path of an icon on a grid of 24, drawn as strokes. */
    icon?: string
    /** `choices` of `off` and `on` make a switch, others a group of buttons, steps a stepper. */
    schema: Schema
    /** `label`, and a text for every choice but `on` and `off`. */
    texts: { 'zh-CN': Texts; en?: Texts }
    /** Called with the value when it changes; with the initial one to undo everything. */
    enact?(value: Value, page: { style(css: string): void }): void
  }

  interface Texts {
    label: string
    [key: string]: string
  }

  interface Palette {
    name: `x-${string}`
    label: { 'zh-CN': string; en?: string }
    /** Colours as `#rrggbb`. Text and links need a contrast of 7 on the background. */
    background: string
    text: string
    link: string
    /** 3 is enough for these two; `text` and `link` if not given. */
    border?: string
    focus?: string
    /** A palette for eyes that cannot bear contrast: 4.5 is enough, and its label says so. */
    soft?: boolean
  }
}
