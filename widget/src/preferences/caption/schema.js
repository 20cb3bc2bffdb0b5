/** @import { Schema } from '../../types.js' */

/** Whether a bar at the bottom shows what is read very large, and how large. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'small', 'on', 'large'] }
