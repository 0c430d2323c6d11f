import type { Business, BusinessNumber, Wire, World } from '../state.ts';

/** What happened, and how it travels. */
export interface News {
  /** The webhook field: `messages`, `message_template_status_update` … */
  readonly field: string;
  readonly value: Wire;
  /** What faults are aimed at; absent: the field. */
  readonly kind?: string;
  /** What keeps its order; absent: the business as a whole. */
  readonly lane?: string;
}

/** Brings news of a business to its callback. Without one they are lost, as at Meta. */
export function bring(world: World, business: Business, { field, value, kind, lane }: News): void {
  const { time } = world;
  const body = {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: business.id,
        // Only what concerns accounts and templates has a time here.
        ...(value.metadata === undefined && { time: time.unixSeconds() }),
        changes: [{ value, field }],
      },
    ],
  };
  business.callback?.lanes.add({
    lane: lane ?? business.id,
    kind: (kind ?? field).toLowerCase(),
    body: escaped(withRawNumbers(JSON.stringify(body))),
    madeAtMs: time.nowMs(),
  });
}

/** News about one number and one person; keeps its order within their thread. */
export function bringOfNumber(
  world: World,
  number: BusinessNumber,
  { value, ...news }: Omit<News, 'lane'> & { readonly person: string },
): void {
  const { person, ...rest } = news;
  bring(world, number.business, {
    ...rest,
    lane: `${number.id}:${person}`,
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: number.phone, phone_number_id: number.id },
      ...value,
    },
  });
}

/** Stands for a number with more digits than JavaScript can hold, until it is written. */
export const rawNumber = (digits: string): Wire => ({ __rawNumber: digits });

function withRawNumbers(json: string): string {
  return json.replaceAll(/\{"__rawNumber":"(\d+)"\}/gu, '$1');
}

/** As Meta writes JSON: everything beyond ASCII as `\uXXXX`, and these are the bytes that are signed. */
function escaped(json: string): string {
  return json.replaceAll(/[^ -~]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
