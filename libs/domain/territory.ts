/** Everywhere, as a restriction's only country. */
export const EVERYWHERE = '*';

/** A place that no restriction names: only restrictions on `*` bind here. */
export const ELSEWHERE = 'elsewhere';

// ISO 3166-1 alpha-2, officially assigned codes; and Kosovo, by the code that CLDR and the European
// Commission use of those that ISO 3166-1 leaves to its users.
const COUNTRIES: ReadonlySet<string> = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
    'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ ' +
    'NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ ' +
    'UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
  ).split(' '),
);

/** The member states of the European Union since 1 February 2020. */
export const EU_MEMBERS: readonly string[] =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/**
 * Parts of a country that have codes of their own, and where its law is in force by itself: without an
 * act of the part, and without one that extends it there. A restriction that names a country binds in its
 * parts too; one that names a part binds in that part alone.
 *
 * - `FI`: expression, telecommunications and criminal law in Åland are the State's (Act on the Autonomy of
 *   Åland 1144/1991, section 27); the Union's law holds by TFEU 355(4).
 * - `FR`: statutes apply of full right in the departments and regions overseas (Constitution, article 73)
 *   and in Saint-Martin (Code général des collectivités territoriales, article LO6313-1); the Union's law
 *   by TFEU 349 and 355(1), which name them, Mayotte too. In Saint-Barthélemy and Saint-Pierre-et-Miquelon
 *   the Union's is not (355(2)), and `EU` is stored as the names of its members: so a member's name ends
 *   where the Union's law does.
 * - `US`: the States, the Territories and the possessions are the United States of the Communications
 *   Act (47 U.S.C. 153(58)) and, in territory, of criminal law (18 U.S.C. 5).
 * - `AU`: the Australia of every Act is with these three (Acts Interpretation Act 1901, section 2B).
 *
 * Left out are parts that legislate for themselves, or to which the country's law is extended case by case
 * or in part: of `CN` HK, MO; of `DK` FO, GL; of `FR` NC, PF, TF, WF; of `GB` the Crown Dependencies and
 * the Overseas Territories; of `NL` AW, BQ, CW, SX; of `NO` BV, SJ; of `NZ` CK, NU, TK. Left out, too, is
 * what more than one claims or governs (EH, PS, TW, XK; of `US` UM): this list takes no side. Whoever wants
 * something withheld there names it. EA and IC, of `ES`, are no codes of ISO 3166-1, and PT has no others.
 */
const PARTS: Readonly<Record<string, string>> = {
  AU: 'CC CX NF',
  FI: 'AX',
  FR: 'GF GP MF MQ RE YT',
  US: 'AS GU MP PR VI',
};

const WHOLE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PARTS).flatMap(([whole, parts]) => parts.split(' ').map((part) => [part, whole] as const)),
);

/** Every country that there is, by its code. */
export const COUNTRY_CODES: readonly string[] = [...COUNTRIES];

/** The country that a code is a part of, and whose law is in force there; null where it is no part. */
export function wholeOf(country: string): string | null {
  return WHOLE_OF.get(country) ?? null;
}

/**
 * The names that bind in a country: its own, that of the country whose part it is, and `*`.
 *
 * @param country normalised; in `elsewhere`, and where the country is not known (null), `*` alone binds
 */
export function namesThatBindIn(country: string | null): readonly string[] {
  if (country === null || country === ELSEWHERE) return [EVERYWHERE];
  const whole = wholeOf(country);
  return whole === null ? [country, EVERYWHERE] : [country, whole, EVERYWHERE];
}

/** Whether a restriction on some countries, as stored, binds in one country. */
export function bindsIn(countries: readonly string[], country: string | null): boolean {
  return namesThatBindIn(country).some((name) => countries.includes(name));
}

/** Every country that one can look from: ISO 3166-1 alpha-2, and `XK`. */
export function everyCountry(): string[] {
  return [...COUNTRIES];
}

/** Every code where some names bind, sorted, each once: the countries with their parts; `*` stays alone. */
export function territoryOf(countries: readonly string[]): string[] {
  if (countries.includes(EVERYWHERE)) return [EVERYWHERE];
  const parts = countries.flatMap((country) => PARTS[country]?.split(' ') ?? []);
  return [...new Set([...countries, ...parts])].sort();
}

/**
 * A country code as people write it, normalised: upper case, `UK` as `GB`.
 *
 * @returns the ISO 3166-1 alpha-2 code or `XK`; null where there is no such country
 */
export function normaliseCountry(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code === 'UK') return 'GB';
  return COUNTRIES.has(code) ? code : null;
}

/**
 * The countries that a restriction or an order names: normalised, sorted, each once. `EU` is expanded to its
 * members and to where its law holds beyond them (TFEU 349, 355(1), 355(4)); `*` swallows the rest.
 *
 * @returns the list, or the first code that names no country
 */
export function normaliseCountries(
  texts: readonly string[],
): { ok: true; countries: string[] } | { ok: false; unknown: string } {
  const countries = new Set<string>();
  for (const text of texts) {
    if (text.trim() === EVERYWHERE) {
      countries.add(EVERYWHERE);
      continue;
    }
    if (text.trim().toUpperCase() === 'EU') {
      for (const country of territoryOf(EU_MEMBERS)) countries.add(country);
      continue;
    }
    const country = normaliseCountry(text);
    if (country === null) return { ok: false, unknown: text };
    countries.add(country);
  }
  return {
    ok: true,
    countries: countries.has(EVERYWHERE) ? [EVERYWHERE] : [...countries].sort(),
  };
}

/** Why a name is refused that `normaliseCountries` does not know, after the name of the field. */
export function notACountry(text: string): string {
  return `must be codes of countries: "${text}" is not a country`;
}
