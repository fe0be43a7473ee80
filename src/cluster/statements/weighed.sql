weighed AS (
  SELECT
    i.order_id, i.sku, i.size,
    CASE WHEN {weight} < {age_scale} THEN 1
      ELSE CAST(({weight} - MOD({weight}, {age_scale})) / {age_scale} AS {whole}) END AS weight
  FROM {items} AS i
  CROSS JOIN this_run AS t
  JOIN {size_weights} ON s.size = i.size{age_join}
)
