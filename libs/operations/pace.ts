import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '#domain';
import {
  dueAt,
  instantsOf,
  newClock,
  play,
  seek,
  StageTime,
  type PlayClock,
  type ScenarioFile,
} from '#replay';

/**
 * Waits until each step is due in stage time. The clock starts at the first step that is waited
 * for, so that a load which goes on where it stopped does not wait for what has happened.
 *
 * @param speed in multiples of stage time
 * @param now wall time, ms
 */
export function paceOf(
  file: ScenarioFile,
  speed: number,
  now: () => number,
  signal: AbortSignal,
): (step: Step) => Promise<void> {
  const stage = new StageTime(instantsOf(file), file.replay.idle_limit);
  let clock: PlayClock | null = null;
  return async (step) => {
    const position = stage.positionAt(step.at);
    clock ??= play(seek(newClock(now(), speed, stage.duration), now(), position), now());
    const due = dueAt(clock, position);
    const wait = due === null ? 0 : due - now();
    // An abort ends the wait; whoever asked looks at the signal next.
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
  };
}
