-- The prices of each product. A sale of the last {price_half_life_days} days weighs 65,536, and half as much after each further
-- {price_half_life_days} days, but at least 1; a single piece has {single_weight} times the weight.
WITH sales AS (
  SELECT
    l.sku, l.micros, l.ordered, l.order_id, l.is_single,
    CASE WHEN l.ordered < 0 THEN 1000000
      ELSE CAST((t.newest_line - l.ordered - MOD(t.newest_line - l.ordered, 86400)) / 86400 AS {whole}) END AS age_days
  FROM {lines} AS l
  CROSS JOIN {totals} AS t
  WHERE l.micros > 0
),
weighed AS (
  SELECT
    sku, micros, ordered,
    CASE WHEN is_single = 1 AND age_days < {reference_days} THEN order_id END AS recent_single,
    CASE WHEN is_single = 1 THEN {single_weight} ELSE 1 END * CASE
{price_weights}
      ELSE 1 END AS weight
  FROM sales
),
counted AS (
  SELECT
    sku, micros,
    COUNT(*) AS line_count,
    MAX(ordered) AS newest,
    CAST(SUM(weight) AS {whole}) AS weight,
    COUNT(DISTINCT recent_single) AS recent_singles
  FROM weighed
  GROUP BY sku, micros
)
SELECT t.run, c.sku, c.micros, c.line_count, c.newest, c.weight, c.recent_singles
FROM counted AS c
CROSS JOIN {totals} AS t
