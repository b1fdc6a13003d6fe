import { applyDecorators } from '@nestjs/common';
import { Equals } from 'class-validator';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Optional } from '../../http/requests/optional.js';
import { Unsupported } from '../../http/requests/unsupported.js';

const NO_SUCH_LIMIT = 'is not supported: visibility alone says whom a post is for';
const ALL_MAY = 'is not supported: who may read a post may answer, like and pass it on';

/**
 * Fields of a post that other servers with Mastodon's API take, and Mastodon does not. Dropped, each would publish
 * something else than was meant, or to others, so whoever sends one is told (422). Every other name that nobody here
 * knows is passed over, as Mastodon does.
 */
export class FieldsOfOthers {
  /** Akkoma, GoToSocial, glitch-soc. */
  @Unsupported('is not supported: a post is plain text', ['text/plain'])
  content_type?: unknown;

  /** Akkoma, Fedibird. */
  @Unsupported('is not supported: name the post in quoted_status_id')
  quote_id?: unknown;

  /** Akkoma: shows the post and publishes nothing. */
  @Unsupported('is not supported: what is posted is published')
  preview?: unknown;

  /** Akkoma, in seconds. */
  @Unsupported('is not supported: a post stays until it is deleted')
  expires_in?: unknown;

  /** Fedibird. */
  @Unsupported('is not supported: a post stays until it is deleted')
  expires_at?: unknown;

  /** Akkoma. */
  @Unsupported(NO_SUCH_LIMIT)
  to?: unknown;

  /** Akkoma. */
  @Unsupported(NO_SUCH_LIMIT)
  in_reply_to_conversation_id?: unknown;

  /** Fedibird. */
  @Unsupported(NO_SUCH_LIMIT)
  circle_id?: unknown;

  /** Mastodon, undocumented: the only accounts that the text may mention. */
  @Unsupported(NO_SUCH_LIMIT)
  allowed_mentions?: unknown;

  /** Fedibird, kmyblue. */
  @Unsupported('is not supported: what is public is found')
  searchability?: unknown;

  /** glitch-soc, Hometown, GoToSocial: those who have signed in here see it. */
  @Unsupported(NO_SUCH_LIMIT)
  local_only?: unknown;

  /** GoToSocial. */
  @Unsupported(ALL_MAY)
  interaction_policy?: unknown;

  /** GoToSocial, where a flag that is off asks for something. */
  @IsOn(NO_SUCH_LIMIT)
  federated?: boolean;

  @IsOn(ALL_MAY)
  boostable?: boolean;

  @IsOn(ALL_MAY)
  replyable?: boolean;

  @IsOn(ALL_MAY)
  likeable?: boolean;

  /** Friendica: a title among others. */
  @Unsupported('is not supported: posts are words alone')
  friendica?: unknown;
}

/** A flag that says what is so in any case, and may not be off. */
function IsOn(why: string): PropertyDecorator {
  return applyDecorators(Optional(), Equals(true, { message: `$property ${why}` }), AsBoolean());
}
