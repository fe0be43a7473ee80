-- The orders of each product, the median of the days until customers buy it again, and the number of customers who
-- placed an order after one with it.
WITH sold AS (
  SELECT
    i.sku,
    COUNT(*) AS order_count,
    COUNT(CASE WHEN i.ordered > t.newest - {fast_days} * 86400 AND i.ordered >= 0 THEN 1 END) AS fast_count,
    COUNT(CASE WHEN i.ordered > t.newest - {slow_days} * 86400 AND i.ordered >= 0 THEN 1 END) AS slow_count
  FROM {items} AS i
  CROSS JOIN {totals} AS t
  GROUP BY i.sku
),
days AS (
  SELECT DISTINCT customer, sku, day_number FROM {items} WHERE customer IS NOT NULL AND day_number >= 0
),
gaps AS (
  SELECT
    customer, sku,
    day_number - LAG(day_number) OVER (PARTITION BY customer, sku ORDER BY day_number) AS gap
  FROM days
),
ranked AS (
  SELECT
    customer, sku, gap,
    ROW_NUMBER() OVER (PARTITION BY sku ORDER BY gap) AS place,
    COUNT(*) OVER (PARTITION BY sku) AS gap_count
  FROM gaps
  WHERE gap IS NOT NULL
),
intervals AS (
  SELECT
    sku,
    COUNT(DISTINCT customer) AS customer_count,
    MAX(CASE WHEN 2 * (place - 1) + MOD(gap_count, 2) = gap_count THEN gap END) AS median_days
  FROM ranked
  GROUP BY sku
),
{purchases},
repeats AS (
  SELECT sku, COUNT(DISTINCT customer) AS customer_count FROM purchases WHERE later_days >= 1 GROUP BY sku
)
SELECT
  t.run, sold.sku, sold.order_count, sold.fast_count, sold.slow_count,
  COALESCE(intervals.customer_count, 0) AS interval_customers,
  COALESCE(intervals.median_days, 0) AS interval_days,
  COALESCE(repeats.customer_count, 0) AS repeat_customers
FROM sold
LEFT JOIN intervals ON intervals.sku = sold.sku
LEFT JOIN repeats ON repeats.sku = sold.sku
CROSS JOIN {totals} AS t
