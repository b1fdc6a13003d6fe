/** One answer to the question for the time. */
export interface TimeSample {
  /** Ms that lie between the server's clock and this page's monotonic one, taken at half the round trip. */
  offset: number;
  /** Ms that the round trip took: the shorter, the surer. */
  trip: number;
}

/** Ms by which the two clocks of a device may part while it is awake. */
const AWAKE = 500;

/**
 * A sample of the server's time.
 *
 * @param sent ms of the monotonic clock, when it was asked for
 * @param received the same, when the answer was there
 * @param serverTime ms since the epoch, as the answer says
 */
export function timeSample(sent: number, received: number, serverTime: number): TimeSample {
  return { offset: serverTime - (sent + received) / 2, trip: received - sent };
}

/**
 * The server's clock, as this page knows it: by an offset to a clock that is never set, so that a device whose
 * own clock is an hour off plays in step. Some devices halt that clock while they sleep; what their other clock
 * says of how long that was has to do until the time is asked for again.
 */
export class ServerClock {
  private offset: number | null = null;
  /** Ms that lie between this device's own two clocks. */
  private apart: number;

  /**
   * @param monotonic ms of a clock that is never set
   * @param wall ms since the epoch, as this device has it
   */
  constructor(
    private readonly monotonic: () => number = () => performance.now(),
    private readonly wall: () => number = () => Date.now(),
  ) {
    this.apart = wall() - monotonic();
  }

  /** Takes the surest of some samples; without one it stays as it was. */
  measured(samples: readonly TimeSample[]): void {
    const best = samples.reduce<TimeSample | null>(
      (least, one) => (least === null || one.trip < least.trip ? one : least),
      null,
    );
    if (best === null) return;
    this.offset = best.offset;
    this.apart = this.wall() - this.monotonic();
  }

  /** Makes good for the time that the monotonic clock stood still: to be called as the device wakes. */
  woke(): void {
    const apart = this.wall() - this.monotonic();
    if (this.offset !== null && apart - this.apart > AWAKE) this.offset += apart - this.apart;
    this.apart = apart;
  }

  /** Where an instant of the server's lies on the monotonic clock, ms; now where the server was never heard. */
  onMonotonic(serverTime: number): number {
    return this.offset === null ? this.monotonic() : serverTime - this.offset;
  }
}
