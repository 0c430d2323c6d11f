import type { ChoiceOption, ChoicePart, PlatformForm } from '../../core/model/part.ts';
import { degraded, problem } from '../shared/part-rendering.ts';
import { type PartRendering, type RenderContext, shown } from './draft.ts';
import type { Feature } from './features.ts';
import { isAddress } from './find-links.ts';
import { interactive } from './interactive.ts';
import { renderApp } from './render-app.ts';
import { renderLink } from './render-link.ts';

type Destination = Extract<ChoiceOption, { readonly action: 'open-url' }>;
type Definition = NonNullable<PlatformForm['definition']>;

interface Native {
  /** What a device must be able to show; null: all can. */
  readonly feature: Feature | null;
  readonly name: string;
  readonly operation: 'message' | 'authenticate';
  readonly data: (definition: Definition, form: PlatformForm, requestId: string) => Definition;
}

/** Where a button can lead within the conversation. What Apple wants to know stands in the form's definition. */
const NATIVE: Readonly<Partial<Record<NonNullable<PlatformForm['kind']>, Native>>> = {
  form: {
    feature: 'FORM',
    name: 'form',
    operation: 'message',
    data: (definition, { screen }) => ({
      dynamic: {
        version: '1.1',
        template: 'messageForms',
        data: { ...definition, ...(screen !== undefined && { startPageIdentifier: screen }) },
      },
    }),
  },
  'sign-in': {
    feature: 'AUTH2',
    name: 'sign-in',
    operation: 'authenticate',
    data: (definition, { token }, requestId) => ({
      authenticate: { oauth2: { responseType: 'code', ...definition, state: token ?? requestId } },
    }),
  },
  payment: {
    feature: null,
    name: 'payment',
    operation: 'message',
    data: (definition) => ({ payment: definition }),
  },
};

/** A form, a sign-in, a payment or an app in the conversation where the device shows it; else a link to the same on the web. */
export function renderDestination(
  { title, url, form }: Destination,
  { text }: ChoicePart,
  context: RenderContext,
): PartRendering {
  if (form === undefined) return renderUrl(title, url, context);
  if (form.kind === 'app') {
    return renderApp({ title, subtitle: text, form }, context, () => renderUrl(title, url, context));
  }
  const native = NATIVE[form.kind ?? 'form'];
  if (native === undefined) {
    const description = `Messages has no ${form.kind} to show: it becomes a link`;
    return degraded({ code: 'other', description }, context, () => renderUrl(title, url, context));
  }
  const { definition } = form;
  if (definition === undefined) {
    const description = `Apple keeps no forms: this ${native.name} came without its definition and becomes a link`;
    return degraded({ code: 'other', description }, context, () => renderUrl(title, url, context));
  }
  if (native.feature !== null && !context.features.has(native.feature)) {
    const description = `The customer's device shows no ${native.name}: it becomes a link`;
    return degraded({ code: 'other', description }, context, () => renderUrl(title, url, context));
  }
  const content = interactive((requestId) => native.data(definition, form, requestId), {
    title,
    ...(text.trim() !== '' && { subtitle: text }),
  });
  return shown(content, context, [], native.operation);
}

function renderUrl(title: string, url: string, context: RenderContext): PartRendering {
  if (!isAddress(url))
    return problem(`Only web addresses open from Messages, not "${url.slice(0, 100)}".`, context);
  return renderLink({ url, title }, context);
}
