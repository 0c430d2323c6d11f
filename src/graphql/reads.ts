import DataLoader from 'dataloader';
import { workspaceNow } from '../core/inbox/workspace-now.ts';
import type { Clock } from '../core/model/clock.ts';
import type { ContactId, WorkspaceId } from '../core/model/ids.ts';
import { readCampaignsOfCases, readStandings } from '../core/store/campaign-report.ts';
import type { Queries } from '../core/store/database.ts';
import { type FactsRow, readPolicyFacts } from '../core/store/policy-facts.ts';
import { type LoadByIds, loadByIds } from '../core/store/reads/by-id.ts';
import { type LoadByOwners, loadByOwners } from '../core/store/reads/by-owner.ts';
import type { Filter, Page, PagedList, PageRequest } from '../core/store/reads/page.ts';
import { readPage, readPages } from '../core/store/reads/read-page.ts';
import * as shapes from '../core/store/reads/shapes.ts';

const BY_ID = {
  inbox: loadByIds(shapes.inboxShape),
  channelAccount: loadByIds(shapes.channelAccountShape),
  member: loadByIds(shapes.memberShape),
  apiKey: loadByIds(shapes.apiKeyShape),
  contact: loadByIds(shapes.contactShape),
  identity: loadByIds(shapes.identityShape),
  conversation: loadByIds(shapes.conversationShape),
  case: loadByIds(shapes.caseShape),
  message: loadByIds(shapes.messageShape),
  media: loadByIds(shapes.mediaShape),
  deadLetter: loadByIds(shapes.deadLetterShape),
  topic: loadByIds(shapes.topicShape),
  consentRecord: loadByIds(shapes.consentRecordShape),
  template: loadByIds(shapes.templateShape),
  audience: loadByIds(shapes.audienceShape),
  snippet: loadByIds(shapes.snippetShape),
  campaign: loadByIds(shapes.campaignShape),
  campaignRecipient: loadByIds(shapes.campaignRecipientShape),
  /** What became of a recipient, by the recipient's id. */
  standing: async (queries: Queries, workspaceId: WorkspaceId, ids: readonly string[]) => [
    ...(await readStandings(queries, workspaceId, ids)),
  ],
  /** The campaign that a case answers, by the case's id. */
  campaignOfCase: async (queries: Queries, workspaceId: WorkspaceId, ids: readonly string[]) => [
    ...(await readCampaignsOfCases(queries, workspaceId, ids)),
  ],
  migration: loadByIds(shapes.migrationShape),
  migrationReader: loadByIds(shapes.migrationReaderShape),
  migrationLink: loadByIds(shapes.migrationLinkShape),
  migrationImport: loadByIds(shapes.migrationImportShape),
} as const;

const BY_OWNER = {
  receiptsOf: loadByOwners(shapes.receiptShape, { owner: 'message_id', orderBy: 'r.occurred_at', limit: 20 }),
  attemptsOf: loadByOwners(shapes.attemptShape, { owner: 'message_id', orderBy: 'r.number', limit: 100 }),
  reactionsOf: loadByOwners(shapes.reactionShape, {
    owner: 'message_id',
    orderBy: 'r.reacted_at',
    limit: 100,
  }),
  consentRecordsOf: loadByOwners(shapes.consentRecordShape, {
    owner: 'identity_id',
    orderBy: 'r.number DESC',
    limit: 200,
  }),
  templateSyncOf: loadByOwners(shapes.templateSyncShape, {
    owner: 'channel_account_id',
    orderBy: 'r.due_at',
    limit: 1,
  }),
  identitiesOf: loadByOwners(shapes.identityShape, {
    owner: 'contact_id',
    orderBy: 'r.created_at',
    limit: 50,
  }),
} as const;

type RowOf<Load> = Load extends LoadByIds<infer Row> ? Row : never;
type ListOf<Load> = Load extends LoadByOwners<infer Row> ? readonly Row[] : never;

interface Noun {
  readonly id: string;
}

/** The nouns of one workspace, batched: whatever is asked for in one turn is one statement. */
export type Reads = {
  readonly [Noun in keyof typeof BY_ID]: (id: string) => Promise<RowOf<(typeof BY_ID)[Noun]> | null>;
} & {
  readonly [List in keyof typeof BY_OWNER]: (ownerId: string) => Promise<ListOf<(typeof BY_OWNER)[List]>>;
} & {
  readonly workspaceId: WorkspaceId;
  /** What policy asks about an answer to a contact, at an instant: one row for each of their identities. */
  answerFacts(contactId: ContactId, at: Date): Promise<readonly FactsRow[]>;
  /** What the workspace's clock shows; read once for one execution. */
  now(clock: Clock): Promise<Date>;
  /**
   * The number of the log before anything was read. Known when the operation asks for it, and in streams, where
   * it is the number of the event that is shown.
   */
  asOf(): number;
  /** One page of a list of the whole workspace. */
  page<Row extends Noun>(
    list: PagedList<Row>,
    filters: readonly Filter[],
    request: PageRequest,
  ): Promise<Page<Row>>;
  /** One page of an owner's list; the same pages of many owners are one statement. */
  pageOf<Row extends Noun>(
    list: PagedList<Row>,
    owner: string,
    ownerId: string,
    request: PageRequest,
    filters?: readonly Filter[],
  ): Promise<Page<Row>>;
};

/** Rows are remembered for one execution. */
export function createReads(queries: Queries, workspaceId: WorkspaceId, startedAt: number | null): Reads {
  const loaders = Object.entries({ ...BY_ID, ...BY_OWNER }).map(
    ([name, load]) =>
      [name, new DataLoader<string, unknown>((ids) => load(queries, workspaceId, ids))] as const,
  );
  const pages = new Map<string, DataLoader<string, Page<unknown>>>();
  let factsAt = new Date(0);
  let now: Promise<Date> | null = null;
  const facts = new DataLoader<ContactId, readonly FactsRow[]>((ids) => {
    const answer = { purpose: 'SERVICE', topicId: null, template: null, messageId: null } as const;
    const asks = ids.map((contactId) => ({ ...answer, workspaceId, identityId: null, contactId }));
    return readPolicyFacts(queries, asks, factsAt, true);
  });
  const reads = {
    workspaceId,
    answerFacts(contactId: ContactId, at: Date) {
      factsAt = at;
      return facts.load(contactId);
    },
    now(clock: Clock) {
      now ??= workspaceNow({ db: queries, clock }, workspaceId);
      return now;
    },
    asOf() {
      if (startedAt === null) throw new Error('The position of the log was not read before the answer.');
      return startedAt;
    },
    page: <Row extends Noun>(list: PagedList<Row>, filters: readonly Filter[], request: PageRequest) =>
      readPage(queries, list, workspaceId, filters, request),
    pageOf<Row extends Noun>(
      list: PagedList<Row>,
      owner: string,
      ownerId: string,
      request: PageRequest,
      filters: readonly Filter[] = [],
    ) {
      const conditions = filters.map(({ name, value }) => [name, value]);
      const { shape, sortedBy, direction } = list;
      const key = JSON.stringify([shape.name, sortedBy, direction, owner, request, conditions]);
      const loader =
        pages.get(key) ??
        new DataLoader<string, Page<unknown>>((ids) =>
          readPages(queries, list, owner, workspaceId, ids, filters, request),
        );
      pages.set(key, loader);
      // The key holds the list, so what comes back is the list's own rows.
      return loader.load(ownerId) as Promise<Page<Row>>;
    },
  };
  // The entries are exactly the tables above, each under its own name.
  const byName = loaders.map(([name, loader]) => [name, (id: string) => loader.load(id)]);
  return { ...Object.fromEntries(byName), ...reads } as Reads;
}
