import type { ChoicePart, TimeSlot } from '../../core/model/part.ts';
import { problem } from '../shared/part-rendering.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';
import { interactive } from './interactive.ts';
import type { Reply } from './render-choice.ts';
import { toStartTime } from './start-time.ts';

type Appointment = Reply & { readonly slot: TimeSlot };

/** Whether every answer is an appointment. */
export function hasSlots(replies: readonly Reply[]): replies is readonly Appointment[] {
  return replies.length > 0 && replies.every(({ slot }) => slot !== undefined);
}

/** Appointments in a calendar, in the time zone of the customer's device. */
export function renderTimePicker(
  { header, text, footer }: ChoicePart,
  appointments: readonly Appointment[],
  context: RenderContext,
): PartRendering {
  const unreadable = appointments.find(({ slot }) => Number.isNaN(Date.parse(slot.startsAt)));
  if (unreadable !== undefined) {
    return problem(`"${unreadable.slot.startsAt}" is no time; write 2026-12-01T09:30:00Z.`, context);
  }
  const timeslots = appointments.map(({ payload, slot }) => ({
    identifier: payload,
    startTime: toStartTime(new Date(slot.startsAt)),
    duration: Math.round(slot.durationMs / 1000),
  }));
  const title = header ?? text;
  const subtitle = header === undefined ? footer : text;
  return shown(
    interactive((requestId) => ({ event: { identifier: requestId, title, timeslots } }), {
      title,
      ...(subtitle !== undefined && { subtitle }),
    }),
    context,
  );
}
