/** Apple, "Policies": the words, sent alone, that customers may steer a business with. In any case. */
const UNSUBSCRIBE = new Set(['unsubscribe', 'stop', 'end', 'spam']);
const SUBSCRIBE = new Set(['subscribe']);
const HELP = new Set(['agent', 'help', 'support']);
const MENU = new Set(['menu', 'list', '?']);

export type Keyword = 'stop' | 'subscribe' | 'help' | 'menu';

/** What a whole message asks for with a single word; null: it is a message like all others. */
export function readKeyword(text: string): Keyword | null {
  const word = text.trim().toLowerCase();
  if (UNSUBSCRIBE.has(word)) return 'stop';
  if (SUBSCRIBE.has(word)) return 'subscribe';
  if (HELP.has(word)) return 'help';
  return MENU.has(word) ? 'menu' : null;
}
