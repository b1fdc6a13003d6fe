import type { Acknowledgement, ClientToServer, Frame, ServerToClient, SubscribeRequest } from '#contract';
import { io, type Socket } from 'socket.io-client';
import { PAGE, readTimeline } from '../api/api-client.js';
import { failureOf, isPassing, type Failure } from '../api/failure.js';
import { emptyPane, reducePane, type Pane, type PaneAction } from '../timeline/timeline.js';

/** How a pane hangs on the server: a still asks for nothing more, a live one is told. */
type Connection = 'still' | 'connecting' | 'live' | 'lost';

/** A connection to the server's streams. */
export type LiveSocket = Socket<ServerToClient, ClientToServer>;

const openSocket = (): LiveSocket => io({ transports: ['websocket'], forceNew: true });

/** The state of a pane that the page draws; replaced as a whole when anything in it changes. */
export interface PaneView {
  pane: Pane;
  connection: Connection;
  /** A page is being read. */
  busy: boolean;
}

/** Milliseconds that frames are gathered before they are drawn together. */
const GATHER = 40;
/** Milliseconds that the pane waits for the post of a lifted tombstone, before it reads again. */
const AWAIT = 1_500;
/** Milliseconds between tries when nothing could be read. */
const RETRY = 5_000;
/** Milliseconds that a connection may be away before the page says so. */
const GRACE = 2_500;
/** Milliseconds over which clients that get a `resync` at the same time spread their reading. */
const SPREAD = 3_000;
/** Pages that are read again for posts that came by frames, at most. */
const AGAIN = 6;
/** Milliseconds that the server has to answer a subscription. */
const ANSWER = 10_000;

/**
 * Keeps one pane up to date: subscribe first, then read the page, and apply what came meanwhile on
 * top of it (`timeline.ts`), so that nothing is missed between the two. After a dropped connection it
 * resumes from the last complete `seq`; told to `resync`, it reads again.
 */
export class PaneReader {
  private view: PaneView;
  private readonly listeners = new Set<() => void>();
  private running = new AbortController();
  private socket: LiveSocket | null = null;
  private gathered: Frame[] = [];
  private readonly timers = new Map<string, number>();
  private readAgain = false;

  constructor(
    private readonly from: string,
    private readonly at: string | null,
    private readonly open: () => LiveSocket = openSocket,
  ) {
    this.view = { pane: emptyPane(from), connection: at === null ? 'connecting' : 'still', busy: false };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): PaneView => this.view;

  start(): void {
    this.running = new AbortController();
    if (this.at === null) this.connect();
    else void this.read();
  }

  stop(): void {
    this.running.abort();
    this.socket?.disconnect();
    this.socket = null;
    this.timers.forEach((timer) => window.clearTimeout(timer));
    this.timers.clear();
    this.gathered = [];
    this.readAgain = false;
    this.set({ busy: false });
  }

  /** Reads what there is from the top; for the button that says so. */
  readonly retry = (): void => {
    if (this.socket !== null && !this.socket.connected) this.socket.connect();
    void this.read();
  };

  /** Reads the page after the last. */
  readonly loadOlder = async (): Promise<void> => {
    const { older } = this.view.pane;
    if (older === null || this.view.busy) return;
    await this.work(async (signal) => {
      const page = await readTimeline(this.viewpoint, older, signal);
      this.tell({ type: 'read-older', posts: page.posts, older: page.older });
    });
  };

  private get viewpoint(): { from: string; at: string | null } {
    return { from: this.from, at: this.at };
  }

  private connect(): void {
    const socket = this.open();
    this.socket = socket;
    socket.on('connect', () => this.follow(true));
    socket.on('event', (frame) => {
      this.gathered.push(frame);
      this.later('flush', GATHER, () => this.flush());
    });
    // A hall of phones is told at once: each waits a random moment of its own.
    socket.on('resync', () => this.later('resync', Math.random() * SPREAD, () => void this.read()));
    socket.on('disconnect', (reason) => {
      this.set({ connection: 'connecting' });
      this.lose();
      // socket.io comes back by itself, but not where the server closed (a slow consumer resumes).
      if (reason === 'io server disconnect') this.later('reconnect', 1_000, () => socket.connect());
    });
    socket.on('connect_error', () => {
      this.lose();
      // A network that blocks WebSockets still gives the page.
      if (this.view.pane.reads === 0) void this.read();
    });
  }

  /** Lost is what does not come back at once. */
  private lose(): void {
    this.later('lose', GRACE, () => {
      if (this.view.connection !== 'live') this.set({ connection: 'lost' });
    });
  }

  /** Subscribes, from where it was if it was anywhere. */
  private follow(resume: boolean): void {
    const { seq, reads } = this.view.pane;
    const since = resume && reads > 0 && seq !== null ? seq : null;
    const request: SubscribeRequest = { stream: 'public:local', view_from: this.from, view_as: 'public' };
    if (since !== null) request.since = since;
    else this.tell({ type: 'asked' });
    this.socket?.timeout(ANSWER).emit('subscribe', request, (late: Error | null, answer: Acknowledgement) => {
      if (late !== null) return void this.socket?.disconnect().connect();
      if (!answer.ok) {
        if (since !== null) return this.follow(false);
        return this.tell({
          type: 'failed',
          failure: { kind: 'refused', status: 422, message: answer.error },
        });
      }
      this.set({ connection: 'live' });
      if (since === null) this.tell({ type: 'subscribed', seq: answer.seq });
      if (since === null || this.view.pane.failure !== null) void this.read();
    });
  }

  /** Reads from the top, as many pages as there were, or as what came since would fill. */
  private async read(): Promise<void> {
    if (this.view.busy) {
      this.readAgain = true;
      return;
    }
    await this.work(async (signal) => {
      const { pages: read, posts: shown } = this.view.pane;
      const wanted = Math.max(1, read, Math.min(Math.ceil(shown.size / PAGE), AGAIN));
      let page = await readTimeline(this.viewpoint, null, signal);
      const posts = [...page.posts];
      let pages = 1;
      for (; pages < wanted && page.older !== null; pages++) {
        page = await readTimeline(this.viewpoint, page.older, signal);
        posts.push(...page.posts);
      }
      this.tell({ type: 'read', posts, older: page.older, pages, basis: page.basis });
    });
  }

  /** Does one reading at a time; frames are held meanwhile, and a failure is shown. */
  private async work(reading: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.running;
    this.set({ busy: true });
    this.tell({ type: 'asked' });
    try {
      await reading(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.failed(failureOf(error));
    }
    if (signal.aborted) return;
    this.set({ busy: false });
    if (!this.readAgain) return;
    this.readAgain = false;
    void this.read();
  }

  private failed(failure: Failure): void {
    this.tell({ type: 'failed', failure });
    if (isPassing(failure)) this.later('retry', RETRY, () => void this.read());
  }

  private flush(): void {
    const frames = this.gathered;
    this.gathered = [];
    this.tell({ type: 'frames', frames });
  }

  private tell(action: PaneAction): void {
    if (this.running.signal.aborted) return;
    const pane = reducePane(this.view.pane, action);
    this.set({ pane });
    if (pane.awaiting.size > 0) {
      this.later('await', AWAIT, () => {
        if (this.view.pane.awaiting.size > 0) void this.read();
      });
    }
  }

  private set(change: Partial<PaneView>): void {
    this.view = { ...this.view, ...change };
    this.listeners.forEach((listener) => listener());
  }

  /** Once, after a while; asked for again meanwhile, still once. */
  private later(name: string, ms: number, action: () => void): void {
    if (this.timers.has(name)) return;
    this.timers.set(
      name,
      window.setTimeout(() => {
        this.timers.delete(name);
        action();
      }, ms),
    );
  }
}
