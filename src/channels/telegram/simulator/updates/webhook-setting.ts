/** A webhook as `setWebhook` left it, and how it is doing. */
export interface WebhookSetting {
  readonly url: string;
  readonly secretToken: string;
  readonly maxConnections: number;
  readonly ipAddress: string | null;
  readonly hasCustomCertificate: boolean;
  lastError: { readonly atSeconds: number; readonly message: string } | null;
  /** Since when it has answered nothing but 410. */
  goneSinceMs: number | null;
  /** Ends delivery to it. */
  stop(): void;
}
