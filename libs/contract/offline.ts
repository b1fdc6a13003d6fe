/** The data in a file that plays a replay by itself (`withheld export`). */
export interface OfflineFile {
  /** The scenario's id. */
  scenario: string;
  /** ISO 8601. */
  made_at: string;
  /** SHA-256 of the scenario's file as it was loaded, in hex. */
  revision: string;
  /** Of the page's words and of what the platform says. */
  language: 'en' | 'hi';
  /** The places that it can be looked at from: ISO 3166-1 alpha-2, or `elsewhere`. */
  places: string[];
  /** The server's answers, by path with its query; `gzip` is the JSON of it, packed, as base64. */
  answers: { path: string; gzip: string }[];
}
