import type { DemoChannel } from './demo-channel.ts';
import type { Stage } from './stage.ts';

/** What an old list looks like: who reads, and how their consent is proven. */
export const READERS = `number,name,language,consented_at,consent_evidence
+49 171 3920077,Mara,de,2024-05-31,Form log line 17
+44 7700 900118,Jonas,en,2024-06-02,Form log line 18
+49 171 3920901,Lena,de,2024-06-02,Form log line 19
`;

export interface MovePlan {
  readonly migrationId: string;
  readonly topicId: string;
}

const PLAN = `mutation ($input: CreateMigrationInput!) {
  createMigration(input: $input) { ... on MigrationSuccess { migration { id } } ... on UserError { message } }
}`;
const IMPORT = `mutation ($input: ImportMigrationAudienceInput!) {
  importMigrationAudience(input: $input) {
    ... on MigrationImportQueued { migrationImport { id } } ... on UserError { message }
  }
}`;

/** A topic, the plan of its move from WhatsApp to Telegram and Viber, and the readers of the list in it. */
export async function planMove(stage: Stage): Promise<MovePlan> {
  const { ask } = stage;
  const { createTopic } = await ask<{ createTopic: { topic?: { id: string } } }>(
    `mutation { createTopic(input: { name: "Lamp letter", wording: "Shall the Lamp letter come to you here?",
      privacyNoticeUrl: "https://example.org/privacy", privacyNoticeVersion: "3" }) { ... on TopicSuccess { topic { id } } } }`,
  );
  const topicId = existing(createTopic.topic, 'topic').id;
  const accountOn = await accounts(stage);
  const { createMigration } = await ask<{
    createMigration: { migration?: { id: string }; message?: string };
  }>(PLAN, {
    input: {
      topicId,
      name: 'Out of WhatsApp',
      sourceAccountId: accountOn('whatsapp'),
      targetAccountIds: [accountOn('telegram'), accountOn('viber')],
      invitations: [
        { language: 'en', text: 'Hello {name}, the Lamp letter is moving. Choose where: {link}' },
        { language: 'de', text: 'Hallo {name}, der Lamp letter zieht um. Wohin? {link}' },
      ],
      deadlineAt: new Date(Date.now() + 30 * 24 * 60 * 60 * 1000),
    },
  });
  const migrationId = existing(createMigration.migration, createMigration.message ?? 'migration').id;
  await importReaders(stage, migrationId);
  return { migrationId, topicId };
}

async function accounts({ ask }: Stage): Promise<(channel: string) => string> {
  const { workspace } = await ask<{
    workspace: { channelAccounts: { nodes: { id: string; channel: { name: string } }[] } };
  }>('{ workspace { channelAccounts { nodes { id channel { name } } } } }');
  return (channel) =>
    existing(
      workspace.channelAccounts.nodes.find((account) => account.channel.name === channel),
      channel,
    ).id;
}

async function importReaders({ ask, url, token, signal, until }: Stage, migrationId: string): Promise<void> {
  const upload = await fetch(`${url}/media?fileName=readers.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: READERS,
    signal,
  });
  const { mediaId } = (await upload.json()) as { mediaId: string };
  const { importMigrationAudience } = await ask<{
    importMigrationAudience: { migrationImport?: { id: string }; message?: string };
  }>(IMPORT, { input: { migrationId, mediaId, evidence: 'Form log of 2024' } });
  const { id } = existing(
    importMigrationAudience.migrationImport,
    importMigrationAudience.message ?? 'import',
  );
  await until('The end of the import', async () => {
    const { node } = await ask<{ node: { status: string; problem: string | null } }>(
      'query ($id: ID!) { node(id: $id) { ... on MigrationImport { status problem } } }',
      { id },
    );
    if (node.problem !== null) throw new Error(node.problem);
    return node.status === 'DONE';
  });
}

/** The stage's platform of that name. */
export const on = ({ channels }: Stage, name: string): DemoChannel =>
  existing(
    channels.find(({ channel }) => channel === name),
    name,
  );

/** @throws when it is missing: the demo is broken. */
export function existing<Thing>(thing: Thing | null | undefined, what: string): Thing {
  if (thing === null || thing === undefined) throw new Error(`Missing: ${what}.`);
  return thing;
}
