import { STREAM_KINDS, type Frame, type StreamKind, type StreamName } from '#contract';
import { Reader } from '../support/client.js';
import { Listener } from '../support/listener.js';
import type { TestServer } from '../support/server.js';
import type { Things } from './addresses.js';
import type { Canaries } from './canaries.js';
import { idsIn, leaksIn } from './leaks-in.js';
import type { Lived, Witness } from './load.js';
import type { Look, Oracle } from './oracle.js';
import { MastodonEars } from './mastodon-ears.js';
import { lookFrom, requestFrom, type Mode, type Seat } from './seats.js';

/** How many streams one socket listens to, at most. */
const A_SOCKET = 16;

/** How many of the next tags are listened to before anybody writes them. */
const SOON = 12;

/** The streams of each kind to listen to; a kind that is not here does not compile. */
const STREAMS: Record<StreamKind, (things: Things) => StreamName[]> = {
  public: () => ['public'],
  'public:local': () => ['public:local'],
  user: () => ['user'],
  'venue:': () => ['venue:home', 'venue:twitter'],
  'hashtag:': ({ tags }) => ['hashtag:tagged', ...tags.map((tag): StreamName => `hashtag:${tag}`)],
  // Also before the scenario is opened.
  'scenario:': () => ['scenario:a-story'],
  'account:': ({ accounts }) => accounts.map(({ id }): StreamName => `account:${id}`),
};

/** The seats at which Mastodon's streams are listened to, too: one's own, anybody's, and elsewhere. */
const MASTODONS: readonly string[] = ['an author', 'anybody', 'a reader elsewhere'];

/** One frame as somebody was told it. */
export interface Heard {
  seat: Seat;
  how: 'live' | 'resumed';
  kind: StreamKind;
  frame: Frame;
  /** The instant as of which the frame was made, ms since the epoch. */
  now: number;
}

/** A socket, and where it sits. */
interface Listening {
  seat: Seat;
  listener: Listener;
}

function kindOf(stream: StreamName): StreamKind {
  const kind = STREAM_KINDS.find((one) => one === stream || (one.endsWith(':') && stream.startsWith(one)));
  if (kind === undefined) throw new Error(`${stream} is of no kind`);
  return kind;
}

/** Finds what a frame told that it must not have told. */
export function leaksOf({ seat, how, frame, now }: Heard, oracle: Oracle, mode: Mode): string[] {
  const look = lookFrom(seat, mode, now);
  return [
    ...leaksIn(JSON.stringify([frame.type, frame.payload]), oracle, look),
    ...idsIn(JSON.stringify(frame.payload), oracle, look),
    ...limitedTold(frame, oracle, look),
    ...accountsTold(frame, oracle, look),
    ...(how === 'resumed'
      ? searchedAgain(frame)
      : tagsTold(frame, oracle, sinceWritten(frame, oracle, look))),
  ];
}

/** The stream of a hashtag is not caught up with, whatever happened: it would tell whoever guesses the hashtag. */
function searchedAgain({ stream, type }: Frame): string[] {
  return stream.startsWith('hashtag:') ? [`${type} to whoever guesses ${stream}`] : [];
}

/** A hashtag's stream names no account whose posts its page leaves out. */
function accountsTold({ stream, type, payload }: Frame, oracle: Oracle, look: Look): string[] {
  if (!stream.startsWith('hashtag:')) return [];
  const account = type === 'account.update' ? payload.id : type === 'withheld' ? payload.account_id : null;
  return account !== null && oracle.hidesAccount(account, look) ? [`${type} of ${account} on ${stream}`] : [];
}

/** On the stream of a tag that is withheld, and was whenever one looks, what is told of a post tells the tag. */
function tagsTold({ stream, type, payload }: Frame, oracle: Oracle, looks: readonly Look[]): string[] {
  const tag = /^hashtag:(canary\d+h)$/.exec(stream)?.[1];
  const ofAPost = type === 'withheld' ? payload.status_id !== null : type !== 'account.update';
  const withheld = tag !== undefined && ofAPost && looks.every((look) => oracle.restrictsWord(tag, look));
  return withheld ? [`${type} on the stream of ${tag}`] : [];
}

/** Finds limited posts on public and tag streams; one that was there before may yet become a tombstone. */
function limitedTold({ stream, type, payload }: Frame, oracle: Oracle, look: Look): string[] {
  if (stream === 'user' || stream.startsWith('account:')) return [];
  const shown = type === 'update' || (type === 'status.update' && !payload.tombstone) ? payload.id : null;
  const id = type === 'counts' ? payload.status_id : shown;
  return id !== null && oracle.limitsPost(id, look) ? [`${type} of what is limited on ${stream}`] : [];
}

/** Looks at each instant at which something happened, since the post of a hashtag's stream was written. */
function sinceWritten({ stream }: Frame, oracle: Oracle, look: Look): Look[] {
  const written = oracle.writtenAt(stream.slice('hashtag:'.length)) ?? look.at;
  const instants = oracle.instants.filter((at) => written <= at && at < look.at);
  return [look, ...instants.map((at) => ({ ...look, at, now: at }))];
}

/** Listens to every stream there is while histories are lived, and catches up with them when they end. */
export class Ears implements Witness {
  readonly heard: Heard[] = [];
  /** Where Mastodon's streams told something else than our sockets. */
  readonly differences: string[] = [];
  private readonly listening: Listening[] = [];
  private readonly mastodons: MastodonEars[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly mode: Mode,
    private readonly onlooker: NonNullable<Seat['who']>,
    private readonly moderator: NonNullable<Seat['who']>,
  ) {}

  async begins(things: Things, tokens: ReadonlyMap<string, string>, canaries: Canaries): Promise<void> {
    for (const { id } of things.accounts)
      await this.server.does('follow-account', { account: id }, this.onlooker.id);
    // What comes with it comes into their homes, and into their own streams.
    for (const token of tokens.values()) {
      const { status } = await new Reader(this.server.address, {}, token).sends(
        'POST',
        '/api/v1/tags/tagged/follow',
      );
      if (status !== 200) throw new Error(`They follow a hashtag: ${status}`);
    }
    const soon = { ...things, tags: canaries.nextTags(SOON) };
    for (const seat of this.seats(things, tokens)) {
      const began = await this.listens(seat, soon);
      if (!MASTODONS.includes(seat.name)) continue;
      const listeners = began.map(({ listener }) => listener);
      const names = this.streamsAt(seat, soon);
      this.mastodons.push(await MastodonEars.at(this.server.address, seat, this.mode, names, listeners));
    }
    // A frame rendered for one reader must not go to another in another place or language, though the same
    // restrictions bind both.
    const bound: Seat[] = [
      { name: 'anybody in Germany', from: 'DE', who: null },
      { name: 'anybody, in Hindi', from: 'IN', who: null, language: 'hi' },
    ];
    for (const seat of bound) await this.listens(seat, { ...soon, accounts: [], tags: [] });
    if (this.mode === 'enforced') return;
    const moved = await this.listens({ name: 'anybody who has moved', from: 'US', who: null }, soon);
    for (const one of moved) {
      one.seat = { ...one.seat, from: 'IN' };
      const answer = await one.listener.ask('view:from', { country: 'IN' });
      if (!answer.ok) throw new Error(answer.error);
    }
  }

  async pauses(): Promise<void> {
    for (const { listener } of this.listening) await listener.hasHeard(this.server);
    for (const ears of this.mastodons) this.differences.push(...(await ears.differences()));
    for (const { seat, listener } of this.listening) {
      this.note(seat, 'live', listener);
      listener.resyncs.length = 0;
    }
  }

  async ends({ things, tokens, since }: Lived): Promise<void> {
    for (const { listener } of this.listening.splice(0)) listener.close();
    for (const ears of this.mastodons.splice(0)) ears.close();
    for (const seat of this.seats(things, tokens)) await this.listens(seat, things, since);
    for (const { seat, listener } of this.listening.splice(0)) {
      this.note(seat, 'resumed', listener);
      listener.close();
    }
  }

  private seats({ accounts }: Things, tokens: ReadonlyMap<string, string>): Seat[] {
    const [first] = accounts;
    const id = first?.id ?? '';
    const author = { id, token: tokens.get(id) ?? '', role: 'reader' } as const;
    const { onlooker, moderator } = this;
    return [
      // The author is first in its rooms, which must not be told what an author may see of its own.
      { name: 'an author', from: 'IN', who: author },
      { name: 'anybody', from: 'IN', who: null },
      { name: 'a reader', from: 'IN', who: onlooker },
      { name: 'an author, as the public', from: 'IN', who: author, asPublic: true },
      { name: 'a moderator, as the public', from: 'IN', who: moderator, asPublic: true },
      { name: 'a reader elsewhere', from: 'US', who: onlooker },
      { name: 'an author elsewhere', from: 'US', who: author },
    ];
  }

  /** The streams that may be listened to at a seat. */
  private streamsAt(seat: Seat, things: Things): StreamName[] {
    const kinds = STREAM_KINDS.filter((kind) => kind !== 'user' || (seat.who !== null && !seat.asPublic));
    return kinds.flatMap((kind) => STREAMS[kind](things));
  }

  private async listens(seat: Seat, things: Things, since?: number): Promise<Listening[]> {
    const began: Listening[] = [];
    const { headers } = requestFrom({ ...seat, who: null }, this.mode);
    const names = this.streamsAt(seat, things);
    for (let i = 0; i < names.length; i += A_SOCKET) {
      const auth = seat.who === null ? {} : { token: seat.who.token };
      const listener = await Listener.connect(this.server.address, auth, headers);
      const one = { seat, listener };
      began.push(one);
      this.listening.push(one);
      const rest = {
        ...(this.mode === 'open' && seat.from !== null ? { view_from: seat.from } : {}),
        ...(seat.asPublic ? ({ view_as: 'public' } as const) : {}),
        ...(since === undefined ? {} : { since }),
      };
      for (const name of names.slice(i, i + A_SOCKET)) await listener.subscribe(name, rest);
    }
    return began;
  }

  private note(seat: Seat, how: Heard['how'], { frames }: Listener): void {
    const now = (frame: Frame): number => (how === 'live' ? Date.parse(frame.at) : this.server.clock.now());
    for (const frame of frames.splice(0))
      this.heard.push({ seat, how, kind: kindOf(frame.stream), frame, now: now(frame) });
  }
}
