// Tables of numbers, and columns brought to mean 0 and deviation 1, so that one learning rate suits all.

/** @param {string} text comma-separated, with or without a line of names; returns rows of numbers */
export function rows(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const table = lines.map((line) => line.split(',').map(Number));
  if (table.length > 0 && table[0].some(Number.isNaN)) table.shift();
  table.forEach((row, i) => {
    if (row.length !== table[0].length || row.some(Number.isNaN)) {
      throw new Error(`Row ${i + 1} of the table is not ${table[0].length} numbers.`);
    }
  });
  return table;
}

/** @param {number[][]} table the last column is what is to be foretold */
export function standardized(table) {
  if (table.length < 2 || table[0].length < 2) throw new Error('The table needs two rows and two columns or more.');
  const y = table.map((row) => row[row.length - 1]);
  const columns = table[0].slice(0, -1).map((_, j) => table.map((row) => row[j]));
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const scales = columns.map((column, j) => {
    const variance = column.reduce((sum, value) => sum + (value - means[j]) ** 2, 0) / column.length;
    return Math.sqrt(variance) || 1;
  });
  return { x: table.map((row) => scaled(row.slice(0, -1), { means, scales })), y, means, scales };
}

/** @param {number[]} row */
export function scaled(row, { means, scales }) {
  return row.map((value, j) => (value - means[j]) / scales[j]);
}
