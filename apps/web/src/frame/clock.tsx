import { clockTime, longDay, zoneName } from '../time/moments.js';

interface Props {
  at: string;
  /** The story's. */
  timeZone: string;
  /** The hour was chosen within what the sources give. */
  inferred: boolean;
  live: boolean;
}

/** The viewpoint's clock, in the story's zone and in the reader's own. Never announced. */
export function Clock({ at, timeZone, inferred, live }: Props) {
  const [theirs, yours] = [clockTime(at, timeZone), clockTime(at)];
  return (
    <div className="clock" translate="no" role="timer" aria-live="off" aria-label="The viewpoint’s clock">
      <span className="clock-day">
        {live && <span className="clock-live">Live, last: </span>}
        {longDay(at, timeZone)}
      </span>
      <time className="clock-time" dateTime={at}>
        {inferred ? (
          <>
            <abbr title="The hour is inferred">c.</abbr> <span className="inferred">{theirs}</span>
          </>
        ) : (
          theirs
        )}{' '}
        <span className="clock-zone">{zoneName(at, timeZone)}</span>
      </time>
      {yours !== theirs && (
        <span className="clock-yours">
          you {yours} {zoneName(at)}
        </span>
      )}
    </div>
  );
}
