/** The page's sound as one file. */

import { json } from '../json.js'

/** As many clips as the server puts into a file. */
const MOST = 1500

/**
 * Have the browser download the clips as one MP3; it shows by itself how far it is.
 * @param {Document} doc
 * @param {string} prefix our own URLs' beginning
 * @param {string[]} clips
 * @returns {Promise<boolean>} whether it began
 */
export async function download(doc, prefix, clips) {
  if (!clips.length || clips.length > MOST) return false
  try {
    const name = doc.title.replace(/\s+/g, ' ').trim().slice(0, 80).replace(/[\ud800-\udbff]$/, '')
    const headers = { 'Content-Type': 'application/json' }
    const body = json({ v: 1, name, clips })
    const response = await fetch(`${prefix}/speech/download`, { method: 'POST', headers, body })
    if (!response.ok) return false
    const { id } = await response.json()
    const link = document.createElement('a')
    link.href = `${prefix}/speech/download/${id}.mp3`
    link.download = ''
    link.click()
    return true
  } catch {
    return false
  }
}
