import type { Outcome, ProvenanceField, WithheldField } from '#contract';
import type { OrderGround } from '#domain';

type Certainty = ProvenanceField['certainty'];

/** The words of a page around the posts, in one language. */
export interface PageWords {
  /** `place` as `placeName` gives it. */
  seen(place: string | null, at: string | null): string;
  /** The name of the part of a page that says from where it is seen. */
  viewpoint: string;
  seeFrom: string;
  /** The button that takes the place chosen. */
  look: string;
  /** In place of a country that is not known. */
  nowhere: string;
  language: string;
  /** Told where the page changed while it was looked at. */
  changed: string;
  nav: Readonly<Record<'label' | 'replay' | '/timeline' | '/orders' | '/transparency' | '/lessons', string>>;
  seeLive: string;
  bothSides: string;
  /** Where geography is enforced, in place of the links. */
  whereYouAre: string;
  elsewhere: string;
  everywhere: string;
  /** Says that a page is of a scenario. */
  replay(title: string): string;
  /** Before an hour that is inferred. */
  circa: string;
  inferredHour: string;
  madeUpFigure: string;
  /** Explains a pencilled part of a number that sources give. */
  madeUpSplit: string;
  /** Explains a handle in a replay. */
  madeUpHandle: string;
  likes(count: number): string;
  /** `word` is the venue's own, for one. */
  reposts(count: number, word: string): string;
  reposted(name: string, word: string): string;
  reply: string;
  label: string;
  posts(count: number): string;
  latest: string;
  noPosts: string;
  limitedTag: string;
  older: string;
  newest: string;
  feed: string;
  feedOf(acct: string): string;
  verified: string;
  suspended: string;
  followers: string;
  following: string;
  joined(day: string): string;
  withheldIn(countries: string): string;
  basis: Readonly<Record<WithheldField['basis'], string>>;
  since(day: string): string;
  theOrder: string;
  demandedBy: string;
  explain: string;
  howSure: string;
  certainty: Readonly<Record<Certainty, { word: string; means: string }>>;
  sources(count: number): string;
  authority: string;
  ownPage(name: string): string;
  reconstruction(name: string): string;
  orders: string;
  noOrders: string;
  olderOrders: string;
  items(count: number): string;
  /** In place of `items` where a scenario made them up. */
  standIns(count: number): string;
  order: Readonly<Record<'filed' | 'legalBasis' | 'grounds' | 'countries' | 'deadline' | 'status', string>>;
  /** Over what the sources print in answer to a question. */
  differently(question: string): string;
  noDeadline: string;
  emergency: string;
  confidential: string;
  itemByItem: string;
  asOf(at: string): string;
  outcome: Readonly<Record<Outcome, string>>;
  itemsHeading: string;
  /** The name of the links that list some items alone. */
  filter: string;
  all: string;
  item: Readonly<Record<'n' | 'subject' | 'standIn' | 'decision' | 'since' | 'reason', string>>;
  /** In place of the handle of something that is gone. */
  goneAccount: string;
  gonePost: string;
  anAccount: string;
  aPost: string;
  noItems: string;
  fromFirst: string;
  moreItems: string;
  decisions: string;
  /** Before the number of items, where an order was filed. */
  filedItems: string;
  latestDecisions(count: number): string;
  ground: Readonly<Record<OrderGround | 'untold', string>>;
  status: Readonly<Record<'in_force' | 'confirmed' | 'revoked' | 'expired' | 'set_aside', string>>;
  report: Readonly<
    Record<
      | 'title'
      | 'doNotFile'
      | 'reconstruction'
      | 'shapes'
      | 'forReaders'
      | 'lumen'
      | 'dsa'
      | 'byOutcome'
      | 'byOutcomeNote'
      | 'byAuthority'
      | 'byAuthorityNote'
      | 'timeToDecision'
      | 'timeToDecisionNote'
      | 'asTable'
      | 'csv'
      | 'inForce'
      | 'untold'
      | 'undisclosed'
      | 'order'
      | 'asked'
      | 'firstWithheld'
      | 'daysHead'
      | 'notYet',
      string
    >
  > & { days(count: number): string };
  wrong: Readonly<Record<'notFound' | 'invalid' | 'ours', string>>;
  home: string;
  openPost: string;
}
