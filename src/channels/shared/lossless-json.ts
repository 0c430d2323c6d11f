/** Is there a place where a value could be a whole number of 16 digits? */
const MAY_HOLD_BIG_INTEGER = /(?:^|[[:,])\s*-?[1-9]\d{15}/u;

/**
 * A string, taken whole so that no digits within it are touched (one that never ends reaches to the end), or a
 * whole number of 16 digits or more that is neither part of a longer number nor, wrongly, in the place of a key.
 */
const STRING_OR_BIG_INTEGER = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE]|\s*:)/gu;

/**
 * Reads JSON like `JSON.parse`, except that whole numbers of 16 digits or more come out as strings of exactly these
 * digits. Some platforms name things by numbers beyond 2^53, which a JavaScript number would round to another name.
 *
 * @throws {SyntaxError} for whatever `JSON.parse` refuses.
 */
export function parseLosslessJson(text: string): unknown {
  return JSON.parse(hasDigitRun(text) && MAY_HOLD_BIG_INTEGER.test(text) ? quoteBigIntegers(text) : text);
}

const RUN_LENGTH = 16;

/** No for nearly every body, and looks at one character in 16: a run of so many digits covers one of them. */
function hasDigitRun(text: string): boolean {
  for (let index = RUN_LENGTH - 1; index < text.length; index += RUN_LENGTH) {
    if (!isDigit(text, index)) continue;
    let first = index;
    while (isDigit(text, first - 1)) first -= 1;
    let last = index;
    while (isDigit(text, last + 1)) last += 1;
    if (last - first + 1 >= RUN_LENGTH) return true;
  }
  return false;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && code <= 0x39;
}

function quoteBigIntegers(text: string): string {
  return text.replace(STRING_OR_BIG_INTEGER, (token) => (token.startsWith('"') ? token : `"${token}"`));
}
