/** What somebody's password must not be made of, beside what everybody's must not. */
export interface PasswordContext {
  username: string;
  email: string | null;
}

/** The name of the service, which people take for their password there. */
const SERVICE = 'withheld';
/** What has to be left of a password without its context's words: NIST's least length, in characters. */
const LEAST_REST = 8;
/** Shorter words are in any password by chance. */
const SHORTEST_WORD = 3;
const LEAST_DISTINCT = 4;
/** Digits and signs that are hung on a common password to pass for another. */
const TAIL = /^(.+?)[^\p{L}]{1,4}$/u;

let common: Promise<ReadonlySet<string>> | undefined;

/**
 * What is wrong with a password beside its length, said after its name; null where nothing is. Those in
 * wide use are in a list that comes with the program: no password leaves the machine.
 *
 * @see https://pages.nist.gov/800-63-3/sp800-63b.html#memsecretver (section 5.1.1.2)
 */
export async function passwordProblem(password: string, context: PasswordContext): Promise<string | null> {
  const plain = password.normalize('NFKC').toLowerCase();
  const list = await (common ??= readCommon());
  const withoutTail = TAIL.exec(plain)?.[1] ?? plain;
  if ([password, plain, withoutTail].some((one) => list.has(one))) return 'is one that many people use';
  if (isRegular(plain)) return 'is made of too few characters, or of a row of them';
  if (restOf(plain, context).length < LEAST_REST)
    return 'is made of your name, your e-mail address or the name of this service';
  return null;
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
