import * as z from 'zod';
import type { MessageEvent } from '../../core/channel/index.ts';
import type { FormReplyPart } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { madeKey } from './keys.ts';
import type { EventContext } from './parse-event.ts';
import { Fields, Items, optional, Word } from './payload.ts';

const Linking = z.object({ status: Word, authorization_code: optional(Word) });

/** A contact connected an account of the business to the chat, or took that back. */
export function readAccountLinking(value: unknown, context: EventContext): Reading {
  const linking = Linking.safeParse(value);
  if (!linking.success) return notUnderstood(label('account_linking', 'malformed'));
  const { status, authorization_code } = linking.data;
  const values = omitUndefined({ status, authorization_code });
  return toForm({ name: 'account_linking', kind: 'sign-in', values }, context);
}

const Screen = z.object({ questions: optional(Fields) });
const Feedback = z.object({ feedback_screens: Items });
const Answer = z.object({
  payload: optional(z.string()),
  follow_up: optional(z.object({ payload: optional(z.string()) })),
});

/** The filled-in form of a feedback template: by question, and by `question.follow_up` for what was added. */
export function readFeedback(value: unknown, context: EventContext): Reading {
  const screens = Feedback.safeParse(value).data?.feedback_screens ?? [];
  const questions = screens.flatMap((screen) =>
    Object.entries(Screen.safeParse(screen).data?.questions ?? {}),
  );
  const answers = questions.flatMap(([name, answer]) => {
    const { payload, follow_up } = Answer.safeParse(answer).data ?? {};
    return [
      ...(payload === undefined ? [] : [[name, payload] as const]),
      ...(follow_up?.payload === undefined ? [] : [[`${name}.follow_up`, follow_up.payload] as const]),
    ];
  });
  if (answers.length === 0) return notUnderstood(label('messaging_feedback', 'empty'));
  return toForm({ name: 'messaging_feedback', values: Object.fromEntries(answers) }, context);
}

const ResponseFeedback = z.object({ feedback: Word, mid: optional(Word) });

/** What a contact thinks of one answer. */
export function readResponseFeedback(value: unknown, context: EventContext): Reading {
  const parsed = ResponseFeedback.safeParse(value);
  if (!parsed.success) return notUnderstood(label('response_feedback', 'malformed'));
  const { feedback, mid } = parsed.data;
  return toForm({ name: 'response_feedback', values: { feedback } }, context, mid);
}

function toForm(
  form: Omit<FormReplyPart, 'type' | 'name'> & { readonly name: string },
  { contactId, occurredAt, isStandby }: EventContext,
  replyToExternalId?: string,
): Reading {
  const { name, values } = form;
  if (contactId === null) return notUnderstood(label(name, 'nobody'));
  const event: MessageEvent = omitUndefined({
    kind: 'message' as const,
    externalId: madeKey(name, contactId, String(occurredAt?.getTime()), JSON.stringify(values)),
    sender: { externalId: contactId },
    parts: [{ type: 'form-reply' as const, ...form }],
    sentAt: occurredAt,
    replyToExternalId,
    isStandby: isStandby ? true : undefined,
    // Meta's list of what opens the standard messaging window names neither of them.
    opensWindow: false as const,
  });
  return understood([event]);
}
