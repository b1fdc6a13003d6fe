const CODES =
  'AE AX BQ BS CC CD CF CG CK DO FK FO GB GM IO KM KY MH MP MV NL PH PN PS SB SC TC TF UM US VA VG VI';

/** Countries whose English name takes an article, "in the United States": ISO 3166-1 alpha-2. */
export const WITH_ARTICLE: ReadonlySet<string> = new Set(CODES.split(' '));
