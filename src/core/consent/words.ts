/**
 * Whole messages that end, begin or confirm a subscription, a line for each language, with commas between them. Apple's
 * conduct rules and the mobile operators' habits name the English ones.
 */
const STOP = [
  'stop, stop all, stopall, unsubscribe, opt out, opt-out, optout, stop promotions', // English
  'stopp, abmelden, abbestellen, newsletter abbestellen, keine werbung', // German
  'arrêt, désabonner, se désabonner, désinscription', // French
  'darse de baja, dar de baja, cancelar suscripción', // Spanish
  'descadastrar, cancelar inscrição, cancelar subscrição', // Portuguese
  'disiscrivimi, disiscriviti, cancella iscrizione', // Italian
  'afmelden, uitschrijven', // Dutch
  'wypisz, wypisz mnie', // Polish
  'стоп, отписаться, отпишись', // Russian
  'відписатися, відписатись', // Ukrainian
  'aboneliği iptal et, abonelikten çık', // Turkish
  'спри, отпиши ме, отписване', // Bulgarian
  'odjava, odjavi me, одјава', // Serbian, Croatian
  'διακοπή, διαγραφή', // Greek
  'odhlásit, odhlásiť', // Czech, Slovak
  'leiratkozás, leiratkozom', // Hungarian
  'dezabonare', // Romanian
  'avsluta, avregistrera, avmeld, afmeld', // Swedish, Norwegian, Danish
  'peruuta, lopeta', // Finnish
  'إيقاف, توقف, إلغاء الاشتراك', // Arabic
  'لغو, لغو اشتراک', // Persian
  'עצור, הסר, הסרה, הפסק', // Hebrew
  '退订, 取消订阅, 停止, 配信停止', // Chinese, Japanese
];
/** The same where somebody writes them. As a button of somebody's own or a bot's command they mean other things, too. */
const STOP_IN_WRITING = [
  'end, quit, cancel, spam',
  'austragen, beenden',
  'arrêter',
  'baja, parar, detener, cancelar',
  'sair',
  'ferma, annulla',
  'rezygnuję',
  'iptal, dur',
  'إلغاء',
];
const START = [
  'subscribe',
  'abonnieren, anmelden',
  "s'abonner, abonner",
  'suscribir, alta',
  'assinar',
  'iscrivimi',
  'aanmelden',
  'подписаться',
  'підписатися',
  'اشتراك, اشترك',
  'הירשם, הרשמה',
];
const YES = [
  'yes, y, ok',
  'ja',
  'oui',
  'sí',
  'sim',
  'tak',
  'да',
  'так',
  'evet',
  'ναι',
  'ano, áno',
  'igen',
  'kyllä',
  'نعم',
  'بله',
  'כן',
  '是, はい',
];
const NO = [
  'no, n',
  'nein',
  'non',
  'não',
  'nee',
  'nie',
  'нет',
  'ні',
  'hayır',
  'не',
  'όχι',
  'nem',
  'nej',
  'لا',
  'לא',
  '否, いいえ',
];
const PREFERENCES = ['preferences, settings', 'einstellungen', 'préférences', 'preferencias', 'preferências'];

export type ConsentWord = 'stop' | 'start' | 'yes' | 'no' | 'preferences';

/** Letters alone: accents and vowel signs are often left out, and a Turkish keyboard has four letters i. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('ı', 'i')
    .normalize('NFC');

const MEANING: ReadonlyMap<string, ConsentWord> = new Map(
  (
    [
      [STOP, 'stop'],
      [STOP_IN_WRITING, 'stop'],
      [START, 'start'],
      [YES, 'yes'],
      [NO, 'no'],
      [PREFERENCES, 'preferences'],
    ] as const
  ).flatMap(([lines, meaning]) =>
    lines.flatMap((line) => line.split(', ').map((word) => [folded(word), meaning] as const)),
  ),
);
const SURELY_STOP: ReadonlySet<string> = new Set(
  STOP.flatMap((line) => line.split(', ').map((word) => folded(word))),
);

/** What bots are told, alone or with a name and more behind it. */
const COMMAND = /^\s*\/([\p{L}\p{N}_]+)(?:@\w+)?(\s+\S.*)?$/su;
const THUMB = /^\s*(?:(👍)|👎)[\u{1F3FB}-\u{1F3FF}]?\uFE0F?\s*$/u;

/** What a message means for consent, when it is nothing but one of the words; null: it is an ordinary message. */
export function readConsentWord(text: string): ConsentWord | null {
  const thumb = THUMB.exec(text);
  if (thumb !== null) return thumb[1] === undefined ? 'no' : 'yes';
  const [, command, argument] = COMMAND.exec(text) ?? [];
  if (command === undefined) return MEANING.get(folded(normalised(text))) ?? null;
  // A bot's `/cancel` breaks off what it was doing; its `/stop` ends the news, whatever stands behind it.
  if (isStopTap(command)) return 'stop';
  const meaning = argument === undefined ? MEANING.get(folded(normalised(command))) : undefined;
  return meaning === 'stop' ? null : (meaning ?? null);
}

/** Whether what a button sends back, on whoever's message it stood, takes everything back. */
export const isStopTap = (payload: string): boolean => SURELY_STOP.has(folded(normalised(payload)));

/** `subscribe spring news`: the name behind the word; null when the message does not begin with such a word. */
export function readTopicName(text: string): string | null {
  const [word = '', ...name] = normalised(text).split(' ');
  return MEANING.get(folded(word)) === 'start' && name.length > 0 ? name.join(' ') : null;
}

/**
 * As keywords and names are kept and compared: without case, and without what stands around the words, be it
 * punctuation, emoji or marks of direction. A question mark stays: who asks says neither yes nor stop.
 */
export const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll('İ', 'i')
    .toLowerCase()
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\uFE0E|\uFE0F|\u20E3/gu, '')
    .replace(/^[^\p{L}\p{N}\p{M}?؟]+|[^\p{L}\p{N}\p{M}?؟]+$/gu, '')
    .replace(/\s+/gu, ' ');
