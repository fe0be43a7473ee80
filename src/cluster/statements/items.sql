-- Each product of each order once. The time and day -1 mean that the order has no date.
SELECT
  order_id, sku, ordered, customer, first_seen,
  CASE WHEN ordered < 0 THEN -1 ELSE CAST((ordered - MOD(ordered, 86400)) / 86400 AS {whole}) END AS day_number,
  COUNT(*) OVER (PARTITION BY order_id) AS size
FROM (
  SELECT order_id, sku, ordered, customer, MIN(COALESCE(seconds, -1)) AS first_seen
  FROM {lines}
  GROUP BY order_id, sku, ordered, customer
) AS products
