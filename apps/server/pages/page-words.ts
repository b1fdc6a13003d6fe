import type { ProvenanceField, WithheldField } from '#contract';
import { ELSEWHERE, EVERYWHERE, type OrderGround } from '#domain';
import { countryName, type Language } from '#visibility';

type Certainty = ProvenanceField['certainty'];

/** The words of a page around the posts, in one language. */
export interface PageWords {
  /** `place` as `placeName` gives it. */
  seen(place: string | null, at: string | null): string;
  seeFrom: string;
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
  order: Readonly<Record<'filed' | 'legalBasis' | 'grounds' | 'countries' | 'status', string>>;
  ground: Readonly<Record<OrderGround | 'untold', string>>;
  status: Readonly<Record<'in_force' | 'confirmed' | 'revoked' | 'expired' | 'set_aside', string>>;
  wrong: Readonly<Record<'notFound' | 'invalid' | 'ours', string>>;
  home: string;
  openPost: string;
}

/** The catalogue of the pages. What stands in place of something withheld is in `#visibility`. */
export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: {
    seen: (place, at) =>
      `Seen from ${place ?? 'a place that is not known'}, ${at === null ? 'live' : `as of ${at}`}.`,
    seeFrom: 'See it from',
    seeLive: 'See it live',
    bothSides: 'See both sides at this moment',
    whereYouAre: 'Here you see what may be seen where you are.',
    elsewhere: 'elsewhere',
    everywhere: 'everywhere',
    replay: (title) => `A replay, not the platform it tells of: ${title}`,
    circa: 'c.',
    inferredHour: 'The hour is inferred',
    madeUpFigure: 'Made up for the replay: no source gives a figure',
    madeUpHandle: 'The handle is ours',
    likes: (count) => (count === 1 ? 'like' : 'likes'),
    reposts: (count, word) => (count === 1 ? word : `${word}s`),
    reposted: (name, word) => `${word} by ${name}`,
    reply: 'In reply to another post',
    label: 'Note from the platform',
    posts: (count) => (count === 1 ? 'post' : 'posts'),
    latest: 'Posts, the newest first',
    noPosts: 'No posts to see from here.',
    limitedTag: 'Moderators have limited this hashtag: nothing is listed under it.',
    older: 'Older posts',
    newest: 'Newest posts',
    feed: 'Feed (RSS)',
    feedOf: (acct) => `Public posts of ${acct}`,
    verified: 'Verified',
    suspended: 'This account is suspended.',
    followers: 'followers',
    following: 'following',
    joined: (day) => `Since ${day}`,
    withheldIn: (countries) => `Withheld in: ${countries}.`,
    basis: {
      legal_demand: 'Legal demand',
      local_law: 'Local law',
      platform_rule: 'The platform’s rules',
    },
    since: (day) => `since ${day}`,
    theOrder: 'the order',
    explain: 'Why do I see this?',
    howSure: 'How sure is this?',
    certainty: {
      quoted: { word: 'quoted', means: 'The words are the speaker’s, as a source prints them.' },
      reported: { word: 'reported', means: 'A source says that it happened; the wording is ours.' },
      inferred: { word: 'inferred', means: 'It follows from what is reported.' },
      illustrative: {
        word: 'made up',
        means: 'Made up for the replay, so that there is something to see.',
      },
    },
    sources: (count) => `${count} ${count === 1 ? 'source' : 'sources'}`,
    authority: 'Authority',
    ownPage: (name) => `This is this server’s own page, and not one of ${name}.`,
    reconstruction: (name) =>
      `This page is part of a reconstruction and is this server’s own. ${name} has no part in it.`,
    orders: 'Orders',
    noOrders: 'No orders that may be read from here.',
    olderOrders: 'Older orders',
    items: (count) => (count === 1 ? 'item' : 'items'),
    standIns: (count) => `${count === 1 ? 'stand-in' : 'stand-ins'}; the real list was not published`,
    order: {
      filed: 'Issued',
      legalBasis: 'Legal basis',
      grounds: 'Grounds',
      countries: 'Countries',
      status: 'Status',
    },
    ground: {
      sovereignty_and_integrity: 'sovereignty and integrity',
      defence: 'defence',
      security_of_the_state: 'security of the State',
      friendly_relations_with_foreign_states: 'friendly relations with foreign States',
      public_order: 'public order',
      incitement_to_a_cognizable_offence: 'incitement to a cognizable offence',
      other: 'other',
      untold: 'not told',
    },
    status: {
      in_force: 'in force',
      confirmed: 'confirmed',
      revoked: 'revoked',
      expired: 'expired',
      set_aside: 'set aside',
    },
    wrong: {
      notFound: 'There is nothing here',
      invalid: 'That cannot be shown',
      ours: 'Something went wrong',
    },
    home: 'To the front page',
    openPost: 'Open the post',
  },
  hi: {
    seen: (place, at) => `${place ?? 'किसी अज्ञात जगह'} से देखने पर, ${at === null ? 'इस समय' : `${at} को`}।`,
    seeFrom: 'इस जगह से देखें',
    seeLive: 'अभी की स्थिति देखें',
    bothSides: 'इस क्षण को दोनों ओर से देखें',
    whereYouAre: 'यहाँ वही दिखता है जो आपके स्थान से देखा जा सकता है।',
    elsewhere: 'कहीं और',
    everywhere: 'हर जगह',
    replay: (title) => `यह एक पुनःप्रस्तुति है, वह प्लेटफ़ॉर्म नहीं जिसके बारे में यह है: ${title}`,
    circa: 'लगभग',
    inferredHour: 'समय अनुमानित है',
    madeUpFigure: 'पुनःप्रस्तुति के लिए काल्पनिक: किसी स्रोत में संख्या नहीं है',
    madeUpHandle: 'यह हैंडल हमारा गढ़ा हुआ है',
    likes: () => 'पसंद',
    reposts: (_, word) => word,
    reposted: (name, word) => `${name} ने ${word} किया`,
    reply: 'किसी पोस्ट के जवाब में',
    label: 'प्लेटफ़ॉर्म की टिप्पणी',
    posts: () => 'पोस्ट',
    latest: 'पोस्ट, सबसे नई पहले',
    noPosts: 'यहाँ से कोई पोस्ट नहीं दिखती।',
    limitedTag: 'मॉडरेटरों ने इस हैशटैग को सीमित किया है: इसके नीचे कुछ नहीं दिखाया जाता।',
    older: 'पुरानी पोस्ट',
    newest: 'सबसे नई पोस्ट',
    feed: 'फ़ीड (RSS)',
    feedOf: (acct) => `${acct} की सार्वजनिक पोस्ट`,
    verified: 'सत्यापित',
    suspended: 'यह अकाउंट निलंबित है।',
    followers: 'फ़ॉलोअर',
    following: 'फ़ॉलोइंग',
    joined: (day) => `${day} से`,
    withheldIn: (countries) => `इन देशों में रोक: ${countries}।`,
    basis: {
      legal_demand: 'क़ानूनी माँग',
      local_law: 'स्थानीय क़ानून',
      platform_rule: 'प्लेटफ़ॉर्म के नियम',
    },
    since: (day) => `${day} से`,
    theOrder: 'आदेश',
    explain: 'मुझे यह क्यों दिख रहा है?',
    howSure: 'यह कितना निश्चित है?',
    certainty: {
      quoted: { word: 'उद्धृत', means: 'शब्द वक्ता के हैं, जैसा किसी स्रोत ने छापा है।' },
      reported: { word: 'ख़बरों के अनुसार', means: 'एक स्रोत के अनुसार ऐसा हुआ; शब्द हमारे हैं।' },
      inferred: { word: 'अनुमानित', means: 'छपी ख़बरों से यही निष्कर्ष निकलता है।' },
      illustrative: { word: 'काल्पनिक', means: 'पुनःप्रस्तुति के लिए बनाया गया, ताकि कुछ देखने को हो।' },
    },
    sources: (count) => `${count} स्रोत`,
    authority: 'प्राधिकारी',
    ownPage: (name) => `यह इस सर्वर का अपना पन्ना है, ${name} का नहीं।`,
    reconstruction: (name) =>
      `यह पन्ना एक पुनःप्रस्तुति का हिस्सा है और इस सर्वर का अपना है। ${name} का इससे कोई संबंध नहीं है।`,
    orders: 'आदेश',
    noOrders: 'यहाँ से पढ़ा जा सकने वाला कोई आदेश नहीं।',
    olderOrders: 'पुराने आदेश',
    items: () => 'मद',
    standIns: () => 'स्टैंड-इन; असली सूची प्रकाशित नहीं हुई',
    order: {
      filed: 'जारी',
      legalBasis: 'क़ानूनी आधार',
      grounds: 'आधार',
      countries: 'देश',
      status: 'स्थिति',
    },
    // As the Hindi text of the Constitution has them in article 19(2), where it does.
    ground: {
      sovereignty_and_integrity: 'प्रभुता और अखंडता',
      defence: 'रक्षा',
      security_of_the_state: 'राज्य की सुरक्षा',
      friendly_relations_with_foreign_states: 'विदेशी राज्यों के साथ मैत्रीपूर्ण संबंध',
      public_order: 'लोक व्यवस्था',
      incitement_to_a_cognizable_offence: 'संज्ञेय अपराध के लिए उकसाना',
      other: 'अन्य',
      untold: 'बताया नहीं गया',
    },
    status: {
      in_force: 'लागू',
      confirmed: 'पुष्टि हो चुकी',
      revoked: 'वापस लिया गया',
      expired: 'अवधि समाप्त',
      set_aside: 'रद्द',
    },
    wrong: { notFound: 'यहाँ कुछ नहीं है', invalid: 'यह नहीं दिखाया जा सकता', ours: 'कुछ गड़बड़ हो गई' },
    home: 'मुखपृष्ठ पर जाएँ',
    openPost: 'पोस्ट खोलें',
  },
};

/** Where someone looks from, as it stands in a sentence; null where it is not known. */
export function placeName(from: string | null, language: Language): string | null {
  if (from === null) return null;
  return from === ELSEWHERE ? PAGE_WORDS[language].elsewhere : countryName(from, language);
}

/** Countries in a list, by name. */
export function countryNames(countries: readonly string[], language: Language): string {
  if (countries.includes(EVERYWHERE)) return PAGE_WORDS[language].everywhere;
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    countries.map((country) => countryName(country, language).replace(/^the /, '')),
  );
  // CLDR puts a comma there, which Hindi does not.
  return list.replace(', और ', ' और ');
}
