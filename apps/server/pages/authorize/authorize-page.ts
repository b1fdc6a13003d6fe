import { COUNTRY_CODES, ELSEWHERE, type Role } from '#domain';
import { grants } from '#identity';
import type { StoredScenario } from '#projections';
import { countryName } from '#visibility';
import { html, type Markup, type Content } from '../html.js';
import { document } from '../layout.js';
import type { Page } from '../page.js';
import { isolated } from '../bidi.js';
import { OWN_ACCOUNT, type AuthorizeForm, type Wrong } from './authorize-form.js';
import { OUT_OF_BAND, PARAMETERS, type AuthorizeRequest, type Parameters } from './authorize-request.js';
import { AUTHORIZE_WORDS, type AuthorizeWords, type Doing } from './authorize-words.js';
import { localIn } from './instant-in.js';

/** All that the page shows. */
export interface Asked {
  parameters: Parameters;
  request: AuthorizeRequest;
  form: AuthorizeForm;
  /** Null at first. */
  wrong: Wrong | 'tooMany' | null;
  /** Roles of the demo; none where there is no demo. */
  roles: readonly Role[];
  asksForCode: boolean;
  /** Whether a place may be chosen. */
  places: boolean;
  scenarios: readonly StoredScenario[];
  zone: string;
  /** Ms since the epoch. */
  now: number;
}

/** The page that asks somebody whether an app is let in, as whom, and what it is to see. It needs no script. */
export function authorizePage(page: Page, asked: Asked): string {
  const words = AUTHORIZE_WORDS[page.language];
  const { request, wrong } = asked;
  const main = html`<form class="sheet authorise" method="post" action="/oauth/authorize" autocomplete="on">
    ${hidden(asked.parameters)}
    <header>
      <p class="kicker">${words.authorise}</p>
      <h1><b>${isolated(request.app.name)}</b> ${words.wantsIn}</h1>
      <p>${whence(request, words)} ${words.will(doingsOf(request))}</p>
    </header>
    ${wrong !== null && html`<p class="wrong" role="alert" id="wrong">${words.wrong[wrong]}</p>`}
    ${asked.places ? placeFields(page, asked, words) : html`<p class="aside">${words.enforced}</p>`}
    ${instantFields(page, asked, words)} ${accountFields(asked, words)}
    <div class="sumup">
      <p class="of-now"><b>${words.sees}</b> ${words.seesNow}</p>
      <p class="of-past"><b>${words.sees}</b> ${words.seesPast}</p>
    </div>
    <div class="doit">
      <button class="big" name="decision" value="allow">${words.allow}</button>
      <button class="big quiet" name="decision" value="deny" formnovalidate>${words.deny}</button>
    </div>
    ${languages(page, asked.parameters)}
  </form>`;
  const title = `${request.app.name}: ${words.authorise}`;
  return document(page, { title, noindex: true }, main);
}

/** The page that shows a code, for an app that cannot be redirected to; or that none was given. */
export function outOfBandPage(page: Page, app: string, code: string | null): string {
  const words = AUTHORIZE_WORDS[page.language];
  const main =
    code === null
      ? html`<div class="sheet authorise">
          <h1>${words.denied}</h1>
          <p>${words.deniedHint}</p>
        </div>`
      : html`<div class="sheet authorise">
          <label class="field"
            ><span>${words.codeFor} ${isolated(app)}</span>
            <input class="oob" readonly value="${code}" id="code" autofocus
          /></label>
          <p>${words.copyCode}</p>
        </div>`;
  return document(page, { title: code === null ? words.denied : words.codeFor, noindex: true }, main);
}

function hidden(parameters: Parameters): Markup[] {
  return PARAMETERS.flatMap((name) => {
    const value = parameters[name];
    return value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`];
  });
}

/** Where the app is: whose page is opened with the code. */
function whence({ redirectUri }: AuthorizeRequest, words: AuthorizeWords): Content {
  if (redirectUri === OUT_OF_BAND) return words.showsCode;
  const { protocol, host } = new URL(redirectUri);
  return /^https?:$/.test(protocol) ? html`<b>${words.from(host)}</b>` : words.opensApp;
}

function doingsOf({ scopes }: AuthorizeRequest): Doing[] {
  const doings: [Doing, boolean][] = [
    ['read', grants(scopes, 'read:statuses')],
    ['post', grants(scopes, 'write:statuses')],
    ['follow', grants(scopes, 'write:follows')],
    ['moderate', scopes.some((scope) => scope.startsWith('admin:'))],
  ];
  return doings.flatMap(([doing, does]) => (does ? [doing] : []));
}

/** Choices beside each other, of which one holds. */
function choices(
  name: string,
  chosen: string,
  options: readonly (readonly [value: string, label: string])[],
): Markup {
  return html`<div class="choices">
    ${options.map(
      ([value, label]) =>
        html`<label
          ><input type="radio" name="${name}" value="${value}" ${value === chosen && CHECKED} /><span
            >${label}</span
          ></label
        >`,
    )}
  </div>`;
}

const CHECKED = html`checked`;
const SELECTED = html`selected`;
/** The error stands above, and belongs to the field. */
const INVALID = html`aria-invalid="true" aria-describedby="wrong"`;

function placeFields({ language }: Page, { form, wrong }: Asked, words: AuthorizeWords): Markup {
  const options = [
    ['IN', words.india],
    [ELSEWHERE, words.elsewhere],
    ['other', words.otherCountry],
    ['here', words.whereIAm],
  ] as const;
  const countries = COUNTRY_CODES.map(
    (code) => [code, countryName(code, language).replace(/^the /, '')] as const,
  ).sort((a, b) => a[1].localeCompare(b[1], language));
  return html`<fieldset>
    <legend>${words.lookFrom}</legend>
    ${choices('from', form.from, options)}
    <label class="field if-other"
      ><span>${words.country}</span>
      <select name="country" ${wrong === 'country' && INVALID}>
        <option value=""></option>
        ${countries.map(
          ([code, name]) =>
            html`<option value="${code}" ${code === form.country && SELECTED}>${name}</option> `,
        )}
      </select></label
    >
  </fieldset>`;
}

function instantFields(page: Page, asked: Asked, words: AuthorizeWords): Markup {
  const { form, wrong, scenarios, zone, now } = asked;
  const stories = scenarios.filter(({ manifest }) => manifest.chapters.length > 0);
  const options = [
    ['now', words.now],
    ...(stories.length > 0 ? [['chapter', words.aChapter] as const] : []),
    ['moment', words.aMoment],
  ] as const;
  const day = (at: string): string =>
    new Intl.DateTimeFormat(page.language === 'hi' ? 'hi-IN' : 'en-IN', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: zone,
    }).format(new Date(at));
  return html`<fieldset>
    <legend>${words.asOf}</legend>
    ${choices('as_of', form.asOf, options)}
    ${
      stories.length > 0 &&
      html`<label class="field if-chapter"
        ><span>${words.chapter}</span>
        <select name="chapter" ${wrong === 'chapter' && INVALID}>
          ${stories.map(
            ({ manifest }) =>
              html`<optgroup label="${manifest.title}">
                ${manifest.chapters
                  .filter(({ at }) => Date.parse(at) <= now)
                  .map(
                    ({ title, at }, i) =>
                      html`<option value="${at}" ${at === form.chapter && SELECTED}>
                        ${i + 1}, ${title}
                      </option> `,
                  )}
              </optgroup>`,
          )}
        </select></label
      >`
    }
    <label class="field if-moment"
      ><span>${words.moment(zone)}</span>
      <input
        type="datetime-local"
        name="moment"
        value="${form.moment || (stories[0] && localIn(zone, Date.parse(stories[0].manifest.ends))) || ''}"
        max="${localIn(zone, now)}"
        ${wrong === 'moment' && INVALID}
      />
      <small
        >${stories.map(({ manifest }) => words.story(manifest.title, day(manifest.starts), day(manifest.ends))).join('; ')}</small
      ></label
    >
  </fieldset>`;
}

function accountFields({ form, wrong, roles, asksForCode }: Asked, words: AuthorizeWords): Markup {
  const invalid = wrong === 'sign_in' || wrong === 'tooMany';
  const isDemo = roles.length > 0;
  const options = [
    ...roles.map((role) => [role, words.roles[role]] as const),
    [OWN_ACCOUNT, words.ownAccount] as const,
  ];
  return html`<fieldset class="account">
    <legend>${words.as} ${isDemo && html`<small>${words.demo}</small>`}</legend>
    ${isDemo && choices('as', form.as, options)}
    ${
      asksForCode &&
      html`<label class="field if-office"
        ><span>${words.code}</span>
        <input name="code" value="${form.code}" autocomplete="off" ${wrong === 'code' && INVALID}
      /></label>`
    }
    <div class="${isDemo ? 'pair if-own' : 'pair'}">
      <label class="field"
        ><span>${words.name}</span>
        <input
          name="username"
          value="${form.username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          ${!isDemo && html`required`}
          ${invalid && INVALID}
      /></label>
      <label class="field"
        ><span>${words.password}</span>
        <input
          type="password"
          name="password"
          autocomplete="current-password"
          ${!isDemo && html`required`}
          ${invalid && INVALID}
      /></label>
    </div>
  </fieldset>`;
}

/** The same request in the other language. */
function languages({ language }: Page, parameters: Parameters): Markup {
  const to = (lang: string): string =>
    `/oauth/authorize?${new URLSearchParams({ ...parameters, lang }).toString()}`;
  const each = [
    ['en', 'English'],
    ['hi', 'हिन्दी'],
  ] as const;
  return html`<p class="languages">
    ${each.map(([lang, name]) =>
      lang === language
        ? html`<b lang="${lang}">${name}</b> `
        : html`<a href="${to(lang)}" lang="${lang}" hreflang="${lang}">${name}</a> `,
    )}
  </p>`;
}
