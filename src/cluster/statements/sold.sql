-- The weight of the orders with each product.
WITH {this_run},
{weighed}
SELECT t.run, w.sku, w.order_count, w.weight
FROM (
  SELECT sku, COUNT(*) AS order_count, CAST(SUM(weight) AS {whole}) AS weight FROM weighed GROUP BY sku
) AS w
CROSS JOIN this_run AS t
