import type { Language } from '#visibility';

/** The words of the pages of lessons. A lesson's own come from its story's file. */
export interface LessonWords {
  lessons: string;
  none: string;
  /** How long it takes, and how many stops there are. */
  size(minutes: number, stops: number): string;
  minutes(count: number): string;
  ruler(minutes: number): string;
  open(when: string): string;
  sheet: string;
  forTeachers: string;
  law: string;
  reasons: string;
  /** In place of a side's reason that has not been said by then. */
  notSaidYet: string;
  reading: string;
  white: string;
  green: string;
  violet: string;
  pencil: string;
  spine: string;
  teach: string;
  openRoom: string;
  openRoomNote: string;
  withColumn: string;
  keys: Readonly<Record<'P' | 'H' | 'Q', string>>;
  answers: string;
  unreviewed: string;
  /** A sheet. */
  sameMinute: string;
  inPlace(place: string): string;
  elsewhere: string;
  print: string;
  same: string;
  differs: string;
  look: string;
  who: string;
  left(count: number): string;
  standIns: string;
  circa: string;
  alone: string;
  nothing: string;
  nothingHere: string;
}

const ENGLISH: LessonWords = {
  lessons: 'Lessons',
  none: 'No story that is loaded here has a lesson.',
  size: (minutes, stops) => `${minutes} minutes, ${stops} ${stops === 1 ? 'stop' : 'stops'}.`,
  minutes: (count) => `${count} min`,
  ruler: (minutes) => `${minutes} minutes`,
  open: (when) => `Open at ${when}`,
  sheet: 'Sheet',
  forTeachers: 'What there is to notice',
  law: 'The law, in a card',
  reasons: 'Each side’s reason',
  notSaidYet: 'Not said yet at this moment.',
  reading: 'How to read this',
  white: 'White: what was said.',
  green: 'Green: what was decided, and the reasons given.',
  violet: 'Violet, with three rules: withheld here.',
  pencil: 'Pencil: made up for the replay. Type is from the sources.',
  spine: '= the same from both places, ≠ different.',
  teach: 'While you teach',
  openRoom: 'Open a room with this lesson',
  openRoomNote:
    'You get the big screen and this lesson beside it; phones join by a code, half of them on each side.',
  withColumn: 'Open the stage with the teacher’s column',
  keys: { P: 'Pause', H: 'Hide names', Q: 'Ask' },
  answers: 'Answers come back as marks, never as names.',
  unreviewed: '',
  sameMinute: 'The same minute, from two places',
  inPlace: (place) => `In ${place}`,
  elsewhere: 'Elsewhere',
  print: 'Print, one A4',
  same: 'the same on both sides',
  differs: 'different on each side',
  look: 'Look, then write',
  who: 'Who decided, on whose demand? Whose reasons can you read on this page, and whose not?',
  left: (count) => (count === 1 ? '1 earlier row is left out.' : `${count} earlier rows are left out.`),
  standIns: 'Of stand-ins only those that are described are shown; the real lists were not published.',
  circa: 'Hours after “c.” are inferred.',
  alone: 'This server shows each place its own view: here is yours.',
  nothing: 'Nothing has been said or decided by this moment.',
  nothingHere: 'Nothing here.',
};

const HINDI: LessonWords = {
  lessons: 'पाठ',
  none: 'यहाँ लोड की गई किसी कहानी का पाठ नहीं है।',
  size: (minutes, stops) => `${minutes} मिनट, ${stops} पड़ाव।`,
  minutes: (count) => `${count} मिनट`,
  ruler: (minutes) => `${minutes} मिनट`,
  open: (when) => `खोलें: ${when}`,
  sheet: 'पर्चा',
  forTeachers: 'ध्यान देने की बात',
  law: 'क़ानून, एक कार्ड में',
  reasons: 'हर पक्ष का कारण',
  notSaidYet: 'इस क्षण तक नहीं कहा गया।',
  reading: 'इसे कैसे पढ़ें',
  white: 'सफ़ेद: जो कहा गया।',
  green: 'हरा: जो तय हुआ, और बताए गए कारण।',
  violet: 'बैंगनी, तीन रेखाओं के साथ: यहाँ रोका गया।',
  pencil: 'पेंसिल: रीप्ले के लिए काल्पनिक। छपे अक्षर स्रोतों से हैं।',
  spine: '= दोनों जगहों से एक जैसा, ≠ अलग।',
  teach: 'पढ़ाते समय',
  openRoom: 'इस पाठ के साथ कक्ष खोलें',
  openRoomNote: 'आपको बड़ी स्क्रीन और उसके पास यह पाठ मिलता है; फ़ोन एक कोड से जुड़ते हैं, आधे हर तरफ़।',
  withColumn: 'शिक्षक के स्तंभ के साथ मंच खोलें',
  keys: { P: 'रोकें', H: 'नाम छिपाएँ', Q: 'पूछें' },
  answers: 'उत्तर निशानों में लौटते हैं, नामों में कभी नहीं।',
  unreviewed: 'इस अनुवाद को अभी किसी हिंदीभाषी ने नहीं जाँचा है।',
  sameMinute: 'वही मिनट, दो जगहों से',
  inPlace: (place) => `${place} में`,
  elsewhere: 'अन्यत्र',
  print: 'छापें, एक A4',
  same: 'दोनों ओर एक जैसा',
  differs: 'दोनों ओर अलग',
  look: 'देखें, फिर लिखें',
  who: 'फ़ैसला किसने किया, किसकी माँग पर? इस पन्ने पर किसके कारण पढ़े जा सकते हैं, और किसके नहीं?',
  left: (count) => `पहले की ${count} पंक्तियाँ छोड़ी गई हैं।`,
  standIns: 'नमूनों में से केवल वे दिखाए गए हैं जिनका वर्णन है; असली सूचियाँ प्रकाशित नहीं हुईं।',
  circa: '“लगभग” के बाद का समय अनुमानित है।',
  alone: 'यह सर्वर हर जगह को उसका अपना दृश्य दिखाता है: यह आपका है।',
  nothing: 'इस क्षण तक न कुछ कहा गया, न तय हुआ।',
  nothingHere: 'यहाँ कुछ नहीं।',
};

export const LESSON_WORDS: Readonly<Record<Language, LessonWords>> = { en: ENGLISH, hi: HINDI };
