import { MAX_ORDER_ITEMS, normaliseCountries, VENUES, type VenueId } from '#domain';
import { checkCountry, checkInstant, checkLanguage, checkLength } from './check-field.js';
import { fillPattern } from './fill-pattern.js';
import { parseInstant } from './instant.js';
import { listed, type Path, type Problems } from './problems.js';
import type { ActionBody, ActionStep, Actors, PostRef, ScenarioFile } from './scenario-file.js';
import { LostReference, type Selection, type Story } from './story.js';

/**
 * Reports the errors of a step, given those before it.
 *
 * @returns its size in events and items; null where it has errors
 */
export function checkStep(
  file: ScenarioFile,
  step: ActionStep,
  path: Path,
  story: Story,
  problems: Problems,
): number | null {
  const before = problems.count;
  const check = new StepCheck(story, problems, parseInstant(step.at) ?? 0);
  checkProvenance(file, step, path, problems);
  const size = checkAction(file, step, path, check, story);
  return check.lost || problems.count > before ? null : size;
}

function checkProvenance(file: ScenarioFile, step: ActionStep, path: Path, problems: Problems): void {
  for (const [index, source] of step.sources.entries()) {
    if (Object.hasOwn(file.sources, source)) continue;
    const known = listed(Object.keys(file.sources));
    problems.add([...path, 'sources', index], `source "${source}" is not among the sources (${known})`);
  }
  if (step.sources.length === 0 && step.certainty !== 'illustrative') {
    const message = `what is ${step.certainty} cites a source; only what is illustrative needs none`;
    problems.add([...path, 'sources'], message);
  }
}

function checkAction(
  file: ScenarioFile,
  step: ActionStep,
  path: Path,
  check: StepCheck,
  story: Story,
): number {
  if ('post' in step) return check.post(step.post, step.certainty, [...path, 'post']);
  if ('repost' in step) return check.passOn(step.repost, [...path, 'repost']);
  if ('like' in step) return check.passOn(step.like, [...path, 'like']);
  if ('follow' in step) {
    check.found([...path, 'follow', 'account'], () => story.account(step.follow.account));
    return check.actors(step.follow.by, [...path, 'follow', 'by'])?.count ?? 0;
  }
  if ('order' in step) return check.order(step.order, [...path, 'order']);
  if ('notice' in step) {
    check.found([...path, 'notice', 'order'], () => story.order(step.notice.order));
    return 1;
  }
  if ('decide' in step) return check.decide(step.decide, [...path, 'decide']);
  if ('restrict' in step) return check.restrict(step.restrict, [...path, 'restrict']);
  if ('lift' in step) return check.lift(step.lift, [...path, 'lift']);
  if ('label' in step) return check.subjects(step.label, [...path, 'label']);
  if ('context' in step) {
    const { side } = step.context;
    const sides = file.sides ?? {};
    if (side !== undefined && !Object.hasOwn(sides, side)) {
      const known = listed(Object.keys(sides));
      check.problems.add([...path, 'context', 'side'], `"${side}" is not among the sides (${known})`);
    }
    return 1;
  }
  if ('trend' in step) return check.trend(step.trend, [...path, 'trend']);
  return step satisfies never;
}

class StepCheck {
  /** Whether it refers to something that has an error itself. */
  lost = false;

  constructor(
    private readonly story: Story,
    readonly problems: Problems,
    /** The step's, ms since the Unix epoch. */
    private readonly at: number,
  ) {}

  /** Resolves a reference; reports at `path` one that leads nowhere, and returns null. */
  found<T>(path: Path, look: () => T): T | null {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof LostReference)) throw error;
      if (error.follows) this.lost = true;
      else this.problems.add([...path, ...error.path], error.message);
      return null;
    }
  }

  actors(actors: Actors, path: Path): Selection | null {
    return this.found(path, () => this.story.select(actors));
  }

  post(post: ActionBody<'post'>, certainty: ActionStep['certainty'], path: Path): number {
    for (const key of ['reply_to', 'quote'] as const) {
      const ref = post[key];
      if (ref !== undefined) this.interactive(ref, [...path, key]);
    }
    if (post.language !== undefined) checkLanguage(post.language, [...path, 'language'], this.problems);
    const by = this.actors(post.by, [...path, 'by']);
    if (by === null) return 0;
    if (by.member !== null && by.member.kind !== 'stand_in' && certainty !== 'quoted') {
      const instead = certainty === 'illustrative' ? 'let a stand-in say it' : 'tell it as context';
      const message = `only quoted words stand in the mouth of ${by.key}, who is real; this is ${certainty}, so ${instead}`;
      this.problems.add(path, message);
    }
    if (post.text !== undefined) {
      const longest = by.numbers === null ? post.text : fillPattern(post.text, by.cohort.count);
      checkLength(longest, by.venue, [...path, 'text'], this.problems);
    } else if (by.cohort === null) {
      this.problems.add(path, '"text" is missing: only the members of a cohort have texts of their own');
    }
    return by.count;
  }

  passOn({ by, post }: { by: Actors; post: PostRef }, path: Path): number {
    this.interactive(post, [...path, 'post']);
    return this.actors(by, [...path, 'by'])?.count ?? 0;
  }

  order(order: ActionBody<'order'>, path: Path): number {
    this.found([...path, 'authority'], () => this.story.authority(order.authority));
    this.countries(order.countries, [...path, 'countries']);
    if (order.deadline !== undefined) this.later(order.deadline, [...path, 'deadline']);
    let size = 0;
    for (const [index, item] of order.items.entries()) {
      size += this.item(item, order.venue, [...path, 'items', index]);
    }
    if (size > MAX_ORDER_ITEMS) {
      this.problems.add([...path, 'items'], `the order names ${size} items; at most ${MAX_ORDER_ITEMS}`);
    }
    return 1 + size;
  }

  /** @returns how many items of the order it makes */
  private item(item: ActionBody<'order'>['items'][number], venue: VenueId, path: Path): number {
    if ('accounts' in item) {
      const accounts = this.actors(item.accounts, [...path, 'accounts']);
      this.onVenue(accounts, venue, path);
      return accounts?.count ?? 0;
    }
    if ('posts' in item) {
      const members = this.actors(item.posts, [...path, 'posts']);
      this.onVenue(members, venue, path);
      if (members?.numbers == null) return 0;
      const { key, numbers } = members;
      return this.found([...path, 'posts'], () => this.story.countPosts(key, numbers)) ?? 0;
    }
    if ('post' in item) {
      const post = this.found([...path, 'post'], () => this.story.post(item.post));
      this.onVenue(post, venue, path);
    }
    return 1;
  }

  decide(decide: ActionBody<'decide'>, path: Path): number {
    const order = this.found([...path, 'order'], () => this.story.order(decide.order));
    if (order === null) return 0;
    const items = order.items.select(decide.items);
    if (typeof items !== 'string') return items.count;
    this.problems.add([...path, 'items'], `items ${items}`);
    return 0;
  }

  restrict(restrict: ActionBody<'restrict'>, path: Path): number {
    if (restrict.countries !== undefined) this.countries(restrict.countries, [...path, 'countries']);
    else if (restrict.kind === 'withhold') {
      this.problems.add(path, '"countries" is missing: what is withheld is withheld somewhere');
    }
    if (restrict.until !== undefined) this.later(restrict.until, [...path, 'until']);
    return this.subjects(restrict, path);
  }

  lift(lift: ActionBody<'lift'>, path: Path): number {
    const imposed = this.found([...path, 'step'], () => this.story.imposed(lift.step));
    if (imposed === null) return 0;
    if (imposed.liftedBy !== null) {
      this.problems.add([...path, 'step'], `step "${imposed.liftedBy}" has lifted it already`);
    } else if (imposed.until !== null && imposed.until <= this.at) {
      this.problems.add([...path, 'step'], `what step "${lift.step}" imposed has ended by then`);
    }
    return imposed.count;
  }

  subjects({ accounts, post }: { accounts?: Actors; post?: PostRef }, path: Path): number {
    if (accounts !== undefined) return this.actors(accounts, [...path, 'accounts'])?.count ?? 0;
    if (post !== undefined) this.found([...path, 'post'], () => this.story.post(post));
    return 1;
  }

  trend(trend: ActionBody<'trend'>, path: Path): number {
    checkCountry(trend.country, [...path, 'country'], this.problems);
    return 1;
  }

  private interactive(ref: PostRef, path: Path): void {
    const post = this.found(path, () => this.story.post(ref));
    if (post === null || VENUES[post.venue].interactive) return;
    this.problems.add(path, `that post is on ${post.venue}: no likes, re-posts, replies or quotes there`);
  }

  private onVenue(found: { venue: VenueId } | null, venue: VenueId, path: Path): void {
    if (found === null || found.venue === venue) return;
    this.problems.add(path, `this is on ${found.venue}, and the order is to ${venue}`);
  }

  private countries(texts: readonly string[], path: Path): void {
    for (const [index, text] of texts.entries()) {
      if (normaliseCountries([text]).ok) continue;
      const code = 'give its ISO 3166-1 alpha-2 code, such as IN; EU for its members, * for everywhere';
      this.problems.add([...path, index], `"${text}" is not a country; ${code}`);
    }
  }

  private later(text: string, path: Path): void {
    const at = checkInstant(text, path, this.problems);
    if (at !== null && at <= this.at) this.problems.add(path, `"${text}" is not later than its step`);
  }
}
