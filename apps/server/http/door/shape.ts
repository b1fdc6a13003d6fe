/** Fields of one object. Whoever transforms forms compares each with all others. */
const MAX_FIELDS = 100;
/** Values in all; an order of 10,000 items has half as many. */
const MAX_VALUES = 50_000;
/** Deeper than anything that is asked for here, and less deep than what exhausts the stack. */
const MAX_DEPTH = 16;
/** UTF-16 code units of one text; the longest that is asked for here. Checks of what a text is may take long of a longer one. */
const MAX_TEXT = 100_000;
/** A field is named in an error as far as its name is no longer. */
const LONGEST_NAME = 40;
/** U+0000, and half of a surrogate pair: PostgreSQL's text and JSON take neither. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Finds out why a value must not be walked, transformed or stored: more than 100 fields in one object, more
 * than 50,000 values in all, more than 16 levels, a text of more than 100,000 characters or one that a
 * database does not take, or a field that sets a prototype. It takes time in proportion to the value, and
 * stops at these bounds.
 *
 * @param name what the value is called, such as `The body`
 * @returns why, in a sentence for whoever sent it; null where nothing is wrong
 */
export function whatIsWrong(name: string, value: unknown): string | null {
  let values = 0;
  const look = (inner: unknown, called: string, depth: number): string | null => {
    values += 1;
    if (values > MAX_VALUES) return `${name} has more than ${MAX_VALUES} values`;
    if (typeof inner === 'string') {
      if (inner.length > MAX_TEXT) return `${called} is longer than ${MAX_TEXT} characters`;
      return UNSTORABLE.test(inner) ? `${called} must be text, without U+0000 or half characters` : null;
    }
    if (typeof inner !== 'object' || inner === null) return null;
    if (depth === MAX_DEPTH) return `${name} is nested more than ${MAX_DEPTH} deep`;
    if (Array.isArray(inner)) {
      for (const one of inner) {
        const wrong = look(one, called, depth + 1);
        if (wrong !== null) return wrong;
      }
      return null;
    }
    let fields = 0;
    for (const field in inner) {
      if (!Object.hasOwn(inner, field)) continue;
      fields += 1;
      if (fields > MAX_FIELDS) return `${name} has an object with more than ${MAX_FIELDS} fields`;
      if (field === '__proto__' || UNSTORABLE.test(field)) return `${name} has a field whose name is none`;
      const short = field.length <= LONGEST_NAME ? field : called;
      const wrong = look((inner as Record<string, unknown>)[field], short, depth + 1);
      if (wrong !== null) return wrong;
    }
    return null;
  };
  return look(value, name, 0);
}

/** A value without the fields that are null, at every depth: who sends null for what they may leave out leaves it out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(given.map(([field, inner]) => [field, withoutNulls(inner)]));
}
