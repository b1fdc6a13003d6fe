import type { CommandBodies } from '#domain';

/** The bodies of commands, with everything that a test does not care about filled in. */

export function accountBody(
  handle: string,
  rest: Partial<CommandBodies['open-account']> = {},
): CommandBodies['open-account'] {
  return { venue: 'home', handle, display_name: handle, note: '', verified: false, kind: 'person', ...rest };
}

export function postBody(
  text: string,
  rest: Partial<CommandBodies['publish-post']> = {},
): CommandBodies['publish-post'] {
  return {
    text,
    language: null,
    spoiler_text: '',
    sensitive: false,
    visibility: 'public',
    in_reply_to: null,
    quote_of: null,
    ...rest,
  };
}

export function orderBody(
  authority: string,
  items: CommandBodies['file-order']['items'],
  rest: Partial<CommandBodies['file-order']> = {},
): CommandBodies['file-order'] {
  return {
    external_id: null,
    authority,
    venue: 'home',
    title: 'A demand',
    legal_basis: 'Section 69A, Information Technology Act, 2000',
    grounds: ['public_order'],
    reason: 'Public order',
    countries: ['IN'],
    deadline: null,
    emergency: false,
    confidential: false,
    items,
    ...rest,
  };
}

export function decisionBody(
  order: string,
  n: number,
  outcome: CommandBodies['decide-item']['outcome'],
  rest: Partial<CommandBodies['decide-item']> = {},
): CommandBodies['decide-item'] {
  return {
    order,
    n,
    outcome,
    reason: 'As demanded',
    ground: outcome === 'refused' ? 'journalist' : null,
    label: outcome === 'labelled' ? 'Disputed' : null,
    basis: 'legal_demand',
    ...rest,
  };
}

export function restrictionBody(
  kind: CommandBodies['impose-restriction']['kind'],
  subject: CommandBodies['impose-restriction']['subject'],
  rest: Partial<CommandBodies['impose-restriction']> = {},
): CommandBodies['impose-restriction'] {
  return {
    kind,
    subject,
    countries: kind === 'withhold' ? ['IN'] : [],
    basis: 'platform_rule',
    reason: 'A rule',
    label: kind === 'label' ? 'Disputed' : null,
    from: null,
    until: null,
    ...rest,
  };
}

export function scenarioBody(
  rest: Partial<CommandBodies['open-scenario']> = {},
): CommandBodies['open-scenario'] {
  return {
    title: 'A story',
    description: 'Made up for a test',
    language: 'en',
    time_zone: 'Asia/Kolkata',
    starts: '2021-01-26T00:00:00.000Z',
    ends: '2021-02-12T00:00:00.000Z',
    steps: 2,
    digest: 'd'.repeat(64),
    sources: [],
    chapters: [],
    ...rest,
  };
}
