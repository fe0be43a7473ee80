-- The lines of all orders, each with the facts of its order. A time is in seconds since 1970.
SELECT
  order_id, sku, spelling, title, is_single, micros, is_imprecise, seconds,
  COALESCE(MIN(seconds) OVER (PARTITION BY order_id), -1) AS ordered,
  COALESCE(MAX(seconds) OVER (PARTITION BY order_id), -1) AS ended,
  MIN(customer) OVER (PARTITION BY order_id) AS customer,
  MAX(customer) OVER (PARTITION BY order_id) AS other_customer
FROM (
  SELECT
    TRIM(CAST(order_id AS {text})) AS order_id,
    TRANSLATE(TRIM(CAST(sku AS {text})), 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') AS sku,
    TRIM(CAST(sku AS {text})) AS spelling,
    TRIM(CAST(title AS {text})) AS title,
    CASE WHEN COALESCE(quantity, 1) < 1.5 THEN 1 ELSE 0 END AS is_single,
    CASE WHEN price > 0 THEN CAST({money} * 1000000 AS {whole}) END AS micros,
    CASE WHEN price IS NULL OR price = {money} THEN 0 ELSE 1 END AS is_imprecise,
    CAST({day_number} AS {whole}) * 86400
      + EXTRACT(HOUR FROM CAST(ordered_at AS {timestamp})) * 3600
      + EXTRACT(MINUTE FROM CAST(ordered_at AS {timestamp})) * 60
      + CAST(FLOOR(EXTRACT(SECOND FROM CAST(ordered_at AS {timestamp}))) AS {whole}) AS seconds,
    CASE WHEN TRIM(CAST(customer AS {text})) NOT IN ({blank}) THEN TRIM(CAST(customer AS {text})) END AS customer,
    COALESCE(quantity, 1) AS quantity,
    COALESCE(price, 0) AS price
  FROM {orders}
) AS cleaned
WHERE order_id NOT IN ({blank}) AND spelling NOT IN ({blank}) AND quantity > 0 AND price >= 0
