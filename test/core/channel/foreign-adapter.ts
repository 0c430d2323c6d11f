import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for one test, with these files in it. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'confab-adapters-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A partner's file, in plain JavaScript: sound, but for `change`, which is code that alters `channel`. */
export function adapterFile(change = '', name = 'acme-chat'): string {
  return `
import { setTimeout as later } from 'node:timers';
const channel = {
  name: '${name}',
  displayName: 'Acme Chat',
  capabilities: {
    parts: { inbound: ['text'], outbound: ['text'] },
    text: { maxLength: 1000, countedIn: 'utf16', formatting: [] },
    caption: null, media: {}, maxAlbumSize: 1, choice: null, cards: null,
    edits: { inbound: false, outbound: null }, deletes: { inbound: false, outbound: null },
    reactions: { inbound: false, outbound: null }, replies: { inbound: false, outbound: false },
    typing: { inbound: false, outbound: null }, readMarks: { outbound: false }, receipts: [],
    initiation: 'customer', messagingWindowMs: null, retryKey: null, rateLimits: [],
  },
  credentialFields: [{ name: 'token', label: 'Token', description: 'A token.', isSecret: true, isRequired: true }],
  settingFields: [],
  defaultApiBaseUrl: 'https://api.acme.example',
  policyEditions: [{ name: '${name}/2026-01-01', channel: '${name}', effectiveFrom: '2026-01-01',
    title: 'None', source: 'https://acme.example/rules', rules: [] }],
  checkCredentials: () => [],
  connect: async () => ({
    steps: [{ name: 'hello', isOk: true, description: 'Fine.', platformCode: null }],
    account: { externalId: 'acme', displayName: 'Acme', username: null },
  }),
  webhook: {
    verify: ({ headers }) => (headers['x-acme'] === 'yes' ? 'authentic' : 'forged'),
    parse: (body) => {
      const { id, from, text } = JSON.parse(new TextDecoder().decode(body));
      return { events: [{ accountExternalId: null, event: { kind: 'message', externalId: id,
        sender: { externalId: from }, parts: [{ type: 'text', text }], sentAt: null } }], unknown: [], ignored: [] };
    },
  },
  render: ({ recipient, parts }) => ({ kind: 'rendered', losses: [], requests: [{ operation: 'send',
    body: { to: recipient.externalId, text: parts[0].text }, files: [], partIndexes: [0], cost: 1 }] }),
  send: async () => ({ externalIds: ['m1'], acceptedAt: null }),
};
${change}
export { channel };
`;
}
