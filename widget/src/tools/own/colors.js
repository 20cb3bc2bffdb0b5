/**
 * The colours to choose from: eight kinds, dark to light, so that each has partners that are clear.
 *
 * @type {[name: string, color: string][]}
 */
export const COLORS = [
  ['black', '#000000'],
  ['charcoal', '#333333'],
  ['grey', '#8a8a8a'],
  ['silver', '#d0d0d0'],
  ['white', '#ffffff'],
  ['cream', '#fff6dc'],
  ['wine', '#6b0020'],
  ['red', '#c8102e'],
  ['pink', '#ffc9d6'],
  ['brown', '#4a2a10'],
  ['orange', '#ff9a1f'],
  ['apricot', '#ffd9ad'],
  ['olive', '#4a4a00'],
  ['gold', '#ffd400'],
  ['lemon', '#fff59a'],
  ['pine', '#0b3d1e'],
  ['green', '#2ecc55'],
  ['bean', '#c7edcc'],
  ['navy', '#00186b'],
  ['blue', '#1a5fd0'],
  ['sky', '#bfe3ff'],
  ['plum', '#3d0a5c'],
  ['purple', '#8a3fc4'],
  ['lilac', '#e3ccff'],
]
