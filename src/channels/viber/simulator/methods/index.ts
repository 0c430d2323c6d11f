import type { Refusal } from '../answer.ts';
import type { Bot, World } from '../state.ts';
import { broadcastMessage } from './broadcast-message.ts';
import { getAccountInfo } from './get-account-info.ts';
import { getOnline } from './get-online.ts';
import { getUserDetails } from './get-user-details.ts';
import { sendMessage } from './send-message.ts';
import { setWebhook } from './set-webhook.ts';

export interface Call {
  readonly world: World;
  readonly bot: Bot;
  /** The JSON of the request. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** Its fields stand beside `status` 0. */
export type Method = (call: Call) => object | Refusal | Promise<object | Refusal>;

/** By the name in the path. */
export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['set_webhook', setWebhook],
  ['get_account_info', getAccountInfo],
  ['get_user_details', getUserDetails],
  ['get_online', getOnline],
  ['send_message', sendMessage],
  ['broadcast_message', broadcastMessage],
]);
