/** The words that one person's password must not be made of, beside those that nobody's may be. */
export interface PasswordContext {
  username: string;
  email: string | null;
}

/** The name of the service, which people take for their password there. */
const SERVICE = 'withheld';
/** The least length of a password without its context's words: NIST's, in characters. */
const LEAST_REST = 8;
/** In characters. Shorter words are in many passwords by chance. */
const SHORTEST_WORD = 3;
const LEAST_DISTINCT = 4;
/** Digits and signs that people append to a common password to make another. */
const TAIL = /^(.+?)[^\p{L}]{1,6}$/u;
/** The same characters again and again. */
const REPEATED = /^(.+?)\1+$/u;
/** Digits and signs that people write for letters. */
const WRITTEN_AS: Readonly<Partial<Record<string, string>>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

let common: Promise<ReadonlySet<string>> | undefined;

/**
 * The error of a password beside its length, as words to follow its name; null where it has none. The list
 * of passwords in wide use comes with the program: no password leaves the machine.
 *
 * @see https://pages.nist.gov/800-63-3/sp800-63b.html#memsecretver (section 5.1.1.2)
 */
export async function passwordProblem(password: string, context: PasswordContext): Promise<string | null> {
  const plain = password.normalize('NFKC').toLowerCase();
  const list = await (common ??= readCommon());
  if (list.has(password) || isCommon(plain, list)) return 'is one that many people use';
  if (isRegular(plain)) return 'is made of too few characters, or of a row of them';
  const rest = restOf(plain, context);
  if (rest.length < LEAST_REST || (rest !== plain && isCommon(rest, list)))
    return 'is made of your name, your e-mail address or the name of this service';
  return null;
}

/** Whether a password is a common one, as it stands or as people make a longer one of it, or two of them. */
function isCommon(password: string, list: ReadonlySet<string>): boolean {
  return [password, letters(password)].some((one) => {
    const withoutTail = TAIL.exec(one)?.[1] ?? one;
    const once = REPEATED.exec(one)?.[1] ?? one;
    return [one, withoutTail, once].some((each) => list.has(each)) || isOfTwo(one, list);
  });
}

function letters(password: string): string {
  return Array.from(password, (char) => WRITTEN_AS[char] ?? char).join('');
}

function isOfTwo(password: string, list: ReadonlySet<string>): boolean {
  for (let end = SHORTEST_WORD; end <= password.length - SHORTEST_WORD; end += 1)
    if (list.has(password.slice(0, end)) && list.has(password.slice(end))) return true;
  return false;
}

/** The list takes 2 MB and some 40 ms to read, so it is read when somebody first signs up. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { default: language } = await import('@zxcvbn-ts/language-common');
  return new Set(language.dictionary['passwords-common']);
}

/** Such as `aaaaaaaaaaaa`, `121212121212` and `abcdefghijkl`. */
function isRegular(password: string): boolean {
  const points = Array.from(password, (char) => char.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, i) => point - (points[i] ?? 0)));
  const [step = 0] = steps;
  return new Set(points).size < LEAST_DISTINCT || (steps.size === 1 && Math.abs(step) <= 1);
}

function restOf(password: string, { username, email }: PasswordContext): string {
  const words = [email, email?.split('@')[0], username, SERVICE]
    .flatMap((word) => word?.normalize('NFKC').toLowerCase() ?? [])
    .filter((word) => word.length >= SHORTEST_WORD);
  return words.reduce((rest, word) => rest.replaceAll(word, ''), password);
}
