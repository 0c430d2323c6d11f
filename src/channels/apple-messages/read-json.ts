import { parseLosslessJson } from '../shared/lossless-json.ts';

/** Undefined for what is no JSON, or breaks off on its way. */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return parseLosslessJson(await response.text());
  } catch {
    return undefined;
  }
}
