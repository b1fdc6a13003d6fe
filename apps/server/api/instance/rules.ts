import type { Rule } from '#contract';

/** The rules of this server, each of which something here enforces or a moderator may go by. */
export const RULES: readonly Rule[] = [
  {
    id: '1',
    text: 'Speak as yourself.',
    hint: 'Nobody speaks as somebody of a replay here: names that resemble its cast are refused.',
    translations: {
      hi: {
        text: 'अपने नाम से बोलें।',
        hint: 'पुनःप्रस्तुति के किसी पात्र के नाम से यहाँ कोई नहीं बोलता: मिलते-जुलते नाम स्वीकार नहीं होते।',
      },
    },
  },
  {
    id: '2',
    text: 'What you write is yours, and stays in the log until you have it erased.',
    hint: 'Deleting hides a post at every instant; erasing an account removes its words.',
    translations: {
      hi: {
        text: 'जो आप लिखते हैं वह आपका है, और मिटाए जाने तक लॉग में रहता है।',
        hint: 'पोस्ट हटाने से वह हर क्षण से छिप जाती है; अकाउंट मिटाने से उसके शब्द मिट जाते हैं।',
      },
    },
  },
  {
    id: '3',
    text: 'Moderators withhold, limit, label and suspend, and say why.',
    hint: 'Whoever it is about is told, and what was done is public in the transparency report.',
    translations: {
      hi: {
        text: 'मॉडरेटर रोक लगाते हैं, सीमित करते हैं, टिप्पणी जोड़ते हैं और निलंबित करते हैं, और कारण बताते हैं।',
        hint: 'जिसके बारे में हो उसे बताया जाता है, और जो किया गया वह पारदर्शिता रिपोर्ट में सार्वजनिक है।',
      },
    },
  },
];
