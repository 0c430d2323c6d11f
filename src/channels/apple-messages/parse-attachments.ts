import type { MediaKind, Part } from '../../core/model/part.ts';
import { omitUndefined } from '../shared/omit-undefined.ts';
import { readFileReference } from './file-reference.ts';
import { readCardFile } from './parse-card-file.ts';
import type { Envelope } from './payload.ts';

/** Stands in a text where an attachment stands in the message. */
export const ATTACHMENT_MARK = '\ufffc';

/**
 * Words and files in the order in which the customer put them: each mark in the text is one attachment. Files that
 * have no mark come last.
 *
 * @returns `isWhole` false: a file came without what it takes to get it.
 */
export function readContent({
  body = '',
  attachments = [],
  cardFiles = {},
}: Pick<Envelope, 'body' | 'attachments' | 'cardFiles'>): {
  readonly parts: readonly Part[];
  readonly isWhole: boolean;
} {
  const files = attachments.map((attachment, index) => readAttachment(attachment, cardFiles[index]));
  const segments = body.split(ATTACHMENT_MARK);
  const parts = segments.flatMap((segment, index): readonly Part[] => {
    const text = segment.trim();
    const words: readonly Part[] = text === '' ? [] : [{ type: 'text', text }];
    const file = index < segments.length - 1 ? files[index] : undefined;
    return file === undefined ? words : [...words, file];
  });
  const unmarked = files.slice(segments.length - 1);
  return {
    parts: [...parts, ...unmarked],
    isWhole: files.every(({ type }) => type !== 'unsupported'),
  };
}

/** @param card  What stands in a file that is a person or a place, where it was fetched in time. */
function readAttachment(value: unknown, card: string | undefined): Part {
  const file = readFileReference(value);
  if (file === null) return { type: 'unsupported', label: 'a file that can not be fetched' };
  const { name, mimeType, sizeBytes } = file;
  const told = card === undefined ? null : readCardFile(mimeType, card);
  if (told !== null) return told;
  return omitUndefined({
    type: 'media' as const,
    kind: kindOf(mimeType),
    source: { from: 'platform' as const, reference: JSON.stringify(file) },
    fileName: name === null || name === '' ? undefined : name,
    mimeType: mimeType ?? undefined,
    sizeBytes: sizeBytes ?? undefined,
  });
}

function kindOf(mimeType: string | null): MediaKind {
  const [group = ''] = (mimeType ?? '').toLowerCase().split('/');
  return group === 'image' || group === 'video' || group === 'audio' ? group : 'file';
}
