/** @param {any} value @returns {any} */
const bare = (value) =>
  Array.isArray(value)
    ? Object.assign([...value].map(bare), { toJSON: undefined })
    : value && typeof value == 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bare(each)]))
      : value

/**
 * JSON, also where the page's library gives arrays a `toJSON`, as Prototype did before 1.7: what is
 * an array's own comes first.
 *
 * @param {unknown} value objects, arrays and plain values
 */
export const json = (value) => JSON.stringify(bare(value))
