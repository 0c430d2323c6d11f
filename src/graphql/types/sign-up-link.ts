import { GraphQLError } from 'graphql';
import { toDataURL, toString as toText } from 'qrcode';
import { signUpLinks } from '../../core/consent/sign-up-links.ts';
import { channelAccountsInOrder } from '../../core/store/reads/lists.ts';
import type { ChannelAccountView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { toPageRequest } from '../paging.ts';
import { TopicType } from './topic.ts';
import { ChannelAccountType } from './workspace.ts';

const SignUpLinkType = builder
  .objectRef<{ url: string; account: ChannelAccountView }>('SignUpLink')
  .implement({
    description: 'A link that opens a chat and begins the sign-up; to be put up, printed or posted.',
    fields: (t) => ({
      channelAccount: t.expose('account', { type: ChannelAccountType, description: 'With which account.' }),
      url: t.exposeString('url', { description: 'The link.' }),
      qrSvg: t.string({
        description: 'The link as a QR code, an SVG document.',
        resolve: ({ url }) => toText(url, { type: 'svg', errorCorrectionLevel: 'M' }),
      }),
      qrPng: t.string({
        description: 'The same as a PNG, in a `data:` address.',
        resolve: ({ url }) => toDataURL(url, { errorCorrectionLevel: 'M', width: 512 }),
      }),
    }),
  });

builder.objectFields(TopicType, (t) => ({
  signUpLinks: t.field({
    type: [SignUpLinkType],
    description: 'For each active account that links can lead to; at most 100.',
    args: {
      source: t.arg.string({
        description: 'Where it is put up, 1 to 30 letters, digits and _; comes back with whoever follows it.',
      }),
    },
    resolve: async (topic, { source }, { reads, services: { core } }) => {
      const { items } = await reads.page(channelAccountsInOrder, [], toPageRequest({ first: 100 }));
      const accounts = new Map(items.map(({ row }) => [row.id, row]));
      const links = signUpLinks(core.channels, [...accounts.values()], topic, source ?? null);
      if (links === null) {
        throw new GraphQLError('A source has 1 to 30 letters, digits and underscores.', {
          extensions: { code: 'BAD_SOURCE' },
        });
      }
      return links.flatMap(({ channelAccountId, url }) => {
        const account = accounts.get(channelAccountId);
        return account === undefined ? [] : [{ url, account }];
      });
    },
  }),
}));
