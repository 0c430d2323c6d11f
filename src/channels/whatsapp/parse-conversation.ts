import type { WebhookAccount } from '../../core/channel/index.ts';
import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { readCall } from './parse-call.ts';
import { readEcho } from './parse-echo.ts';
import { readUserIdUpdate } from './parse-identity.ts';
import { type ChangeContext, readMessage } from './parse-message.ts';
import { readPreference } from './parse-preference.ts';
import { readStatus } from './parse-status.ts';
import { type Fields, Items, WireErrors, wordsOf } from './payload.ts';
import { readContacts } from './people.ts';

type ItemReader = (item: unknown, context: ChangeContext) => Reading;

type Lists = readonly (readonly [list: string, read: ItemReader])[];

const MESSAGES: Lists = [
  ['messages', readMessage],
  ['statuses', readStatus],
  ['message_echoes', readEcho],
];

/**
 * The fields about people, and the lists that each may hold. A value has one list as a rule and several
 * sometimes. `standby`: Meta's own agent answers the chat and we look on; its form is not documented for certain.
 */
const LISTS: ReadonlyMap<string, Lists> = new Map<string, Lists>([
  ['messages', MESSAGES],
  ['standby', MESSAGES],
  ['smb_message_echoes', MESSAGES],
  ['user_preferences', [['user_preferences', readPreference]]],
  ['user_id_update', [['user_id_update', readUserIdUpdate]]],
  [
    'calls',
    [
      ['calls', readCall],
      ['statuses', () => ignored('call:status')],
    ],
  ],
]);

export const CONVERSATION_FIELDS: ReadonlySet<string> = new Set(LISTS.keys());

export function readConversationField(field: string, value: Fields, account: WebhookAccount): Reading {
  const contacts = readContacts(Items.parse(value.contacts));
  const context: ChangeContext = { field, account, contacts };
  const lists = (LISTS.get(field) ?? []).filter(([list]) => Array.isArray(value[list]));
  const readings = lists.flatMap(([list, read]) =>
    Items.parse(value[list]).map((item) => read(item, context)),
  );
  const errors = readErrors(value, readings.length > 0);
  if (readings.length + errors.length > 0) return together([...readings, ...errors]);
  return lists.length > 0 ? ignored(label(field, 'empty')) : notUnderstood(label(field, 'without-list'));
}

/** Beside messages an error explains one of them; alone it is about the account. */
function readErrors({ errors }: Fields, hasItems: boolean): readonly Reading[] {
  return (WireErrors.parse(errors) ?? []).map((error) => {
    const code = label('error', String(error.code));
    if (hasItems) return ignored(code);
    return understood([
      {
        kind: 'account-health',
        level: 'warning',
        code,
        description: `WhatsApp reports: ${wordsOf(error) || error.code}`,
      },
    ]);
  });
}

function together(readings: readonly Reading[]): Reading {
  return {
    events: readings.flatMap(({ events }) => events),
    unknown: readings.flatMap(({ unknown }) => unknown),
    ignored: readings.flatMap(({ ignored: labels }) => labels),
  };
}
