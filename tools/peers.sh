#!/usr/bin/env bash
# Prints docs/peers.md: what it is, and the table of benches/peers/peers.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cat <<'TEXT'
# Tillside and its peers

`make peers` writes this page: all methods in one run, on one machine, on one split of the demo shop's orders (UCI Online
Retail). Settings of the peers are chosen on a validation slice, Tillside finds its own on its training orders; nobody sees the
test orders. One product of each test basket is hidden and has to be found again (HR, MRR, NDCG: the mean of five seeds, and
NDCG for one seed alone, because published single-seed numbers wander by a tenth). "Page hit" looks at each product of a test
basket alone: did its ten companions hold another product of the basket? "Coverage" is the share of all products that are among
the ten companions of some product. "Learning" is the time of `fit` in memory for the peers, and for Tillside the whole of
`tillside build` from a CSV export: reading, trying forty settings, learning, writing.

TEXT
exec target/peers/venv/bin/python benches/peers/peers.py
