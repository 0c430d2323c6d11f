import * as z from 'zod';
import { type AccountContext, ChannelError, type TemplateExampleFile } from '../../core/channel/index.ts';
import { callGraphRepeatably } from '../shared/meta-graph.ts';
import { capabilities } from './capabilities.ts';
import { graphOf, malformedAnswer } from './graph.ts';
import { Word } from './payload.ts';
import { bareType, refusalOf } from './wire-media.ts';

/** `upload:…`, often with a signature behind a question mark that has to come back too. */
const Session = z.object({ id: Word });
const Handle = z.object({ h: Word });

/**
 * Graph API, "Resumable Upload": a session of the app, then the bytes. Meta shows the example to whoever approves the
 * template; it is not what contacts get.
 */
export async function uploadExample(
  { kind, source }: TemplateExampleFile,
  context: AccountContext,
): Promise<string> {
  const { appId = '', accessToken = '' } = context.credentials;
  if (appId === '') {
    throw new ChannelError('rejected', 'Examples are uploaded to the app: give the account its App ID.', {
      platformCode: 'credential:appId',
      cause: 'not-permitted',
      actionBy: 'operator',
    });
  }
  const file = await context.openMedia(source, capabilities.media[kind].maxUploadBytes);
  const type = bareType(file.mimeType);
  const refusal = refusalOf(kind, { mimeType: type, sizeBytes: file.bytes.byteLength });
  if (type === undefined || refusal !== null) throw refused(refusal ?? 'The type of the file is not known.');
  const graph = graphOf(context);
  const query = {
    file_length: String(file.bytes.byteLength),
    file_type: type,
    ...(file.fileName !== null && { file_name: file.fileName }),
  };
  const session = Session.safeParse(
    await callGraphRepeatably(
      { method: 'POST', path: `${encodeURIComponent(appId)}/uploads`, query },
      graph,
      context,
    ),
  );
  if (!session.success) throw malformedAnswer('Meta opened no upload for the example.', 'unavailable');
  const [path = '', signature = ''] = session.data.id.split('?', 2);
  const stored = Handle.safeParse(
    await callGraphRepeatably(
      {
        method: 'POST',
        path: path.split('/').map(encodeURIComponent).join('/'),
        query: Object.fromEntries(new URLSearchParams(signature)),
        headers: {
          // This one edge wants the token under another name.
          authorization: `OAuth ${accessToken}`,
          'content-type': type,
          file_offset: '0',
        },
        body: new Uint8Array(file.bytes),
      },
      graph,
      context,
    ),
  );
  if (!stored.success) throw malformedAnswer('Meta did not say how it names the example.', 'unavailable');
  return stored.data.h;
}

function refused(sentence: string): ChannelError {
  return new ChannelError('rejected', sentence, {
    platformCode: 'upload:invalid-content',
    cause: 'invalid-content',
    actionBy: 'author',
  });
}
