// Medians and quartiles of sorted values, interpolated between neighbors.

export function quantile(values, share) {
  const sorted = [...values].sort((x, y) => x - y);
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const above = Math.ceil(at);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

export const median = (values) => quantile(values, 0.5);

const round = (value) => Math.round(value * 10) / 10;

/** Median and quartiles, rounded to tenths. */
export const summary = (values) => ({ median: round(median(values)), lower: round(quantile(values, 0.25)), upper: round(quantile(values, 0.75)), runs: values.length });
