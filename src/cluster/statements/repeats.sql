-- For each product and each cell of the table of repeat purchases: the days with an order of a customer who had bought
-- it, and those on which it was bought again. A purchase is followed by later_days such days up to the next one.
WITH {purchases},
counted AS (
  SELECT
    p.sku,
    {age_bucket_count} * CASE
{count_buckets} END + a.bucket AS cell,
    CASE WHEN p.later_days > a.high_days THEN a.high_days ELSE p.later_days END - a.low_days + 1 AS case_count,
    CASE WHEN p.is_again = 1 AND p.later_days <= a.high_days THEN 1 ELSE 0 END AS again
  FROM purchases AS p
  CROSS JOIN {age_buckets}
  WHERE p.later_days >= a.low_days
)
SELECT t.run, c.sku, c.cell, c.case_count, c.again_count
FROM (
  SELECT sku, cell, CAST(SUM(case_count) AS {whole}) AS case_count, CAST(SUM(again) AS {whole}) AS again_count
  FROM counted
  GROUP BY sku, cell
) AS c
CROSS JOIN {totals} AS t
