/** The languages of the page: those of the server's own words. */
export type Language = 'en' | 'hi';
