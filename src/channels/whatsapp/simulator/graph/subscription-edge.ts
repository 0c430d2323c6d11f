import { z } from 'zod';
import type { Business, Wire, World } from '../state.ts';
import { openCallback } from '../webhooks/callback.ts';
import { askWhetherOurs } from '../webhooks/handshake.ts';
import { type Answer, granted, invalidParameter } from './answer.ts';

const subscriptionSchema = z.looseObject({
  override_callback_uri: z.url({ protocol: /^https?$/u }).optional(),
  verify_token: z.string().optional(),
});

/** `POST /{waba-id}/subscribed_apps`: with an address of its own, which is asked whether it is ours. */
export async function subscribe(world: World, business: Business, body: Wire): Promise<Answer> {
  const wanted = subscriptionSchema.safeParse(body);
  if (!wanted.success) return invalidParameter('override_callback_uri is no address.');
  const { override_callback_uri: url, verify_token: token = '' } = wanted.data;
  if (url === undefined) return granted({ success: true });
  if (!url.startsWith('https://') && !world.settings.isLocal) {
    return invalidParameter('override_callback_uri must be https.');
  }
  const objection = await askWhetherOurs(url, token, world.random);
  if (objection !== null) {
    return invalidParameter(`Callback verification failed with the following errors: ${objection}`);
  }
  setCallback(world, business, url);
  return granted({ success: true });
}

/** `DELETE /{waba-id}/subscribed_apps` */
export function unsubscribe(business: Business): Answer {
  closeCallback(business);
  return granted({ success: true });
}

/** `GET /{waba-id}/subscribed_apps` */
export function listSubscriptions({ callback }: Business): Answer {
  if (callback === null) return granted({ data: [] });
  const app = { name: 'Simulated app', id: '1029384756' };
  return granted({
    data: [{ whatsapp_business_api_data: app, override_callback_uri: callback.url }],
  });
}

/** Without asking. What waits for the old address is forgotten with it. */
export function setCallback(world: World, business: Business, url: string): void {
  closeCallback(business);
  business.callback = openCallback(world, business, url);
}

export function closeCallback(business: Business): void {
  business.callback?.lanes.stop();
  business.callback = null;
}
