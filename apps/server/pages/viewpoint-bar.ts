import { ELSEWHERE, everyCountry } from '#domain';
import { countryName, seesAll, type Language, type Viewpoint } from '#visibility';
import { html, type Markup } from './html.js';
import { PAGE_WORDS, placeName } from './catalogue.js';
import { bothSidesLink, linkTo, type Page } from './page.js';
import { instantText } from './times.js';

/** From when and where a page is seen, in a sentence. */
export function seenFrom(page: Page, { from, live, at }: Viewpoint): string {
  return page.words.seen(placeName(from, page.language), live ? null : instantText(page, at));
}

/** The ways to see a page otherwise: from another country where that may be chosen, now, and on both sides. */
export function viewpointBar(page: Page): Markup | null {
  const { viewpoint, words } = page;
  if (viewpoint === null) return null;
  const free = viewpoint.mode === 'open' || seesAll(viewpoint);
  return html`<section class="viewpoint" aria-label="${words.viewpoint}">
    <p class="seen">${seenFrom(page, viewpoint)}</p>
    ${free ? picker(page, viewpoint) : html`<p>${words.whereYouAre}</p>`}
    <p class="ways">
      ${
        !viewpoint.live &&
        html`<a href="${linkTo(page, page.asked, { live: true })}" rel="nofollow">${words.seeLive}</a>`
      }
      <a href="${bothSidesLink(page)}">${words.bothSides}</a>
    </p>
  </section>`;
}

/** The form asks for the same address again: what else it names goes along. */
function picker(page: Page, { from }: Viewpoint): Markup {
  const { words, language } = page;
  const { pathname, searchParams } = new URL(linkTo(page, page.asked), page.origin);
  searchParams.delete('view_from');
  const chosen = from ?? '';
  return html`<form class="picker" method="get" action="${pathname}">
    ${[...searchParams].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <label for="view-from">${words.seeFrom}</label>
    <select id="view-from" name="view_from" required>
      <option value="${chosen}" selected>${placeName(from, language) ?? words.nowhere}</option>
      ${OPTIONS[language]}
    </select>
    <button>${words.look}</button>
  </form>`;
}

/** Every place that one can look from, by name. */
function optionsIn(language: Language): Markup {
  const countries = everyCountry()
    .map((code) => ({ code, name: countryName(code, language).replace(/^the /, '') }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
  const places = [{ code: ELSEWHERE, name: PAGE_WORDS[language].elsewhere }, ...countries];
  return html`${places.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}`;
}

const OPTIONS: Readonly<Record<Language, Markup>> = { en: optionsIn('en'), hi: optionsIn('hi') };
