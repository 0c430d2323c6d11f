import type { TemplatePart } from '../../core/model/part.ts';
import { problem, shown } from '../shared/part-rendering.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';
import { renderReceipt } from './render-receipt.ts';

/** The name under which an author asks for Messenger's receipt: a form of its own that nobody has to approve. */
export const RECEIPT = 'receipt';

export function renderTemplate(part: TemplatePart, context: RenderContext): PartRendering {
  return part.name === RECEIPT ? renderReceipt(part, context) : renderUtility(part, context);
}

/** A text about an order, an account or an appointment that Meta approved; it may leave outside the window. */
function renderUtility(part: TemplatePart, context: RenderContext): PartRendering {
  if (part.header !== undefined || part.headerLocation !== undefined) {
    return problem('Utility templates of Messenger have no header with a file or a place.', context);
  }
  const components = [
    ...component('header', part.headerVariables ?? {}),
    ...component('body', part.variables),
    ...(part.buttonValues ?? []).map(({ index, value }) => ({
      type: 'button',
      sub_type: 'url',
      index: String(index),
      parameters: [{ type: 'text', text: value }],
    })),
  ];
  const template = {
    name: part.name,
    language: { code: part.language },
    ...(components.length > 0 && { components }),
  };
  return shown([draft({ template }, context, { isApproved: true })]);
}

function component(
  type: 'header' | 'body',
  variables: Readonly<Record<string, string>>,
): readonly Readonly<Record<string, unknown>>[] {
  const parameters = Object.entries(variables)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([name, text]) => ({
      type: 'text',
      ...(!/^\d+$/u.test(name) && { parameter_name: name }),
      text,
    }));
  return parameters.length === 0 ? [] : [{ type, parameters }];
}
