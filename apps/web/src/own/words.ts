import type { WithheldNotice } from '#contract';
import { EVERYWHERE, countryName } from '../viewpoint/countries.js';
import type { Language } from '../words/language.js';
import { useLanguage } from '../words/words.js';

const en = {
  heading: 'What of yours is restricted',
  none: 'Nothing of yours is restricted.',
  noneMore: 'When something is, you are told here: what, where, on which order, and how to appeal.',
  reading: 'Reading…',
  unread: 'It could not be read: no answer came.',
  now: 'Now',
  before: 'Before',
  older: 'Show what is older',
  banner: {
    post: {
      withhold: (where: string) => `Your post has been withheld in: ${where}.`,
      everywhere: 'Your post has been withheld everywhere.',
      suspend: 'Your post has been removed.',
      label: 'A label was put on your post.',
      limit: 'Your post is kept out of trends, search and recommendations.',
    },
    account: {
      withhold: (where: string) => `Your account has been withheld in: ${where}.`,
      everywhere: 'Your account has been withheld everywhere.',
      suspend: 'Your account has been suspended.',
      label: 'A label was put on your account.',
      limit: 'Your account is kept out of trends, search and recommendations.',
    },
  },
  basis: {
    legal_demand: 'on a legal demand',
    local_law: 'under local law',
    platform_rule: 'under a rule of this platform',
  },
  onOrder: 'the order',
  noOrder: 'No order is named.',
  since: (when: string) => `since ${when}`,
  until: (when: string) => `until ${when}`,
  ended: (when: string) => `Ended ${when}.`,
  reason: 'Reason given',
  post: 'Your post',
  appeal: 'Appeal',
  appealField: 'Why it should be restored',
  appealNote: 'moderators alone read it; you can appeal once',
  send: 'Send the appeal',
  sending: 'Sending…',
  notSent: 'Not sent yet: no answer came. What you typed is still here.',
  refused: (message: string) => `The server says: ${message}`,
  appealed: (when: string) =>
    `You appealed ${when}. A moderator answers; nobody upholds what they imposed themself.`,
  answered: {
    restored: 'It was restored.',
    upheld: 'It was upheld.',
    moot: 'It ended before it was answered.',
    open: '',
  },
  answer: 'The answer',
  more: 'Why, and how to appeal',
  followers: 'Who may follow you',
  locked: 'Ask me first: whoever wants to follow me waits until I let them',
  lockedNote:
    'Your posts for followers reach only those whom you let follow. Unticked, all who wait follow at once.',
  asking: 'They ask to follow you',
  nobodyAsks: 'Nobody asks to follow you.',
  moreAsk: 'Show more who ask',
  accept: 'Accept',
  reject: 'Reject',
  acceptWho: (who: string) => `Accept ${who}`,
  rejectWho: (who: string) => `Reject ${who}`,
  notSaved: 'Not saved: no answer came.',
};

export type OwnWords = typeof en;

const hi: OwnWords = {
  heading: 'आपका क्या रोका गया है',
  none: 'आपका कुछ भी रोका नहीं गया है।',
  noneMore: 'जब कुछ रोका जाएगा, यहाँ बताया जाएगा: क्या, कहाँ, किस आदेश पर, और अपील कैसे करें।',
  reading: 'पढ़ा जा रहा है…',
  unread: 'पढ़ा नहीं जा सका: उत्तर नहीं आया।',
  now: 'अभी',
  before: 'पहले',
  older: 'इससे पुराना दिखाएँ',
  banner: {
    post: {
      withhold: (where) => `आपकी पोस्ट यहाँ रोकी गई है: ${where}।`,
      everywhere: 'आपकी पोस्ट हर जगह रोकी गई है।',
      suspend: 'आपकी पोस्ट हटा दी गई है।',
      label: 'आपकी पोस्ट पर लेबल लगाया गया है।',
      limit: 'आपकी पोस्ट रुझान, खोज और सुझावों से बाहर है।',
    },
    account: {
      withhold: (where) => `आपका अकाउंट यहाँ रोका गया है: ${where}।`,
      everywhere: 'आपका अकाउंट हर जगह रोका गया है।',
      suspend: 'आपका अकाउंट निलंबित है।',
      label: 'आपके अकाउंट पर लेबल लगाया गया है।',
      limit: 'आपका अकाउंट रुझान, खोज और सुझावों से बाहर है।',
    },
  },
  basis: {
    legal_demand: 'क़ानूनी माँग पर',
    local_law: 'स्थानीय क़ानून के तहत',
    platform_rule: 'इस प्लेटफ़ॉर्म के नियम के तहत',
  },
  onOrder: 'आदेश',
  noOrder: 'किसी आदेश का नाम नहीं है।',
  since: (when) => `${when} से`,
  until: (when) => `${when} तक`,
  ended: (when) => `${when} को समाप्त।`,
  reason: 'दिया गया कारण',
  post: 'आपकी पोस्ट',
  appeal: 'अपील',
  appealField: 'इसे क्यों बहाल किया जाए',
  appealNote: 'केवल मॉडरेटर पढ़ते हैं; एक बार अपील कर सकते हैं',
  send: 'अपील भेजें',
  sending: 'भेजा जा रहा है…',
  notSent: 'अभी नहीं भेजी गई: उत्तर नहीं आया। आपका लिखा यहीं है।',
  refused: (message) => `सर्वर का उत्तर: ${message}`,
  appealed: (when) => `आपने ${when} अपील की। मॉडरेटर उत्तर देता है; अपना लगाया प्रतिबंध कोई ख़ुद बरक़रार नहीं रखता।`,
  answered: { restored: 'बहाल किया गया।', upheld: 'बरक़रार रखा गया।', moot: 'उत्तर से पहले समाप्त हुआ।', open: '' },
  answer: 'उत्तर',
  more: 'क्यों, और अपील कैसे करें',
  followers: 'आपको कौन फ़ॉलो कर सकता है',
  locked: 'पहले मुझसे पूछें: जो मुझे फ़ॉलो करना चाहे, मेरी अनुमति तक रुके',
  lockedNote: 'फ़ॉलोअर के लिए आपकी पोस्ट उन्हीं तक जाती हैं जिन्हें आप अनुमति दें। निशान हटाने पर रुके हुए सब तुरंत फ़ॉलो करते हैं।',
  asking: 'ये आपको फ़ॉलो करना चाहते हैं',
  nobodyAsks: 'कोई आपको फ़ॉलो करने की अनुमति नहीं माँग रहा।',
  moreAsk: 'और दिखाएँ',
  accept: 'स्वीकारें',
  reject: 'अस्वीकारें',
  acceptWho: (who) => `${who} को स्वीकारें`,
  rejectWho: (who) => `${who} को अस्वीकारें`,
  notSaved: 'सहेजा नहीं गया: उत्तर नहीं आया।',
};

const CATALOGUES: Readonly<Record<Language, OwnWords>> = { en, hi };

const ownWordsIn = (language: Language): OwnWords => CATALOGUES[language];

/** The words of what authors are told, in the page's language. */
export const useOwnWords = (): OwnWords => ownWordsIn(useLanguage());

/** The words on one's own post or account: that it is withheld, and where. */
export function bannerOf(
  { scope, kind, country_codes }: Pick<WithheldNotice, 'scope' | 'kind' | 'country_codes'>,
  language: Language,
): string {
  const words = ownWordsIn(language).banner[scope === 'one_post' ? 'post' : 'account'];
  if (kind !== 'withhold') return words[kind];
  if (country_codes[0] === EVERYWHERE) return words.everywhere;
  return words.withhold(country_codes.map((code) => countryName(code, language)).join(', '));
}
