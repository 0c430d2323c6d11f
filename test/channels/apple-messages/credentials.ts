import type { Credentials } from '../../../src/core/model/channel-account.ts';

/** The page of vectors: 32 bytes that read `demo-msp-secret-32-bytes-long!!!`. */
export const MSP_SECRET = 'ZGVtby1tc3Atc2VjcmV0LTMyLWJ5dGVzLWxvbmchISE=';
export const MSP_ID = 'c0ffee00-0000-4000-8000-000000000001';
export const BUSINESS_ID = '5f0c1b7e-0000-4000-8000-00000000b1b1';

export const credentials: Credentials = { mspId: MSP_ID, mspSecret: MSP_SECRET, businessId: BUSINESS_ID };

export const relayCredentials: Credentials = {
  businessId: BUSINESS_ID,
  relayHeaders: 'X-Api-Key: relay-key-1\nX-Tenant: acme',
  relayWebhookHeader: 'X-Relay-Secret: from-the-relay',
};
