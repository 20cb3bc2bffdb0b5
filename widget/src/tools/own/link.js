import { contrast } from '../../preferences/theme/own.js'

/** Colours that links are known by, dark and light ones. */
const KNOWN = ['#0a2f9e', '#8fd0ff', '#7a0038', '#ffe066', '#004d40', '#a6f2ff']

/**
 * A colour for links between those of the visitor's own: as clear as text where one of the known ones
 * is and differs from it, else the text's own (links are underlined in any case).
 *
 * @param {string} paper
 * @param {string} ink
 */
export function linkOf(paper, ink) {
  const enough = Math.min(7, contrast(ink, paper))
  return KNOWN.find((color) => contrast(color, paper) >= enough && color != ink) ?? ink
}
