/**
 * Unicode's explicit directional controls (UAX 9, sections 2.1 to 2.4): embeddings, overrides, isolates and
 * their ends. In somebody's name they would turn what stands beside it.
 *
 * @see https://www.unicode.org/reports/tr9/
 */
export const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
