import type { MediaView } from '../../core/store/reads/shapes.ts';
import { builder } from '../builder.ts';
import { MediaStatusEnum } from './enums.ts';

export const MediaType = builder.objectRef<MediaView>('Media');

builder.node(MediaType, {
  id: { resolve: ({ id }) => id },
  description: 'A file that a contact sent or a colleague uploaded.',
  fields: (t) => ({
    status: t.expose('status', { type: MediaStatusEnum, description: 'Where the file is.' }),
    mimeType: t.exposeString('mimeType', {
      nullable: true,
      description: "Found from the file's bytes; null until it is stored.",
    }),
    sizeBytes: t.float({
      nullable: true,
      description: 'In bytes; null until it is stored.',
      resolve: ({ sizeBytes }) => sizeBytes,
    }),
    fileName: t.exposeString('fileName', {
      nullable: true,
      description: 'As the sender named it; untrusted.',
    }),
    url: t.string({
      nullable: true,
      description: 'Serves the file for about an hour, to whoever holds it; null until it is stored.',
      resolve: ({ id, status }, _arguments, { reads, services }) =>
        status === 'STORED' ? services.mediaUrl(reads.workspaceId, id) : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we first heard of it.' }),
  }),
});
