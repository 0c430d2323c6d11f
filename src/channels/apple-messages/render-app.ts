import * as z from 'zod';
import type { PlatformForm } from '../../core/model/part.ts';
import { degraded, problem } from '../shared/part-rendering.ts';
import { APPLE_EXTENSION, EXTENSION } from './apple-extension.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';

/** MSP REST API, "iMessage app": the query that the app is opened with. */
const MAX_URL_BYTES = 64 * 1024;

/** What Apple wants to know of an app, beside its name. */
const Definition = z.object({
  appId: z.int().nonnegative(),
  appName: z.string().regex(/\S/u),
  appIcon: z.base64().min(1).optional(),
  /** Absent: made of the form's values. */
  URL: z.string().min(1).optional(),
});

interface App {
  readonly title: string;
  readonly subtitle: string;
  readonly form: PlatformForm;
}

/**
 * An app of the business's own in the conversation, where the device opens such apps. Apple wants no `data` here: the
 * app's own query carries everything, and the session is what brings its answer back to the message.
 *
 * @param instead  What the others see: the same on the web.
 */
export function renderApp(
  { title, subtitle, form }: App,
  context: RenderContext,
  instead: () => PartRendering,
): PartRendering {
  const definition = Definition.safeParse(form.definition);
  if (!EXTENSION.test(form.id) || form.id === APPLE_EXTENSION || !definition.success) {
    return problem(
      "An app is named by its extension's whole id, and its definition has an `appId` (a number) and an `appName`.",
      context,
    );
  }
  if (form.token !== undefined && !z.uuid().safeParse(form.token).success) {
    return problem('The token of an app is the id of its session: a UUID.', context);
  }
  if (!context.features.has('APP')) {
    const description = "The customer's device opens no apps here: it becomes a link";
    return degraded({ code: 'other', description }, context, instead);
  }
  const { URL: query = `?${new URLSearchParams(form.values)}`, ...app } = definition.data;
  if (Buffer.byteLength(query) > MAX_URL_BYTES) {
    return problem(`An app is opened with a query of at most ${MAX_URL_BYTES} bytes.`, context);
  }
  return shown(
    (requestId) => ({
      type: 'interactive',
      interactiveData: {
        bid: form.id,
        ...app,
        URL: query,
        sessionIdentifier: form.token ?? requestId,
        receivedMessage: {
          title,
          ...(subtitle.trim() !== '' && { subtitle }),
          style: 'icon',
        },
        useLiveLayout: true,
      },
    }),
    context,
  );
}
