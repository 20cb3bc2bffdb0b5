/** @import { Schema } from '../../types.js' */

/** How much of their light pictures lose. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'some', 'much'] }
