//! Dialects of SQL: all differences between the databases that the scripts are printed for.
//!
//! The statements use only functions that all of them have. Division is avoided, because it means
//! whole numbers in one database and fractions in another: `(a - MOD(a, b)) / b` is exact in both.

/// A database whose SQL is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// Spark SQL 3.4 or newer, also Databricks, EMR and Glue.
    Spark,
    /// `DuckDB` 1.0 or newer.
    DuckDb,
    /// `BigQuery`, `GoogleSQL`.
    BigQuery,
    /// Snowflake.
    Snowflake,
    /// Athena engine version 3, whose SQL is that of Trino.
    Athena,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 5] = [
        Self::Spark,
        Self::DuckDb,
        Self::BigQuery,
        Self::Snowflake,
        Self::Athena,
    ];

    /// The name on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
            Self::BigQuery => "bigquery",
            Self::Snowflake => "snowflake",
            Self::Athena => "athena",
        }
    }

    /// The dialect with a name.
    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.word() == word)
    }

    /// The type of texts.
    pub(super) fn text_type(self) -> &'static str {
        match self {
            Self::Spark | Self::BigQuery => "STRING",
            Self::DuckDb | Self::Snowflake | Self::Athena => "VARCHAR",
        }
    }

    /// The type of whole numbers of 64 bits.
    pub(super) fn whole_type(self) -> &'static str {
        match self {
            Self::BigQuery => "INT64",
            _ => "BIGINT",
        }
    }

    /// The type of floating-point numbers of 64 bits.
    pub(super) fn real_type(self) -> &'static str {
        match self {
            Self::BigQuery => "FLOAT64",
            _ => "DOUBLE",
        }
    }

    /// The type of a local time.
    pub(super) fn timestamp_type(self) -> &'static str {
        match self {
            Self::Spark | Self::Snowflake => "TIMESTAMP_NTZ",
            Self::BigQuery => "DATETIME",
            Self::DuckDb | Self::Athena => "TIMESTAMP",
        }
    }

    /// An amount with six decimals.
    pub(super) fn money(self, amount: &str) -> String {
        match self {
            // A parameter of the type would permit only 29 digits.
            Self::BigQuery => format!("ROUND(CAST({amount} AS NUMERIC), 6)"),
            _ => format!("CAST({amount} AS DECIMAL(18, 6))"),
        }
    }

    /// Days from 1970-01-01 to a local time.
    pub(super) fn day_number(self, time: &str) -> String {
        let day = format!("CAST({time} AS DATE)");
        match self {
            Self::Spark => format!("DATEDIFF({day}, DATE '1970-01-01')"),
            Self::BigQuery => format!("DATE_DIFF({day}, DATE '1970-01-01', DAY)"),
            Self::DuckDb | Self::Athena => {
                format!("DATE_DIFF('day', DATE '1970-01-01', {day})")
            }
            Self::Snowflake => format!("DATEDIFF('day', DATE '1970-01-01', {day})"),
        }
    }

    /// A text in quotation marks.
    pub(super) fn quoted(self, text: &str) -> String {
        let escaped = match self {
            Self::Spark | Self::BigQuery | Self::Snowflake => {
                text.replace('\\', "\\\\").replace('\'', "\\'")
            }
            Self::DuckDb | Self::Athena => text.replace('\'', "''"),
        };
        format!("'{escaped}'")
    }

    /// A small table of whole numbers inside a statement.
    pub(super) fn rows<const N: usize>(
        self,
        name: &str,
        columns: [&str; N],
        rows: impl Iterator<Item = [u64; N]>,
    ) -> String {
        let cells = |row: [u64; N]| row.map(|cell| cell.to_string()).join(", ");
        if self != Self::BigQuery {
            let rows: Vec<String> = rows.map(|row| format!("({})", cells(row))).collect();
            let (rows, columns) = (folded(&rows), columns.join(", "));
            return format!("(\n    VALUES\n{rows}\n  ) AS {name} ({columns})");
        }
        // The first row names the columns.
        let named = |row: [u64; N]| {
            let cells = columns.iter().zip(row);
            let cells: Vec<String> = cells
                .map(|(name, cell)| format!("{cell} AS {name}"))
                .collect();
            format!("STRUCT({})", cells.join(", "))
        };
        let rows: Vec<String> = rows
            .enumerate()
            .map(|(place, row)| match place {
                0 => named(row),
                _ => format!("({})", cells(row)),
            })
            .collect();
        format!("UNNEST([\n{}\n  ]) AS {name}", folded(&rows))
    }

    /// A statement that writes a query's rows as Parquet to a folder of `location`, and keeps them for
    /// later statements.
    pub(super) fn table(self, location: &str, name: &str, query: &str) -> String {
        match self {
            Self::Spark => {
                format!("INSERT OVERWRITE DIRECTORY '{location}/{name}' USING parquet\n{query};")
            }
            Self::DuckDb => {
                format!("COPY (\n{query}\n) TO '{location}/{name}.parquet' (FORMAT parquet);")
            }
            Self::BigQuery => format!(
                "CREATE OR REPLACE TABLE tillside_{name} AS\n{query};\n\nEXPORT DATA OPTIONS (uri = '{location}/{name}/*.parquet', format = 'PARQUET', overwrite = true) AS\nSELECT * FROM tillside_{name};"
            ),
            Self::Snowflake => format!(
                "CREATE OR REPLACE TABLE tillside_{name} AS\n{query};\n\nREMOVE {location}/{name}/;\n\nCOPY INTO {location}/{name}/ FROM tillside_{name}\nFILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE OVERWRITE = TRUE;"
            ),
            Self::Athena => format!(
                "DROP TABLE IF EXISTS tillside_{name};\n\nCREATE TABLE tillside_{name}\nWITH (format = 'PARQUET', external_location = '{location}/{name}/') AS\n{query};"
            ),
        }
    }

    /// A kept table in a later statement.
    pub(super) fn kept(self, location: &str, name: &str) -> String {
        match self {
            Self::Spark => format!("parquet.`{location}/{name}`"),
            Self::DuckDb => format!("'{location}/{name}.parquet'"),
            Self::BigQuery | Self::Snowflake | Self::Athena => format!("tillside_{name}"),
        }
    }
}

/// Cells with commas, in lines of about a hundred characters.
fn folded(cells: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for cell in cells {
        match lines.last_mut() {
            Some(line) if line.len() + cell.len() < 100 => {
                line.push_str(", ");
                line.push_str(cell);
            }
            _ => lines.push(format!("      {cell}")),
        }
    }
    lines.join(",\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_table_has_named_columns_in_every_dialect() {
        let rows = || [[1, 20], [2, 30]].into_iter();
        assert_eq!(
            Dialect::Spark.rows("s", ["size", "weight"], rows()),
            "(\n    VALUES\n      (1, 20), (2, 30)\n  ) AS s (size, weight)"
        );
        assert_eq!(
            Dialect::BigQuery.rows("s", ["size", "weight"], rows()),
            "UNNEST([\n      STRUCT(1 AS size, 20 AS weight), (2, 30)\n  ]) AS s"
        );
    }

    #[test]
    fn a_backslash_is_itself_where_it_is_not_a_mark() {
        assert_eq!(Dialect::Spark.quoted("\\N"), "'\\\\N'");
        assert_eq!(Dialect::DuckDb.quoted("it's \\N"), "'it''s \\N'");
    }
}
