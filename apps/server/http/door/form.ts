import { BadRequestException } from '@nestjs/common';

/** A form, read: texts, lists and forms, by name. It has no prototype, so that any name may be a field's. */
export interface Form {
  [field: string]: FormValue;
}
type FormValue = string | FormValue[] | Form;

/** More pairs than any form sends, even one with a list of a hundred entries. */
export const MAX_PAIRS = 1_000;
/** More brackets than any field here has; `whatIsWrong` allows no deeper JSON either. */
const MAX_BRACKETS = 16;

/** `a`, and what stands in brackets after it: `a[]`, `a[b]`, `a[][b]`. */
const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/**
 * Makes a form of its fields as they were sent, by their names, as Rails does (Rack's
 * `QueryParser#normalize_params`): `a[]` is an entry of a list, `a[b]` a field of a form, and `a[][b]` a field
 * of the last form in a list, or of a new one where that has it already. A plain name that is given more than
 * once is a list, too. A name whose brackets do not match is a name.
 *
 * @param pairs names and values, decoded
 * @throws BadRequestException where there are more than 1,000, or two that cannot both be
 */
export function formOf(pairs: Iterable<readonly [name: string, value: string]>): Form {
  const form = emptyForm();
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > MAX_PAIRS) throw new BadRequestException(`A form has at most ${MAX_PAIRS} fields`);
    const [, root = name, brackets = ''] = NAME.exec(name) ?? [];
    const keys = brackets === '' ? [] : brackets.slice(1, -1).split('][');
    if (keys.length > MAX_BRACKETS)
      throw new BadRequestException(`A field is nested at most ${MAX_BRACKETS} deep`);
    form[root] = within(form[root], keys, value, root);
  }
  return form;
}

/** A query as a form: what stands after the `?` of an address. */
export function queryOf(query: string): Form {
  return query === '' ? emptyForm() : formOf(pairsOf(query));
}

/** Bytes that are percent-encoded, one after the other. */
const ENCODED = /(?:%[\da-f]{2})+/gi;

/**
 * The names and values of `application/x-www-form-urlencoded` text, decoded.
 *
 * @throws BadRequestException where what is percent-encoded is not UTF-8: `URLSearchParams` would put another
 *   character in its place, and nobody would be told
 */
export function pairsOf(encoded: string): URLSearchParams {
  for (const [bytes] of encoded.matchAll(ENCODED)) {
    try {
      decodeURIComponent(bytes);
    } catch {
      throw new BadRequestException('What is percent-encoded is not UTF-8');
    }
  }
  return new URLSearchParams(encoded);
}

/** Puts a value where its keys say, and returns what the field holds then. */
function within(
  before: FormValue | undefined,
  [key, ...rest]: readonly string[],
  value: string,
  root: string,
): FormValue {
  if (key === undefined) {
    if (before === undefined) return value;
    return Array.isArray(before) ? appended(before, value) : [before, value];
  }
  if (key === '') {
    if (before !== undefined && !Array.isArray(before)) throw cannotBeBoth(root);
    const list = before ?? [];
    const last = list.at(-1);
    const [field] = rest;
    if (field === undefined || field === '' || !isForm(last) || field in last)
      return appended(list, within(undefined, rest, value, root));
    within(last, rest, value, root);
    return list;
  }
  if (before !== undefined && !isForm(before)) throw cannotBeBoth(root);
  const form = before ?? emptyForm();
  form[key] = within(form[key], rest, value, root);
  return form;
}

/** In place: a copy for each of a thousand entries would be half a million. */
function appended(list: FormValue[], value: FormValue): FormValue[] {
  list.push(value);
  return list;
}

function cannotBeBoth(root: string): BadRequestException {
  return new BadRequestException(`A field is given in forms that exclude each other: ${root.slice(0, 40)}`);
}

function isForm(value: FormValue | undefined): value is Form {
  return typeof value === 'object' && !Array.isArray(value);
}

function emptyForm(): Form {
  return Object.create(null) as Form;
}
