import type {
  ClientToServer,
  JoinedReplay,
  JoinReplay,
  Replay,
  ReplayClockAcknowledgement,
  ReplayJoinAcknowledgement,
  ReplayState,
  ServerToClient,
} from '#contract';
import { io, type Socket } from 'socket.io-client';
import { failureOf, isPassing, type Failure } from '../api/failure.js';
import { ControlQueue } from './control-queue.js';
import { Pace } from './pace.js';
import { answerRoom, controlRoom, joinRoom, readRoom } from './room-api.js';
import { keepPresenterKey, keepToken, presenterKeyOf, tokenOf } from './room-memory.js';
import { heard } from './room-state.js';
import { BEFORE, refusalOf, type Control, type Refusal, type RoomView } from './room-view.js';
import { ServerClock, timeSample, type TimeSample } from './server-clock.js';

export type RoomSocket = Socket<ServerToClient, ClientToServer>;

const openSocket = (): RoomSocket => io({ transports: ['websocket'], forceNew: true });

/** Ms between two tries. */
const RETRY = 2_000;
/** How often the time is asked for, of which the surest answer counts. */
const SAMPLES = 5;
/** Ms that the server has to answer over the socket. */
const ANSWER = 5_000;
/** Ms in which a socket is in the room, if nothing is in its way. */
const HANGS = 1_500;
/** The status of a room that is over. */
const GONE = 410;
/** Ms after which who asks over HTTP joins again, to be counted as in. */
const JOIN_AGAIN = 20_000;

/**
 * Follows a room: joins it by its code, keeps the token, is told by socket where its clock is, and asks over HTTP
 * while there is none. What it last heard stays, so that whoever plays it plays on through an outage.
 */
export class RoomClient {
  private view: RoomView;
  private readonly listeners = new Set<() => void>();
  private readonly clock = new ServerClock();
  private readonly controls = new ControlQueue(
    (control) => this.sendControl(control),
    (failure) => {
      if (failure?.kind === 'refused' && failure.status === GONE) this.refused({ is: 'over' });
      else this.set({ failed: failure, set: this.view.set + 1 });
    },
  );
  private running = new AbortController();
  private socket: RoomSocket | null = null;
  /** Ended as the socket is in the room. */
  private asking: AbortController | null = null;
  private key: string | null;
  /** Joins again as the room is over, unless it was used meanwhile: nobody waits in one that is. */
  private ending: number | undefined;

  /**
   * @param code of the room, upper case
   * @param open makes the connection
   */
  constructor(
    readonly code: string,
    private readonly open: () => RoomSocket = openSocket,
  ) {
    this.key = presenterKeyOf(code);
    this.view = { ...BEFORE, isPresenter: this.key !== null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): RoomView => this.view;

  /** Whether something that was done here is still on its way: the room's clock is not what is shown. */
  get isControlling(): boolean {
    return this.controls.isBusy;
  }

  /** Ms of the page's monotonic clock at which the server's was at a state's `server_time`. */
  setAt({ server_time }: ReplayState): number {
    return this.clock.onMonotonic(Date.parse(server_time));
  }

  start(): void {
    this.running = new AbortController();
    const { signal } = this.running;
    window.addEventListener('online', this.onLine, { signal });
    window.addEventListener('offline', this.offLine, { signal });
    document.addEventListener('visibilitychange', this.seen, { signal });
    window.addEventListener('pageshow', this.seen, { signal });
    void this.join();
  }

  stop(): void {
    this.running.abort();
    window.clearTimeout(this.ending);
    this.asking?.abort();
    this.asking = null;
    this.socket?.disconnect();
    this.socket = null;
  }

  /** Joins as somebody who looks, where the presenter's key was wrong. */
  readonly joinAsViewer = (): void => {
    this.forgetKey();
    this.set({ refusal: null });
    void this.join();
  };

  /** Looks from another place, where the room lets everybody choose. */
  readonly choose = (place: string): void => {
    this.set({ place });
    void this.join(place);
  };

  /** Answers the question on the screens; kept here where it does not reach the server, and sent later. */
  readonly answer = (question: string, choice: number): void => {
    const { answers, unsent } = this.view;
    this.set({
      answers: { ...answers, [question]: choice },
      unsent: new Set([...unsent, question]),
      failed: null,
    });
    void this.sendAnswers();
  };

  /** Does something with the room's clock, as its presenter. */
  readonly control = (control: Control): void => this.controls.add(control);

  private readonly onLine = (): void => {
    this.socket?.connect();
    void this.ask();
  };

  private readonly offLine = (): void => {
    // A connection without a network is else noticed half a minute later.
    this.socket?.disconnect();
    this.set({ connection: 'away' });
  };

  private readonly seen = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.clock.woke();
    this.set({ set: this.view.set + 1 });
    if (this.socket !== null && !this.socket.connected) this.socket.connect();
    void this.measure();
  };

  /** @param place where to look from, where that is chosen here */
  private async join(place?: string): Promise<void> {
    const { signal } = this.running;
    while (!isOver(signal)) {
      const sent = performance.now();
      try {
        const joined = await joinRoom(this.code, this.request(place), signal);
        if (isOver(signal)) return;
        // The answer was made when it was sent, and not when somebody waited for it.
        this.clock.measured([timeSample(sent, performance.now(), Date.parse(joined.replay.server_time))]);
        this.joined(joined);
        this.connect(joined.replay);
        return;
      } catch (error) {
        if (isOver(signal)) return;
        const failure = failureOf(error);
        const refusal = await this.refusalOf(failure);
        if (refusal !== null) {
          this.refused(refusal);
          return;
        }
        this.set({ failed: failure, connection: 'away' });
      }
      await this.pause(RETRY);
    }
  }

  private request(place?: string): JoinReplay {
    if (this.key !== null) return { presenter_key: this.key };
    const token = tokenOf(this.code);
    return { ...(token === null ? {} : { token }), ...(place === undefined ? {} : { view_from: place }) };
  }

  private joined({ token, place, answers, replay }: JoinedReplay): void {
    if (token !== null) keepToken(this.code, token);
    const { unsent } = this.view;
    const mine = Object.entries(this.view.answers).filter(([question]) => unsent.has(question));
    this.set({
      place,
      answers: { ...answers, ...Object.fromEntries(mine) },
      refusal: null,
      isPresenter: this.key !== null,
    });
    this.told(replay);
    window.clearTimeout(this.ending);
    const lasts = Date.parse(replay.expires_at) - Date.parse(replay.server_time);
    this.ending = window.setTimeout(() => void this.join(), lasts + RETRY);
    if (unsent.size > 0) void this.sendAnswers();
  }

  private connect({ id }: Replay): void {
    if (this.socket !== null || this.running.signal.aborted) return;
    const socket = this.open();
    this.socket = socket;
    socket.on('connect', () => this.enter(socket, id));
    socket.on('replay:state', (state) => state.id === id && this.told(state));
    socket.on('disconnect', (reason) => {
      void this.ask();
      // socket.io comes back by itself, but not where the server closed it.
      if (reason === 'io server disconnect') window.setTimeout(() => this.socket?.connect(), RETRY);
    });
    socket.on('connect_error', () => void this.ask());
    // A network may let it hang, too.
    window.setTimeout(() => this.view.connection === 'joining' && void this.ask(), HANGS);
  }

  /** Joins by the socket, as who joined before. */
  private enter(socket: RoomSocket, id: string): void {
    const request = { id, ...this.request() };
    socket
      .timeout(ANSWER)
      .emit('replay:join', request, (late: Error | null, answer: ReplayJoinAcknowledgement) => {
        if (late !== null) return void socket.disconnect().connect();
        // Why it was refused HTTP says by a status.
        if (!answer.ok) return void this.join();
        this.asking?.abort();
        this.set({ connection: 'told' });
        this.joined(answer);
        void this.measure();
      });
  }

  /** Asks over HTTP where the room is, again and again, until the socket is in. */
  private async ask(): Promise<void> {
    const id = this.view.replay?.id;
    if (id === undefined || this.asking?.signal.aborted === false) return;
    const asking = new AbortController();
    this.asking = asking;
    let version: number | null = null;
    let joinedAt = performance.now();
    const pace = new Pace(joinedAt);
    while (!isOver(asking.signal) && !this.running.signal.aborted) {
      try {
        await this.pause(pace.take(performance.now()));
        const replay = await readRoom(id, version, asking.signal);
        this.told(replay);
        if (version === null) void this.measure();
        version = replay.version;
        this.set({ connection: 'asked' });
        if (this.view.unsent.size > 0) void this.sendAnswers();
        if (performance.now() - joinedAt < JOIN_AGAIN) continue;
        this.joined(await joinRoom(id, this.request(), asking.signal));
        joinedAt = performance.now();
      } catch (error) {
        if (isOver(asking.signal)) return;
        const failure = failureOf(error);
        const refusal = await this.refusalOf(failure);
        if (refusal !== null) {
          asking.abort();
          this.refused(refusal);
          return;
        }
        version = null;
        this.set({ connection: 'away' });
        await this.pause(RETRY);
      }
    }
  }

  /** Takes the time some times, by socket where there is one. */
  private async measure(): Promise<void> {
    const samples: TimeSample[] = [];
    for (let n = 0; n < SAMPLES && !this.running.signal.aborted; n++) {
      const sent = performance.now();
      const time = await this.serverTime().catch(() => null);
      if (time !== null) samples.push(timeSample(sent, performance.now(), time));
    }
    this.clock.measured(samples);
    if (samples.length > 0) this.set({ set: this.view.set + 1 });
  }

  private async serverTime(): Promise<number | null> {
    const { socket, view } = this;
    if (socket?.connected === true) {
      const answer = (await socket
        .timeout(ANSWER)
        .emitWithAck('replay:clock', {})) as ReplayClockAcknowledgement;
      return answer.ok ? Date.parse(answer.server_time) : null;
    }
    if (view.replay === null) return null;
    const replay = await readRoom(view.replay.id, null, this.running.signal);
    this.told(replay);
    return Date.parse(replay.server_time);
  }

  private async sendControl(control: Control): Promise<void> {
    const { replay } = this.view;
    if (replay === null || this.key === null) return;
    const body = { ...control, presenter_key: this.key };
    this.told(await controlRoom(replay.id, body, this.running.signal));
  }

  private async sendAnswers(): Promise<void> {
    const { replay, unsent, answers } = this.view;
    const token = tokenOf(this.code);
    if (replay === null || token === null) return;
    for (const question of unsent) {
      const choice = answers[question];
      if (choice === undefined) continue;
      try {
        await answerRoom(replay.id, { token, question, choice }, this.running.signal);
        this.sent(question, choice, null);
      } catch (error) {
        const failure = failureOf(error);
        // It came too late, or the room knows nobody by this token: sending it again would not help.
        if (!isPassing(failure)) this.sent(question, choice, failure);
      }
    }
  }

  private sent(question: string, choice: number, failure: Failure | null): void {
    // Chosen otherwise meanwhile: that is on its way by itself.
    if (this.view.answers[question] !== choice) return;
    const { [question]: _, ...others } = this.view.answers;
    this.set({
      unsent: new Set([...this.view.unsent].filter((one) => one !== question)),
      answers: failure === null ? this.view.answers : others,
      failed: failure,
    });
  }

  private told(state: ReplayState | Replay): void {
    const { replay, set } = this.view;
    if (replay === null) {
      if ('code' in state) this.set({ replay: state, set: set + 1 });
      return;
    }
    const now = heard(replay, state);
    if (now === replay) return;
    this.set({ replay: now, set: now.version === replay.version ? set : set + 1 });
  }

  /** Reads a refusal; null where trying again may help. */
  private async refusalOf(failure: Failure): Promise<Refusal | null> {
    if (failure.kind === 'refused' && failure.status === 429) return null;
    if (failure.kind !== 'refused' || failure.status !== 409) return refusalOf(failure, this.key !== null);
    // A room that can be read is full; one whose story is another cannot.
    const isThere = await readRoom(this.code, null, this.running.signal).then(
      () => true,
      () => false,
    );
    return isThere ? { is: 'full' } : { is: 'another' };
  }

  private refused(refusal: Refusal): void {
    if (refusal.is === 'key') this.forgetKey();
    if (refusal.is === 'none' || refusal.is === 'over') keepToken(this.code, null);
    window.clearTimeout(this.ending);
    this.socket?.disconnect();
    this.socket = null;
    this.set({ refusal });
  }

  private forgetKey(): void {
    keepPresenterKey(this.code, null);
    this.key = null;
    this.set({ isPresenter: false });
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => window.setTimeout(resolve, ms));
  }

  private set(change: Partial<RoomView>): void {
    if (this.running.signal.aborted) return;
    this.view = { ...this.view, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

/** Whether it has ended, which it may in any turn. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
