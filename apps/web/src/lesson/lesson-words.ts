import type { Language } from '../words/language.js';

/** The words of the teacher's column; what a lesson says comes from its story's file. */
export interface LessonWords {
  column: string;
  stopOf: (n: number, of: number, minutes: number) => string;
  notice: string;
  previous: string;
  next: string;
  toThis: string;
  allOfIt: string;
  sheet: string;
  teach: string;
  pause: string;
  /** In a room: its clock stands for everybody. */
  pauseAll: string;
  askRoom: string;
  showAnswers: string;
  goOn: string;
  roomAsksThere: string;
  answered: (n: number, of: number) => string;
  untilShown: string;
  everybody: string;
  sidesUntold: string;
  openRoom: string;
  opening: string;
  notOpened: string;
  refused: (message: string) => string;
  hideNames: string;
  showNames: string;
  ask: string;
  closeQuestion: string;
  nothingToAsk: string;
  hands: string;
  hand: (letter: string, count: number) => string;
  takeBack: string;
  reveal: string;
  happened: string;
  unknownLesson: string;
}

const ENGLISH: LessonWords = {
  column: 'Lesson',
  stopOf: (n, of, minutes) => `Stop ${n} of ${of}, ${minutes} min`,
  notice: 'What there is to notice',
  previous: 'Stop before',
  next: 'Next stop',
  toThis: 'Take the room here',
  allOfIt: 'The whole lesson',
  sheet: 'Sheet',
  teach: 'While you teach',
  pause: 'Pause',
  pauseAll: 'Pause all',
  askRoom: 'Ask the room',
  showAnswers: 'Show the answers',
  goOn: 'Go on',
  roomAsksThere: 'The room is asked where the story stops at a question: play on to it.',
  answered: (n, of) => `${n} of ${of} have answered`,
  untilShown: 'Nobody sees how until the answers are shown.',
  everybody: 'Everybody',
  sidesUntold: 'Sides are told apart from five answers on each.',
  openRoom: 'Open a room with this lesson',
  opening: 'The room is being opened…',
  notOpened: 'No room was opened: no answer came. Try again.',
  refused: (message) => `No room was opened. The server says: ${message}`,
  hideNames: 'Hide names',
  showNames: 'Show names',
  ask: 'Ask',
  closeQuestion: 'Close the question',
  nothingToAsk: 'No question is asked at this stop.',
  hands: 'A mark for each hand: press a choice once for each.',
  hand: (letter, count) => `${letter}: ${count} ${count === 1 ? 'hand' : 'hands'}`,
  takeBack: 'Take the last mark back',
  reveal: 'What happened',
  happened: 'What happened:',
  unknownLesson: 'There is no such lesson on this story.',
};

const HINDI: LessonWords = {
  column: 'पाठ',
  stopOf: (n, of, minutes) => `${of} में से पड़ाव ${n}, ${minutes} मिनट`,
  notice: 'ध्यान देने की बात',
  previous: 'पिछला पड़ाव',
  next: 'अगला पड़ाव',
  toThis: 'कक्ष को यहाँ लाएँ',
  allOfIt: 'पूरा पाठ',
  sheet: 'पर्चा',
  teach: 'पढ़ाते समय',
  pause: 'रोकें',
  pauseAll: 'सबके लिए रोकें',
  askRoom: 'सबसे पूछें',
  showAnswers: 'उत्तर दिखाएँ',
  goOn: 'आगे बढ़ें',
  roomAsksThere: 'सबसे वहीं पूछा जाता है जहाँ कहानी किसी प्रश्न पर रुकती है: वहाँ तक चलाएँ।',
  answered: (n, of) => `${of} में से ${n} ने उत्तर दिया`,
  untilShown: 'उत्तर दिखाए जाने तक कोई नहीं देखता कि किसने क्या चुना।',
  everybody: 'सभी',
  sidesUntold: 'हर तरफ़ पाँच उत्तर होने पर ही दोनों अलग दिखाए जाते हैं।',
  openRoom: 'इस पाठ के साथ कक्ष खोलें',
  opening: 'कक्ष खोला जा रहा है…',
  notOpened: 'कक्ष नहीं खुला: उत्तर नहीं आया। फिर से कोशिश करें।',
  refused: (message) => `कक्ष नहीं खुला। सर्वर का उत्तर: ${message}`,
  hideNames: 'नाम छिपाएँ',
  showNames: 'नाम दिखाएँ',
  ask: 'पूछें',
  closeQuestion: 'प्रश्न बंद करें',
  nothingToAsk: 'इस पड़ाव पर कोई प्रश्न नहीं है।',
  hands: 'हर उठे हाथ का एक निशान: हर हाथ पर उत्तर को एक बार दबाएँ।',
  hand: (letter, count) => `${letter}: ${count} हाथ`,
  takeBack: 'आख़िरी निशान हटाएँ',
  reveal: 'क्या हुआ',
  happened: 'जो हुआ:',
  unknownLesson: 'इस कहानी पर ऐसा कोई पाठ नहीं है।',
};

export const LESSON_WORDS: Readonly<Record<Language, LessonWords>> = { en: ENGLISH, hi: HINDI };
