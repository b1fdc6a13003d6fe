import unhomoglyph from 'unhomoglyph';

// Digits and letters that people read for one another in a name, beyond what Unicode lists.
const READ_AS: Readonly<Record<string, string>> = {
  vv: 'w',
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  i: 'l',
  '|': 'l',
};

/**
 * How a name looks: two names that are read for one another have a form in common. Case decides what a
 * letter is confused with (`I` with `l`, `rn` with `m`), so there is a form as it is written, one of it in
 * lower and one of it in upper case; separators and marks are left out of all.
 *
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function looksOf(name: string): string[] {
  const whole = name.normalize('NFKC');
  return [whole, whole.toLowerCase(), whole.toUpperCase()].map((form) =>
    unhomoglyph(form)
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}|]/gu, '')
      .replace(/vv|[013457i|]/g, (char) => READ_AS[char] ?? char),
  );
}
