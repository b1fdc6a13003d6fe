import type { StreamName } from '#contract';
import type { Listener } from './listener.js';

/** Subscriptions that a listener has asked for and that have not been answered yet. */
interface Queue {
  /** By stream, in the order in which they begin; each gets its signal, or null where it is given up. */
  waiting: Map<StreamName, (signal: AbortSignal | null) => void>;
  underWay: { stream: StreamName; stop: AbortController } | null;
}

/**
 * Begins the subscriptions of a listener one after the other, each in a later turn of the loop than it
 * was asked for: of a burst for one stream, the last alone. However much a listener asks for, the server
 * reads for one of its subscriptions at a time.
 */
export class SubscribeQueue {
  private readonly queues = new WeakMap<Listener, Queue>();

  /**
   * Waits for its turn, then begins. What the listener asked for before of the same stream is given up.
   *
   * @param begin takes a signal, which is aborted when this one is given up
   * @returns what that gives; null where this one was given up before its turn
   */
  async take<T>(
    listener: Listener,
    stream: StreamName,
    begin: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | null> {
    this.giveUp(listener, stream);
    const queue = this.queues.get(listener) ?? { waiting: new Map(), underWay: null };
    this.queues.set(listener, queue);
    const turn = new Promise<AbortSignal | null>((resolve) => queue.waiting.set(stream, resolve));
    setImmediate(() => this.next(queue));
    const signal = await turn;
    if (signal === null) return null;
    try {
      return await begin(signal);
    } finally {
      queue.underWay = null;
      setImmediate(() => this.next(queue));
    }
  }

  /** Gives up the subscription to a stream that a listener waits for, or that is being begun. */
  giveUp(listener: Listener, stream: StreamName): void {
    const queue = this.queues.get(listener);
    queue?.waiting.get(stream)?.(null);
    queue?.waiting.delete(stream);
    if (queue?.underWay?.stream === stream) queue.underWay.stop.abort();
  }

  /** The streams of the subscriptions that a listener waits for, and of the one being begun. */
  streams(listener: Listener): StreamName[] {
    const queue = this.queues.get(listener);
    const underWay = queue?.underWay?.stream ?? [];
    return [...(queue?.waiting.keys() ?? [])].concat(underWay);
  }

  private next(queue: Queue): void {
    const [first] = queue.waiting;
    if (queue.underWay !== null || first === undefined) return;
    const [stream, begin] = first;
    queue.waiting.delete(stream);
    const stop = new AbortController();
    queue.underWay = { stream, stop };
    begin(stop.signal);
  }
}
