import { DIGITS } from '../../../shared/simulator/random.ts';
import { badRequest, isRefusal, type Refusal } from '../answer.ts';
import {
  fieldText,
  flag,
  integer,
  isList,
  isObject,
  json,
  optionalText,
  type Parameters,
  text,
} from '../parameters.ts';
import type { Method } from './call.ts';
import { send } from './send.ts';

const MAX_QUESTION_LENGTH = 300;
const MAX_OPTION_LENGTH = 100;
const MAX_OPTIONS = 12;

/** How many faces each of the animated emojis has. */
const FACES: Readonly<Record<string, number>> = { '🎲': 6, '🎯': 6, '🎳': 6, '🏀': 5, '⚽': 5, '🎰': 64 };

export const sendDice: Method = (call) => {
  const emoji = optionalText(call.parameters, 'emoji')?.replace('\uFE0F', '') ?? '🎲';
  const faces = FACES[emoji];
  if (faces === undefined) return badRequest('EMOTICON_INVALID');
  const dice = { emoji, value: call.world.random.integer(1, faces) };
  return send(call, { content: { dice }, right: 'dice' });
};

export const sendPoll: Method = (call) => {
  const question = text(call.parameters, 'question').trim();
  if (question === '') return badRequest('text must be non-empty');
  if ([...question].length > MAX_QUESTION_LENGTH) {
    return badRequest(`poll question length must not exceed ${MAX_QUESTION_LENGTH}`);
  }
  const options = readOptions(call.parameters);
  if (isRefusal(options)) return options;
  const type = text(call.parameters, 'type') || 'regular';
  if (type !== 'regular' && type !== 'quiz') return badRequest('unsupported poll type specified');
  const correct = integer(call.parameters, 'correct_option_id', { absent: -1 });
  if (type === 'quiz' && options[correct] === undefined) return badRequest('wrong quiz correct_option_id');

  const poll = {
    id: call.world.random.characters(DIGITS.slice(1), 18),
    question,
    options: options.map((option) => ({ text: option, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: flag(call.parameters, 'is_closed'),
    is_anonymous: text(call.parameters, 'is_anonymous') === '' || flag(call.parameters, 'is_anonymous'),
    type,
    allows_multiple_answers: flag(call.parameters, 'allows_multiple_answers'),
    correct_option_id: type === 'quiz' ? correct : undefined,
    explanation: optionalText(call.parameters, 'explanation'),
  } as const;
  return send(call, { content: { poll }, right: 'polls' });
};

/** Options are texts, or objects with a text. */
function readOptions(parameters: Parameters): readonly string[] | Refusal {
  const list = json(parameters, 'options', 'options');
  if (isRefusal(list)) return list;
  if (!isList(list)) return badRequest('expected an Array of String as options');
  if (list.length < 2) return badRequest('poll must have at least 2 option');
  if (list.length > MAX_OPTIONS) return badRequest(`poll can't have more than ${MAX_OPTIONS} options`);
  const options: string[] = [];
  for (const given of list) {
    const option = isObject(given) ? fieldText(given, 'text') : given;
    if (typeof option !== 'string') return badRequest('expected an option to be of type String');
    if (option.trim() === '') return badRequest('poll options must be non-empty');
    if ([...option].length > MAX_OPTION_LENGTH) {
      return badRequest(`poll options length must not exceed ${MAX_OPTION_LENGTH}`);
    }
    options.push(option.trim());
  }
  return options;
}
