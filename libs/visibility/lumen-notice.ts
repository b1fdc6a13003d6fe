import type { LumenNotice } from '#contract';
import { EVERYWHERE, RESTRICTION_OF_OUTCOME, VENUES, type StoredItem, type StoredOrder } from '#domain';
import { release, type Gated } from './gated.js';
import { mayReadOrder } from './present-order.js';
import { RECONSTRUCTION } from './transparency.js';
import type { Viewpoint } from './viewpoint.js';

/**
 * Orders in the shape of Lumen's notices, as far as they may be read. They name what was demanded by its address
 * here, and tell nothing of what it says.
 *
 * @param items of each order, by its id
 * @param origin where addresses point to, e.g. `https://example.org`
 */
export function lumenNotices(
  orders: readonly StoredOrder[],
  items: ReadonlyMap<string, readonly StoredItem[]>,
  viewpoint: Viewpoint,
  origin: string,
): Gated<LumenNotice[]> {
  const exempt: string[] = [];
  const readable = orders.filter((order) => {
    const access = mayReadOrder(order, viewpoint);
    if (access.granted) exempt.push(...access.exempt);
    return access.granted;
  });
  const notices = readable.map((order) => notice(order, items.get(order.id) ?? [], origin));
  return release(notices, exempt, viewpoint);
}

function notice(order: StoredOrder, items: readonly StoredItem[], origin: string): LumenNotice {
  const illustrative = order.scenario !== null;
  const date = new Date(order.filedAt).toISOString().slice(0, 10);
  return {
    type: 'GovernmentRequest',
    title: illustrative ? `${RECONSTRUCTION}. ${order.title}` : order.title,
    subject: order.title,
    body: order.reason,
    date_sent: date,
    date_received: date,
    source: origin,
    action_taken: actionTaken(order),
    jurisdiction_list: order.countries.includes(EVERYWHERE) ? [] : order.countries,
    regulation_list: [order.legalBasis],
    topic_list: order.grounds,
    entity_notice_roles_attributes: [
      {
        name: 'sender',
        entity_attributes: { name: order.authority.name, country_code: order.authority.country },
      },
      { name: 'recipient', entity_attributes: { name: VENUES[order.venue].name, country_code: null } },
    ],
    works_attributes: items.map((item) => ({
      description: `Item ${item.n}`,
      infringing_urls_attributes: [{ url: urlOf(item, origin) }],
    })),
    order_id: order.id,
    scenario: order.scenario,
    illustrative,
  };
}

/** Whether all, some or none of what was demanded is restricted now. */
function actionTaken({ outcomes, size }: StoredOrder): LumenNotice['action_taken'] {
  const restricted = Object.entries(RESTRICTION_OF_OUTCOME)
    .filter(([, kind]) => kind !== null)
    .reduce((sum, [outcome]) => sum + (outcomes[outcome] ?? 0), 0);
  return restricted === 0 ? 'No' : restricted < size ? 'Partial' : 'Yes';
}

function urlOf({ subject, url }: StoredItem, origin: string): string {
  if (url !== null) return url;
  if (subject === null) return origin;
  if (subject.type === 'hashtag') return `${origin}/tags/${encodeURIComponent(subject.id)}`;
  return `${origin}/api/v1/${subject.type === 'post' ? 'statuses' : 'accounts'}/${subject.id}`;
}
