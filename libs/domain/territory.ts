/** Everywhere, as a restriction's only country. */
export const EVERYWHERE = '*';

/** A viewpoint that no restriction names: what is restricted somewhere is not restricted here. */
export const ELSEWHERE = 'elsewhere';

// ISO 3166-1 alpha-2, officially assigned codes.
const ASSIGNED = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
    'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
    'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
    'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ ' +
    'NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW ' +
    'SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ ' +
    'UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);

/** The member states of the European Union since 1 February 2020. */
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/**
 * A country code as people write it, normalised: upper case, `UK` as `GB`.
 *
 * @returns the ISO 3166-1 alpha-2 code, or null where there is no such country
 */
export function normaliseCountry(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (code === 'UK') return 'GB';
  return ASSIGNED.has(code) ? code : null;
}

/**
 * The countries that a restriction or an order names: normalised, `EU` expanded to its members,
 * sorted, each once; `*` swallows the rest.
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
      for (const member of EU) countries.add(member);
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
