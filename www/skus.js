// Comparison of SKUs.

/** Whether two SKUs are the same: case and surrounding spaces do not count. */
export const isSame = (one, other) => String(one).trim().toUpperCase() === String(other).trim().toUpperCase();

/** The quantity of a SKU in the lines of a cart. */
export const quantityOf = (lines, sku) =>
  lines.reduce((sum, line) => (isSame(line?.sku, sku) ? sum + line.quantity : sum), 0);
