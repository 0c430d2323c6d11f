import { type Consenter, type ConsentPlatform, startConsentPlatforms } from './consent-platforms.ts';
import type { DatabaseSetting } from './describe-on-every-server.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { query } from './graphql-client.ts';
import { connectTo, createWorkspace } from './journey.ts';
import { waitFor } from './wait-for.ts';

/** An entry of the ledger, as the API shows it. */
export interface LedgerEntry {
  readonly number: number;
  readonly action: string;
  readonly method: string;
  readonly channel: string;
  readonly wording: string | null;
  readonly privacyNoticeUrl: string | null;
  readonly privacyNoticeVersion: string | null;
  readonly isOwnWord: boolean;
  readonly evidence: string | null;
  readonly message: { readonly direction: string; readonly preview: string } | null;
  readonly identity: { readonly id: string };
}

/** Somebody on a platform, and what the gateway calls them. */
export interface KnownPerson {
  readonly person: Consenter;
  readonly platform: ConsentPlatform;
  readonly identityId: string;
}

/** A gateway whose sending waits for an operator after each start, with an account on each of five platforms. */
export interface ConsentOffice {
  readonly gateway: GatewayProcess;
  readonly token: string;
  ask<Data>(document: string, variables?: object): Promise<Data>;
  /** One mutation with one input; its one outcome. */
  mutate(document: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  /** Everybody writes for the first time. @returns them under their names. */
  welcome(
    people: readonly { readonly name: string; readonly platform: ConsentPlatform }[],
  ): Promise<ReadonlyMap<string, KnownPerson>>;
  /** The whole ledger, oldest first. */
  ledger(): Promise<readonly LedgerEntry[]>;
  /** What is queued leaves from now on. */
  confirmSending(): Promise<void>;
  readonly platforms: readonly ConsentPlatform[];
  close(): Promise<void>;
}

export async function openConsentOffice(database: DatabaseSetting): Promise<ConsentOffice> {
  const platforms = await startConsentPlatforms();
  const gateway = await startGatewayProcess({
    hasPublicUrl: true,
    environment: { CONFAB_SENDING: 'hold', CONFAB_MOVABLE_CLOCKS: 'true' },
    ...(await database()),
  });
  const token = await createWorkspace(gateway);
  for (const { account, registerWebhook } of platforms) {
    const { webhookUrl } = await connectTo(gateway.url, token, account);
    if (webhookUrl !== null) registerWebhook?.(webhookUrl);
  }
  const ask = <Data>(document: string, variables: object = {}) =>
    query<Data>(gateway.url, token, document, { ...variables });
  return {
    gateway,
    token,
    platforms,
    ask,
    async mutate(document, input) {
      const data = await ask<Readonly<Record<string, Readonly<Record<string, unknown>>>>>(document, {
        input,
      });
      const [outcome] = Object.values(data);
      if (outcome === undefined) throw new Error('A mutation has an outcome.');
      return outcome;
    },
    async welcome(people) {
      const drivers = new Map(
        people.map(({ name, platform }) => [name, { platform, person: platform.person(name) }] as const),
      );
      for (const [name, { person }] of drivers) person.begins(greetingOf(name));
      const known = new Map<string, KnownPerson>();
      await waitFor('everybody has written', async () => {
        for (const { identityId, preview } of await readLastMessages(ask)) {
          const name = preview.replace(GREETING, '');
          const driver = preview.startsWith(GREETING) ? drivers.get(name) : undefined;
          if (driver !== undefined) known.set(name, { ...driver, identityId });
        }
        return known.size === people.length;
      });
      return known;
    },
    async ledger() {
      const entries: LedgerEntry[] = [];
      for (let after: string | null = null; ; ) {
        const page: LedgerPage = await ask<LedgerPage>(LEDGER, { after });
        const { nodes, pageInfo }: LedgerPage['workspace']['consentRecords'] = page.workspace.consentRecords;
        entries.push(...nodes);
        if (!pageInfo.hasNextPage) return entries.toReversed();
        after = pageInfo.endCursor;
      }
    },
    async confirmSending() {
      await query(gateway.url, gateway.adminKey, CONFIRM);
    },
    async close() {
      await gateway.dispose();
      for (const platform of platforms) await platform.close();
    },
  };
}

const GREETING = 'Hello from ';
const greetingOf = (name: string): string => `${GREETING}${name}`;

const CONFIRM = 'mutation { confirmSending(input: { queuedBefore: SEND }) { __typename } }';

const LEDGER = `query ($after: String) { workspace { consentRecords(first: 100, after: $after) {
  nodes {
    number action method channel wording privacyNoticeUrl privacyNoticeVersion isOwnWord evidence
    message { direction preview } identity { id }
  }
  pageInfo { hasNextPage endCursor }
} } }`;

interface LedgerPage {
  readonly workspace: {
    readonly consentRecords: {
      readonly nodes: readonly LedgerEntry[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

interface Conversations {
  readonly conversations: {
    readonly nodes: readonly {
      readonly lastMessage: { readonly preview: string; readonly identity: { readonly id: string } };
    }[];
  };
}

async function readLastMessages(ask: ConsentOffice['ask']) {
  const { conversations } = await ask<Conversations>(
    '{ conversations(first: 100) { nodes { lastMessage { preview identity { id } } } } }',
  );
  return conversations.nodes.map(({ lastMessage }) => ({
    preview: lastMessage.preview,
    identityId: lastMessage.identity.id,
  }));
}
