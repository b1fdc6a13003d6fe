import type {
  AnswerReplay,
  ControlReplay,
  ErrorBody,
  JoinedReplay,
  JoinReplay,
  LikeReplay,
  Replay,
  ReplayLikes,
  ReplayState,
} from '#contract';
import { ask, placeOf } from '../api/api-client.js';
import { ApiError } from '../api/failure.js';

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
  return (await post(idOrCode, 'join', body, signal)) as JoinedReplay;
}

/** Does something with a room's clock, as its presenter. */
export async function controlRoom(
  id: string,
  body: ControlReplay,
  signal: AbortSignal,
): Promise<ReplayState> {
  return (await post(id, 'control', body, signal)) as ReplayState;
}

/** Answers the question on the screens. */
export function answerRoom(id: string, body: AnswerReplay, signal: AbortSignal): Promise<unknown> {
  return post(id, 'answers', body, signal);
}

/** Likes a post "in this room", or takes that back. */
export async function likeInRoom(id: string, body: LikeReplay, signal: AbortSignal): Promise<ReplayLikes> {
  return (await post(id, 'likes', body, signal)) as ReplayLikes;
}

/** The posts liked most in a room, of those that are shown from a place at its moment. */
export async function readRoomLikes(id: string, from: string, signal: AbortSignal): Promise<ReplayLikes[]> {
  const query = new URLSearchParams({ ...placeOf(from), view_as: 'public' });
  return granted(await ask(`${pathOf(id)}/likes?${query}`, signal)) as ReplayLikes[];
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
  const query = version === null ? '' : `?version=${version}&wait=${WAIT_S}`;
  const patience = version === null ? {} : { patience: WAIT_S * 1_000 + BEYOND_MS };
  const answer = await ask(pathOf(idOrCode) + query, signal, 'no-store', patience);
  return granted(answer) as Replay;
}

async function post(id: string, what: string, body: object, signal: AbortSignal): Promise<unknown> {
  return granted(await ask(`${pathOf(id)}/${what}`, signal, 'no-store', { send: body }));
}

function granted({ status, body }: { status: number; body: unknown }): unknown {
  if (status < 400) return body;
  throw new ApiError({ kind: 'refused', status, message: (body as ErrorBody).error });
}

const pathOf = (idOrCode: string): string => `/api/v1/replays/${encodeURIComponent(idOrCode)}`;
