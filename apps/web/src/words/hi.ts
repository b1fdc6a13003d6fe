import type { Words } from './en.js';

/** The page's words in Hindi. */
export const hi: Words = {
  language: 'हिन्दी',
  unreviewed: 'अनुवाद की अभी समीक्षा नहीं हुई।',
};
