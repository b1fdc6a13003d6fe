/** Countries whose English name takes an article, "in the United States": ISO 3166-1 alpha-2. */
export const WITH_ARTICLE: ReadonlySet<string> = new Set(
  'AE BS CD CF CG DO FK GB GM KM KY MH MV NL PH SB SC TC US VA VG VI'.split(' '),
);
