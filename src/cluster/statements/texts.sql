-- How often each spelling and title of a product occurs.
SELECT t.run, l.sku, l.spelling, l.title, l.line_count
FROM (
  SELECT sku, spelling, title, COUNT(*) AS line_count FROM {lines} GROUP BY sku, spelling, title
) AS l
CROSS JOIN {totals} AS t
