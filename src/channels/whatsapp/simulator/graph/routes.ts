import type { SimulatorRequest } from '../../../shared/simulator/http-server.ts';
import { deleteMedia, describeMedia, uploadMedia } from '../files/media-edge.ts';
import { markRead } from '../messages/mark-read.ts';
import { sendMessage } from '../messages/send-message.ts';
import type { Business, BusinessNumber, World } from '../state.ts';
import { finishExampleUpload, openExampleUpload } from '../templates/example-edge.ts';
import {
  createTemplate,
  deleteTemplates,
  editTemplate,
  listTemplates,
  readTemplate,
} from '../templates/template-edge.ts';
import { type Answer, noSuchObject } from './answer.ts';
import { describeBusiness, describeNumber, listNumbers } from './number-edge.ts';
import type { Received } from './receive.ts';
import { listSubscriptions, subscribe, unsubscribe } from './subscription-edge.ts';

export interface Route {
  /** What the object is, for objects without an edge. */
  readonly name: string;
  run(received: Received, request: SimulatorRequest): Answer | Promise<Answer>;
}

/** What a call asks for; null: there is no such edge. An object that the token may not see is answered, not absent. */
export function routeOf(
  world: World,
  business: Business,
  method: string,
  objectId: string,
  edge: string | null,
): Route | null {
  const number = world.numbers.get(objectId);
  if (number !== undefined && number.business === business) return numberRoute(world, number, method, edge);
  if (objectId === business.id) return businessRoute(world, business, method, edge);
  if (method === 'POST' && objectId === business.appId && edge === 'uploads') {
    return { name: 'app', run: (_, { query }) => openExampleUpload(world, business, query) };
  }
  if (method === 'POST' && objectId.startsWith('upload:')) {
    return { name: 'upload', run: (received) => finishExampleUpload(business, objectId, received) };
  }
  const template = business.templates.get(objectId);
  if (template !== undefined && template.status !== 'DELETED' && edge === null) {
    const name = 'template';
    if (method === 'GET') return { name, run: () => readTemplate(template) };
    if (method !== 'POST') return null;
    return { name, run: ({ body }) => editTemplate(world, business, template, body) };
  }
  if (edge === null) return mediaRoute(world, business, method, objectId);
  return { name: 'object', run: () => noSuchObject(objectId) };
}

function numberRoute(
  world: World,
  number: BusinessNumber,
  method: string,
  edge: string | null,
): Route | null {
  const name = 'number';
  switch (`${method} ${edge ?? ''}`.trim()) {
    case 'GET':
      return { name, run: (_, { query }) => describeNumber(number, query) };
    case 'POST messages':
      return {
        name,
        run: ({ body }) =>
          'status' in body ? markRead(world, number, body) : sendMessage(world, number, body, false),
      };
    case 'POST marketing_messages':
      return { name, run: ({ body }) => sendMessage(world, number, body, true) };
    case 'POST media':
      return { name, run: (received) => uploadMedia(world, number.business, received) };
    default:
      return null;
  }
}

function businessRoute(world: World, business: Business, method: string, edge: string | null): Route | null {
  const name = 'business';
  switch (`${method} ${edge ?? ''}`.trim()) {
    case 'GET':
      return { name, run: (_, { query }) => describeBusiness(business, query) };
    case 'GET phone_numbers':
      return { name, run: () => listNumbers(business, world.numbers.values()) };
    case 'GET subscribed_apps':
      return { name, run: () => listSubscriptions(business) };
    case 'POST subscribed_apps':
      return { name, run: ({ body }) => subscribe(world, business, body) };
    case 'DELETE subscribed_apps':
      return { name, run: () => unsubscribe(business) };
    case 'GET message_templates':
      return { name, run: (_, { query }) => listTemplates(business, query) };
    case 'POST message_templates':
      return { name, run: ({ body }) => createTemplate(world, business, body) };
    case 'DELETE message_templates':
      return { name, run: (_, { query }) => deleteTemplates(world, business, query) };
    default:
      return null;
  }
}

function mediaRoute(world: World, business: Business, method: string, id: string): Route | null {
  const name = 'media';
  if (method === 'GET') return { name, run: (_, request) => describeMedia(world, business, id, request) };
  return method === 'DELETE' ? { name, run: () => deleteMedia(world, business, id) } : null;
}
