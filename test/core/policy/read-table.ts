/** The rows of every Markdown table in a text, by the names of their columns. */
export function readTable(markdown: string): readonly Readonly<Record<string, string>>[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  const rows: Record<string, string>[] = [];
  let columns: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    const cells = cellsOf(line);
    if (lines[index + 1]?.startsWith('| ---') === true) columns = cells;
    else if (!line.startsWith('| ---')) {
      rows.push(Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ''])));
    }
  }
  return rows;
}

const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
