import { type GraphRefusal, mediaProblem } from '../graph/answer.ts';

const KB = 1024;
const MB = 1024 * KB;
const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** What WhatsApp takes from a business, by the type of the message. */
const ACCEPTED: ReadonlyMap<string, { readonly mimeTypes: readonly string[]; readonly maxBytes: number }> =
  new Map([
    ['image', { mimeTypes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB }],
    [
      'audio',
      {
        mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
        maxBytes: 16 * MB,
      },
    ],
    ['video', { mimeTypes: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB }],
    [
      'document',
      {
        mimeTypes: [
          'text/plain',
          'application/pdf',
          'application/msword',
          'application/vnd.ms-excel',
          'application/vnd.ms-powerpoint',
          `${OFFICE}wordprocessingml.document`,
          `${OFFICE}spreadsheetml.sheet`,
          `${OFFICE}presentationml.presentation`,
        ],
        maxBytes: 100 * MB,
      },
    ],
    ['sticker', { mimeTypes: ['image/webp'], maxBytes: 500 * KB }],
  ]);

export interface FileFacts {
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** Whether a file can be what a message says that it is; null: it can. */
export function objectionToFile(type: string, { mimeType, sizeBytes }: FileFacts): GraphRefusal | null {
  const accepted = ACCEPTED.get(type);
  if (accepted === undefined) return mediaProblem(`${type} takes no file.`);
  if (!accepted.mimeTypes.includes(bare(mimeType))) {
    return mediaProblem(`Unsupported ${type} type ${mimeType}. Use one of ${accepted.mimeTypes.join(', ')}.`);
  }
  if (sizeBytes > accepted.maxBytes) {
    return mediaProblem(`The ${type} has ${sizeBytes} bytes, and at most ${accepted.maxBytes} are taken.`);
  }
  return null;
}

/** Whether a file can be uploaded at all: as any of the types. */
export function objectionToUpload(file: FileFacts): GraphRefusal | null {
  const objections = [...ACCEPTED.keys()].map((type) => objectionToFile(type, file));
  if (objections.includes(null)) return null;
  const isOfSomeType = [...ACCEPTED.values()].some(({ mimeTypes }) =>
    mimeTypes.includes(bare(file.mimeType)),
  );
  return mediaProblem(isOfSomeType ? 'The file is too large.' : `Unsupported type ${file.mimeType}.`);
}

function bare(mimeType: string): string {
  return mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
}
