/** Something about the database that whoever starts the program can mend; the message says how. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}
