"""The databases that run the printed scripts."""

import os
import re
from pathlib import Path

import duckdb

VIEW = "order_lines"


def statements(script: str) -> list[str]:
    return [one for one in re.split(r";\s*\n", script) if re.sub(r"--[^\n]*", "", one).strip()]


class DuckDb:
    name = "duckdb"

    def __init__(self, lines: Path):
        self.database = duckdb.connect()
        self.database.sql(f"CREATE VIEW {VIEW} AS SELECT * FROM '{lines}'")

    def run(self, script: str) -> None:
        self.database.execute(script)

    def close(self) -> None:
        self.database.close()


class Spark:
    name = "spark"

    def __init__(self, lines: Path):
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        self.session = (
            SparkSession.builder.master("local[2]")
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.memory", "3g")
            # A time zone with summer time: the times of the orders are local, and must not change.
            .config("spark.sql.session.timeZone", "Europe/London")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.session.read.parquet(str(lines)).createOrReplaceTempView(VIEW)

    def run(self, script: str) -> None:
        for statement in statements(script):
            self.session.sql(statement)

    def close(self) -> None:
        self.session.stop()


DATABASES = {database.name: database for database in (DuckDb, Spark)}
