this_run AS (
  SELECT * FROM {totals} WHERE run = '{run}'
)
