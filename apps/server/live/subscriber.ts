import { Injectable } from '@nestjs/common';
import type { Acknowledgement, PlacedAcknowledgement, StreamName, SubscribeRequest } from '#contract';
import { seesAll } from '#visibility';
import { permissionsOf } from '../access/may.js';
import { Audit } from '../http/exit/audit.js';
import { languageOf } from '../http/viewpoint/language.js';
import { parseViewFrom } from '../http/viewpoint/parse-viewpoint.js';
import { Whereabouts, type Place } from '../http/viewpoint/whereabouts.js';
import { Clock } from '../platform/clock.js';
import type { Listener } from './listener.js';
import { ENDED, LiveService } from './live.service.js';
import { SubscribeQueue } from './subscribe-queue.js';
import { Viewers } from './viewers.js';

/** How many streams one connection may listen to. */
const MAX_STREAMS = 20;
/** The answer to a viewer who has been erased since they connected, or has another role or country. */
export const CHANGED = { ok: false, error: 'Who you are here has changed: connect again' } as const;

/** Says who may listen to what, and from where; the one way to a subscription, whatever the protocol. */
@Injectable()
export class Subscriber {
  private readonly queue = new SubscribeQueue();

  constructor(
    private readonly live: LiveService,
    private readonly viewers: Viewers,
    private readonly whereabouts: Whereabouts,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Subscribes a listener to a stream, or says why not. */
  async subscribe(listener: Listener, request: SubscribeRequest): Promise<PlacedAcknowledgement> {
    const { stream } = request;
    const beside = new Set([...this.queue.streams(listener), ...this.live.streams(listener)]);
    beside.delete(stream);
    if (beside.size >= MAX_STREAMS)
      return { ok: false, error: `A socket listens to at most ${MAX_STREAMS} streams` };
    const { moved } = listener;
    const answer = await this.queue.take(listener, stream, (wanted) => {
      // A move that the listener has asked for since counts for this subscription, too.
      const asked = (): string | null => (listener.moved === moved ? (request.view_from ?? null) : null);
      return this.begin(listener, request, asked, wanted);
    });
    return answer ?? ENDED;
  }

  unsubscribe(listener: Listener, stream: StreamName): Acknowledgement {
    this.queue.giveUp(listener, stream);
    this.live.unsubscribe(listener, stream);
    return { ok: true, seq: this.live.position };
  }

  /** Moves all that somebody listens to to another country, as text that was asked for. */
  async move(listener: Listener, country: string): Promise<PlacedAcknowledgement> {
    if (!(await this.viewers.isCurrent(listener))) return CHANGED;
    const place = this.placeOf(listener, country);
    if ('error' in place) return { ok: false, error: place.error };
    for (const stream of this.live.moderatorStreams(listener)) await this.note(listener, stream, place);
    listener.moved = { from: place.from };
    this.live.viewFrom(listener, place);
    return placed(this.live.position, place);
  }

  private async begin(
    listener: Listener,
    { stream, view_as, lang, since }: SubscribeRequest,
    asked: () => string | null,
    wanted: AbortSignal,
  ): Promise<PlacedAcknowledgement> {
    if (!(await this.viewers.isCurrent(listener))) return CHANGED;
    const end = since === undefined ? null : await this.live.endBefore(since);
    if (end !== null) return { ok: false, error: `since ${since} is in the future: the log ends at ${end}` };
    if (wanted.aborted) return ENDED;
    const { principal, viewer: account } = listener.identity;
    const asPublic = view_as === 'public';
    const needed = stream === 'user' ? 'home:stream' : 'statuses:read';
    const may = permissionsOf([needed], principal, asPublic);
    if ('denial' in may) return { ok: false, error: may.denial.message };
    const viewer = asPublic || account === null ? null : { id: account.id, role: account.role };
    const place = this.placeOf(listener, asked());
    if ('error' in place) return { ok: false, error: place.error };
    const language = lang ?? languageOf(listener.request);
    const cls = seesAll({ viewer, asPublic: false }) ? 'moderator' : 'ordinary';
    // Whoever is signed in as of the past is let in, and told nothing: nothing happens there any more.
    if (typeof principal?.view?.at === 'number') return placed(this.live.position, place);
    const audience = { stream, ...place, language, class: cls, viewer } as const;
    const told = await this.live.subscribe(listener, audience, since, wanted, async () => {
      // Audited before it begins: which things it will be sent is not known, but nothing is withheld from it.
      if (cls === 'moderator') await this.note(listener, stream, place);
    });
    // It may have moved while it caught up.
    return told.ok ? placed(told.seq, this.placeOf(listener, asked())) : told;
  }

  /** Writes into the audit that a moderator listens to a stream, before they do. */
  private async note({ identity }: Listener, stream: StreamName, { from }: Place): Promise<void> {
    const { viewer } = identity;
    if (viewer === null) throw new Error('Nobody is told all');
    await this.audit.note(viewer.id, `subscribe ${stream}`, { at: this.clock.now(), live: true, from }, []);
  }

  /** The place that somebody looks from, as they ask now or asked before; or why they may not. */
  private placeOf(listener: Listener, asked: string | null): Place | { error: string } {
    let from = listener.moved?.from ?? null;
    if (asked !== null) {
      const parsed = parseViewFrom(asked);
      if (!parsed.ok) return parsed;
      from = parsed.value;
    }
    return this.whereabouts.placeOf(listener.request, listener.identity.viewer, from);
  }
}

function placed(seq: number, place: Place | { error: string }): PlacedAcknowledgement {
  return 'error' in place ? { ok: false, error: place.error } : { ok: true, seq, ...place };
}
