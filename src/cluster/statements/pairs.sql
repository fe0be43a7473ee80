-- The orders with both of two products, and their weight: for each product its {kept_pairs} closest ones by the cosine.
-- Tillside keeps {row_pairs} of them.
WITH {this_run},
{weighed},
counted AS (
  SELECT one.sku AS sku, two.sku AS other_sku, COUNT(*) AS order_count, CAST(SUM(one.weight) AS {whole}) AS weight
  FROM weighed AS one
  JOIN weighed AS two ON two.order_id = one.order_id
  WHERE one.size <= {paired_products} AND one.sku <> two.sku
  GROUP BY one.sku, two.sku
),
ranked AS (
  SELECT
    c.sku, c.other_sku, c.order_count, c.weight,
    ROW_NUMBER() OVER (
      PARTITION BY c.sku
      ORDER BY CAST(c.weight AS {real}) * CAST(c.weight AS {real}) / CAST(s.weight AS {real}) DESC, c.other_sku
    ) AS place
  FROM counted AS c
  JOIN {sold} AS s ON s.sku = c.other_sku
)
SELECT t.run, r.sku, r.other_sku, r.order_count, r.weight
FROM ranked AS r
CROSS JOIN this_run AS t
WHERE r.place <= {kept_pairs}
