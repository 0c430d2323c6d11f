import { z } from 'zod';
import type { WebhookOutcome } from '../../../shared/simulator/post-webhook.ts';
import { type Refusal, refuse } from '../answer.ts';
import {
  type CallbackKind,
  FORCED_KINDS,
  HOSTNAME,
  OPTIONAL_KINDS,
  postSigned,
} from '../callbacks/callbacks.ts';
import { writeJson } from '../write-json.ts';
import type { Call } from './index.ts';

const requestSchema = z.looseObject({
  url: z.string(),
  event_types: z.array(z.enum([...FORCED_KINDS, ...OPTIONAL_KINDS])).optional(),
  send_name: z.boolean().default(false),
  send_photo: z.boolean().default(false),
});

/** Calls the address before it answers, and keeps the old one when the new one says anything but 200. */
export async function setWebhook({ world, bot, body, signal }: Call): Promise<object | Refusal> {
  const checked = requestSchema.safeParse(body);
  if (!checked.success) return refuse(body.url === undefined ? 'missingData' : 'badData');
  const { url, event_types: wanted = OPTIONAL_KINDS, send_name, send_photo } = checked.data;
  if (url === '') {
    bot.webhook = null;
    return { event_types: [] };
  }
  const objection = objectionTo(url, world.settings.isLocal);
  if (objection !== null) return refuse('invalidUrl', objection);

  const event = { event: 'webhook', timestamp: world.time.nowMs(), chat_hostname: HOSTNAME };
  const greeting = writeJson({ ...event, message_token: world.nextToken() });
  const outcome = await postSigned(world, bot, url, greeting, signal);
  if (outcome.kind !== 'answered' || outcome.status !== 200) return refuse('invalidUrl', reasonOf(outcome));

  const eventTypes = new Set<CallbackKind>([...wanted, ...FORCED_KINDS]);
  bot.webhook = { url, eventTypes, sendName: send_name, sendPhoto: send_photo };
  return { event_types: [...eventTypes] };
}

function objectionTo(url: string, isLocal: boolean): string | null {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  return protocol === 'https:' || (isLocal && protocol === 'http:') ? null : 'invalidUrl';
}

function reasonOf(outcome: WebhookOutcome): string {
  if (outcome.kind === 'answered') return `HTTP/1.1 ${outcome.status} ${outcome.reason}`.trim();
  const words = {
    timeout: 'Read timed out',
    refused: 'Connection refused',
    reset: 'Connection reset',
    unreachable: 'Unknown host',
  };
  return words[outcome.reason];
}
