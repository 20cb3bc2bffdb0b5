/** @import { Schema } from '../../types.js' */

/** Size and colour of the mouse pointer. @type {Schema} */
export const schema = {
  initial: 'off',
  choices: [
    'off',
    'large-white',
    'large-black',
    'large-yellow',
    'huge-white',
    'huge-black',
    'huge-yellow',
    'giant-white',
    'giant-black',
    'giant-yellow',
  ],
}
