/** Text size and page zoom are one zoom before the first paint. */
export { early } from '../size/early.js'
