/** Pieces that fit, broken between words where there is a place, and never within a character. */
export function splitText(text: string, maxLength: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > maxLength) {
    const end = breakIn(rest, maxLength);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

function breakIn(text: string, maxLength: number): number {
  const space = Math.max(text.lastIndexOf('\n', maxLength), text.lastIndexOf(' ', maxLength));
  if (space > maxLength / 2) return space;
  const isWithinCharacter = /[\ud800-\udbff]/u.test(text.charAt(maxLength - 1));
  return isWithinCharacter ? maxLength - 1 : maxLength;
}
