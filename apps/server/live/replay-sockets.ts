import { HttpException, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '#config';
import type { ReplayControlAcknowledgement, ReplayJoinAcknowledgement } from '#contract';
import { countedAs, TrustedProxies } from '../http/door/client-address.js';
import { CONFIG } from '../platform/tokens.js';
import { Replays } from '../replays/replays.service.js';
import { PRESENTER } from '../replays/replays.store.js';
import { RoomWatch } from '../replays/room-watch.js';
import type { ReplayControlDto, ReplayJoinDto } from './live.dto.js';
import { Sockets, type LiveSocket } from './sockets.js';

/** Tells sockets where the rooms are that they joined. */
@Injectable()
export class ReplaySockets implements OnModuleInit {
  private readonly proxies: TrustedProxies;
  /** How each socket leaves the room that it is in. */
  private readonly leaving = new WeakMap<LiveSocket, () => void>();

  constructor(
    @Inject(CONFIG) { geo }: Config,
    private readonly replays: Replays,
    private readonly watch: RoomWatch,
    private readonly sockets: Sockets,
  ) {
    this.proxies = new TrustedProxies(geo.trustedProxies);
  }

  onModuleInit(): void {
    this.watch.onState((state, to) => {
      const room = to === 'all' ? roomOf(state.id) : presentersOf(state.id);
      this.sockets.server.to(room).emit('replay:state', state);
    });
  }

  /** Puts a socket into a room, and out of the one that it was in. */
  join(socket: LiveSocket, { id, code, ...request }: ReplayJoinDto): Promise<ReplayJoinAcknowledgement> {
    return refusable(async () => {
      const room = await this.replays.find(id ?? code ?? '', this.callerOf(socket));
      const { joined, key, place } = await this.replays.join(room, request);
      this.leave(socket);
      if (socket.connected) {
        const rooms = [roomOf(room.id), ...(place === PRESENTER ? [presentersOf(room.id)] : [])];
        await socket.join(rooms);
        const stop = this.watch.enter(room.id, joined.replay.version, key, place);
        this.leaving.set(socket, () => {
          stop();
          for (const name of rooms) void socket.leave(name);
        });
      }
      return { ok: true, ...joined };
    });
  }

  control(socket: LiveSocket, { id, ...request }: ReplayControlDto): Promise<ReplayControlAcknowledgement> {
    return refusable(async () => {
      const room = await this.replays.find(id, this.callerOf(socket));
      return { ok: true, replay: await this.replays.control(room, request) };
    });
  }

  leave(socket: LiveSocket): void {
    this.leaving.get(socket)?.();
    this.leaving.delete(socket);
  }

  private callerOf({ request }: LiveSocket): string | null {
    const address = this.proxies.addressOf(request);
    return address === null ? null : countedAs(address);
  }
}

/** A refusal, in the words in which a route would give it. @throws whatever else goes wrong */
async function refusable<T>(act: () => Promise<T>): Promise<T | { ok: false; error: string }> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HttpException) || error.getStatus() >= 500) throw error;
    const body = error.getResponse();
    const said = typeof body === 'string' ? body : (body as { error?: string; message?: string });
    return {
      ok: false,
      error: typeof said === 'string' ? said : (said.message ?? said.error ?? error.message),
    };
  }
}

function roomOf(id: string): string {
  return `replay:${id}`;
}

function presentersOf(id: string): string {
  return `replay:${id}:presenter`;
}
