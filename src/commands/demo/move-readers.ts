import pc from 'picocolors';
import { existing, type MovePlan } from './move-plan.ts';
import type { Stage } from './stage.ts';

/** A reader of the migration, as the API shows them. */
export interface Reader {
  readonly id: string;
  readonly state: string;
  readonly channel: string | null;
  readonly identity: { readonly displayName: string | null };
  readonly ways: readonly { readonly way: string; readonly isOpen: boolean; readonly reason: string }[];
}

type Counts = Readonly<Record<(typeof COUNTED)[number], number>>;
const COUNTED = ['readers', 'invited', 'opened', 'arrived', 'confirmed', 'stillOnSource'] as const;

const READERS = `query ($id: ID!) {
  migration(id: $id) {
    readers { nodes { id state channel identity { displayName } ways { way isOpen reason } } }
  }
}`;

/** @throws when nobody has that name: the demo is broken. */
export async function findReader({ ask }: Stage, { migrationId }: MovePlan, name: string): Promise<Reader> {
  const { migration } = await ask<{ migration: { readers: { nodes: Reader[] } } }>(READERS, {
    id: migrationId,
  });
  return existing(
    migration.readers.nodes.find(({ identity }) => identity.displayName === name),
    name,
  );
}

/** Which ways are open to invite a reader, and why the others are not. */
export function tellWays({ narrator }: Stage, { identity, state, ways }: Reader): void {
  narrator.say(`  ${identity.displayName}: ${state}`);
  for (const { way, isOpen, reason } of ways) {
    narrator.say(`    ${isOpen ? pc.green('✓') : pc.red('✗')} ${way.padEnd(9)} ${pc.dim(reason)}`);
  }
}

/** How many have come how far: in all, and on each channel. */
export async function tellFunnel({ ask, narrator }: Stage, { migrationId }: MovePlan): Promise<void> {
  const counts = COUNTED.join(' ');
  const { migration } = await ask<{
    migration: { funnel: { total: Counts; byChannel: readonly { name: string; counts: Counts }[] } };
  }>(
    `query ($id: ID!) {
      migration(id: $id) { funnel { total { ${counts} } byChannel { name counts { ${counts} } } } }
    }`,
    { id: migrationId },
  );
  const { total, byChannel } = migration.funnel;
  narrator.say('');
  narrator.line('gateway', `funnel: ${COUNTED.map((step) => `${step} ${total[step]}`).join(', ')}`);
  for (const { name, counts: there } of byChannel) narrator.say(`    ${name}: confirmed ${there.confirmed}`);
}

/** The address of a reader's page, to be printed or mailed. */
export async function readPageLink(
  { ask }: Stage,
  { migrationId }: MovePlan,
  readerId: string,
): Promise<string> {
  const { createMigrationLinks } = await ask<{
    createMigrationLinks: { readers?: { links: { url: string }[] }[]; message?: string };
  }>(
    `mutation ($input: CreateMigrationLinksInput!) {
      createMigrationLinks(input: $input) { ... on MigrationLinksMade { readers { links { url } } } ... on UserError { message } }
    }`,
    { input: { migrationId, readerId } },
  );
  const [page] =
    existing(createMigrationLinks.readers, createMigrationLinks.message ?? 'links')[0]?.links ?? [];
  return existing(page, 'link').url;
}

/** Opens a reader's page as a browser would, and presses the button of a messenger. */
export async function pressButton({ signal }: Stage, page: string, leadsTo: RegExp): Promise<URL> {
  const response = await fetch(page, {
    headers: { 'user-agent': 'Mozilla/5.0 (a reader of the demo)' },
    signal,
  });
  const buttons = [...(await response.text()).matchAll(/class="go"[^>]*href="(?<url>[^"]+)"/gu)].map(
    ({ groups }) => groups?.url?.replaceAll('&amp;', '&') ?? '',
  );
  return new URL(
    existing(
      buttons.find((url) => leadsTo.test(url)),
      `button to ${leadsTo} on ${page}`,
    ),
  );
}
