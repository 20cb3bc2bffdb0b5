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
  /** What the server can make of a page's words. */
  words: Operation[]
  /** Where the launcher stands at first; bottom-right if not said. */
  corner?: string
  /** The parent domain that the cookie is for; this host if not said. */
  domain?: string
  /** After so many seconds without a touch a kiosk forgets; never if not said. */
  kiosk?: number
  /** From this age on `kiosk()` switches care mode on. */
  age?: number
  /** The server has a simple view of each page. */
  simple?: boolean
}

export type Operation = 'pinyin' | 'traditional'

export type Value = string | number
export type Values = Record<string, Value>

/** Which values a preference may have. */
export type Schema =
  | { initial: number; min: number; max: number; step: number }
  | {
      initial: string
      choices: string[]
      /** Which values are legal beside the choices, such as colours of one's own. */
      allows?(value: string): boolean
      /** What else a value is called; it is kept under the key. */
      named?: Record<string, string>
    }

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
  preferences(): unknown
  kiosk(person: { age?: unknown; birth?: unknown }): unknown
  define(definition: any): void
  palette(palette: any): void
  keys(keys: Record<string, string | null>): void
  read: { start(): unknown; pause(): unknown; stop(): unknown }
}

/** The API's verbs as the toolbar has them, `read.start` and its like as `start`. */
export type Verbs = Record<string, (...values: any[]) => unknown>

/** What boot.js leaves for early.js and the toolbar, at `window[Symbol.for('a11y')]`. */
export interface Boot {
  config: Config
  api: Api
  load(): Promise<Verbs | undefined>
  /** What the page asked for that can wait for the toolbar. */
  queue: [verb: string, values: any[]][]
  /** Built-ins by name, as they were before any script of the page ran. */
  own?: object
  /** Set by the toolbar on top: a key of ours was pressed, in whatever frame. */
  press?: (name: string) => void
  /** Set by the toolbar on top: which keys are ours, by what they do. */
  keys?: Record<string, string | null>
  /** Set by a kiosk's toolbar: somebody is there. */
  busy?: () => void
  /** Read from the cookie by whoever of the two comes first. */
  state?: State
  /** Set by the toolbar: the pointer is there, in px of this window; it has left if undefined. */
  point?: (spot: Spot | undefined) => void
  /** Where the mouse was last, on the screen, and what leads what follows: mouse, touch or focus. */
  mouse?: string
  led?: Spot['kind']
  /** What is read aloud, for whoever shows it: made by who listens. Events: sentence, state. */
  spoken?: EventTarget
  /** Set by the toolbar: give a frame of this window the height that its page needs. */
  hold?: (frame: Element, px: number) => void
  /** Set by the toolbar on top: show the visitor one of the sentences of i18n.js. */
  notice?: (key: string) => void
  /** Set while the page's words are shown in another way: what they are to the page itself. */
  words?: Source
  /** Set by the toolbar: its own element, for frames of this site; none in a frame. */
  home?: () => Home | undefined
  /** The style sheet that held since the first paint, in care mode only. */
  sheet?: CSSStyleSheet
}

import type { Block } from './reading/types.js'
export type { Block }

/** The same once the toolbar runs. */
export interface Core extends Boot {
  state: State
  /** Set by the toolbar on top: read these parts of the page, instead of whatever is read. */
  read?: (blocks: Block[]) => unknown
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
  /** Whether the server can do it; where not, its control is not shown. */
  offered?(): boolean
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
  /** Whether it is there at all; if not given it is. */
  shown?(core: Core): boolean
  /** Show a view in the drawer, or do it: then nothing is returned. */
  open(context: ToolContext): HTMLElement | undefined
}

export interface ToolContext {
  core: Core
  home: Home
  page: Page
  t: Translate
  /** All of them, for those who speak of them. */
  preferences: Record<string, Preference>
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
  /** Go to a region of the page. */
  act(region: string, context: Omit<ToolContext, 't'>): void
}

export interface DrawerContext {
  language: string
  preferences: Record<string, Preference>
  controls: Record<string, Control>
  tools: Record<string, Tool>
  tool: Omit<ToolContext, 't'>
  /** Leave care mode, and delete the cookie. */
  forget(): void
}

export interface Drawer {
  element: HTMLElement
  css: string
  focus(): void
  /** Show a tool, as if its button were pressed. */
  open(tool: string): void
  /** Everything as the state has it. */
  show(): void
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
  /** Change the page later, not within enact or refresh, without being told of it. */
  quietly(work: () => void): void
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
  /** At the window's lower edge: what is in it, the page makes room for. */
  foot: HTMLElement
  /** What the bar, the sheet and the foot take of the window, in px. */
  room: { top: number; bottom: number }
  show(): void
  addStyle(css: string): void
}

/** In px of a window. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Where the visitor looks: at the pointer, the finger or the focus. In px of the top window. */
export interface Spot {
  /** `start`: nobody knows yet, so it is the middle of the window. */
  kind: 'mouse' | 'touch' | 'focus' | 'start'
  x: number
  y: number
  /** What is there, perhaps in a frame. */
  element: Element
  /** The same place in px of the element's own window. */
  local: { x: number; y: number }
  /** The box of what has the focus. */
  box?: Box
}

export interface Pointer {
  /**
   * Follow it; in a frame, pass it on to the window on top. Undefined: it has left the page.
   * @returns what ends it
   */
  follow(listener: (spot: Spot | undefined) => void): () => void
}

/** A sentence as it begins to be heard. */
export interface SpokenSentence {
  text: string
  /** When which part of it is heard, as offsets and milliseconds: [start, end, from, to]. */
  marks(): Promise<[number, number, number, number][]>
  /** How far it has been heard, in milliseconds. */
  heard(): number
}

/** The page's own text where it is shown with pinyin or in traditional characters. */
export interface Source {
  /** The text that a node of the page holds; empty for what we have added to it. */
  textOf(node: Text): string
  /** Where an offset of that text is shown. */
  placeOf(node: Text, offset: number): [node: Text, offset: number]
  /** The node of the page, and the offset in its text, for a place in what is shown. */
  sourceOf(node: Node, offset: number): [node: Node, offset: number]
}

/** Our style sheets, each by name, in the document and in every open shadow root that is known. */
export interface Sheets {
  /** `medium`: screen if not said. */
  set(name: string, css: string, medium?: 'screen' | 'print'): void
  get(name: string): string
  /** Run something with one of the sheets switched off; nothing is painted meanwhile. */
  without<T>(name: string, look: () => T): T
  /**
   * Run a change of style with the page's transitions at rest, so that it shows at once. `lazily`: they
   * rest a little longer, which spares the page from being styled twice before it is painted.
   */
  still<T>(change: () => T, lazily?: boolean): T
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
  progress: { index: number; count: number; left: number }
  /** Whether the server speaks, and not the browser. */
  isServed: boolean
  start(from?: Node | Block[]): unknown
  skip(by: number): unknown
  skipParagraph(by: number): unknown
  goTo(node: Node, offset: number): unknown
  clips(): Promise<string[]>
  pause(): unknown
  resume(): unknown
  stop(): unknown
  setRate(rate: number): unknown
  /** Of 100. */
  setVolume(volume: number): unknown
  /** Silence between sentences, in milliseconds. */
  setGap(ms: number): unknown
  destroy(): unknown
}
