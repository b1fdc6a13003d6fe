import { BIDI_CONTROLS } from '#contract';

const FSI = '\u2068';
const PDI = '\u2069';
/** Letters and marks that run from right to left, of Unicode's blocks for such scripts (bidi classes R and AL). */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * Somebody's words to stand beside ours where there is no markup, such as in a title: they neither turn
 * what is around them nor are turned by it. Their own directional controls are left out, and what runs
 * from right to left is put between FSI and PDI.
 *
 * @see https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 * @see https://www.w3.org/International/questions/qa-bidi-unicode-controls
 */
export function isolated(text: string): string {
  const plain = text.replaceAll(BIDI_CONTROLS, '');
  return RIGHT_TO_LEFT.test(plain) ? `${FSI}${plain}${PDI}` : plain;
}

/** A text in which every directional control that stands is closed: isolates in pairs, and no others. */
export function closed(text: string): string {
  if (text.search(BIDI_CONTROLS) < 0) return text;
  const chars = [...text];
  const open: number[] = [];
  chars.forEach((char, i) => {
    if (/[\u202A-\u202E]/.test(char)) chars[i] = '';
    else if (/[\u2066-\u2068]/.test(char)) open.push(i);
    else if (char === PDI && open.pop() === undefined) chars[i] = '';
  });
  for (const i of open) chars[i] = '';
  return chars.join('');
}
