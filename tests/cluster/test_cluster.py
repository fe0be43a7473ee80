"""The cluster path: databases run the scripts of `tillside sql`, and the graph is that of one machine, byte for byte.

target/cluster/venv/bin/python -m unittest discover --start-directory tests/cluster runs them; `-k duckdb` some of them.
"""

import shutil
import unittest

import duckdb
import sqlglot

import shops
from databases import DATABASES, DuckDb
from shops import WORK, Shop
from tillside import (
    build,
    build_on_one_machine,
    contents,
    first_script,
    second_script,
    tillside,
)


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def on_one_machine(shop: Shop) -> dict[str, bytes]:
    shop.write()
    graph = shop.folder / "graph"
    shutil.rmtree(graph, ignore_errors=True)
    build_on_one_machine(shop, graph)
    return contents(graph)


class SameGraph(unittest.TestCase):
    """Each shop in each database that runs here."""

    def compare(self, shop: Shop, names=tuple(DATABASES)):
        expected = on_one_machine(shop)
        for name in names:
            with self.subTest(shop=shop.name, database=name):
                tables = fresh(shop.folder / f"tables-{name}")
                database = DATABASES[name](shop.lines)
                try:
                    database.run(first_script(name, tables))
                    database.run(second_script(name, shop, tables, tables))
                finally:
                    database.close()
                graph = shop.folder / f"graph-{name}"
                shutil.rmtree(graph, ignore_errors=True)
                built = build(shop, tables, graph)
                self.assertEqual(built.returncode, 0, built.stderr)
                found = contents(graph)
                self.assertEqual(sorted(found), sorted(expected))
                differing = [file for file in expected if found[file] != expected[file]]
                self.assertEqual(differing, [])

    def test_odd_orders(self):
        self.compare(shops.odd())

    def test_the_demo(self):
        self.compare(shops.demo())

    def test_the_synthetic_shop(self):
        self.compare(shops.synthetic())


class Parsed(unittest.TestCase):
    """The databases that do not run here: a parser of their dialects reads the scripts."""

    def test_every_statement_is_one_of_its_dialect(self):
        shop = few_orders()
        tables = counted(shop, "parsed")
        for name, location in [("bigquery", "gs://shop/tables"), ("snowflake", "@shop/tables"), ("athena", "s3://shop/tables")]:
            for script in (first_script(name, location), second_script(name, shop, tables, location)):
                with self.subTest(dialect=name):
                    parsed = sqlglot.parse(script, read=name, error_level=sqlglot.ErrorLevel.RAISE)
                    unknown = [one.sql() for one in parsed if isinstance(one, sqlglot.exp.Command)]
                    # The parser knows this statement only by its first word.
                    self.assertEqual([one for one in unknown if not one.startswith("REMOVE @")], [])


HEADER = f"SELECT * FROM (VALUES {{}}) AS rows ({shops.COLUMNS})"
DAY = "TIMESTAMP '2025-03-01 10:00:00'"


def few_orders(name: str = "few", extra: list[str] = ()) -> Shop:
    """Forty orders of two of three products."""
    rows = [
        f"('o{order}', {DAY} + to_days({order}), '{sku}', 'Mug {sku}', 1, CAST(2.55 AS DECIMAL(9, 2)), 'c{order % 7}')"
        for order in range(40)
        for sku in ("ABC"[order % 3], "ABC"[(order + 1) % 3])
    ]
    return Shop(name, HEADER.format(", ".join([*rows, *extra])), ["--currency", "GBP"], ["--min-support", "1"])


def counted(shop: Shop, folder: str):
    """The tables of a shop by DuckDB."""
    shop.write()
    tables = fresh(WORK / "tables" / folder)
    database = DuckDb(shop.lines)
    database.run(first_script("duckdb", tables))
    database.run(second_script("duckdb", shop, tables, tables))
    database.close()
    return tables


class BadTables(unittest.TestCase):
    """Tables that are incomplete, damaged or mixed give an error and no graph."""

    @classmethod
    def setUpClass(cls):
        cls.shop = few_orders()
        cls.good = counted(cls.shop, "good")

    def setUp(self):
        self.tables = WORK / "tables" / "bad"
        shutil.rmtree(self.tables, ignore_errors=True)
        shutil.copytree(self.good, self.tables)

    def refuse(self, *words: str):
        graph = self.tables / "graph"
        built = build(self.shop, self.tables, graph)
        self.assertEqual(built.returncode, 2, built.stderr)
        for word in words:
            self.assertIn(word, built.stderr)
        self.assertFalse(graph.exists())

    def in_parts(self, table: str):
        """A table in two files, as a cluster writes it."""
        whole = self.tables / f"{table}.parquet"
        (self.tables / table).mkdir()
        for part in (0, 1):
            duckdb.sql(
                f"COPY (SELECT * EXCLUDE place FROM (SELECT *, row_number() OVER () AS place FROM '{whole}') "
                f"WHERE place % 2 = {part}) TO '{self.tables / table / f'part-{part}.parquet'}' (FORMAT parquet)"
            )
        whole.unlink()

    def test_tables_in_several_files_are_good(self):
        self.in_parts("pairs")
        self.in_parts("recent")
        (self.tables / "pairs" / "_SUCCESS").touch()
        graph = self.tables / "graph"
        self.assertEqual(build(self.shop, self.tables, graph).returncode, 0)
        self.assertEqual(contents(graph), on_one_machine(self.shop))

    def test_names_in_upper_case_and_decimal_numbers_are_good(self):
        """Snowflake's files."""
        for file in self.tables.glob("*.parquet"):
            columns = duckdb.sql(f"SELECT * FROM '{file}'")
            cells = [
                f"CAST({name} AS DECIMAL(38, 0)) AS {name.upper()}" if "INT" in str(kind) else f"{name} AS {name.upper()}"
                for name, kind in zip(columns.columns, columns.types)
            ]
            other = file.with_suffix(".other")
            duckdb.sql(f"COPY (SELECT {', '.join(cells)} FROM '{file}') TO '{other}' (FORMAT parquet)")
            other.rename(file)
        graph = self.tables / "graph"
        built = build(self.shop, self.tables, graph)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertEqual(contents(graph), on_one_machine(self.shop))

    def test_a_lost_file(self):
        for table in ("pairs", "recent", "texts", "prices", "products", "repeats", "sizes", "sold"):
            with self.subTest(table=table):
                self.setUp()
                self.in_parts(table)
                (self.tables / table / "part-1.parquet").unlink()
                self.refuse(f"The table {table} has", "a file is missing")

    def test_a_file_that_exists_twice(self):
        self.in_parts("pairs")
        shutil.copy(self.tables / "pairs/part-0.parquet", self.tables / "pairs/part-0-again.parquet")
        self.refuse("The table pairs has", "exists twice")

    def test_a_file_that_a_killed_worker_left(self):
        for length in (0, 3, 700):
            with self.subTest(length=length):
                self.setUp()
                file = self.tables / "pairs.parquet"
                file.write_bytes(file.read_bytes()[:length])
                self.refuse("pairs.parquet")

    def test_a_missing_table(self):
        (self.tables / "pairs.parquet").unlink()
        self.refuse("the table pairs is missing", "tillside sql --tables")
        self.setUp()
        (self.tables / "prices.parquet").unlink()
        self.refuse("the table prices is missing", "tillside sql --table`")

    def test_tables_of_two_runs(self):
        line = f"('o99', {DAY}, 'A', 'Mug A', 1, 2.55, 'c1')"
        other = counted(few_orders("more", [line]), "more")
        for table in ("pairs", "prices", "weighing", "order_rows"):
            with self.subTest(table=table):
                self.setUp()
                shutil.copy(other / f"{table}.parquet", self.tables)
                self.refuse(f"{table}.parquet", "belongs to the run 81-41-")

    def test_pairs_with_other_weights(self):
        file = self.tables / "weighing.parquet"
        duckdb.sql(f"COPY (SELECT * REPLACE ('60' AS half_life_days) FROM '{self.good}/weighing.parquet') TO '{file}' (FORMAT parquet)")
        self.refuse("half_life_days 60", "run the second script again")

    def test_tables_of_another_version(self):
        file = self.tables / "totals.parquet"
        duckdb.sql(f"COPY (SELECT * REPLACE (9 AS version) FROM '{self.good}/totals.parquet') TO '{file}' (FORMAT parquet)")
        self.refuse("version 9", "Print both scripts")

    def test_a_run_that_is_not_one(self):
        file = self.tables / "totals.parquet"
        duckdb.sql(f"COPY (SELECT * REPLACE ('1'' OR 1=1' AS run) FROM '{self.good}/totals.parquet') TO '{file}' (FORMAT parquet)")
        self.refuse("totals.parquet", "in the column run")


class OrderLines(unittest.TestCase):
    """Unusual lines give the right graph or an error that names the remedy."""

    def refuse(self, shop: Shop, words: str):
        shop.write()
        tables = fresh(WORK / "tables" / shop.name)
        database = DuckDb(shop.lines)
        database.run(first_script("duckdb", tables))
        database.close()
        refused = tillside("sql", "--dialect", "duckdb", "--tables", tables, "--location", tables, "--quiet")
        self.assertEqual((refused.returncode, refused.stdout), (2, ""), refused.stderr)
        self.assertIn(words, refused.stderr)

    def test_refused_lines(self):
        lines = {
            "service": (f"('o0', {DAY}, 'DOT', 'Standard delivery', 1, 4.95, 'c0')", 'DOT "Standard delivery"'),
            "tab": (f"('o0', {DAY}, 'A' || chr(9), 'Mug', 1, 4.95, 'c0')", "white space"),
            "reused": (f"('o0', {DAY} + to_days(100), 'B', 'Mug', 1, 4.95, 'c0')", 'the id "o0"'),
            "customers": (f"('o0', {DAY}, 'B', 'Mug', 1, 4.95, 'c1')", 'the id "o0"'),
            "old": ("('o98', TIMESTAMP '1969-01-01', 'B', 'Mug', 1, 4.95, 'c1')", "before 1970"),
        }
        for name, (line, words) in lines.items():
            with self.subTest(name=name):
                self.refuse(few_orders(name, [line]), words)

    def test_no_orders(self):
        shop = few_orders()
        nothing = Shop("nothing", f"SELECT * FROM ({shop.query}) WHERE order_id IS NULL", shop.tuning)
        self.refuse(nothing, "has no order")

    def test_prices_in_binary_fractions(self):
        shop = few_orders()
        rounded = Shop("binary", f"SELECT * REPLACE (CAST(price AS DOUBLE) AS price) FROM ({shop.query})", shop.tuning, shop.publishing)
        graph = rounded.folder / "graph-duckdb"
        shutil.rmtree(graph, ignore_errors=True)
        built = build(rounded, counted(rounded, "binary"), graph)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertEqual(contents(graph), on_one_machine(shop))

    def test_prices_with_more_decimals_than_a_database_keeps(self):
        shop = few_orders()
        fine = Shop("fine", f"SELECT * REPLACE (price / 7.0 AS price) FROM ({shop.query})", shop.tuning)
        self.refuse(fine, "ROUND(price, 6)")

    def test_a_location_with_a_quotation_mark(self):
        refused = tillside("sql", "--dialect", "duckdb", "--table", "t", "--location", "a'b")
        self.assertEqual((refused.returncode, refused.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
