import type { Credentials } from '../model/channel-account.ts';

/** One named value that an operator gives when connecting an account. The adapter declares them; the schema does not know them. */
export interface CredentialField {
  /** camelCase, as clients send it: `botToken`. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Secrets are encrypted at rest and never returned. Other fields are shown to operators. */
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Made by us when the operator gives none (a webhook secret). */
  readonly isGenerated?: boolean;
}

/** One named switch or value of a connected account, such as `privacyPolicyUrl`; read by policy or by the adapter. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly valueType: 'boolean' | 'string' | 'integer';
  readonly defaultValue: boolean | string | number | null;
}

/** The values that are no secrets: what a platform wants inside every request (a sender's name), and rendering may know. */
export function publicCredentials(fields: readonly CredentialField[], credentials: Credentials): Credentials {
  const names = new Set(fields.filter(({ isSecret }) => !isSecret).map(({ name }) => name));
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => names.has(name)));
}
