// What esbuild leaves, made smaller in place: `node scripts/minify.mjs FOLDER`. Five per cent of what
// is sent. Nothing that terser calls unsafe; reading offsetHeight lays the page out, and must stay.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const { minify } = createRequire(join(process.cwd(), 'package.json'))('terser')
const [folder] = process.argv.slice(2)
for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
  const file = join(folder, name)
  const { code } = await minify(readFileSync(file, 'utf8'), {
    module: name != 'boot.js',
    toplevel: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: false },
    format: { ascii_only: false, comments: false },
  })
  writeFileSync(file, code + '\n')
}
