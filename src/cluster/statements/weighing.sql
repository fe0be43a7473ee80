-- One row with the settings of the weights, and the weight of all orders.
WITH {this_run},
{weighed}
SELECT
  t.run, '{size_exponent}' AS size_exponent, '{half_life_days}' AS half_life_days, w.order_count, w.weight
FROM (
  SELECT COUNT(*) AS order_count, CAST(COALESCE(SUM(weight), 0) AS {whole}) AS weight
  FROM (SELECT order_id, MAX(weight) AS weight FROM weighed GROUP BY order_id) AS each_order
) AS w
CROSS JOIN this_run AS t
