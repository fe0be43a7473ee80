visits AS (
  SELECT customer, day_number, DENSE_RANK() OVER (PARTITION BY customer ORDER BY day_number DESC) AS place
  FROM (
    SELECT DISTINCT customer, day_number FROM {items} WHERE customer IS NOT NULL AND day_number >= 0
  ) AS each_day
),
bought AS (
  SELECT DISTINCT i.customer, i.sku, v.place
  FROM {items} AS i
  JOIN visits AS v ON v.customer = i.customer AND v.day_number = i.day_number
  WHERE v.place <= {most_days}
),
purchases AS (
  SELECT
    customer, sku,
    ROW_NUMBER() OVER (PARTITION BY customer, sku ORDER BY place DESC) AS purchase,
    place - COALESCE(LEAD(place) OVER (PARTITION BY customer, sku ORDER BY place DESC), 1) AS later_days,
    CASE WHEN LEAD(place) OVER (PARTITION BY customer, sku ORDER BY place DESC) IS NULL THEN 0 ELSE 1 END AS is_again
  FROM bought
)
