import * as z from 'zod';
import type { Part } from '../../core/model/part.ts';
import { toFormValues } from './form-values.ts';
import { Fields, optional, Word } from './payload.ts';

/** `description` of a row is not read: we wrote it. */
const Reply = z.object({ id: z.string(), title: optional(Word) });

const FlowReply = z.object({ name: optional(Word), response_json: optional(z.string()) });

const READERS: ReadonlyMap<string, (value: unknown) => readonly Part[] | null> = new Map([
  ['button_reply', readReply],
  ['list_reply', readReply],
  ['nfm_reply', readFlowReply],
  ['call_permission_reply', readCallPermission],
]);

/** What the contact chose or filled in. */
export function readInteractive(value: unknown): readonly Part[] | null {
  const interactive = Fields.safeParse(value);
  if (!interactive.success) return null;
  const { type, [String(type)]: content } = interactive.data;
  return READERS.get(String(type))?.(content) ?? null;
}

function readReply(value: unknown): readonly Part[] | null {
  const reply = Reply.safeParse(value);
  if (!reply.success) return null;
  const { id, title } = reply.data;
  return [{ type: 'choice-reply', payload: id, title: title ?? null }];
}

/** The answer of a form comes as JSON within a text; what is no JSON is kept as it is. */
function readFlowReply(value: unknown): readonly Part[] | null {
  const reply = FlowReply.safeParse(value);
  if (!reply.success) return null;
  const { name, response_json } = reply.data;
  return [{ type: 'form-reply', name: name ?? null, values: toFormValues(response_json ?? '{}') }];
}

function readCallPermission(value: unknown): readonly Part[] | null {
  const answer = Fields.safeParse(value);
  if (!answer.success) return null;
  return [{ type: 'form-reply', name: 'call_permission', values: toFormValues(JSON.stringify(answer.data)) }];
}
