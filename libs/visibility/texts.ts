import { WITH_ARTICLE } from '#contract';
import { EVERYWHERE, type RestrictionBasis, type RestrictionKind } from '#domain';

export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

const REGION_NAMES: Record<Language, Intl.DisplayNames> = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  hi: new Intl.DisplayNames('hi', { type: 'region' }),
};

/** The name of a country (ISO 3166-1 alpha-2), as it stands in a sentence after "in". */
export function countryName(country: string, language: Language): string {
  const name = REGION_NAMES[language].of(country) ?? country;
  return language === 'en' && WITH_ARTICLE.has(country) ? `the ${name}` : name;
}

/** The catalogue: what a tombstone says. `where` is a country's name; null where it cannot be told. */
const TOMBSTONES: Record<
  Language,
  Record<'post' | 'account', Record<RestrictionBasis, (acct: string, where: string | null) => string>>
> = {
  en: {
    post: {
      legal_demand: (acct, where) =>
        `This post from @${acct} has been withheld${inEnglish(where)} in response to a legal demand.`,
      local_law: (acct, where) =>
        `This post from @${acct} has been withheld${inEnglish(where)} based on local law(s).`,
      platform_rule: (acct, where) =>
        `This post from @${acct} has been withheld${inEnglish(where)} based on the platform’s rules.`,
    },
    account: {
      legal_demand: (acct, where) =>
        `@${acct}’s account has been withheld${inEnglish(where)} in response to a legal demand.`,
      local_law: (acct, where) =>
        `@${acct}’s account has been withheld${inEnglish(where)} based on local law(s).`,
      platform_rule: (acct, where) =>
        `@${acct}’s account has been withheld${inEnglish(where)} based on the platform’s rules.`,
    },
  },
  hi: {
    post: {
      legal_demand: (acct, where) => `@${acct} की यह पोस्ट क़ानूनी माँग के चलते ${inHindi(where)}रोक दी गई है।`,
      local_law: (acct, where) => `@${acct} की यह पोस्ट स्थानीय क़ानून के आधार पर ${inHindi(where)}रोक दी गई है।`,
      platform_rule: (acct, where) =>
        `@${acct} की यह पोस्ट प्लेटफ़ॉर्म के नियमों के आधार पर ${inHindi(where)}रोक दी गई है।`,
    },
    account: {
      legal_demand: (acct, where) => `@${acct} का अकाउंट क़ानूनी माँग के चलते ${inHindi(where)}रोक दिया गया है।`,
      local_law: (acct, where) => `@${acct} का अकाउंट स्थानीय क़ानून के आधार पर ${inHindi(where)}रोक दिया गया है।`,
      platform_rule: (acct, where) =>
        `@${acct} का अकाउंट प्लेटफ़ॉर्म के नियमों के आधार पर ${inHindi(where)}रोक दिया गया है।`,
    },
  },
};

const SUSPENDED: Record<Language, Record<'post' | 'account', (acct: string) => string>> = {
  en: {
    post: (acct) => `This post from @${acct} has been removed by the platform.`,
    account: (acct) => `This post is from a suspended account, @${acct}.`,
  },
  hi: {
    post: (acct) => `@${acct} की यह पोस्ट प्लेटफ़ॉर्म ने हटा दी है।`,
    account: (acct) => `यह पोस्ट निलंबित अकाउंट @${acct} की है।`,
  },
};

const GONE: Record<Language, string> = {
  en: 'This post was deleted by its author.',
  hi: 'यह पोस्ट लिखने वाले ने हटा दी है।',
};

/** The text that replaces a post in a thread that its author deleted or had erased, as plain text. */
export function goneText(language: Language): string {
  return GONE[language];
}

/** The text of a tombstone for something withheld, as plain text. */
export function tombstoneText(
  what: 'post' | 'account',
  basis: RestrictionBasis,
  acct: string,
  country: string | null,
  language: Language,
): string {
  return TOMBSTONES[language][what][basis](acct, country === null ? null : countryName(country, language));
}

const OWN: Record<Language, Record<'post' | 'account', (where: string | null) => string>> = {
  en: {
    post: (where) => `Your post has been withheld${where === null ? ' everywhere' : ` in: ${where}`}.`,
    account: (where) => `Your account has been withheld${where === null ? ' everywhere' : ` in: ${where}`}.`,
  },
  hi: {
    post: (where) =>
      where === null ? 'आपकी पोस्ट हर जगह रोकी गई है।' : `आपकी पोस्ट इन देशों में रोकी गई है: ${where}।`,
    account: (where) =>
      where === null ? 'आपका अकाउंट हर जगह रोका गया है।' : `आपका अकाउंट इन देशों में रोका गया है: ${where}।`,
  },
};

/**
 * Tells an author that their own post or account, which they still see, is withheld, as plain text.
 *
 * @param countries as a restriction names them; `*` for everywhere
 */
export function ownText(what: 'post' | 'account', countries: readonly string[], language: Language): string {
  return OWN[language][what](namesOf(countries, language));
}

/** Countries as a list ends a sentence; null for everywhere. */
function namesOf(countries: readonly string[], language: Language): string | null {
  if (countries.includes(EVERYWHERE)) return null;
  return countries.map((country) => REGION_NAMES[language].of(country) ?? country).join(', ');
}

/** The facts that someone is told about a restriction on their account or post. */
export interface Notice {
  what: 'post' | 'account';
  kind: RestrictionKind;
  /** As the restriction names them; `*` for everywhere. */
  countries: readonly string[];
  basis: RestrictionBasis;
  label: string | null;
  /** Empty where the reason is not told. */
  reason: string;
  /** The order that holds it; `unnamed` where that may not be named. */
  order: { id: string; title: string; authority: string } | 'unnamed' | null;
  /** If it has ended: the countries where others of its kind still bind; null if it begins. */
  stillIn: readonly string[] | null;
  /** The end (ms since the epoch) that was set instead of the one before, null: none; null: it tells no change. */
  newEnd: { until: number | null } | null;
}

/** The first sentence of a notice, by kind: of one that began, ended, or ended while another goes on. */
type Lead = Record<RestrictionKind, (where: string | null, label: string) => string>;

interface NoticeTexts {
  began: Record<Notice['what'], Lead>;
  ended: Record<Notice['what'], Lead>;
  goesOn: Record<Notice['what'], Lead>;
  /** Says what the restriction is about, and what it is not about. */
  scope: Record<Notice['what'], string>;
  basis: Record<RestrictionBasis | 'unnamed', string>;
  order: (title: string, authority: string, id: string) => string;
  reason: (reason: string) => string;
  /** Says of one that goes on until when it does now (UTC); null: until it is lifted. */
  newEnd: (until: string | null) => string;
}

const NOTICES: Record<Language, NoticeTexts> = {
  en: {
    began: {
      post: {
        withhold: OWN.en.post,
        suspend: () => 'Your post has been removed by the platform.',
        label: (_, label) => `A label has been put on your post: “${label}”.`,
        limit: () =>
          'Your post has been limited: it is kept out of public timelines, trends, search and recommendations.',
      },
      account: {
        withhold: OWN.en.account,
        suspend: () => 'Your account has been suspended.',
        label: (_, label) => `A label has been put on your account: “${label}”.`,
        limit: () =>
          'Your account has been limited: it is kept out of public timelines, trends, search and recommendations.',
      },
    },
    ended: {
      post: {
        withhold: (where) => `Your post is no longer withheld${where === null ? '' : ` in: ${where}`}.`,
        suspend: () => 'Your post is no longer removed.',
        label: (_, label) => `A label has been taken off your post: “${label}”.`,
        limit: () => 'Your post is no longer limited.',
      },
      account: {
        withhold: (where) => `Your account is no longer withheld${where === null ? '' : ` in: ${where}`}.`,
        suspend: () => 'Your account is no longer suspended.',
        label: (_, label) => `A label has been taken off your account: “${label}”.`,
        limit: () => 'Your account is no longer limited.',
      },
    },
    goesOn: {
      post: {
        withhold: (where) =>
          `One of several withholdings of your post has ended. It is still withheld${where === null ? ' everywhere' : ` in: ${where}`}.`,
        suspend: () => 'One of several decisions to remove your post has ended. It is still removed.',
        label: (_, label) => `A label has been taken off your post: “${label}”. Others are still on it.`,
        limit: () => 'One of several limits on your post has ended. It is still limited.',
      },
      account: {
        withhold: (where) =>
          `One of several withholdings of your account has ended. It is still withheld${where === null ? ' everywhere' : ` in: ${where}`}.`,
        suspend: () => 'One of several suspensions of your account has ended. It is still suspended.',
        label: (_, label) => `A label has been taken off your account: “${label}”. Others are still on it.`,
        limit: () => 'One of several limits on your account has ended. It is still limited.',
      },
    },
    scope: {
      post: 'This is about one post; your account and your other posts are not affected, but for re-posts and quotes of it.',
      account: 'This is about your account and everything on it.',
    },
    basis: {
      legal_demand: 'Basis: a legal demand.',
      unnamed: 'Basis: a legal demand that may not be named.',
      local_law: 'Basis: local law(s).',
      platform_rule: 'Basis: the platform’s rules.',
    },
    order: (title, authority, id) => `Order: ${title === '' ? '' : `“${title}”, `}${authority} (${id}).`,
    reason: (reason) => `Reason given: ${reason}`,
    newEnd: (until) => `Its end was changed: it lasts until ${until ?? 'it is lifted'}.`,
  },
  hi: {
    began: {
      post: {
        withhold: OWN.hi.post,
        suspend: () => 'आपकी पोस्ट प्लेटफ़ॉर्म ने हटा दी है।',
        label: (_, label) => `आपकी पोस्ट पर एक लेबल लगाया गया है: “${label}”।`,
        limit: () => 'आपकी पोस्ट की पहुँच सीमित की गई है: यह सार्वजनिक टाइमलाइन, ट्रेंड, खोज और सुझावों में नहीं दिखेगी।',
      },
      account: {
        withhold: OWN.hi.account,
        suspend: () => 'आपका अकाउंट निलंबित किया गया है।',
        label: (_, label) => `आपके अकाउंट पर एक लेबल लगाया गया है: “${label}”।`,
        limit: () => 'आपके अकाउंट की पहुँच सीमित की गई है: यह सार्वजनिक टाइमलाइन, ट्रेंड, खोज और सुझावों में नहीं दिखेगा।',
      },
    },
    ended: {
      post: {
        withhold: (where) => `आपकी पोस्ट पर से रोक हटा ली गई है${where === null ? '' : `: ${where}`}।`,
        suspend: () => 'आपकी पोस्ट बहाल कर दी गई है।',
        label: (_, label) => `आपकी पोस्ट से एक लेबल हटाया गया है: “${label}”।`,
        limit: () => 'आपकी पोस्ट की पहुँच अब सीमित नहीं है।',
      },
      account: {
        withhold: (where) => `आपके अकाउंट पर से रोक हटा ली गई है${where === null ? '' : `: ${where}`}।`,
        suspend: () => 'आपका अकाउंट अब निलंबित नहीं है।',
        label: (_, label) => `आपके अकाउंट से एक लेबल हटाया गया है: “${label}”।`,
        limit: () => 'आपके अकाउंट की पहुँच अब सीमित नहीं है।',
      },
    },
    goesOn: {
      post: {
        withhold: (where) =>
          `आपकी पोस्ट पर लगी एक रोक हट गई है, पर वह अब भी ${where === null ? 'हर जगह रोकी हुई है' : `इन देशों में रोकी हुई है: ${where}`}।`,
        suspend: () => 'आपकी पोस्ट हटाने का एक फ़ैसला ख़त्म हो गया है, पर पोस्ट अब भी हटी हुई है।',
        label: (_, label) => `आपकी पोस्ट से एक लेबल हटाया गया है: “${label}”। उस पर दूसरे लेबल अब भी हैं।`,
        limit: () => 'आपकी पोस्ट की पहुँच पर लगी एक सीमा हट गई है, पर पहुँच अब भी सीमित है।',
      },
      account: {
        withhold: (where) =>
          `आपके अकाउंट पर लगी एक रोक हट गई है, पर वह अब भी ${where === null ? 'हर जगह रोका हुआ है' : `इन देशों में रोका हुआ है: ${where}`}।`,
        suspend: () => 'आपके अकाउंट के कई निलंबनों में से एक ख़त्म हो गया है। वह अब भी निलंबित है।',
        label: (_, label) => `आपके अकाउंट से एक लेबल हटाया गया है: “${label}”। उस पर दूसरे लेबल अब भी हैं।`,
        limit: () => 'आपके अकाउंट की पहुँच पर लगी एक सीमा हट गई है, पर पहुँच अब भी सीमित है।',
      },
    },
    scope: {
      post: 'यह केवल एक पोस्ट के बारे में है। आपके अकाउंट और बाक़ी पोस्टों पर इसका असर नहीं है, सिवाय इस पोस्ट के रीपोस्ट और कोट के।',
      account: 'यह आपके अकाउंट और उस पर मौजूद हर चीज़ के बारे में है।',
    },
    basis: {
      legal_demand: 'आधार: एक क़ानूनी माँग।',
      unnamed: 'आधार: एक क़ानूनी माँग, जिसका ब्योरा नहीं दिया जा सकता।',
      local_law: 'आधार: स्थानीय क़ानून।',
      platform_rule: 'आधार: प्लेटफ़ॉर्म के नियम।',
    },
    order: (title, authority, id) => `आदेश: ${title === '' ? '' : `“${title}”, `}${authority} (${id})।`,
    reason: (reason) => `बताया गया कारण: ${reason}`,
    newEnd: (until) => `इसका अंत बदला गया: यह ${until ?? 'हटाए जाने'} तक रहेगा।`,
  },
};

/**
 * Tells an author about a restriction on their account or post, as plain text: what it does, its exact
 * scope and its basis. An order that may not be named is told as a legal demand that may not be named,
 * as every tombstone tells everyone; where the basis is another, the order is not mentioned at all.
 */
export function noticeText(notice: Notice, language: Language): string {
  const { what, kind, countries, basis, label, reason, order, stillIn, newEnd } = notice;
  const texts = NOTICES[language];
  const goesOn = stillIn !== null && stillIn.length > 0;
  const lead = stillIn === null ? texts.began : goesOn ? texts.goesOn : texts.ended;
  const sentences = [
    lead[what][kind](namesOf(goesOn ? stillIn : countries, language), label ?? ''),
    ...(newEnd === null ? [] : [texts.newEnd(newEnd.until === null ? null : minuteOf(newEnd.until))]),
    texts.scope[what],
    texts.basis[order === 'unnamed' && basis === 'legal_demand' ? 'unnamed' : basis],
  ];
  if (order !== null && order !== 'unnamed')
    sentences.push(texts.order(order.title, order.authority, order.id));
  if (reason !== '') sentences.push(texts.reason(reason));
  return sentences.join(' ');
}

/** The text of a tombstone in a thread for something suspended, as plain text. */
export function suspendedText(what: 'post' | 'account', acct: string, language: Language): string {
  return SUSPENDED[language][what](acct);
}

/** An instant (ms since the epoch) to the minute, in figures that either language reads. */
function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function inEnglish(where: string | null): string {
  return where === null ? '' : ` in ${where}`;
}

function inHindi(where: string | null): string {
  return where === null ? '' : `${where} में `;
}
