import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SAMPLE_FILES } from '../../../src/channels/shared/simulator/sample-files.ts';
import { storeUpload } from '../../../src/core/inbox/store-upload.ts';
import { createContentStore } from '../../../src/core/media/content-store.ts';
import type { MediaId } from '../../../src/core/model/ids.ts';
import { newId } from '../../../src/core/store/new-id.ts';
import { editTemplate } from '../../../src/core/templates/change-template.ts';
import { createTemplate } from '../../../src/core/templates/create-template.ts';
import { describeOnEveryEngine } from '../../support/describe-on-every-engine.ts';
import { createTemplateScene, ORDER_READY } from './template-scene.ts';

const WITH_PICTURE = { ...ORDER_READY, header: { kind: 'image', exampleHandle: null } } as const;

describeOnEveryEngine('an example of what stands above a template', (open) => {
  const begin = async () => {
    const scene = await createTemplateScene(await open());
    const store = createContentStore(join(tmpdir(), 'confab-test-media'));
    const { mediaId } = await storeUpload(scene.core, store, scene.owner, SAMPLE_FILES.photo());
    const create = (exampleMediaId: MediaId | null, draft: typeof WITH_PICTURE | typeof ORDER_READY) =>
      createTemplate(scene.core, scene.owner, {
        channelAccountId: scene.account.id,
        draft,
        exampleMediaId,
        idempotencyKey: 'key',
      });
    const called = () => scene.platform.requests.items.map(({ operation }) => operation);
    return { ...scene, mediaId, create, called };
  };

  it('is uploaded before the template, once for one key, and named in it', async () => {
    const { create, called, mediaId } = await begin();

    const first = await create(mediaId, WITH_PICTURE);
    const again = await create(mediaId, WITH_PICTURE);

    expect(first).toMatchObject({
      kind: 'created',
      template: { content: { header: { kind: 'image', exampleHandle: expect.stringMatching(/^4::/u) } } },
    });
    expect(again).toEqual(first);
    expect(called()).toEqual(['uploads', 'upload', 'message_templates']);
  });

  it('may be another one when the words change', async () => {
    const { core, owner, create, called, mediaId, judge, becomes } = await begin();
    await create(mediaId, WITH_PICTURE);
    await judge('APPROVED');
    const { id } = await becomes(({ status }) => status === 'APPROVED');

    const { name: _name, language: _language, category: _category, ...content } = WITH_PICTURE;
    const edited = await editTemplate(core, owner, { id, category: null, content, exampleMediaId: mediaId });

    expect(edited).toMatchObject({ kind: 'done', template: { status: 'PENDING' } });
    expect(called().slice(-3)).toEqual(['uploads', 'upload', 'template']);
  });

  it('is refused before anything leaves where it fits nothing', async () => {
    const { create, called, mediaId } = await begin();

    const nowhere = await create(mediaId, ORDER_READY);
    const nothing = await create(newId<MediaId>(), WITH_PICTURE);
    const none = await create(null, WITH_PICTURE);

    expect(nowhere).toMatchObject({ kind: 'validation-failed', path: ['header', 'exampleMediaId'] });
    expect(nothing).toMatchObject({ kind: 'validation-failed', path: ['header', 'exampleMediaId'] });
    expect(none).toMatchObject({ kind: 'validation-failed', path: ['header', 'exampleHandle'] });
    expect(called()).toEqual([]);
  });
});
