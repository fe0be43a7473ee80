-- The orders of the latest days, until they have the lines that tuning uses.
WITH days AS (
  SELECT day_number, COUNT(*) AS item_count FROM {items} GROUP BY day_number
),
later AS (
  SELECT
    day_number,
    SUM(item_count) OVER (ORDER BY day_number DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - item_count AS later_count
  FROM days
)
SELECT t.run, i.order_id, i.ordered, i.customer, i.sku
FROM {items} AS i
JOIN later ON later.day_number = i.day_number
CROSS JOIN {totals} AS t
WHERE later.later_count < CASE WHEN t.sold > {sampled_above} THEN {sampled_lines} ELSE {tuning_lines} END
