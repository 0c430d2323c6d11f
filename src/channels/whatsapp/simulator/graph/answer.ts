/** What the Graph API says to a call. */
export type Answer =
  | { readonly kind: 'granted'; readonly body: unknown }
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      readonly mimeType: string;
    }
  | GraphRefusal;

export interface GraphRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: number;
  readonly subcode: number | null;
  readonly message: string;
  readonly details: string;
  readonly retryAfterSeconds: number | null;
}

export const granted = (body: unknown): Answer => ({ kind: 'granted', body });

export function refused(
  code: number,
  message: string,
  details: string,
  more: Partial<Pick<GraphRefusal, 'status' | 'subcode' | 'retryAfterSeconds'>> = {},
): GraphRefusal {
  return {
    kind: 'refused',
    status: 400,
    subcode: null,
    retryAfterSeconds: null,
    ...more,
    code,
    message,
    details,
  };
}

export function isRefusal(value: object | null): value is GraphRefusal {
  return value !== null && 'kind' in value && value.kind === 'refused';
}

export const invalidToken = refused(190, 'Invalid OAuth access token', 'Cannot parse access token', {
  status: 401,
});

export const noSuchObject = (id: string) =>
  refused(
    100,
    'Unsupported request',
    `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { subcode: 33 },
  );

export const unknownPath = (path: string) =>
  refused(2500, 'Unknown path components', `Unknown path components: ${path}`);

export const invalidParameter = (details: string) => refused(100, 'Invalid parameter', details);
export const missingValue = (details: string) => refused(131008, 'Required parameter is missing', details);
export const wrongValue = (details: string) => refused(131009, 'Parameter value is not valid', details);
export const mediaProblem = (details: string) => refused(131053, 'Media upload error', details);
