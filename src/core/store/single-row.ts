/** The one row of a statement that can not but return one: an insert, or an update of a row held locked. */
export function singleRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('A statement that makes or changes a row returned none.');
  return row;
}
