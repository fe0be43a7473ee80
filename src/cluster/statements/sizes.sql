-- The number of orders of each size.
SELECT t.run, s.size, s.order_count
FROM (
  SELECT size, COUNT(*) AS order_count
  FROM (SELECT order_id, MAX(size) AS size FROM {items} GROUP BY order_id) AS each_order
  GROUP BY size
) AS s
CROSS JOIN {totals} AS t
