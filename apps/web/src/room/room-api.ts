import type {
  AnswerReplay,
  ControlReplay,
  JoinedReplay,
  JoinReplay,
  LikeReplay,
  Replay,
  ReplayLikes,
  ReplayState,
} from '#contract';
import { placeOf } from '../api/api-client.js';
import { call, granted } from '../api/call.js';

/** Seconds for which the server is asked to wait with its answer: the most that it does. */
const WAIT_S = 25;
/** Ms beyond that after which there is no answer. */
const BEYOND_MS = 10_000;

/** Joins a room, or again. @throws ApiError with the server's status where it is refused */
export async function joinRoom(
  idOrCode: string,
  body: JoinReplay,
  signal: AbortSignal,
): Promise<JoinedReplay> {
  const given = { path: { id: idOrCode }, body };
  return granted(await call('post', '/api/v1/replays/{id}/join', given, { signal }));
}

/** Does something with a room's clock, as its presenter. */
export async function controlRoom(
  id: string,
  body: ControlReplay,
  signal: AbortSignal,
): Promise<ReplayState> {
  return granted(await call('post', '/api/v1/replays/{id}/control', { path: { id }, body }, { signal }));
}

/** Answers the question on the screens. */
export async function answerRoom(id: string, body: AnswerReplay, signal: AbortSignal): Promise<void> {
  granted(await call('post', '/api/v1/replays/{id}/answers', { path: { id }, body }, { signal }));
}

/** Likes a post "in this room", or takes that back. */
export async function likeInRoom(id: string, body: LikeReplay, signal: AbortSignal): Promise<ReplayLikes> {
  return granted(await call('post', '/api/v1/replays/{id}/likes', { path: { id }, body }, { signal }));
}

/** The posts liked most in a room, of those that are shown from a place at its moment. */
export async function readRoomLikes(id: string, from: string, signal: AbortSignal): Promise<ReplayLikes[]> {
  const given = { path: { id }, query: { ...placeOf(from), view_as: 'public' } } as const;
  return granted(await call('get', '/api/v1/replays/{id}/likes', given, { signal }));
}

/**
 * Where a room is.
 *
 * @param version waits until it is at another than this one, for 25 s at most; null: as it is now
 */
export async function readRoom(
  idOrCode: string,
  version: number | null,
  signal: AbortSignal,
): Promise<Replay> {
  const path = { id: idOrCode };
  const asked =
    version === null
      ? call('get', '/api/v1/replays/{id}', { path }, { signal })
      : call(
          'get',
          '/api/v1/replays/{id}',
          { path, query: { version, wait: WAIT_S } },
          { signal, patience: WAIT_S * 1_000 + BEYOND_MS },
        );
  return granted(await asked);
}
