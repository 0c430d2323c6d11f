import { describe, expect, it } from 'vitest';
import { isStopTap, readConsentWord, readTopicName } from '../../../src/core/consent/words.ts';

describe('a message that is nothing but a word about consent', () => {
  it.each([
    'stop',
    'STOP',
    ' Stop! ',
    'stop…',
    '"stop"',
    '*STOP*',
    '(stop)',
    '¡STOP!',
    'STOP 🛑',
    '🛑🙏🏽 stop ❤️',
    'ＳＴＯＰ',
    'st\u200Bop',
    '\u202Estop\u202C',
    'Stop\u0000',
    'stop   all',
    'Opt-out',
    'STOP PROMOTIONS',
    '/stop',
    '/stop@shop_bot',
    '/STOP now please',
    '/unsubscribe',
    'Abmelden.',
    'ARRET',
    'arrêt',
    'arre\u0302t',
    'Désabonner',
    'DESABONNER',
    '¡Baja!',
    'cancelar suscripcion',
    'sair',
    'disiscrivimi',
    'uitschrijven',
    'rezygnuje',
    'отписаться',
    'ВІДПИСАТИСЯ',
    'İPTAL',
    'IPTAL',
    'спри',
    'odhlásiť',
    'διακοπη',
    '\u200Fإيقاف\u200F',
    'الغاء الاشتراك',
    'تَوَقُّف',
    'עצור',
    'הסר',
    '退订',
  ])('takes everything back: %j', (text) => {
    expect(readConsentWord(text)).toBe('stop');
  });

  it.each([
    'Please stop sending me this',
    'Where is the bus stop',
    'stop?',
    'I can not stop laughing',
    'nonstop',
    'stopp mal, meine Bestellung fehlt',
    'cancel my order',
    '/cancel',
    '/end',
    '/stopwatch',
    'the end.',
    'לא להסיר אותי',
    'من فضلك توقف عن إرسال الفاتورة',
    'don’t stop',
    '',
    '   ',
    '🛑',
    '?!',
  ])('takes nothing back: %j', (text) => {
    expect(readConsentWord(text)).not.toBe('stop');
  });

  it.each([
    ['Yes!', 'yes'],
    ['ja 👍🏻', 'yes'],
    ['👍', 'yes'],
    ['👍🏿', 'yes'],
    ['SI', 'yes'],
    ['Sì.', 'yes'],
    ['نعم', 'yes'],
    ['כן', 'yes'],
    ['Nein', 'no'],
    ['HAYIR', 'no'],
    ['👎', 'no'],
    ['لا', 'no'],
    ['yes?', null],
    ['yes but not today', null],
    ['👍👎', null],
    ['Preferences', 'preferences'],
    ['subscribe', 'start'],
  ])('means what it says: %j is %s', (text, meaning) => {
    expect(readConsentWord(text)).toBe(meaning);
  });

  it('names a topic behind the word that begins', () => {
    expect(readTopicName('Subscribe  Spring NEWS!')).toBe('spring news');
    expect(readTopicName('I subscribe to your view')).toBeNull();
  });
});

describe('what a button sends back', () => {
  it.each(['STOP', 'Unsubscribe', 'Stop promotions', 'abmelden'])('takes everything back: %j', (payload) => {
    expect(isStopTap(payload)).toBe(true);
  });

  it.each(['cancel', 'end', 'quit', 'baja', 'order:stop', 'stop-order-7', ''])(
    'takes nothing back where it may mean something else: %j',
    (payload) => {
      expect(isStopTap(payload)).toBe(false);
    },
  );
});
