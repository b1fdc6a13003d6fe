import { normaliseCountries, normaliseCountry, normaliseTag, EVERYWHERE } from '#domain';
import type { Command, CommandBodies, CommandType, Provenance, RestrictionKind, Subject } from '#domain';
import { fillPattern, patternFiller } from './fill-pattern.js';
import { formatInstant } from './instant.js';
import type { ActionBody, ActionStep, Actors, PostRef, ScenarioFile } from './scenario-file.js';
import { LostReference, type Story } from './story.js';

/** A command without the fields that its step gives to all its commands. */
export type Draft<T extends CommandType = CommandType> = {
  [K in T]: { type: K; actor: Command['meta']['actor']; body: CommandBodies[K]; provenance?: Provenance };
}[T];

/** The commands of a step, given those before it. @throws LostReference where the file was not checked */
export function* commandsOf(file: ScenarioFile, step: ActionStep, story: Story): Generator<Draft> {
  if ('post' in step) yield* publish(step.post, file.language, story);
  else if ('repost' in step) {
    const post = story.post(step.repost.post).id;
    for (const actor of story.accounts(story.select(step.repost.by))) {
      yield { type: 'repost-post', actor, body: { post, visibility: 'public' } };
    }
  } else if ('like' in step) {
    const post = story.post(step.like.post).id;
    for (const actor of story.accounts(story.select(step.like.by)))
      yield { type: 'like-post', actor, body: { post } };
  } else if ('follow' in step) {
    const account = story.account(step.follow.account).id;
    for (const actor of story.accounts(story.select(step.follow.by))) {
      yield { type: 'follow-account', actor, body: { account } };
    }
  } else if ('order' in step) yield fileOrder(step.order, story);
  else if ('notice' in step) {
    const { kind, text } = step.notice;
    const order = story.order(step.notice.order);
    yield { type: 'give-notice', actor: order.authority, body: { order: order.id, kind, text } };
  } else if ('decide' in step) yield* decide(step.decide, story);
  else if ('restrict' in step) {
    const { kind, countries = [EVERYWHERE], basis, reason, until } = step.restrict;
    for (const subject of subjects(step.restrict, story)) {
      yield impose({
        kind,
        subject,
        countries: known(countries),
        basis,
        reason,
        label: null,
        until: optional(until),
      });
    }
  } else if ('lift' in step) {
    const { ids, count } = story.imposed(step.lift.step);
    const { reason } = step.lift;
    for (let i = 0; i < count; i++) {
      yield { type: 'lift-restriction', actor: null, body: { restriction: ids.at(i), reason } };
    }
  } else if ('label' in step) {
    const { text, basis, reason } = step.label;
    for (const subject of subjects(step.label, story)) {
      yield impose({
        kind: 'label',
        subject,
        countries: [EVERYWHERE],
        basis,
        reason,
        label: text,
        until: null,
      });
    }
  } else if ('context' in step) {
    const { title, text, side = null } = step.context;
    yield { type: 'add-context', actor: null, body: { title, text, side } };
  } else if ('trend' in step) {
    const { tag, country, rank, posts = null } = step.trend;
    const body = { tag: normaliseTag(tag), country: normaliseCountry(country) ?? country, rank, posts };
    yield { type: 'observe-trend', actor: null, body };
  } else step satisfies never;
}

function* publish(
  { by, text, language, reply_to, quote }: ActionBody<'post'>,
  inLanguage: string,
  story: Story,
): Generator<Draft> {
  const { cohort, numbers } = story.select(by);
  const rest = {
    language: language ?? inLanguage,
    spoiler_text: '',
    sensitive: false,
    visibility: 'public',
    in_reply_to: reply_to === undefined ? null : story.post(reply_to).id,
    quote_of: quote === undefined ? null : story.post(quote).id,
  } as const;
  const accounts = story.accounts(story.select(by));
  if (numbers === null) {
    for (const actor of accounts) yield { type: 'publish-post', actor, body: { text: text ?? '', ...rest } };
    return;
  }
  const textOf = patternFiller(text ?? cohort.text);
  // Accounts and numbers run side by side.
  const number = numbers[Symbol.iterator]();
  for (const actor of accounts) {
    const n = Number(number.next().value);
    const own = text === undefined ? cohort.faces?.[String(n)]?.text : undefined;
    const words = own === undefined ? textOf(n) : fillPattern(own, n);
    yield { type: 'publish-post', actor, body: { text: words, ...rest } };
  }
}

function fileOrder(order: ActionBody<'order'>, story: Story): Draft {
  const {
    venue,
    title,
    legal_basis,
    grounds,
    reason,
    countries,
    deadline,
    emergency = false,
    confidential = false,
  } = order;
  const authority = story.authority(order.authority);
  const items: CommandBodies['file-order']['items'] = [];
  for (const item of order.items) {
    if ('url' in item) items.push({ url: item.url });
    else if ('hashtag' in item) items.push({ subject: hashtag(item.hashtag) });
    else if ('post' in item) items.push({ subject: { type: 'post', id: story.post(item.post).id } });
    else if ('accounts' in item) {
      for (const id of story.accounts(story.select(item.accounts)))
        items.push({ subject: { type: 'account', id } });
    } else {
      const { numbers } = story.select(item.posts);
      for (const id of story.posts(item.posts.cohort, numbers ?? []))
        items.push({ subject: { type: 'post', id } });
    }
  }
  return {
    type: 'file-order',
    actor: authority,
    body: {
      external_id: null,
      authority,
      venue,
      title,
      legal_basis,
      grounds,
      reason,
      countries: known(countries),
      deadline: optional(deadline),
      emergency,
      confidential,
      items,
    },
  };
}

function* decide(decide: ActionBody<'decide'>, story: Story): Generator<Draft> {
  const { outcome, reason, ground = null, label = null, basis = 'legal_demand' } = decide;
  const { id: order, items } = story.order(decide.order);
  const decided = items.select(decide.items);
  if (typeof decided === 'string') throw new LostReference(`items ${decided}`);
  for (const n of decided) {
    yield { type: 'decide-item', actor: null, body: { order, n, outcome, reason, ground, label, basis } };
  }
}

function impose(
  restriction: Omit<CommandBodies['impose-restriction'], 'from'> & { kind: RestrictionKind },
): Draft {
  return { type: 'impose-restriction', actor: null, body: { ...restriction, from: null } };
}

function* subjects(
  { accounts, post, hashtag: tag }: { accounts?: Actors; post?: PostRef; hashtag?: string },
  story: Story,
): Generator<Subject> {
  if (accounts !== undefined)
    for (const id of story.accounts(story.select(accounts))) yield { type: 'account', id };
  if (post !== undefined) yield { type: 'post', id: story.post(post).id };
  if (tag !== undefined) yield hashtag(tag);
}

function hashtag(tag: string): Subject {
  return { type: 'hashtag', id: normaliseTag(tag) };
}

/** Countries that were checked before, normalised. */
function known(texts: readonly string[]): string[] {
  const normalised = normaliseCountries(texts);
  return normalised.ok ? normalised.countries : [...texts];
}

/** A time that was checked before, as events carry it. */
function optional(instant: string | undefined): string | null {
  return instant === undefined ? null : formatInstant(Date.parse(instant));
}
