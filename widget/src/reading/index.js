export { createReader } from './reader.js'
