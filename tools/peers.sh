#!/usr/bin/env bash
# Prints docs/peers.md: an introduction, and the table of benches/peers/peers.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cat <<'TEXT'
# Comparison with other libraries

`make peers` writes this page: all methods in one run, on one machine, on one split of the demo shop's orders (UCI Online
Retail). The settings of the other libraries are chosen on a validation slice; Tillside chooses its own on the training orders. No method
uses the test orders for learning. One product of each test cart is hidden and must be found again (HR, MRR and NDCG are means of five seeds; NDCG is
also listed for one seed, because published single-seed figures vary by a tenth). "Page hit" takes each product of a test
cart alone: do its ten companions contain another product of the cart? "Coverage" is the share of all products that are among
the ten companions of some product. "Learning" is the time of `fit` in memory for the other libraries, and for Tillside the whole of
`tillside build` from a CSV export: reading, trying up to 45 settings, learning and writing.

TEXT
exec target/peers/venv/bin/python benches/peers/peers.py
