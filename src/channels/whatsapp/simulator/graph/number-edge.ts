import type { Business, BusinessNumber } from '../state.ts';
import { type Answer, granted } from './answer.ts';

/** Only what was asked for, and the id, which is always there. */
function withFields(object: Readonly<Record<string, unknown>>, query: URLSearchParams): Answer {
  const wanted = new Set(['id', ...(query.get('fields') ?? Object.keys(object).join()).split(',')]);
  return granted(Object.fromEntries(Object.entries(object).filter(([name]) => wanted.has(name))));
}

/** `GET /{phone-number-id}` */
export function describeNumber(number: BusinessNumber, query: URLSearchParams): Answer {
  return withFields(numberFields(number), query);
}

/** `GET /{waba-id}` */
export function describeBusiness({ id, name }: Business, query: URLSearchParams): Answer {
  return withFields({ id, name, currency: 'EUR', timezone_id: '42' }, query);
}

/** `GET /{waba-id}/phone_numbers` */
export function listNumbers(business: Business, numbers: Iterable<BusinessNumber>): Answer {
  return granted({ data: [...numbers].filter((number) => number.business === business).map(numberFields) });
}

function numberFields({ id, phone, verifiedName }: BusinessNumber) {
  return {
    id,
    display_phone_number: `+${phone}`,
    verified_name: verifiedName,
    quality_rating: 'GREEN',
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
  };
}
