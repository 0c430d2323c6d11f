/** What readers are told on the way, in the languages that we speak ourselves. Others get English. */
export interface MoveWords {
  readonly yes: string;
  readonly no: string;
  readonly notMe: string;
  /** @param ending  The last digits of the number that the link was made for; null: there is none to tell. */
  readonly question: (topic: string, ending: string | null, wording: string) => string;
  readonly spent: (topic: string) => string;
}

const ENGLISH: MoveWords = {
  yes: 'Yes, send it here',
  no: 'No, thank you',
  notMe: 'Not my link',
  question: (topic, ending, wording) =>
    ending === null
      ? `You opened the personal link of a reader of "${topic}". If that is you: ${wording}`
      : `You opened the personal link of the reader of "${topic}" whose number ends in ${ending}. If that is you: ${wording}`,
  spent: (topic) =>
    `This personal link is not good any more. To get "${topic}" here all the same, write: subscribe ${topic}`,
};

const GERMAN: MoveWords = {
  yes: 'Ja, hierher',
  no: 'Nein, danke',
  notMe: 'Nicht mein Link',
  question: (topic, ending, wording) =>
    ending === null
      ? `Sie haben den persönlichen Link einer Leserin oder eines Lesers von „${topic}“ geöffnet. Wenn Sie das sind: ${wording}`
      : `Sie haben den persönlichen Link für „${topic}“ geöffnet, der zu der Nummer mit der Endung ${ending} gehört. Wenn das Ihre ist: ${wording}`,
  spent: (topic) =>
    `Dieser persönliche Link gilt nicht mehr. Wenn Sie „${topic}“ hier trotzdem bekommen möchten, schreiben Sie: abonnieren ${topic}`,
};

export function moveWords(language: string | null): MoveWords {
  return language?.toLowerCase().startsWith('de') === true ? GERMAN : ENGLISH;
}

/** Of several texts the one in a language: exactly, then without its region, then English, then the first. */
export function inLanguage<Text>(
  texts: Readonly<Record<string, Text>>,
  language: string | null,
): Text | null {
  const wanted = language?.toLowerCase() ?? '';
  const [main = ''] = wanted.split('-');
  return texts[wanted] ?? texts[main] ?? texts.en ?? Object.values(texts)[0] ?? null;
}
