import type {
  ChoiceReplyPart,
  FormReplyPart,
  Part,
  PlatformFormKind,
  TimeSlot,
} from '../../core/model/part.ts';
import type { Item, ReplyData } from './payload.ts';
import { fromStartTime } from './start-time.ts';

type Reader = (data: ReplyData) => Part | null;

/** One of these is in every answer that Apple's own extension gives. */
const READERS: readonly Reader[] = [
  readListPicker,
  readTimePicker,
  readQuickReply,
  readForm,
  readSignIn,
  readPayment,
  readInvitation,
];

/** @returns null when the answer is of a kind that we do not know. */
export function readAnswer(data: ReplyData): Part | null {
  for (const read of READERS) {
    const part = read(data);
    if (part !== null) return part;
  }
  return null;
}

/**
 * Some devices send the whole picker back, regrouped: what was chosen stands first, under a heading of their own,
 * and the rest below.
 */
function readListPicker({ listPicker, replyMessage }: ReplyData): Part | null {
  if (listPicker === undefined) return null;
  const sections = listPicker.sections ?? [];
  const [first] = sections;
  const isRegrouped = sections.length > 1 && /^you selected\b/iu.test(first?.title ?? '');
  const chosen = (isRegrouped ? [first] : sections).flatMap((section) => section?.items ?? []);
  return choice(chosen, replyMessage?.title);
}

function readTimePicker({ event, timePicker, replyMessage }: ReplyData): Part | null {
  const picked = event ?? timePicker?.event;
  if (picked === undefined) return null;
  const [chosen] = picked.timeslots ?? [];
  const identifier = chosen?.identifier ?? chosen?.startTime ?? '';
  const startsAt = fromStartTime(chosen?.startTime ?? '');
  const slot: TimeSlot | null =
    startsAt === null ? null : { startsAt, durationMs: Math.round((chosen?.duration ?? 0) * 1000) };
  return {
    ...choice([{ identifier }], replyMessage?.title ?? picked.title),
    ...(slot !== null && { slot }),
  };
}

function readQuickReply({ 'quick-reply': reply, replyMessage }: ReplyData): Part | null {
  if (reply === undefined) return null;
  const { selectedIdentifier, selectedIndex, items = [] } = reply;
  const byIndex = selectedIndex === undefined ? undefined : items[selectedIndex];
  const byName = items.find(
    ({ identifier }) => identifier !== undefined && identifier === selectedIdentifier,
  );
  const identifier = selectedIdentifier ?? byIndex?.identifier;
  // An index without its list says nothing but which of ours it was.
  const chosen = { ...byIndex, ...byName, identifier: identifier ?? String(selectedIndex ?? '') };
  return choice([chosen], chosen.title ?? replyMessage?.title);
}

function readForm({ dynamic }: ReplyData): Part | null {
  if (dynamic === undefined) return null;
  const entries = (dynamic.selections ?? []).map(({ pageIdentifier, title, items = [] }, index) => [
    pageIdentifier ?? title ?? String(index + 1),
    items.map((item) => item.value ?? item.title ?? item.identifier ?? '').join(', '),
  ]);
  return form(dynamic.template ?? 'form', Object.fromEntries(entries));
}

function readSignIn({ authenticate }: ReplyData): Part | null {
  if (authenticate === undefined) return null;
  const { status = 'unknown', errors = [] } = authenticate;
  const values = {
    status,
    ...(errors.length > 0 && { errors: JSON.stringify(errors).slice(0, 1000) }),
  };
  return form('sign-in', values, 'sign-in');
}

/** How it was paid goes past us, to the business's own gateway. */
function readPayment({ payment }: ReplyData): Part | null {
  return payment === undefined ? null : form('payment', { status: payment.state ?? 'unknown' }, 'payment');
}

function readInvitation({ notification, replyMessage }: ReplyData): Part | null {
  if (notification === undefined) return null;
  const identifier = notification.displayContent?.determinateResponse ?? '';
  return choice([{ identifier }], replyMessage?.title);
}

function choice(chosen: readonly Item[], title: string | undefined): ChoiceReplyPart {
  const titles = chosen.flatMap((item) => item.title ?? []).join(', ');
  const payloads = chosen.map(({ identifier }) => identifier ?? '');
  return {
    type: 'choice-reply',
    payload: payloads.join(','),
    title: title ?? (titles === '' ? null : titles),
    ...(payloads.length > 1 && { payloads }),
  };
}

function form(name: string, values: FormReplyPart['values'], kind?: PlatformFormKind): Part {
  return { type: 'form-reply', name, values, ...(kind !== undefined && { kind }) };
}
