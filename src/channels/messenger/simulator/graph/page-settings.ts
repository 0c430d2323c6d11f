import { DIGITS } from '../../../shared/simulator/random.ts';
import { PAGE_INBOX_APP_ID } from '../settings.ts';
import type { Page, World } from '../state.ts';
import { raise } from '../webhooks/raise.ts';
import type { Parameters } from './parameters.ts';
import { type Refusal, refusals } from './refusal.ts';

type Values = Parameters['values'];

const SUCCESS = { success: true };

export function showPage({ id, name, username }: Page): object {
  return { id, name, ...(username !== null && { username }) };
}

export function subscribeApp(page: Page, { subscribed_fields }: Values): object | Refusal {
  const fields = String(subscribed_fields ?? '')
    .split(',')
    .filter((field) => field !== '');
  if (fields.length === 0) return refusals.invalid('The parameter subscribed_fields is required.');
  page.subscribedFields = new Set(fields);
  return SUCCESS;
}

export function showSubscription({ app }: World, { subscribedFields }: Page): object {
  return {
    data:
      subscribedFields === null
        ? []
        : [{ id: app.id, name: 'Simulated app', subscribed_fields: [...subscribedFields] }],
  };
}

export function unsubscribeApp(page: Page): object {
  page.subscribedFields = null;
  return SUCCESS;
}

export function setProfile(page: Page, values: Values): object | Refusal {
  const { access_token: _token, ...profile } = values;
  const hasMenu = 'persistent_menu' in profile;
  if (hasMenu && !('get_started' in { ...page.profile, ...profile })) {
    return refusals.invalid('A persistent menu needs get_started.');
  }
  page.profile = { ...page.profile, ...profile };
  return { result: 'success' };
}

export function addPersona(world: World, page: Page, { name }: Values): object | Refusal {
  if (typeof name !== 'string' || name === '') return refusals.invalid('The parameter name is required.');
  const id = world.random.characters(DIGITS.slice(1), 15);
  page.personas.set(id, { name });
  return { id };
}

/** `take`, `pass` and `release` of a conversation; the person's events go to whoever has it. */
export function changeOwner(world: World, page: Page, verb: string, values: Values): object | Refusal {
  const thread = page.threads.get(String(Object(values.recipient).id));
  if (thread === undefined) return refusals.noUser;
  const previous = thread.ownerAppId;
  if (verb === 'request') return SUCCESS;
  thread.ownerAppId =
    verb === 'take'
      ? world.app.id
      : verb === 'pass'
        ? String(values.target_app_id ?? PAGE_INBOX_APP_ID)
        : null;
  if (verb === 'release') return SUCCESS;
  raise(world, thread, `${verb}_thread_control`, {
    previous_owner_app_id: previous,
    new_owner_app_id: thread.ownerAppId,
    ...(values.metadata !== undefined && { metadata: values.metadata }),
  });
  return SUCCESS;
}

export function showOwner(page: Page, { recipient }: Values): object | Refusal {
  const thread = page.threads.get(String(recipient));
  if (thread === undefined) return refusals.noUser;
  return { data: thread.ownerAppId === null ? [] : [{ thread_owner: { app_id: thread.ownerAppId } }] };
}

/** The webhook of the app, asked at once whether it is ours. */
export async function subscribeWebhook(world: World, values: Values): Promise<object | Refusal> {
  const { object, callback_url, verify_token, fields } = values;
  if (object !== 'page' || typeof callback_url !== 'string' || !URL.canParse(callback_url)) {
    return refusals.invalid('object and callback_url are required.');
  }
  const url = new URL(callback_url);
  const challenge = world.random.characters(DIGITS.slice(1), 9);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.verify_token', String(verify_token ?? ''));
  url.searchParams.set('hub.challenge', challenge);
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!response.ok || (await response.text()) !== challenge) return refusals.callbackFailed;
  } catch {
    return refusals.callbackFailed;
  }
  world.app.webhook = { url: callback_url, fields: new Set(String(fields ?? '').split(',')) };
  return SUCCESS;
}
