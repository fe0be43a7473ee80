-- One row with sums over all orders. The run identifies them in every other table.
SELECT
  CONCAT(
    CAST(l.line_count AS {text}), '-', CAST(o.order_count AS {text}), '-',
    CAST(o.newest AS {text}), '-', CAST(l.micros AS {text})
  ) AS run,
  {version} AS version,
  l.line_count, l.priced_count, l.imprecise_count, l.newest_line, l.oldest, l.reused_order,
  i.item_count, i.sold,
  o.order_count, o.newest, o.timed_count, o.untimed_count
FROM (
  SELECT
    COUNT(*) AS line_count,
    COUNT(CASE WHEN micros > 0 THEN 1 END) AS priced_count,
    COUNT(CASE WHEN is_imprecise = 1 THEN 1 END) AS imprecise_count,
    CAST(COALESCE(SUM(micros), 0) AS {whole}) AS micros,
    COALESCE(MAX(seconds), -1) AS newest_line,
    COALESCE(MIN(seconds), 0) AS oldest,
    MIN(CASE WHEN customer <> other_customer OR ended - ordered > {longest_order_seconds} THEN order_id END) AS reused_order
  FROM {lines}
) AS l
CROSS JOIN (
  SELECT COUNT(*) AS item_count, COUNT(DISTINCT sku) AS sold FROM {items}
) AS i
CROSS JOIN (
  SELECT
    COUNT(*) AS order_count,
    COALESCE(MAX(ordered), -1) AS newest,
    COUNT(CASE WHEN size > 1 AND first_seen >= 0 AND first_seen < last_seen THEN 1 END) AS timed_count,
    COUNT(CASE WHEN size > 1 AND (first_seen < 0 OR first_seen = last_seen) THEN 1 END) AS untimed_count
  FROM (
    SELECT order_id, MAX(ordered) AS ordered, MAX(size) AS size, MIN(first_seen) AS first_seen, MAX(first_seen) AS last_seen
    FROM {items}
    GROUP BY order_id
  ) AS each_order
) AS o
