import { DatabaseUnusable } from '#database';

/** An event of the log is not one that this version of the program knows: it refuses to go on without it. */
export class LogUnreadable extends DatabaseUnusable {
  /**
   * @param seq the event's place in the log
   * @param reason what is the matter with it, to go after "it"
   */
  constructor(
    readonly seq: number,
    reason: string,
  ) {
    super(
      `The log cannot be read: event ${seq} ${reason}. Run the version of the program that wrote it, or a later one, or restore the database from a backup.`,
    );
  }
}
