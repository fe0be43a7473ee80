"""Tillside beside the libraries that people use for "bought together", on one split, in one run.

    make peers

Orders are cleaned and split by time: the first 80 % to learn from, the next 10 % to choose settings on, the last 10 % to test.
Every method then learns from the first 90 %. One random product of each test basket is hidden (five seeds), and each method
ranks all products that are not in the rest of the basket. Tillside is asked through its command line: `build` on an export of
the training orders, which finds its settings by itself, and `recommend` for the baskets.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender
from mlxtend.frequent_patterns import association_rules, fpgrowth
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[2]
TILLSIDE = ROOT / "target/release/tillside"
SEEDS = [42, 43, 44, 45, 46]
DEPTH = 20
NEIGHBOURS = [20, 50, 100]
BM25 = [(1.2, 0.75), (0.5, 0.5), (2.0, 0.5), (100.0, 0.8)]
RIDGES = [5, 20, 100]
SUPPORTS = [0.01, 0.005, 0.003]


def read_orders():
    """The kept rows, and each order's products in the order of its rows, orders by time."""
    rows = pd.read_parquet(ROOT / "data/online-retail.parquet")
    rows.columns = ["order", "sku", "title", "quantity", "time", "price", "customer", "country"]
    rows["order"] = rows["order"].astype(str)
    rows["sku"] = rows["sku"].astype(str).str.strip().str.upper()
    number = pd.to_numeric
    kept = ~rows["order"].str.upper().str.startswith("C") & (number(rows["quantity"]) > 0) & (number(rows["price"]) > 0)
    rows = rows[kept & rows["sku"].str.match(r"\d{5}")]
    rows = rows.assign(time=pd.to_datetime(rows["time"]))
    times = rows.groupby("order", sort=False)["time"].min()
    baskets = {order: list(dict.fromkeys(skus)) for order, skus in rows.groupby("order", sort=False)["sku"]}
    return rows, [(order, baskets[order]) for order in sorted(baskets, key=lambda order: (times[order], order))]


class Split:
    """Training baskets as a matrix, and questions about later ones."""

    def __init__(self, training, later):
        self.training = training
        self.items = sorted({sku for _, basket in training for sku in basket})
        self.index = {sku: place for place, sku in enumerate(self.items)}
        self.matrix = self.rows([basket for _, basket in training])
        known = [[sku for sku in basket if sku in self.index] for _, basket in later]
        self.later = [basket for basket in known if len(basket) >= 2]

    def rows(self, baskets):
        places = [self.index[sku] for basket in baskets for sku in basket]
        ends = np.cumsum([0] + [len(basket) for basket in baskets])
        return sp.csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(baskets), len(self.items)))

    def questions(self, seed):
        random = np.random.default_rng(seed)
        for basket in self.later:
            hidden = int(random.integers(len(basket)))
            yield basket[:hidden] + basket[hidden + 1 :], basket[hidden]


def metrics(answers, hidden):
    ranks = np.array([list(answer).index(sku) + 1 if sku in answer else DEPTH + 1 for answer, sku in zip(answers, hidden)])
    top = ranks <= 10
    return np.array([top.mean(), np.where(top, 1 / ranks, 0).mean(), np.where(top, 1 / np.log2(ranks + 1), 0).mean(), (ranks <= DEPTH).mean()])


def ask(split, recommend, seeds):
    """Mean metrics over seeds; `recommend` gives a list of SKUs for each basket."""
    found = []
    for seed in seeds:
        baskets, hidden = zip(*split.questions(seed))
        found.append(metrics(recommend(list(baskets)), hidden))
    return np.mean(found, axis=0)


def implicit(split, model):
    start = time.perf_counter()
    model.fit(split.matrix, show_progress=False)
    seconds = time.perf_counter() - start

    def recommend(baskets):
        rows = split.rows(baskets)
        ids, _ = model.recommend(np.arange(len(baskets)), rows, N=DEPTH, filter_already_liked_items=True)
        return [[split.items[place] for place in row if place >= 0] for row in ids]

    return recommend, seconds, lambda: page(split, model.similarity, split.index)


def mlxtend(split, support, by):
    """Rules of two products, ranked by confidence or lift: a basket's products propose their consequents, the best rule wins."""
    start = time.perf_counter()
    table = pd.DataFrame.sparse.from_spmatrix((split.matrix > 0), columns=split.items)
    rules = association_rules(fpgrowth(table, min_support=support, max_len=2, use_colnames=True), metric="lift", min_threshold=0.0)
    seconds = time.perf_counter() - start
    edges = {}
    for antecedent, consequent, strength in zip(rules["antecedents"], rules["consequents"], rules[by]):
        edges.setdefault(next(iter(antecedent)), []).append((strength, next(iter(consequent))))

    def recommend(baskets):
        answers = []
        for basket in baskets:
            best = {}
            for strength, sku in (edge for held in basket for edge in edges.get(held, [])):
                best[sku] = max(best.get(sku, 0), strength)
            ranked = sorted((sku for sku in best if sku not in set(basket)), key=lambda sku: (-best[sku], sku))
            answers.append(ranked[:DEPTH])
        return answers

    links = {sku: [to for _, to in sorted(found, key=lambda edge: (-edge[0], edge[1]))[:10]] for sku, found in edges.items()}
    return recommend, seconds, lambda: page_of_links(split, links)


def ease(split, ridge, kept):
    """EASE (Steck, WWW 2019) with orders weighted by 1 / sqrt(size), cut to the strongest links of each product."""
    start = time.perf_counter()
    weights = np.asarray(split.matrix.sum(axis=1)).ravel() ** -0.5
    gram = (split.matrix.T @ sp.diags(weights) @ split.matrix).toarray().astype(np.float64)
    inverse = np.linalg.inv(gram + ridge * weights.mean() * np.eye(len(gram)))
    links = -inverse / np.diag(inverse)
    np.fill_diagonal(links, 0)
    if kept:
        strongest = np.partition(links, -kept, axis=1)[:, -kept][:, None]
        links = np.where((links >= strongest) & (links > 0), links, 0)
    seconds = time.perf_counter() - start

    def recommend(baskets):
        rows = split.rows(baskets)
        scores = rows @ links
        scores[rows.nonzero()] = -np.inf
        return [[split.items[place] for place in row] for row in np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]]

    def product_page():
        best = np.argsort(-links, axis=1, kind="stable")[:, :10]
        named = {sku: [split.items[to] for to in row if links[place, to] > 0] for place, (sku, row) in enumerate(zip(split.items, best))}
        return page_of_links(split, named)

    return recommend, seconds, product_page


def page(split, similarity, index):
    """implicit keeps a product as its own neighbour; the next ten are its companions."""
    links = {}
    for place, sku in enumerate(split.items):
        row = similarity[place].tocoo()
        ranked = sorted(zip(-row.data, row.col))
        links[sku] = [split.items[to] for _, to in ranked if to != place][:10]
    return page_of_links(split, links)


def page_of_links(split, links):
    views = hits = 0
    for basket in split.later:
        held = set(basket)
        for sku in basket:
            views += 1
            hits += any(to in held for to in links.get(sku, []))
    shown = {to for found in links.values() for to in found}
    return hits / views, len(shown) / len(split.items)


def tillside(split, rows, directory):
    export = directory / "training.csv"
    training = {order for order, _ in split.training}
    rows[rows["order"].isin(training)].to_csv(export, index=False)
    columns = [f"--column={word}={word}" for word in ("order", "sku", "title", "quantity", "time", "price", "customer", "country")]
    graph = directory / "graph"
    start = time.perf_counter()
    subprocess.run([TILLSIDE, "build", "--orders", export, "--out", graph, "--currency", "GBP", "--quiet", *columns], check=True)
    seconds = time.perf_counter() - start

    def lines(baskets, limit=DEPTH):
        text = "".join(json.dumps(basket) + "\n" for basket in baskets)
        command = [TILLSIDE, "recommend", "--graph", graph, "--baskets", "-", "--limit", str(limit)]
        answer = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def recommend(baskets):
        return [[found["sku"].upper() for found in line] for line in lines(baskets)]

    def product_page():
        linked = lines([[sku] for sku in split.items], 40)
        with_link = lambda line: [found["sku"].upper() for found in line if found["reason"]["kind"] != "popular"][:10]
        return page_of_links(split, dict(zip(split.items, map(with_link, linked))))

    return recommend, seconds, product_page


def chosen(name, split, makers):
    """The settings with the best NDCG@10 on the validation slice."""
    best = max(makers, key=lambda settings: ask(split, makers[settings](split)[0], SEEDS[:2])[2])
    print(f"{name}: {best}", file=sys.stderr)
    return best


def main():
    rows, orders = read_orders()
    eight, nine = len(orders) * 8 // 10, len(orders) * 9 // 10
    validation, test = Split(orders[:eight], orders[eight:nine]), Split(orders[:nine], orders[nine:])
    families = {
        "implicit cosine": {f"K {k}": (lambda split, k=k: implicit(split, CosineRecommender(K=k))) for k in NEIGHBOURS},
        "implicit TF-IDF": {f"K {k}": (lambda split, k=k: implicit(split, TFIDFRecommender(K=k))) for k in NEIGHBOURS},
        "implicit BM25": {
            f"K {k}, K1 {k1}, B {b}": (lambda split, k=k, k1=k1, b=b: implicit(split, BM25Recommender(K=k, K1=k1, B=b)))
            for k in NEIGHBOURS
            for k1, b in BM25
        },
        "EASE, ten links": {f"ridge {r}": (lambda split, r=r: ease(split, r, 10)) for r in RIDGES},
        "EASE, all links": {f"ridge {r}": (lambda split, r=r: ease(split, r, None)) for r in RIDGES},
        "mlxtend rules by confidence": {f"support {s}": (lambda split, s=s: mlxtend(split, s, "confidence")) for s in SUPPORTS},
        "mlxtend rules by lift": {f"support {s}": (lambda split, s=s: mlxtend(split, s, "lift")) for s in SUPPORTS},
    }
    table = []
    with threadpool_limits(1), tempfile.TemporaryDirectory() as directory:
        for name, makers in families.items():
            settings = chosen(name, validation, makers)
            table.append((name, settings, makers[settings](test)))
        table.append(("**Tillside**", "by itself", tillside(test, rows, Path(directory))))
        print(f"Learned from {nine:,} orders of {len(test.items):,} products; {len(test.later):,} test baskets, {len(SEEDS)} seeds.\n")
        print("| method | settings | HR@10 | MRR@10 | NDCG@10 | HR@20 | NDCG@10, seed 42 | page hit | coverage | learning |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for name, settings, (recommend, seconds, product_page) in table:
            numbers = " | ".join(f"{number:.3f}" for number in ask(test, recommend, SEEDS))
            single = ask(test, recommend, SEEDS[:1])[2]
            hit, coverage = product_page()
            print(f"| {name} | {settings} | {numbers} | {single:.3f} | {hit:.3f} | {100 * coverage:.1f} % | {seconds:.2f} s |", flush=True)


main()
