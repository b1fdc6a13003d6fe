import type {
  AnsweredReplay,
  Application,
  Chapter,
  ExtendedDescription,
  Instance,
  JoinedReplay,
  Markers,
  NodeInfo,
  NodeInfoLinks,
  NotificationPolicy,
  NotificationRequestsMerged,
  OAuthServerMetadata,
  Preferences,
  Replay,
  ReplayLikes,
  ReplayState,
  Rule,
  Scenario,
  ScenarioStage,
  StageLesson,
  Source,
  TestUser,
  Token,
  UnreadCount,
  V1Instance,
  V1NotificationPolicy,
} from '#contract';

/**
 * An answer that may leave without passing the gate: it says nothing of a post or an account that a
 * viewpoint could hide. This file lists all of them.
 */
export class Plain<T = unknown> {
  readonly #value: T;
  readonly #text: string | undefined;

  private constructor(
    value: T,
    readonly mediaType = 'application/json; charset=utf-8',
    text?: string,
  ) {
    this.#value = value;
    this.#text = text;
  }

  /** Whether a value was made here; no look-alike passes. */
  static is(value: unknown): value is Plain {
    return typeof value === 'object' && value !== null && #value in value;
  }

  get text(): string {
    return this.#text ?? JSON.stringify(this.#value);
  }

  /** Renders the value in another media type, such as a page; `render` takes the value and nothing else. */
  as(mediaType: string, render: (value: T) => string): Plain<T> {
    return new Plain(this.#value, mediaType, render(this.#value));
  }

  static error<T extends { error: string; error_description?: string; allowed?: string[] }>(
    body: T,
  ): Plain<T> {
    return new Plain(body);
  }

  static token(body: Token): Plain {
    return new Plain(body);
  }

  static scenarios(body: Scenario | Scenario[]): Plain {
    return new Plain(body);
  }

  static chapters(body: Chapter[]): Plain {
    return new Plain(body);
  }

  static sources(body: Source[]): Plain {
    return new Plain(body);
  }

  static stage(body: ScenarioStage): Plain {
    return new Plain(body);
  }

  /** Lessons: words of scenarios' files, which nothing restricts. */
  static lessons<T extends { lesson: StageLesson; stage: ScenarioStage }>(body: T[]): Plain<T[]> {
    return new Plain(body);
  }

  /** A room: its clock, counts of people and answers, and whose posts' likes the viewpoint is let see. */
  static replay(
    body: Replay | ReplayState | JoinedReplay | AnsweredReplay | ReplayLikes | ReplayLikes[],
  ): Plain {
    return new Plain(body);
  }

  /** The browser client's own page, as it was built: it holds nothing of what is here. */
  static clientPage(html: string): Plain {
    return new Plain(null, 'text/html; charset=utf-8', html);
  }

  static health(body: { status: 'ok' }): Plain {
    return new Plain(body);
  }

  /** Whether the server is to be handed requests, and what of it is not as it should be: parts of the program. */
  static readiness(body: {
    status: 'ready' | 'not_ready';
    error?: string;
    checks: Readonly<Record<string, string>>;
  }): Plain {
    return new Plain(body);
  }

  /** Figures of the server as a whole, by routes' patterns: of nobody and of nothing that is here. */
  static metrics(text: string): Plain {
    return new Plain(null, 'text/plain; version=0.0.4; charset=utf-8', text);
  }

  /** The server's description of itself, which nothing restricts: its own words, and counts of everything. */
  static instance(
    body: Instance | V1Instance | Rule[] | ExtendedDescription | NodeInfo | NodeInfoLinks,
  ): Plain {
    return new Plain(body);
  }

  static oauth(body: Application | OAuthServerMetadata): Plain {
    return new Plain(body);
  }

  /** A page that asks somebody to let an app in; it shows no account, and of stories their chapters. */
  static authorization(): Plain<null> {
    return new Plain(null);
  }

  /** Settings of somebody, told to them alone: no post and no account but by id. */
  static own(
    body:
      | Preferences
      | Markers
      | UnreadCount
      | NotificationPolicy
      | V1NotificationPolicy
      | NotificationRequestsMerged,
  ): Plain {
    return new Plain(body);
  }

  /** Mastodon's answer where there is a list, and nothing is on it here. */
  static none(): Plain {
    return new Plain([]);
  }

  /** Mastodon's answer where there is nothing to say. */
  static empty(): Plain {
    return new Plain({});
  }

  /** Answers of the routes that exist under `TEST=1` only. */
  static test(body: { now: string } | { users: TestUser[] }): Plain {
    return new Plain(body);
  }
}
