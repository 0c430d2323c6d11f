import { DIGITS, URL_SAFE } from '../../shared/simulator/random.ts';
import { createTokenBucket } from '../../shared/simulator/token-bucket.ts';
import { openThread } from './people/open-thread.ts';
import { DOCUMENTED_LIMITS, PAGE_INBOX_APP_ID } from './settings.ts';
import type { Page, Person, World } from './state.ts';
import { createDelivery } from './webhooks/deliver.ts';
import { raise } from './webhooks/raise.ts';

export interface PageFacts {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
  readonly token?: string | undefined;
  /** The app has Meta's Human Agent feature; default true. */
  readonly hasHumanAgent?: boolean | undefined;
  /** It stands in the News Page Index; default false. */
  readonly isNewsPage?: boolean | undefined;
  /** Names of utility templates that Meta has approved. */
  readonly templates?: readonly string[] | undefined;
}

/** Makes a Page, and the token that somebody with a role on it would make. */
export function addPage(world: World, facts: PageFacts = {}): Page {
  const id = facts.id ?? `40${world.random.characters(DIGITS, 13)}`;
  if (world.pages.has(id)) throw new Error(`There is a Page with the id ${id} already.`);
  const limits = world.settings.sendLimits ?? {
    messages: { burst: Number.MAX_SAFE_INTEGER, perSecond: DOCUMENTED_LIMITS.messages.perSecond },
    films: { burst: Number.MAX_SAFE_INTEGER, perSecond: DOCUMENTED_LIMITS.films.perSecond },
  };
  const page: Page = {
    id,
    name: facts.name ?? 'Simulated Page',
    username: facts.username ?? null,
    token: facts.token ?? newToken(world),
    subscribedFields: null,
    hasHumanAgent: facts.hasHumanAgent ?? true,
    isNewsPage: facts.isNewsPage ?? false,
    isRestricted: false,
    templates: new Set(facts.templates ?? []),
    profile: {},
    personas: new Map(),
    attachments: new Map(),
    threads: new Map(),
    sending: { messages: createTokenBucket(limits.messages), films: createTokenBucket(limits.films) },
    events: createDelivery(world, id),
  };
  world.pages.set(id, page);
  return page;
}

/** The old token is refused from now on. */
export function revokeToken(world: World, page: Page): string {
  page.token = newToken(world);
  return page.token;
}

/** A colleague answers in the Page's own inbox, which takes the conversation from the app by that. */
export function answerInPageInbox(
  world: World,
  page: Page,
  person: Person,
  text: string,
): { readonly mid: string } {
  const thread = openThread(world, page, person);
  const mid = `m_${world.random.characters(URL_SAFE, 60)}`;
  thread.messages.push({ mid, isFromPage: true, sentAtMs: world.time.nowMs(), content: { text } });
  thread.ownerAppId = PAGE_INBOX_APP_ID;
  raise(
    world,
    thread,
    'message',
    { mid, is_echo: true, app_id: Number(PAGE_INBOX_APP_ID), text },
    { isFromPage: true, isEcho: true },
  );
  return { mid };
}

function newToken({ random }: World): string {
  return `EAA${random.characters(URL_SAFE.slice(0, 62), 60)}`;
}
