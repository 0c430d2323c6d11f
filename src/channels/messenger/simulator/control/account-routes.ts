import { z } from 'zod';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../../shared/simulator/control-route.ts';
import type { Simulation } from '../simulation.ts';
import type { Page } from '../state.ts';

const accountName = { account: z.string().describe('Id of the Page.') };

/** Pages, as accounts of the simulated platform. */
export function accountRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  const describe = ({ id, name, username, token, subscribedFields, isRestricted }: Page) => ({
    id,
    name,
    username,
    pageAccessToken: token,
    appId: world.app.id,
    appSecret: world.app.secret,
    webhook: world.app.webhook?.url ?? null,
    subscribedFields: subscribedFields === null ? null : [...subscribedFields],
    isRestricted,
  });
  const withPage = (id: string, use: (page: Page) => ControlAnswer): ControlAnswer => {
    const page = world.pages.get(id);
    return page === undefined ? { kind: 'not-found', message: `There is no Page ${id}.` } : use(page);
  };
  return [
    controlRoute({
      method: 'GET',
      path: '/accounts',
      summary: 'The Pages there are, with their tokens.',
      input: z.strictObject({}),
      run: () => done([...world.pages.values()].map(describe)),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts',
      summary: 'Makes a Page and its token.',
      input: z.strictObject({
        id: z
          .string()
          .regex(/^\d{5,20}$/u)
          .optional(),
        name: z.string().optional(),
        username: z.string().optional(),
        token: z.string().min(1).optional(),
        hasHumanAgent: z.boolean().optional(),
        isNewsPage: z.boolean().optional(),
        templates: z.array(z.string()).optional(),
      }),
      example: { name: 'Bakery' },
      run: (facts) =>
        facts.id !== undefined && world.pages.has(facts.id)
          ? { kind: 'impossible', message: 'There is a Page with this id already.' }
          : done(describe(simulation.addPage(facts))),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/revoke',
      summary: 'Revokes the token: the old one is refused at once. Returns the new one.',
      input: z.strictObject(accountName),
      example: {},
      run: ({ account }) => withPage(account, (page) => done({ token: simulation.revokeToken(page) })),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/restriction',
      summary: 'Keeps the Page from sending, as Meta does after a violation, or lets it send again.',
      input: z.strictObject({ ...accountName, isRestricted: z.boolean() }),
      example: { isRestricted: true },
      run: ({ account, isRestricted }) =>
        withPage(account, (page) => {
          page.isRestricted = isRestricted;
          return done(describe(page));
        }),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/inbox-answers',
      summary: 'A colleague answers in the Page’s own inbox, which takes the conversation.',
      input: z.strictObject({ ...accountName, customer: z.string(), text: z.string() }),
      example: { customer: 'Ada', text: 'We are on it.' },
      run: ({ account, customer, text }) =>
        withPage(account, (page) => done(simulation.pageInboxWrites(page, customer, text))),
    }),
  ];
}
