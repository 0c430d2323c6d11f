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
