import type { Role } from '#domain';
import type { Language } from '#visibility';
import type { Wrong } from './authorize-form.js';

/** A permission of an app, as it stands in a list. */
export type Doing = 'read' | 'post' | 'follow' | 'moderate';

/** The words of the page that asks whether an app is let in. */
export interface AuthorizeWords {
  authorise: string;
  /** After the app's name. */
  wantsIn: string;
  from(host: string): string;
  opensApp: string;
  showsCode: string;
  will(doings: readonly Doing[]): string;
  lookFrom: string;
  india: string;
  elsewhere: string;
  otherCountry: string;
  whereIAm: string;
  country: string;
  asOf: string;
  now: string;
  aChapter: string;
  aMoment: string;
  chapter: string;
  moment(zone: string): string;
  /** When the stories are, for whoever gives a moment. */
  story(title: string, from: string, to: string): string;
  as: string;
  demo: string;
  roles: Readonly<Record<Role, string>>;
  ownAccount: string;
  code: string;
  name: string;
  password: string;
  enforced: string;
  sees: string;
  seesNow: string;
  seesPast: string;
  allow: string;
  deny: string;
  wrong: Readonly<Record<Wrong | 'tooMany', string>>;
  codeFor: string;
  copyCode: string;
  denied: string;
  deniedHint: string;
}

const DOINGS: Readonly<Record<Language, Readonly<Record<Doing, string>>>> = {
  en: { read: 'read', post: 'post', follow: 'follow', moderate: 'moderate' },
  hi: { read: 'पढ़ेगा', post: 'पोस्ट करेगा', follow: 'फ़ॉलो करेगा', moderate: 'मॉडरेट करेगा' },
};

function listed(language: Language, doings: readonly Doing[]): string {
  const list = new Intl.ListFormat(language === 'hi' ? 'hi' : 'en-GB', { type: 'conjunction' });
  return list.format(doings.map((doing) => DOINGS[language][doing])).replace(', और ', ' और ');
}

export const AUTHORIZE_WORDS: Readonly<Record<Language, AuthorizeWords>> = {
  en: {
    authorise: 'Authorise',
    wantsIn: 'wants to look in',
    from: (host) => `from ${host}.`,
    opensApp: 'an app on this device.',
    showsCode: 'You will be shown a code to copy into it.',
    will: (doings) =>
      doings.length === 0
        ? 'It only learns who you are.'
        : `It will ${listed('en', doings)} as the account you choose.`,
    lookFrom: 'Look from',
    india: 'India',
    elsewhere: 'Elsewhere',
    otherCountry: 'Another country',
    whereIAm: 'Where I am',
    country: 'Country',
    asOf: 'As of',
    now: 'Now',
    aChapter: 'A chapter',
    aMoment: 'A moment',
    chapter: 'Chapter',
    moment: (zone) => `Date and time (${zone})`,
    story: (title, from, to) => `${title}: ${from} to ${to}`,
    as: 'As',
    demo: 'demo: one click, no password',
    roles: { reader: 'Reader', moderator: 'Moderator', authority: 'Authority', admin: 'Admin' },
    ownAccount: 'My account',
    code: 'Code from the server’s terminal, for any role but reader',
    name: 'Name or e-mail address',
    password: 'Password',
    enforced: 'This server shows each place its own view.',
    sees: 'The client will see',
    seesNow: 'what stands now, as from the place you choose.',
    seesPast:
      'that moment, as from the place you choose. It can post nothing into the past, and gets no notifications from it. Your account and follows are of today.',
    allow: 'Let it look in',
    deny: 'Don’t',
    wrong: {
      sign_in: 'No account here has this name and this password.',
      country: 'Choose a country.',
      chapter: 'Choose a chapter that has begun.',
      moment: 'Give a date and a time that are not in the future.',
      code: 'Give the code that the server printed in its terminal.',
      tooMany: 'Too many attempts for this name. Wait some minutes, and try again.',
    },
    codeFor: 'Your code for',
    copyCode: 'Copy it into the app within ten minutes. It works once.',
    denied: 'It was not let in',
    deniedHint: 'You can close this page.',
  },
  hi: {
    authorise: 'अनुमति',
    wantsIn: 'अंदर देखना चाहता है',
    from: (host) => `पता: ${host}।`,
    opensApp: 'इस डिवाइस का एक ऐप।',
    showsCode: 'आपको एक कोड दिखाया जाएगा, जिसे ऐप में डालना है।',
    will: (doings) =>
      doings.length === 0 ? 'इसे केवल यह पता चलेगा कि आप कौन हैं।' : `चुने हुए अकाउंट से यह ${listed('hi', doings)}।`,
    lookFrom: 'कहाँ से देखें',
    india: 'भारत',
    elsewhere: 'कहीं और',
    otherCountry: 'कोई और देश',
    whereIAm: 'जहाँ मैं हूँ',
    country: 'देश',
    asOf: 'किस समय का',
    now: 'अभी',
    aChapter: 'एक अध्याय',
    aMoment: 'एक क्षण',
    chapter: 'अध्याय',
    moment: (zone) => `तारीख़ और समय (${zone})`,
    story: (title, from, to) => `${title}: ${from} से ${to} तक`,
    as: 'किस रूप में',
    demo: 'डेमो: एक क्लिक, बिना पासवर्ड',
    roles: { reader: 'पाठक', moderator: 'मॉडरेटर', authority: 'प्राधिकारी', admin: 'एडमिन' },
    ownAccount: 'मेरा अकाउंट',
    code: 'सर्वर के टर्मिनल का कोड; पाठक के लिए ज़रूरी नहीं',
    name: 'नाम या ई-मेल पता',
    password: 'पासवर्ड',
    enforced: 'यह सर्वर हर जगह को उसका अपना दृश्य दिखाता है।',
    sees: 'ऐप को दिखेगा',
    seesNow: 'अभी की स्थिति, आपकी चुनी हुई जगह से।',
    seesPast:
      'वही क्षण, आपकी चुनी हुई जगह से। बीते समय में यह कुछ पोस्ट नहीं कर सकता, और वहाँ से कोई सूचना नहीं मिलती। आपका अकाउंट और फ़ॉलो आज के हैं।',
    allow: 'देखने दें',
    deny: 'नहीं',
    wrong: {
      sign_in: 'इस नाम और पासवर्ड का कोई अकाउंट यहाँ नहीं है।',
      country: 'एक देश चुनें।',
      chapter: 'ऐसा अध्याय चुनें जो शुरू हो चुका हो।',
      moment: 'ऐसी तारीख़ और समय दें जो भविष्य में न हों।',
      code: 'वह कोड दें जो सर्वर ने अपने टर्मिनल में दिखाया है।',
      tooMany: 'इस नाम के लिए बहुत बार कोशिश हुई। कुछ मिनट रुककर फिर कोशिश करें।',
    },
    codeFor: 'आपका कोड, ऐप:',
    copyCode: 'दस मिनट के अंदर इसे ऐप में डालें। यह एक बार काम करता है।',
    denied: 'उसे अनुमति नहीं दी गई',
    deniedHint: 'आप यह पन्ना बंद कर सकते हैं।',
  },
};
