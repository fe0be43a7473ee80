"""The shops of the tests: order lines as Parquet, which one machine and the databases read alike."""

import os
import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "cluster"

COLUMNS = "order_id, ordered_at, sku, title, quantity, price, customer"


@dataclass
class Shop:
    name: str
    # A query for the columns of the input table.
    query: str
    # Options of `tillside sql --tables` and `tillside build`.
    tuning: list[str] = field(default_factory=list)
    # Further options of `tillside build`.
    publishing: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return WORK / self.name

    @property
    def lines(self) -> Path:
        return self.folder / "lines.parquet"

    def write(self) -> None:
        """Writes the lines, in a random order that is the same each time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        duckdb.sql(
            f"COPY (SELECT {COLUMNS} FROM ({self.query}) ORDER BY hash(order_id, sku, title, quantity, price)) "
            f"TO '{self.lines}' (FORMAT parquet)"
        )


def demo() -> Shop:
    """The demo's orders without the rows that its preset leaves out, and without a gift voucher."""
    return Shop(
        "demo",
        f"""SELECT InvoiceNo AS order_id, InvoiceDate AS ordered_at, StockCode AS sku, Description AS title,
              Quantity AS quantity, UnitPrice AS price, CAST(CustomerID AS VARCHAR) AS customer
            FROM '{ROOT}/data/online-retail.parquet'
            WHERE NOT starts_with(InvoiceNo, 'C') AND Quantity > 0 AND UnitPrice > 0
              AND regexp_matches(StockCode, '^[0-9]{{5}}') AND StockCode <> '22016'""",
        ["--catalog", str(ROOT / "data/catalog.csv"), "--shop", str(ROOT / "data/shop.toml")],
    )


def synthetic() -> Shop:
    """The synthetic shop of the measurements. TILLSIDE_CLUSTER_LINES gives it another size than the usual 80,000 lines."""
    lines = int(os.environ.get("TILLSIDE_CLUSTER_LINES", "80000"))
    products = max(lines // 75, 100)
    folder = WORK / f"synthetic-{lines}"
    if not (folder / "orders.csv").exists():
        command = ["node", "benches/scale/shop.mjs", "--out", folder]
        subprocess.run([*command, "--products", str(products), "--lines", str(lines)], cwd=ROOT, check=True)
    return Shop(
        folder.name,
        f"""SELECT CAST(order_id AS VARCHAR) AS order_id, CAST(created_at AS TIMESTAMP) AS ordered_at, sku,
              CAST(NULL AS VARCHAR) AS title, quantity, CAST(unit_price AS DECIMAL(9, 2)) AS price,
              customer_id AS customer
            FROM '{folder}/orders.csv'""",
        ["--catalog", str(folder / "products.csv"), "--currency", "GBP"],
    )


def odd() -> Shop:
    """A small shop with everything that is unusual: missing cells, two spellings of a SKU, products twice in an order,
    lines of one order at different times, a product with more than a thousand companions, a restocking list, a
    customer with orders on more than a hundred days, and seasons, so that recent orders weigh more."""
    rows, draw = [], random.Random(7)
    letters = "ab"
    for order in range(12_000):
        # A product has other companions in each season.
        season, first = order // 1_500 + 1, draw.randrange(300)
        products = {(first + (season * 41 + 7) * draw.randrange(6)) % 1_800 for _ in range(draw.randint(1, 7))}
        if order == 5_000:
            products = set(range(700))
        if order % 400 == 0:
            products |= {draw.randrange(3_000) for _ in range(200)} | {1}
        day = order // 20
        customer = f"c{draw.randrange(900)}" if draw.random() < 0.4 else None
        if order % 41 == 0:
            customer = "daily"
        at = None if draw.random() < 0.01 else day * 1_440 + draw.randrange(1_440)
        for product in sorted(products):
            for _ in range(2 if draw.random() < 0.02 else 1):
                spelling = f"p-{product}{letters[product % 2]}"
                time = at if at is None else at + (draw.random() < 0.05)
                rows.append(
                    (
                        f"o{order}",
                        time if draw.random() < 0.995 else None,
                        spelling.upper() if draw.random() < 0.3 else spelling,
                        None if draw.random() < 0.1 else f"Mug &amp; bowl no {product % 97}, {draw.choice(['red', 'Red', ' blue '])}",
                        draw.choice([1, 1, 1, 2, 12]),
                        draw.choice([None, "0", f"{product % 50 + 1}.99", f"{product % 50}.125"]),
                        customer if draw.random() < 0.99 else None,
                    )
                )
    folder = WORK / "odd"
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "rows.csv"
    with source.open("w") as out:
        for row in rows:
            out.write("|".join("" if cell is None else str(cell) for cell in row) + "\n")
    return Shop(
        "odd",
        f"""SELECT order_id, TIMESTAMP '2024-02-01' + to_minutes(minute) + to_seconds(minute % 60) AS ordered_at, sku, title,
              quantity, CAST(price AS DECIMAL(12, 3)) AS price, customer
            FROM read_csv('{source}', delim = '|', header = false, nullstr = '', columns = {{
              'order_id': 'VARCHAR', 'minute': 'BIGINT', 'sku': 'VARCHAR', 'title': 'VARCHAR', 'quantity': 'BIGINT',
              'price': 'VARCHAR', 'customer': 'VARCHAR'}})""",
        ["--currency", "EUR"],
        ["--min-support", "2"],
    )
