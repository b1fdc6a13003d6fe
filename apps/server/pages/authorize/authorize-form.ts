import { ELSEWHERE, normaliseCountry, type Role } from '#domain';
import { isRole, type GrantedView } from '#identity';
import { parseViewAt } from '../../http/viewpoint/parse-viewpoint.js';
import { instantIn } from './instant-in.js';

/** Who somebody signs in as: by a password, or as a role of the demo. */
export const OWN_ACCOUNT = 'own';

/** A field of the form that something may be wrong with. */
export type Wrong = 'sign_in' | 'country' | 'moment' | 'chapter' | 'code';

/** The form as it was filled in; what was not is as it stands at first. */
export interface AuthorizeForm {
  /** `own`, or a role of the demo. */
  as: string;
  username: string;
  password: string;
  code: string;
  from: string;
  country: string;
  asOf: string;
  chapter: string;
  /** As a browser has it: `2021-02-10T13:34`, in the story's time zone. */
  moment: string;
}

/** Characters of one field. */
const LONGEST = 300;

/** Reads the form; @param roles those of the demo, of which the first stands at first */
export function formOf(body: unknown, roles: readonly Role[]): AuthorizeForm {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: string, otherwise = ''): string => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'string' && value.length <= LONGEST ? value : otherwise;
  };
  return {
    as: text('as', roles[0] ?? OWN_ACCOUNT),
    username: text('username'),
    password: text('password'),
    code: text('code'),
    from: text('from', 'here'),
    country: text('country'),
    asOf: text('as_of', 'now'),
    chapter: text('chapter'),
    moment: text('moment'),
  };
}

/** The role of the demo that was chosen; null where somebody signs in by a password. */
export function roleOf({ as }: AuthorizeForm, roles: readonly Role[]): Role | null {
  return isRole(as) && roles.includes(as) ? as : null;
}

/**
 * Gives the viewpoint that was chosen: where to look from and as of when.
 *
 * @param zone IANA name of the time zone that a moment is given in
 * @param now ms since the epoch
 * @param places whether a place may be chosen: where geography is enforced none may
 */
export function viewOf(
  form: AuthorizeForm,
  zone: string,
  now: number,
  places: boolean,
): { ok: true; view: GrantedView } | { ok: false; wrong: Wrong } {
  const from = places ? placeOf(form) : null;
  if (from === undefined) return { ok: false, wrong: 'country' };
  switch (form.asOf) {
    case 'chapter': {
      const at = parseViewAt(form.chapter, now);
      return at.ok ? { ok: true, view: { from, at: at.value } } : { ok: false, wrong: 'chapter' };
    }
    case 'moment': {
      const instant = instantIn(zone, form.moment);
      const at = instant === null ? null : parseViewAt(new Date(instant).toISOString(), now);
      return at?.ok === true ? { ok: true, view: { from, at: at.value } } : { ok: false, wrong: 'moment' };
    }
    default:
      return { ok: true, view: { from, at: null } };
  }
}

/** Undefined where a country was to be named and is none; null: where they are. */
function placeOf({ from, country }: AuthorizeForm): string | null | undefined {
  if (from === ELSEWHERE || from === 'IN') return from;
  return from === 'other' ? (normaliseCountry(country) ?? undefined) : null;
}
