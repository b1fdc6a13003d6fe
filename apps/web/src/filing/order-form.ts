import type { Body } from '../api/routes.js';
import type { Item } from './lines.js';

/** The grounds of section 69A(1), and others, as orders name them. */
export const GROUNDS = [
  'sovereignty_and_integrity',
  'defence',
  'security_of_the_state',
  'friendly_relations_with_foreign_states',
  'public_order',
  'incitement_to_a_cognizable_offence',
  'other',
] as const;
type Ground = (typeof GROUNDS)[number];

export const VENUES = ['home', 'twitter', 'koo', 'blog', 'press'] as const;

/** An order while it is written. */
export interface OrderForm {
  lines: string;
  title: string;
  legalBasis: string;
  countries: readonly string[];
  grounds: readonly Ground[];
  reason: string;
  venue: (typeof VENUES)[number];
  /** As a field of date and time has it, in the browser's zone; empty for none. */
  deadline: string;
  externalId: string;
  emergency: boolean;
  confidential: boolean;
}

export const EMPTY_FORM: OrderForm = {
  lines: '',
  title: '',
  legalBasis: '',
  countries: [],
  grounds: [],
  reason: '',
  venue: 'home',
  deadline: '',
  externalId: '',
  emergency: false,
  confidential: false,
};

/** A field without which nothing can be filed; null where none is missing. In the order of the page. */
export type MissingField = 'lines' | 'legalBasis' | 'countries' | 'grounds';

/** @param items how many the lines name */
export function missingField(form: OrderForm, items: number): MissingField | null {
  if (items === 0) return 'lines';
  if (form.legalBasis.trim() === '') return 'legalBasis';
  if (form.countries.length === 0) return 'countries';
  return form.grounds.length === 0 ? 'grounds' : null;
}

/** The body of `POST /api/v1/orders`; what was left empty is left out. */
export function orderBody(form: OrderForm, items: readonly Item[]): Body<'post', '/api/v1/orders'> {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  return {
    legal_basis: form.legalBasis.trim(),
    grounds: form.grounds,
    countries: form.countries,
    venue: form.venue,
    emergency: form.emergency,
    confidential: form.confidential,
    title: given(form.title),
    reason: given(form.reason),
    external_id: given(form.externalId),
    deadline: form.deadline === '' ? undefined : new Date(form.deadline).toISOString(),
    items,
  };
}

const KEY = 'withheld.filing';

/** Reads the form as it was typed in this tab before a reload, so that nothing is lost; empty where nothing was typed. */
export function keptForm(): OrderForm {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? '{}');
    return { ...EMPTY_FORM, ...(kept as Partial<OrderForm>) };
  } catch {
    return EMPTY_FORM;
  }
}

/** Keeps what is typed, in this tab alone; null forgets it. */
export function keepForm(form: OrderForm | null): void {
  try {
    if (form === null) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify(form));
  } catch {
    // Storage may be switched off; it then lasts as long as the page.
  }
}
