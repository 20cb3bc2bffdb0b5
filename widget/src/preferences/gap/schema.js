/** @import { Schema } from '../../types.js' */

/** How long it is silent between two sentences that are read. @type {Schema} */
export const schema = { initial: 'none', choices: ['none', 'short', 'long'] }
