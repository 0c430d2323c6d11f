import { createHmac } from 'node:crypto';
import type { SimulatorReply, SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import { underFault } from '../../../shared/simulator/under-fault.ts';
import type { WatchableList } from '../../../shared/simulator/watchable-list.ts';
import type { RecordedRequest } from '../request-log.ts';
import type { Page, World } from '../state.ts';
import { uploadAttachment } from './attachments.ts';
import {
  addPersona,
  changeOwner,
  setProfile,
  showOwner,
  showPage,
  showSubscription,
  subscribeApp,
  subscribeWebhook,
  unsubscribeApp,
} from './page-settings.ts';
import { isRefusal, noParameters, type Parameters, readParameters } from './parameters.ts';
import { injected, type Refusal, refusals } from './refusal.ts';
import { postMessage } from './send-message.ts';

/** Versions that are alive in November 2026. */
const VERSION = /^v2[1-6]\.0$/u;

type Caller = { readonly kind: 'page'; readonly page: Page } | { readonly kind: 'app' };

/** The HTTP side of the Graph API: `/v26.0/<node>/<edge>`, with the token in a header or in the query. */
export function createGraphApi(world: World, requests: WatchableList<RecordedRequest>) {
  return async function handle(request: SimulatorRequest): Promise<SimulatorReply> {
    const [, version = '', node = '', edge = ''] = request.path.split('/');
    const caller = callerOf(world, request);
    const account = isRefusal(caller) || caller.kind === 'app' ? null : caller.page.id;
    const operation = (edge === '' ? (node === 'me' ? 'me' : 'node') : edge).toLowerCase();
    const fault = world.answerFaults.take(operation, account);
    let parameters: Parameters | Refusal = noParameters;

    function conclude(answer: object | Refusal): SimulatorReply {
      record(answer);
      const status = isRefusal(answer) ? answer.status : 200;
      const body = isRefusal(answer) ? answer.toBody() : answer;
      const more = isRefusal(answer) ? answer.headers : {};
      return {
        kind: 'reply',
        status,
        headers: { 'content-type': 'application/json; charset=UTF-8', ...more },
        body: JSON.stringify(body),
      };
    }
    function record(answer: object | Refusal | null): void {
      const { values, files } = isRefusal(parameters) ? noParameters : parameters;
      requests.append({
        at: world.time.now(),
        account,
        operation,
        method: request.method,
        parameters: values,
        files: [...files.keys()],
        answer:
          answer === null
            ? null
            : isRefusal(answer)
              ? { status: answer.status, body: answer.toBody() }
              : { status: 200, body: answer },
        fault: fault?.kind ?? null,
      });
    }
    return underFault(fault, world.time, {
      async receive() {
        parameters = await readParameters(request);
      },
      async carryOut() {
        if (!VERSION.test(version)) return conclude(refusals.badVersion);
        if (isRefusal(caller)) return conclude(caller);
        if (isRefusal(parameters)) return conclude(parameters);
        return conclude(await call(world, caller, request, { node, edge }, parameters));
      },
      refuse: (error) => conclude(injected(error)),
      ignore: () => record(null),
    });
  };
}

function callerOf({ app, pages }: World, { headers, query }: SimulatorRequest): Caller | Refusal {
  const token = headers.authorization?.replace(/^Bearer\s+/iu, '') ?? query.get('access_token') ?? '';
  if (token === '') return refusals.noToken;
  const proof = query.get('appsecret_proof');
  if (proof !== null && proof !== createHmac('sha256', app.secret).update(token).digest('hex')) {
    return refusals.badProof;
  }
  if (token === `${app.id}|${app.secret}`) return { kind: 'app' };
  const page = [...pages.values()].find((candidate) => candidate.token === token);
  return page === undefined ? refusals.badToken : { kind: 'page', page };
}

async function call(
  world: World,
  caller: Caller,
  { method, path }: SimulatorRequest,
  { node, edge }: { readonly node: string; readonly edge: string },
  parameters: Parameters,
): Promise<object | Refusal> {
  const { values } = parameters;
  if (caller.kind === 'app') {
    const isSubscription = method === 'POST' && node === world.app.id && edge === 'subscriptions';
    return isSubscription ? subscribeWebhook(world, values) : refusals.notAllowed;
  }
  const { page } = caller;
  if (node !== 'me' && node !== page.id) {
    return method === 'GET' && edge === '' ? showPerson(page, node) : refusals.notAllowed;
  }
  const control = /^(pass|take|request|release)_thread_control$/u.exec(edge)?.[1];
  if (method === 'POST' && control !== undefined) return changeOwner(world, page, control, values);
  switch (`${method} ${edge}`) {
    case 'GET ':
      return showPage(page);
    case 'POST messages':
      return postMessage(world, page, parameters);
    case 'POST message_attachments':
      return uploadAttachment(world, page, parameters);
    case 'GET subscribed_apps':
      return showSubscription(world, page);
    case 'POST subscribed_apps':
      return subscribeApp(page, values);
    case 'DELETE subscribed_apps':
      return unsubscribeApp(page);
    case 'POST messenger_profile':
      return setProfile(page, values);
    case 'POST personas':
      return addPersona(world, page, values);
    case 'GET thread_owner':
      return showOwner(page, values);
    default:
      return refusals.unknownPath(path);
  }
}

/** Only of people who have written. */
function showPerson(page: Page, psid: string): object | Refusal {
  const thread = page.threads.get(psid);
  if (thread === undefined || thread.lastActionAtMs === null) return refusals.unknownPath(psid);
  const { firstName, lastName } = thread.person;
  return { id: psid, first_name: firstName, last_name: lastName };
}
