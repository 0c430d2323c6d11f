import { SAMPLE_FILES, type SampleFile } from '../../../../shared/simulator/sample-files.ts';
import { hashOf, RECEIVED_LIVES_MS } from '../../files/file-store.ts';
import { say } from './say.ts';
import type { ActionOutcome, Scene } from './scene.ts';
import type { ActionOf } from './schema.ts';

export function write(scene: Scene, { text, ...around }: ActionOf<'write'>): ActionOutcome {
  return say(scene, 'text', { body: text }, around);
}

/** By what a person calls it: what the wire calls it, and a file that will do. */
const KINDS: Readonly<
  Record<ActionOf<'send'>['media'], { readonly type: string; readonly sample: () => SampleFile }>
> = {
  photo: { type: 'image', sample: SAMPLE_FILES.photo },
  video: { type: 'video', sample: SAMPLE_FILES.video },
  audio: { type: 'audio', sample: SAMPLE_FILES.audio },
  voice: { type: 'audio', sample: SAMPLE_FILES.voice },
  document: { type: 'document', sample: SAMPLE_FILES.document },
  sticker: { type: 'sticker', sample: SAMPLE_FILES.webp },
};

export function sendMedia(scene: Scene, action: ActionOf<'send'>): ActionOutcome {
  const { media, caption } = action;
  const { type, sample } = KINDS[media];
  const file = sample();
  const mimeType = action.mimeType ?? file.mimeType;
  const stored = scene.world.files.add(
    {
      bytes: action.bytes ?? file.bytes,
      mimeType,
      fileName: action.fileName ?? null,
      businessId: scene.thread.number.business.id,
    },
    RECEIVED_LIVES_MS,
  );
  const content = {
    id: stored.id,
    mime_type: media === 'voice' ? `${mimeType}; codecs=opus` : mimeType,
    sha256: hashOf(stored, 'base64'),
    ...(caption !== '' && { caption }),
    ...(media === 'document' && { filename: action.fileName ?? file.fileName }),
    ...(type === 'audio' && { voice: media === 'voice' }),
    ...(media === 'sticker' && { animated: false }),
  };
  return say(scene, type, content, action);
}

export function sendLocation(scene: Scene, action: ActionOf<'sendLocation'>): ActionOutcome {
  const { latitude, longitude, name, address } = action;
  const words = { ...(name !== undefined && { name }), ...(address !== undefined && { address }) };
  return say(scene, 'location', { latitude, longitude, ...words }, action);
}

export function sendContact(scene: Scene, action: ActionOf<'sendContact'>): ActionOutcome {
  const { name, phone } = action;
  const contact = {
    origin: 'other',
    name: { formatted_name: name, first_name: name },
    phones: [{ phone, wa_id: phone.replaceAll(/\D/gu, ''), type: 'CELL' }],
  };
  return say(scene, 'contacts', [contact], action);
}

export function order(scene: Scene, action: ActionOf<'order'>): ActionOutcome {
  const { items, catalog, text } = action;
  const content = {
    catalog_id: catalog,
    text,
    product_items: items.map(({ product, quantity, price, currency }) => ({
      product_retailer_id: product,
      quantity,
      item_price: price,
      currency,
    })),
  };
  return say(scene, 'order', content, action);
}

/** Any message at all. */
export function cause(scene: Scene, { type, content, ...around }: ActionOf<'cause'>): ActionOutcome {
  return say(scene, type, content, around);
}
