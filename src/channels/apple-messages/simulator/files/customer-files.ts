import { SAMPLE_FILES, type SampleFile } from '../../../shared/simulator/sample-files.ts';

/** A person as an iPhone shares them. */
const CONTACT = `BEGIN:VCARD\r
VERSION:3.0\r
PRODID:-//Apple Inc.//iPhone OS 18.1//EN\r
N:Hopper;Grace;;;\r
FN:Grace Hopper\r
ORG:Compilers;\r
item1.EMAIL;type=INTERNET;type=pref:grace@compilers.example\r
TEL;type=CELL;type=VOICE;type=pref:+49 170 1906129\r
END:VCARD\r
`;

/** A place as Maps shares it. */
const PLACE = `BEGIN:VCARD\r
VERSION:3.0\r
N:;Rathausmarkt;;;\r
FN:Rathausmarkt\r
item1.URL;type=pref:https://maps.apple.com/?ll=53.550300\\,9.992600&q=Rathausmarkt\r
item1.X-ABLabel:map url\r
END:VCARD\r
`;

/** What a customer can send beside words. */
export const CUSTOMER_FILES = {
  ...SAMPLE_FILES,
  contact: () => ({ bytes: Buffer.from(CONTACT), fileName: 'Grace Hopper.vcf', mimeType: 'text/vcard' }),
  place: () => ({
    bytes: Buffer.from(PLACE),
    fileName: 'Rathausmarkt.loc.vcf',
    mimeType: 'text/x-vlocation',
  }),
} as const satisfies Record<string, () => SampleFile>;
