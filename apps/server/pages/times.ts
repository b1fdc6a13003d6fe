import type { ProvenanceField } from '#contract';
import type { Language } from '#visibility';
import { html, type Markup } from './html.js';
import type { Page } from './page.js';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-IN', hi: 'hi-IN' };

/** `10 February 2021, 13:30 IST`: in the scenario's time zone, else in UTC. */
export function instantText(page: Page, at: string | number): string {
  return `${day(page, at)}, ${hourText(page, at)} ${zoneText(page, at)}`;
}

/** `10 February 2021`. */
export function day(page: Page, at: string | number): string {
  return format(page, at, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** When something was made: with *c.* and dotted where its hour is inferred, without where only the month is known. */
export function timeMarkup(page: Page, at: string, provenance: ProvenanceField | null): Markup {
  switch (provenance?.precision) {
    case 'month':
      return html`<time datetime="${at}">${format(page, at, { month: 'long', year: 'numeric' })}</time>`;
    case 'day':
    case 'part_of_day':
      return html`<time datetime="${at}"
        >${day(page, at)}, <abbr title="${page.words.inferredHour}">${page.words.circa}</abbr>
        <span class="inferred">${hourText(page, at)}</span> ${zoneText(page, at)}</time
      >`;
    case 'minute':
    case undefined:
      return html`<time datetime="${at}">${instantText(page, at)}</time>`;
  }
}

/** `13:30`. */
export function hourText(page: Page, at: string | number): string {
  return format(page, at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `IST`. */
export function zoneText(page: Page, at: string | number): string {
  // English as in India knows IST; elsewhere it is GMT+5:30.
  const options = { timeZone: zoneOf(page), timeZoneName: 'short' } as const;
  const parts = new Intl.DateTimeFormat('en-IN', options).formatToParts(new Date(at));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function format(page: Page, at: string | number, options: Intl.DateTimeFormatOptions): string {
  const zoned = { ...options, timeZone: zoneOf(page) };
  return new Intl.DateTimeFormat(LOCALES[page.language], zoned).format(new Date(at));
}

function zoneOf({ scenario }: Page): string {
  return scenario?.time_zone ?? 'UTC';
}
