const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The length of a text to a reader, in grapheme clusters, as Mastodon counts characters. */
export function graphemeLength(text: string): number {
  // In plain ASCII, as most text is, each character is one cluster (a CR LF pair aside).
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let length = 0;
  let start = 0;
  let size = WINDOW;
  for (;;) {
    const window = windowOf(text, start, size);
    let clusters = 0;
    let last = 0;
    for (const { index } of segmenter.segment(window)) {
      clusters += 1;
      last = index;
    }
    if (start + window.length === text.length) return length + clusters;
    // The last cluster may go on beyond the window, so the next one begins with it.
    length += clusters - 1;
    start += last;
    size = last === 0 ? size * 2 : WINDOW;
  }
}

/** UTF-16 units segmented at once: V8 takes time that grows with the square of their number. */
const WINDOW = 512;

function windowOf(text: string, start: number, size: number): string {
  const end = start + size;
  const splitsPair = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return text.slice(start, splitsPair ? end + 1 : end);
}
