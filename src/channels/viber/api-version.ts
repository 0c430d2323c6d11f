import type { OutboundMessage } from '../../core/channel/index.ts';

/** "Keyboards": the oldest apps that show these; the others get nothing at all, and Viber refuses with status 13. */
export const FIRST_VERSION_WITH = { carousels: 2, sharing: 3 } as const;

/** How new the app is that a contact wrote with, as a feature of their device. */
export const toFeature = (version: number): string => `API_VERSION_${version}`;

/** Null: nobody told. */
export function apiVersionOf({ deviceFeatures = [] }: OutboundMessage['recipient']): number | null {
  for (const feature of deviceFeatures) {
    const [, version] = /^API_VERSION_(\d{1,4})$/u.exec(feature) ?? [];
    if (version !== undefined) return Number(version);
  }
  return null;
}

export const isTooOld = (version: number | null, needed: number): boolean =>
  version !== null && version < needed;
