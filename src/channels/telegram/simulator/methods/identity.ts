import { badRequest, granted, isRefusal, type Refusal } from '../answer.ts';
import { fieldText, isList, isObject, json, type Parameters, text } from '../parameters.ts';
import type { Method } from './call.ts';

const MAX_COMMANDS = 100;

export const getMe: Method = ({ bot }) =>
  granted({
    ...bot.user,
    can_join_groups: true,
    can_read_all_group_messages: !bot.hasPrivacyMode,
    supports_inline_queries: false,
    can_connect_to_business: bot.canConnectToBusiness,
    has_main_web_app: false,
  });

export const setMyCommands: Method = ({ bot, parameters }) => {
  const commands = readCommands(parameters);
  if (isRefusal(commands)) return commands;
  bot.commands.set(audienceOf(parameters), commands);
  return granted(true);
};

export const getMyCommands: Method = ({ bot, parameters }) =>
  granted(bot.commands.get(audienceOf(parameters)) ?? []);

export const deleteMyCommands: Method = ({ bot, parameters }) => {
  bot.commands.delete(audienceOf(parameters));
  return granted(true);
};

/** Commands differ by scope and language; the default is everybody in any. */
function audienceOf(parameters: Parameters): string {
  return `${text(parameters, 'scope') || '{"type":"default"}'} ${text(parameters, 'language_code')}`;
}

function readCommands(parameters: Parameters): readonly object[] | Refusal {
  const list = json(parameters, 'commands', 'commands');
  if (isRefusal(list)) return list;
  if (list === undefined) return [];
  if (!isList(list)) return badRequest('expected an Array of BotCommand');
  if (list.length > MAX_COMMANDS) return badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands: object[] = [];
  for (const given of list) {
    if (!isObject(given)) return badRequest("can't parse BotCommand: expected an Object");
    const command = fieldText(given, 'command').replace(/^\//u, '');
    const description = fieldText(given, 'description').trim();
    if (command === '') return badRequest('command must be non-empty');
    if (command.length > 32) return badRequest('command length must not exceed 32');
    if (!/^[a-z0-9_]+$/u.test(command)) return badRequest('BOT_COMMAND_INVALID');
    if (description === '') return badRequest('command description must be non-empty');
    if ([...description].length > 256) return badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    commands.push({ command, description });
  }
  return commands;
}
