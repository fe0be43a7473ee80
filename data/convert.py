"""Turns the CSV of UCI's "Online Retail" into online-retail.parquet: every row and column, in file order.

    pip install pyarrow==26.0.1
    python data/convert.py online_retail.csv.gz data/online-retail.parquet

Reads the result back and compares every value with the CSV before it says so.
"""

import csv
import gzip
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet

COLUMNS = {
    "InvoiceNo": pyarrow.string(),
    "StockCode": pyarrow.string(),
    "Description": pyarrow.string(),
    "Quantity": pyarrow.int32(),
    "InvoiceDate": pyarrow.timestamp("ms"),  # the shop's wall clock, no time zone
    "UnitPrice": pyarrow.decimal128(9, 3),  # binary fractions would not hold 2.55
    "CustomerID": pyarrow.int32(),
    "Country": pyarrow.string(),
}

# The smallest of those tried, per column: zstd finds repeats across rows that a dictionary hides.
DICTIONARY = ["StockCode", "Description", "Country"]
ENCODING = {
    "InvoiceNo": "PLAIN",
    "Quantity": "PLAIN",
    "InvoiceDate": "DELTA_BINARY_PACKED",
    "UnitPrice": "PLAIN",
    "CustomerID": "PLAIN",
}


def value(column: str, text: str):
    """One cell of the CSV as the value that is stored; an empty cell is null."""
    if text == "":
        return None
    if column == "Quantity":
        return int(text)
    if column == "InvoiceDate":
        return datetime.fromisoformat(text)
    if column == "UnitPrice":
        return Decimal(text)
    if column == "CustomerID":
        return int(text.removesuffix(".0"))
    return text


def read_csv(path: Path) -> dict[str, list]:
    """The CSV's columns, in the order of its header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        if header != list(COLUMNS):
            sys.exit(f"{path}: the header is {header}, expected {list(COLUMNS)}")
        return {name: [value(name, text) for text in cells] for name, cells in zip(header, zip(*rows))}


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(Path, sys.argv[1:])
    columns = read_csv(source)
    table = pyarrow.table({name: pyarrow.array(cells, COLUMNS[name]) for name, cells in columns.items()})
    pyarrow.parquet.write_table(
        table,
        target,
        compression="zstd",
        compression_level=22,
        use_dictionary=DICTIONARY,
        column_encoding=ENCODING,
        store_decimal_as_integer=True,
        store_schema=False,
        write_statistics=False,
        row_group_size=len(table),
        data_page_size=1 << 26,
        dictionary_pagesize_limit=1 << 26,
    )
    stored = pyarrow.parquet.read_table(target)
    if stored.column_names != list(columns) or any(stored[name].to_pylist() != cells for name, cells in columns.items()):
        sys.exit(f"{target}: reading it back gave other values")
    print(f"{target}: {len(stored):,} rows, {target.stat().st_size:,} bytes ({source.name}: {source.stat().st_size:,}); every value compared")


if __name__ == "__main__":
    main()
