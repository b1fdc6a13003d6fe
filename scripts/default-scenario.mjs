/** The scenario that `npm start` and `npm run live` play unless `SEED` names another. */
export const DEFAULT_SCENARIO = '2021-india-twitter-koo';
