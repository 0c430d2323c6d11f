import type { TemplatePart } from '../../core/model/part.ts';
import { problem, shown } from '../shared/part-rendering.ts';
import { limits } from './capabilities.ts';
import { draft, type PartRendering, type RenderContext } from './draft.ts';

type Fields = Readonly<Record<string, string>>;

const REQUIRED = [
  'recipient_name',
  'order_number',
  'currency',
  'payment_method',
  'summary.total_cost',
] as const;
const TEXTS = [
  'recipient_name',
  'order_number',
  'currency',
  'payment_method',
  'order_url',
  'timestamp',
] as const;
const AMOUNTS = ['subtotal', 'shipping_cost', 'total_tax', 'total_cost'] as const;
const ADDRESS = ['street_1', 'street_2', 'city', 'postal_code', 'state', 'country'] as const;
const ELEMENT_TEXTS = ['title', 'subtitle', 'currency', 'image_url'] as const;
const ELEMENT_NUMBERS = ['quantity', 'price'] as const;

/**
 * A receipt, out of a template's variables: Messenger's own field names, with dots for what stands within, and
 * numbers from 1 for lists. So `summary.total_cost`, `address.city`, `elements.1.title`, `adjustments.1.amount`.
 */
export function renderReceipt({ variables }: TemplatePart, context: RenderContext): PartRendering {
  const missing = REQUIRED.filter((name) => (variables[name] ?? '') === '');
  if (missing.length > 0) return problem(`A receipt needs ${missing.join(', ')}.`, context);
  const numbers = Object.keys(variables).filter(isNumber);
  const wrong = numbers.find((name) => toNumber(variables[name] ?? '') === null);
  if (wrong !== undefined) return problem(`"${wrong}" of a receipt is a number, such as 12.50.`, context);
  const elements = list('elements', variables).map((element) => ({
    ...texts(ELEMENT_TEXTS, element),
    ...amounts(ELEMENT_NUMBERS, element),
  }));
  if (elements.length > limits.receiptElements) {
    return problem(`A receipt has at most ${limits.receiptElements} elements.`, context);
  }
  if (elements.some((element) => !('title' in element) || !('price' in element))) {
    return problem('Each element of a receipt needs a title and a price.', context);
  }
  const address = texts(ADDRESS, below('address', variables));
  const adjustments = list('adjustments', variables).map((adjustment) => ({
    ...texts(['name'], adjustment),
    ...amounts(['amount'], adjustment),
  }));
  const payload = {
    template_type: 'receipt',
    ...texts(TEXTS, variables),
    ...(Object.keys(address).length > 0 && { address }),
    summary: amounts(AMOUNTS, below('summary', variables)),
    ...(adjustments.length > 0 && { adjustments }),
    ...(elements.length > 0 && { elements }),
  };
  return shown([draft({ attachment: { type: 'template', payload } }, context)]);
}

function isNumber(name: string): boolean {
  return /(?:^summary\.|\.(?:quantity|price|amount)$)/u.test(name);
}

function toNumber(text: string): number | null {
  return /^-?\d{1,12}(?:\.\d{1,4})?$/u.test(text) ? Number(text) : null;
}

function texts(names: readonly string[], fields: Fields): Fields {
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

function amounts(names: readonly string[], fields: Fields): Readonly<Record<string, number>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const amount = toNumber(fields[name] ?? '');
      return amount === null ? [] : [[name, amount]];
    }),
  );
}

function below(name: string, fields: Fields): Fields {
  const prefix = `${name}.`;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}

/** Members in the order of their numbers, whatever is left out between. */
function list(name: string, fields: Fields): readonly Fields[] {
  const members = below(name, fields);
  const positions = new Set(Object.keys(members).map((key) => Number.parseInt(key, 10)));
  return [...positions].sort((one, other) => one - other).map((position) => below(String(position), members));
}
