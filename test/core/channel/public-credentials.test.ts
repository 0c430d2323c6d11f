import { expect, it } from 'vitest';
import { type CredentialField, publicCredentials } from '../../../src/core/channel/index.ts';

const field = (name: string, isSecret: boolean): CredentialField => ({
  name,
  label: name,
  description: name,
  isSecret,
  isRequired: true,
});

it('hands out declared values that are no secrets, and nothing that nobody declared', () => {
  const given = { token: 'k', displayName: 'Shop', forgotten: 'x' };

  const handedOut = publicCredentials([field('token', true), field('displayName', false)], given);

  expect(handedOut).toEqual({ displayName: 'Shop' });
});
