import * as z from 'zod';
import {
  type AccountContext,
  ChannelError,
  type SendReceipt,
  type WireRequest,
} from '../../core/channel/index.ts';
import { callGraph } from '../shared/meta-graph.ts';
import { graphOf, malformedAnswer, pagePath } from './graph.ts';
import { Word } from './payload.ts';
import { forgetUpload, type Upload, uploadFile } from './upload.ts';
import { fieldAt } from './wire-media.ts';

const Sent = z.object({ message_id: Word });

/**
 * Uploads what has to be uploaded, then sends. Only the last request sends, so whatever happens to an upload has
 * sent nothing.
 */
export async function send(wire: WireRequest, context: AccountContext): Promise<SendReceipt> {
  const graph = graphOf(context);
  const uploads = new Map<string, Upload>();
  for (const file of wire.files) uploads.set(file.field, await uploadFile(file, graph, context));
  const call = {
    method: 'POST',
    path: pagePath(context, wire.operation),
    body: withUploads(wire.body, uploads),
  } as const;
  const startedAt = context.clock.now();
  const timed = withAnswerTime(context);
  const answer = await callGraph(call, graph, timed.context).catch((error: unknown) => {
    throw afterReuse(error, wire, uploads, context);
  });
  const sent = Sent.safeParse(answer);
  if (!sent.success) {
    throw malformedAnswer('Messenger took the message but did not say how it names it.', 'indeterminate');
  }
  return { externalIds: [sent.data.message_id], acceptedAt: earlier(startedAt, timed.answeredAt()) };
}

/**
 * The answer says nothing of when, and "read up to then" is compared with a time by Meta's clock: this one is never
 * later than Meta's own of the message, also where our clock is ahead. It may be a second early.
 */
function earlier(startedAt: Date, answeredAt: Date | null): Date {
  return answeredAt !== null && answeredAt < startedAt ? answeredAt : startedAt;
}

/** The same context, which remembers what time Meta's server said that it was. */
function withAnswerTime(context: AccountContext): {
  readonly context: AccountContext;
  readonly answeredAt: () => Date | null;
} {
  let answeredAt: Date | null = null;
  const fetch: AccountContext['fetch'] = async (url, init) => {
    const response = await context.fetch(url, init);
    const ms = Date.parse(response.headers.get('date') ?? '');
    answeredAt = Number.isNaN(ms) ? null : new Date(ms);
    return response;
  };
  return { context: { ...context, fetch }, answeredAt: () => answeredAt };
}

/** The body with the ids of what was uploaded in their places; a contact's words are never taken for a place. */
function withUploads(body: WireRequest['body'], uploads: ReadonlyMap<string, Upload>): WireRequest['body'] {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        name === 'attachment_id'
          ? (uploads.get(fieldAt(member) ?? '')?.attachmentId ?? member)
          : fill(member),
      ]),
    );
  };
  return uploads.size === 0 ? body : { ...body, message: fill(body.message) };
}

/** A refusal of an upload that we took from memory says little about the message: the next try uploads it again. */
function afterReuse(
  error: unknown,
  { files }: WireRequest,
  uploads: ReadonlyMap<string, Upload>,
  context: AccountContext,
): unknown {
  const reused = files.filter(({ field }) => uploads.get(field)?.isReused === true);
  const isAboutContent =
    error instanceof ChannelError && error.kind === 'rejected' && error.facts.cause === 'invalid-content';
  if (reused.length === 0 || !isAboutContent) return error;
  for (const file of reused) forgetUpload(file, context);
  return new ChannelError('unavailable', 'Messenger may have forgotten the file: it is uploaded again.', {
    ...error.facts,
    actionBy: 'nobody',
  });
}
