const PLACE = /\{n(?::(\d{1,2}))?\}/;
const PLACES = new RegExp(PLACE, 'g');

/** Whether a pattern tells the numbers of a cohort apart. */
export function hasNumber(pattern: string): boolean {
  return PLACE.test(pattern);
}

/** `{n}` becomes the number, `{n:4}` the number padded with zeros to 4 digits. */
export function fillPattern(pattern: string, number: number): string {
  return patternFiller(pattern)(number);
}

/** The same for many numbers: the pattern is read once. */
export function patternFiller(pattern: string): (number: number) => string {
  // Splitting by a pattern with a group gives text, width, text, width, … text.
  const [start = '', ...rest] = pattern.split(PLACES);
  return (number) => {
    let filled = start;
    for (let i = 0; i < rest.length; i += 2) {
      filled += String(number).padStart(Number(rest[i] ?? 0), '0') + (rest[i + 1] ?? '');
    }
    return filled;
  };
}
