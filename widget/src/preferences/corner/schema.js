/** @import { Schema } from '../../types.js' */

/** Where the launcher stands; auto: where the site has it. @type {Schema} */
export const schema = {
  initial: 'auto',
  choices: ['auto', 'top-left', 'top-right', 'bottom-left', 'bottom-right'],
}
