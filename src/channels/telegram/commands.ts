/**
 * What the gateway answers by itself; any other command is a message like all others. The descriptions are what a
 * customer reads in the bot's menu.
 */
export const GATEWAY_COMMANDS = [
  { name: 'start', description: 'Begin' },
  { name: 'help', description: 'How to reach us' },
  { name: 'privacy', description: 'How we handle your data' },
  { name: 'stop', description: 'No more newsletters' },
  { name: 'unsubscribe', description: 'No more newsletters' },
] as const;

export type GatewayCommand = (typeof GATEWAY_COMMANDS)[number]['name'];

/** These end newsletters and marketing; the chat itself stays open. */
const ENDING_PROMOTION: ReadonlySet<string> = new Set<GatewayCommand>(['stop', 'unsubscribe']);
const NAMES: ReadonlySet<string> = new Set(GATEWAY_COMMANDS.map(({ name }) => name));

export interface Command {
  readonly name: string;
  readonly argument: string | null;
}

/**
 * The gateway's command that a text is, such as `/start spring26` or `/stop@acme_bot`; null when it is none. In a
 * group a command may be meant for another bot, which it then names.
 *
 * @param username  Our bot's; null while unknown.
 */
export function readCommand(text: string, isGroup: boolean, username: string | null): Command | null {
  const match = /^\/([a-z]{1,32})(?:@(\w{1,64}))?(?=\s|$)/iu.exec(text);
  if (match === null) return null;
  const [whole, word = '', addressee] = match;
  const name = word.toLowerCase();
  if (!NAMES.has(name)) return null;
  if (isGroup && addressee !== undefined && addressee.toLowerCase() !== username?.toLowerCase()) return null;
  const argument = text.slice(whole.length).trim();
  return { name, argument: argument === '' ? null : argument };
}

export function endsPromotion(command: Command): boolean {
  return ENDING_PROMOTION.has(command.name);
}

/** A deep link's payload is 1 to 64 of these characters; anything else after `/start` was typed by hand. */
const LINK_PAYLOAD = /^[\w-]{1,64}$/u;

export function isLinkPayload(text: string): boolean {
  return LINK_PAYLOAD.test(text);
}
