/**
 * Whole messages that end, begin or confirm a subscription, in the languages of most of our contacts. Apple's
 * conduct rules and the mobile operators' habits name the English ones.
 */
const STOP = [
  'stop end unsubscribe quit cancel spam', // English
  'stopp abmelden abbestellen austragen beenden', // German
  'arrêt arreter arrêter désabonner desabonner', // French
  'baja parar detener cancelar', // Spanish
  'sair descadastrar', // Portuguese
  'ferma annulla disiscrivimi', // Italian
  'afmelden uitschrijven', // Dutch
  'wypisz rezygnuję', // Polish
  'стоп отписаться', // Russian
  'відписатися', // Ukrainian
  'iptal dur', // Turkish
];
const START = [
  'subscribe',
  'abonnieren anmelden',
  "s'abonner abonner",
  'suscribir alta',
  'assinar',
  'iscrivimi',
  'aanmelden',
  'подписаться',
  'підписатися',
];
const YES = ['yes y ok', 'ja', 'oui', 'sí si', 'sim', 'sì', 'tak', 'да', 'так', 'evet', '👍'];
const NO = ['no n', 'nein', 'non', 'não nao', 'nee', 'nie', 'нет', 'ні', 'hayır', '👎'];

const PREFERENCES = ['preferences settings', 'einstellungen', 'préférences', 'preferencias', 'preferências'];

export type ConsentWord = 'stop' | 'start' | 'yes' | 'no' | 'preferences';

const MEANING: ReadonlyMap<string, ConsentWord> = new Map(
  (
    [
      [STOP, 'stop'],
      [START, 'start'],
      [YES, 'yes'],
      [NO, 'no'],
      [PREFERENCES, 'preferences'],
    ] as const
  ).flatMap(([lines, meaning]) =>
    lines.flatMap((line) => line.split(' ').map((word) => [word, meaning] as const)),
  ),
);

/** What a message means for consent, when it is nothing but one of the words; null: it is an ordinary message. */
export function readConsentWord(text: string): ConsentWord | null {
  return MEANING.get(normalised(text)) ?? null;
}

/** `subscribe spring news`: the name behind the word; null when the message does not begin with such a word. */
export function readTopicName(text: string): string | null {
  const [word = '', ...name] = normalised(text).split(' ');
  return MEANING.get(word) === 'start' && name.length > 0 ? name.join(' ') : null;
}

/** As keywords are kept and compared. */
export const normalised = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/^[\s/"'„“«]+|[\s."'!”“»]+$/gu, '')
    .replace(/\s+/gu, ' ');
