/** The words that the widget's modules share. */

/** What the site writes into boot.js when it starts. */
export interface Config {
  version: string
  /** Where our own URLs begin; set by the toolbar. */
  prefix: string
  /** Addresses relative to that of boot.js. */
  early: string
  toolbar: string
  language: string
  speech: boolean
}

export type Value = string | number
export type Values = Record<string, Value>

/** Which values a preference may have. */
export type Schema =
  | { initial: number; min: number; max: number; step: number }
  | { initial: string; choices: string[] }

/** What the visitor chose. `open`: the panel is shown, not only its launcher. */
export interface State {
  on: boolean
  open: boolean
  values: Values
}

/** `window.a11y`: what a page may call. Until the toolbar is loaded a call answers with a promise. */
export interface Api {
  version: string
  open(): unknown
  close(): unknown
  exit(): unknown
  reset(): unknown
  get(name: string): unknown
  set(name: string, value: Value): unknown
  read: { start(): unknown; pause(): unknown; stop(): unknown }
}

/** The API's verbs as the toolbar has them, `read.start` and its like as `start`. */
export type Verbs = Record<string, (...values: any[]) => unknown>

/** What boot.js leaves for early.js and the toolbar, at `window[Symbol.for('a11y')]`. */
export interface Boot {
  config: Config
  api: Api
  load(): Promise<Verbs | undefined>
  /** Read from the cookie by whoever of the two comes first. */
  state?: State
  /** Set by the toolbar: the pointer is there, in px of this window. */
  point?: (spot: Spot) => void
  /** Set by the toolbar: give a frame of this window the height that its page needs. */
  hold?: (frame: Element, px: number) => void
  /** The style sheet that held since the first paint, in care mode only. */
  sheet?: CSSStyleSheet
}

/** The same once the toolbar runs. */
export interface Core extends Boot {
  state: State
}

/** Texts of one language by key. */
export type Texts = Record<string, string>
export type Translate = (key: string, values?: Record<string, Value>) => string

/** One preference: a folder below `preferences/` with these in its `index.js`. */
export interface Preference {
  /** In the drawer: the section where it stands, and its place there. */
  section?: Section
  order?: number
  /** By language. The keys are for this preference alone. */
  texts: Record<string, Texts>
  /** Builds what sets it. */
  control(context: ControlContext): Control
  /** What it does to the page. A preference of the reader has none. */
  enactor?(page: Page): Enactor
}

export type Section = 'text' | 'colour' | 'pointer' | 'page' | 'help'

/** Something to do or to look at in the drawer: a folder below `tools/` with this in `index.js`. */
export interface Tool {
  section: Section
  order: number
  icon: string
  /** By language; `label` is on its button. */
  texts: Record<string, Texts>
  /** Show a view in the drawer, or do it: then nothing is returned. */
  open(context: ToolContext): HTMLElement | undefined
}

export interface ToolContext {
  core: Core
  home: Home
  t: Translate
  say(sentence: string): void
  /** Several preferences at a time. Raises a RangeError for what is none. */
  choose(values: Values): void
  /** Close the drawer, so that the page can be seen. */
  close(): void
}

/** What `more.js` brings. */
export interface More {
  preferences: Record<string, Preference>
  tools: Record<string, Tool>
  createDrawer(context: DrawerContext): Drawer
}

export interface DrawerContext {
  language: string
  preferences: Record<string, Preference>
  controls: Record<string, Control>
  tools: Record<string, Tool>
  tool: Omit<ToolContext, 't'>
}

export interface Drawer {
  element: HTMLElement
  css: string
  focus(): void
}

export interface ControlContext {
  schema: Schema
  t: Translate
  /** The visitor wants this value. */
  choose(value: Value): void
  /** Say why nothing happened, such as "largest already". */
  say(sentence: string): void
}

export interface Control {
  element: HTMLElement
  show(value: Value): void
  /** The value in a few words, for a screen reader. */
  say(value: Value): string
}

/** What a preference does to the page. The schema's initial value undoes everything. */
export interface Enactor {
  enact(value: Value, values: Values): void
  /** Elements that came with all that is in them, and elements whose class or style changed. */
  refresh?(added: Element[], touched: Element[]): void
  /** A frame's page cannot scroll and needs this height, in px; 0: no longer. */
  hold?(frame: Element, px: number): void
  /** The window has another width, or the page's pictures have arrived. */
  reflow?(): void
}

/** The host page, as far as we touch it. */
export interface Page {
  core: Core
  sheets: Sheets
  marks: Marks
  pointer: Pointer
  /** The toolbar's own element; none in a frame. Another one after a script wrote the page anew. */
  home(): Home | undefined
}

/** The element `<a11y-toolbar>` and what is in it. */
export interface Home {
  host: HTMLElement
  root: ShadowRoot
  frame: HTMLElement
  /** Below the bar: for what follows the pointer. */
  stage: HTMLElement
  show(): void
  addStyle(css: string): void
}

/** Where the visitor looks: at the pointer, the finger or the focus. In px of the top window. */
export interface Spot {
  x: number
  y: number
  /** What is there. In a frame of this site: that frame's element. */
  element: Element
}

export interface Pointer {
  /** Follow it; in a frame, pass it on to the window on top. @returns what ends it */
  follow(listener: (spot: Spot) => void): () => void
}

/** Our style sheets, each by name, in the document and in every open shadow root that is known. */
export interface Sheets {
  set(name: string, css: string): void
  get(name: string): string
  /** Run something with one of the sheets switched off; nothing is painted meanwhile. */
  without<T>(name: string, look: () => T): T
  /** Run a change of style with the page's transitions at rest, so that it shows at once. */
  still<T>(change: () => T): T
  addRoot(root: ShadowRoot): void
  /** Adopt again what a page's script has thrown out. */
  keep(): void
}

/** Everything of ours on elements of the host, and the way back. */
export interface Marks {
  set(element: Element, name: string, value: string): void
  remove(element: Element, name: string): void
  /** Remove a mark wherever it is. */
  clear(name: string): void
  /** Make inline `!important` of these properties an ordinary declaration. */
  demote(elements: Iterable<Element>, owner: string, properties: readonly string[]): void
  /** Give inline styles back what the owner demoted. */
  promote(owner: string): void
  /** Give one attribute of an element another value, until putBack. */
  replace(element: Element, attribute: string, value: string): void
  putBack(): void
  /** Every element below a root, those in open shadow roots too. */
  elements(root?: ParentNode): Element[]
}

/** What the reader of `reading/` offers. */
export interface Reader extends EventTarget {
  state: 'idle' | 'loading' | 'playing' | 'paused'
  progress: { index: number; count: number }
  start(from?: Node): unknown
  pause(): unknown
  resume(): unknown
  stop(): unknown
  setRate(rate: number): unknown
  destroy(): unknown
}
