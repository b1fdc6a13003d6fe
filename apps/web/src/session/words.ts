import type { Language } from '../words/language.js';
import { useLanguage } from '../words/words.js';

/** Words of the pages that ask who one is. Roles come in as the server names them. */
const en = {
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  desk: 'Desk',
  filing: 'File',
  own: 'Restrictions',
  deskTitle: 'The moderators’ desk',
  filingTitle: 'File an order',
  ownTitle: 'What of yours is restricted',
  forRole: {
    moderator: 'It is for moderators. Here are open items of orders, reports and appeals.',
    authority: 'It is for authorities. An order names what it is about; a moderator decides on each item.',
    reader: 'It is for whoever wrote something. Here you see what of it is withheld, and can appeal.',
  },
  demo: {
    moderator: 'Go in as Demo moderator',
    authority: 'Go in as Demo authority',
    reader: 'Go in as a new Demo reader',
  },
  demoNote: 'Demo accounts are for trying it out. What you do with one is real on this server.',
  noDemo: 'This server has no demo accounts. Sign in with your own.',
  withAccount: 'Sign in with your account',
  withAccountNote: 'On the next page you give your name and password, and let this page in.',
  code: 'Code',
  codeNote: 'from the terminal in which the server was started',
  forTab: 'You stay signed in while this tab is open.',
  ended: 'Your sign-in has ended. Sign in again.',
  denied: 'You did not let this page in, so nobody is signed in.',
  needs: {
    moderator: 'This page needs a moderator.',
    authority: 'This page needs an authority.',
    reader: 'This page needs an account.',
  },
  needsMore: (name: string) =>
    `You are signed in as ${name}. Sign out, and sign in as somebody who has that role, or ask an admin of this server for it.`,
  said: (message: string) => `The server says: ${message}`,
  noAnswer: 'The server does not answer.',
  tryAgain: 'Try again',
  wait: 'One moment…',
};

export type SessionWords = typeof en;

const hi: SessionWords = {
  signIn: 'साइन इन करें',
  signOut: 'साइन आउट करें',
  signedInAs: (name) => `${name} के रूप में साइन इन हैं`,
  desk: 'डेस्क',
  filing: 'दर्ज करें',
  own: 'प्रतिबंध',
  deskTitle: 'मॉडरेटर का डेस्क',
  filingTitle: 'आदेश दर्ज करें',
  ownTitle: 'आपका क्या रोका गया है',
  forRole: {
    moderator: 'यह मॉडरेटरों के लिए है। यहाँ आदेशों की खुली मदें, शिकायतें और अपीलें हैं।',
    authority: 'यह प्राधिकरणों के लिए है। आदेश बताता है कि वह किसके बारे में है; हर मद पर मॉडरेटर निर्णय लेता है।',
    reader: 'यह लिखने वालों के लिए है। यहाँ दिखता है कि आपका क्या रोका गया है, और आप अपील कर सकते हैं।',
  },
  demo: {
    moderator: 'डेमो मॉडरेटर बनकर जाएँ',
    authority: 'डेमो प्राधिकरण बनकर जाएँ',
    reader: 'नए डेमो पाठक बनकर जाएँ',
  },
  demoNote: 'डेमो अकाउंट आज़माने के लिए हैं। उनसे जो किया जाए, वह इस सर्वर पर सचमुच होता है।',
  noDemo: 'इस सर्वर पर डेमो अकाउंट नहीं हैं। अपने अकाउंट से साइन इन करें।',
  withAccount: 'अपने अकाउंट से साइन इन करें',
  withAccountNote: 'अगले पन्ने पर नाम और पासवर्ड दें, और इस पन्ने को अनुमति दें।',
  code: 'कोड',
  codeNote: 'उस टर्मिनल से, जहाँ सर्वर शुरू हुआ',
  forTab: 'यह टैब खुला रहने तक आप साइन इन रहेंगे।',
  ended: 'आपका साइन इन समाप्त हो गया। फिर साइन इन करें।',
  denied: 'आपने इस पन्ने को अनुमति नहीं दी, इसलिए कोई साइन इन नहीं है।',
  needs: {
    moderator: 'इस पन्ने के लिए मॉडरेटर होना ज़रूरी है।',
    authority: 'इस पन्ने के लिए प्राधिकरण होना ज़रूरी है।',
    reader: 'इस पन्ने के लिए अकाउंट ज़रूरी है।',
  },
  needsMore: (name) =>
    `आप ${name} के रूप में साइन इन हैं। साइन आउट करके उस भूमिका वाले अकाउंट से साइन इन करें, या इस सर्वर के व्यवस्थापक से भूमिका माँगें।`,
  said: (message) => `सर्वर का उत्तर: ${message}`,
  noAnswer: 'सर्वर उत्तर नहीं दे रहा।',
  tryAgain: 'फिर कोशिश करें',
  wait: 'एक क्षण…',
};

const CATALOGUES: Readonly<Record<Language, SessionWords>> = { en, hi };

/** The words of these pages, in the page's language. */
export const useSessionWords = (): SessionWords => CATALOGUES[useLanguage()];
