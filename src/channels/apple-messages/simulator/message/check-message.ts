import { badRequest, type Refusal } from '../answer.ts';
import type { World } from '../state.ts';
import { appSchema, FEATURES, type FeatureName, messageSchema, type OutboundMessage } from './schema.ts';

/** A message that Apple takes, with what it asks the device to show. */
export interface CheckedMessage {
  readonly message: OutboundMessage;
  /** Null: nothing special. `app`: one of the business's own. */
  readonly feature: FeatureName | 'app' | null;
}

const APPLE_BUNDLE = /^com\.apple\.messages\.MSMessageExtensionBalloonPlugin:0000000000:/u;

/** @param operation  `authenticate` takes sign-ins alone, and `message` takes none. */
export function checkMessage(world: World, operation: string, body: unknown): CheckedMessage | Refusal {
  const checked = messageSchema.safeParse(body);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return badRequest(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  const message = checked.data;
  if (message.type === 'text') {
    return checkFiles(world, message.attachments ?? []) ?? { message, feature: null };
  }
  if (message.type !== 'interactive') return { message, feature: null };
  return checkInteractive(operation, message);
}

/** Every attachment must be a file that was stored here, and say of it what is so. */
function checkFiles(
  world: World,
  attachments: NonNullable<Extract<OutboundMessage, { type: 'text' }>['attachments']>,
): Refusal | null {
  for (const { url, owner, size, 'signature-base64': signature } of attachments) {
    const file = world.files.find(url);
    const isSo =
      file !== null &&
      file.owner === owner &&
      file.checksum.toString('base64') === signature &&
      String(file.ciphertext.byteLength) === size;
    if (!isSo) return badRequest('attachments: no such file was uploaded');
  }
  return null;
}

function checkInteractive(
  operation: string,
  message: Extract<OutboundMessage, { type: 'interactive' }>,
): CheckedMessage | Refusal {
  const { bid, data, receivedMessage } = message.interactiveData;
  if (!APPLE_BUNDLE.test(bid)) return checkApp(operation, message);
  if (data === undefined) return badRequest('interactiveData.data is required');
  const names = Object.keys(data).filter((key): key is FeatureName => Object.hasOwn(FEATURES, key));
  const [feature] = names;
  if (feature === undefined || names.length > 1)
    return badRequest('interactiveData.data: exactly one feature is needed');
  if ((feature === 'authenticate') !== (operation === 'authenticate')) {
    return badRequest(`${feature} does not belong to /${operation}`);
  }
  const { shape, hasBubbles } = FEATURES[feature];
  const checked = shape.safeParse(data[feature]);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return badRequest(`interactiveData.data.${feature}.${issue?.path.join('.')}: ${issue?.message}`);
  }
  if (hasBubbles && receivedMessage === undefined)
    return badRequest('interactiveData.receivedMessage is required');
  return { message, feature };
}

function checkApp(
  operation: string,
  message: Extract<OutboundMessage, { type: 'interactive' }>,
): CheckedMessage | Refusal {
  const { interactiveData } = message;
  if (interactiveData.data !== undefined) {
    return badRequest("Third party interactive data disallows use of 'data'");
  }
  if (operation !== 'message') return badRequest(`an app does not belong to /${operation}`);
  const checked = appSchema.safeParse(interactiveData);
  if (checked.success) return { message, feature: 'app' };
  const [issue] = checked.error.issues;
  return badRequest(`interactiveData.${issue?.path.join('.')}: ${issue?.message}`);
}
