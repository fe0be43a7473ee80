"""Compares Tillside with the libraries that people use for "bought together", on one split, in one run.

    make peers

Orders are cleaned and split by time: the first 80 % for learning, the next 10 % for choosing settings, the last 10 % for the test.
Every method then learns from the first 90 %. One random product of each test cart is hidden (five seeds), and each method
ranks all products that are not in the rest of the cart. Tillside is called through its command line: `build` with an export of
the training orders, which tunes its own settings, and `recommend` for the carts.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

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
MOST_ORDERS = 100
OWN_WEIGHTS = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
WITH_OWN_ORDERS = ["implicit cosine", "implicit BM25", "EASE, ten links", "EASE, all links"]
OWN_ORDERS_TEXT = """
## With the shopper's own orders

The same questions, but the earlier orders of the cart's customer are known ({known:.0%} of the test carts have some). Every method gets
the same three terms for a product of these orders: bought at all, how recently (half as much every 60 days), and in what share of the
orders. The other libraries' weights of the terms are chosen on the validation slice, Tillside chooses its own on the training orders.
± is the standard error over the five seeds.
"""


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
    carts = {order: list(dict.fromkeys(skus)) for order, skus in rows.groupby("order", sort=False)["sku"]}
    customers = rows.groupby("order", sort=False)["customer"].first()
    return rows, [
        Order(order, carts[order], times[order], customers[order] if pd.notna(customers[order]) else None)
        for order in sorted(carts, key=lambda order: (times[order], order))
    ]


class Order(NamedTuple):
    id: str
    cart: list
    time: pd.Timestamp
    customer: object


def earlier_orders(orders):
    """By order id: the same customer's orders before it, at most a hundred."""
    known, earlier = {}, {}
    for order in orders:
        if order.customer is not None:
            mine = known.setdefault(order.customer, [])
            earlier[order.id] = [past for past in mine if past.time < order.time][-MOST_ORDERS:]
            mine.append(order)
    return earlier


class Split:
    """Training carts as a matrix, and questions about later ones."""

    def __init__(self, training, later):
        self.training = training
        self.items = sorted({sku for order in training for sku in order.cart})
        self.index = {sku: place for place, sku in enumerate(self.items)}
        self.matrix = self.rows([order.cart for order in training])
        known = [(order, [sku for sku in order.cart if sku in self.index]) for order in later]
        self.later = [cart for _, cart in known if len(cart) >= 2]
        self.later_orders = [order for order, cart in known if len(cart) >= 2]

    def rows(self, carts):
        places = [self.index[sku] for cart in carts for sku in cart]
        ends = np.cumsum([0] + [len(cart) for cart in carts])
        return sp.csr_matrix((np.ones(len(places), dtype=np.float32), places, ends), shape=(len(carts), len(self.items)))

    def questions(self, seed):
        random = np.random.default_rng(seed)
        for cart in self.later:
            hidden = int(random.integers(len(cart)))
            yield cart[:hidden] + cart[hidden + 1 :], cart[hidden]


def metrics(answers, hidden):
    ranks = np.array([list(answer).index(sku) + 1 if sku in answer else DEPTH + 1 for answer, sku in zip(answers, hidden)])
    top = ranks <= 10
    return np.array([top.mean(), np.where(top, 1 / ranks, 0).mean(), np.where(top, 1 / np.log2(ranks + 1), 0).mean(), (ranks <= DEPTH).mean()])


def ask(split, recommend, seeds):
    """Mean metrics over seeds; `recommend` gives a list of SKUs for each cart."""
    found = []
    for seed in seeds:
        carts, hidden = zip(*split.questions(seed))
        found.append(metrics(recommend(list(carts)), hidden))
    return np.mean(found, axis=0)


def implicit(split, model):
    start = time.perf_counter()
    model.fit(split.matrix, show_progress=False)
    seconds = time.perf_counter() - start

    def recommend(carts):
        rows = split.rows(carts)
        ids, _ = model.recommend(np.arange(len(carts)), rows, N=DEPTH, filter_already_liked_items=True)
        return [[split.items[place] for place in row if place >= 0] for row in ids]

    return recommend, seconds, lambda: page(split, model.similarity, split.index), lambda carts: (split.rows(carts) @ model.similarity).toarray()


def mlxtend(split, support, by):
    """Rules of two products, ranked by confidence or lift: a cart's products propose their consequents, the best rule wins."""
    start = time.perf_counter()
    table = pd.DataFrame.sparse.from_spmatrix((split.matrix > 0), columns=split.items)
    rules = association_rules(fpgrowth(table, min_support=support, max_len=2, use_colnames=True), metric="lift", min_threshold=0.0)
    seconds = time.perf_counter() - start
    edges = {}
    for antecedent, consequent, strength in zip(rules["antecedents"], rules["consequents"], rules[by]):
        edges.setdefault(next(iter(antecedent)), []).append((strength, next(iter(consequent))))

    def recommend(carts):
        answers = []
        for cart in carts:
            best = {}
            for strength, sku in (edge for held in cart for edge in edges.get(held, [])):
                best[sku] = max(best.get(sku, 0), strength)
            ranked = sorted((sku for sku in best if sku not in set(cart)), key=lambda sku: (-best[sku], sku))
            answers.append(ranked[:DEPTH])
        return answers

    links = {sku: [to for _, to in sorted(found, key=lambda edge: (-edge[0], edge[1]))[:10]] for sku, found in edges.items()}
    return recommend, seconds, lambda: page_of_links(split, links), None


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

    def recommend(carts):
        rows = split.rows(carts)
        scores = rows @ links
        scores[rows.nonzero()] = -np.inf
        return [[split.items[place] for place in row] for row in np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]]

    def product_page():
        best = np.argsort(-links, axis=1, kind="stable")[:, :10]
        named = {sku: [split.items[to] for to in row if links[place, to] > 0] for place, (sku, row) in enumerate(zip(split.items, best))}
        return page_of_links(split, named)

    return recommend, seconds, product_page, lambda carts: np.asarray(split.rows(carts) @ links)


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
    for cart in split.later:
        held = set(cart)
        for sku in cart:
            views += 1
            hits += any(to in held for to in links.get(sku, []))
    shown = {to for found in links.values() for to in found}
    return hits / views, len(shown) / len(split.items)


def tillside(split, rows, directory):
    export = directory / "training.csv"
    training = {order.id for order in split.training}
    rows[rows["order"].isin(training)].to_csv(export, index=False)
    columns = [f"--column={word}={word}" for word in ("order", "sku", "title", "quantity", "time", "price", "customer", "country")]
    graph = directory / "graph"
    start = time.perf_counter()
    subprocess.run([TILLSIDE, "build", "--orders", export, "--out", graph, "--currency", "GBP", "--quiet", *columns], check=True)
    seconds = time.perf_counter() - start

    def lines(carts, limit=DEPTH):
        text = "".join(json.dumps(cart) + "\n" for cart in carts)  # a cart alone, or with the shopper's history
        command = [TILLSIDE, "recommend", "--graph", graph, "--carts", "-", "--limit", str(limit)]
        answer = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def recommend(carts):
        return [[found["sku"].upper() for found in line] for line in lines(carts)]

    def product_page():
        # Deep enough for links that are weaker than the best-sellers.
        linked = lines([[sku] for sku in split.items], 200)
        with_link = lambda line: [found["sku"].upper() for found in line if found["reason"]["kind"] != "popular"][:10]
        return page_of_links(split, dict(zip(split.items, map(with_link, linked))))

    def with_history(carts, earlier):
        def history(order, past):
            days = (order.time.normalize() - past.time.normalize()).days
            return [{"sku": sku, "daysAgo": days} for sku in past.cart]

        asked = zip(carts, split.later_orders)
        shoppers = [{"cart": cart, "history": sum((history(order, past) for past in earlier.get(order.id, [])), [])} for cart, order in asked]
        return recommend(shoppers)

    return recommend, seconds, product_page, with_history


class OwnOrders:
    """What each later order's customer had bought before, as three features of a product: bought at all, how recently, in what share."""

    def __init__(self, split, earlier):
        self.split = split
        shape = (len(split.later), len(split.items))
        self.features = [np.zeros(shape, dtype=np.float32) for _ in range(3)]
        for row, order in enumerate(split.later_orders):
            past_orders = earlier.get(order.id, [])
            for past in past_orders:
                days = (order.time.normalize() - past.time.normalize()).days
                for place in (split.index[sku] for sku in past.cart if sku in split.index):
                    self.features[0][row, place] = 1
                    self.features[1][row, place] = 0.5 ** (days / 60)
                    self.features[2][row, place] += 1 / max(len(past_orders), 3)

    def ask(self, scores, weights, seeds):
        """Mean metrics over seeds of the scores of a method plus weighted features."""
        own = sum(weight * feature for weight, feature in zip(weights, self.features))
        found = []
        for seed in seeds:
            carts, hidden = zip(*self.split.questions(seed))
            total = scores(seed) + own
            total[self.split.rows(carts).nonzero()] = -np.inf
            ranked = np.argsort(-total, axis=1, kind="stable")[:, :DEPTH]
            found.append(metrics([[self.split.items[place] for place in row] for row in ranked], hidden))
        return np.array(found)

    def scores_of(self, method):
        """The method's scores by seed, computed once."""
        known = {}

        def scores(seed):
            if seed not in known:
                known[seed] = np.asarray(method(list(zip(*self.split.questions(seed)))[0]), dtype=np.float32)
            return known[seed]

        return scores

    def tune(self, method):
        """The weights with the best NDCG@10, each in turn, in units of the mean best score of a cart."""
        scores = self.scores_of(method)
        unit = float(scores(SEEDS[0]).max(axis=1).mean())
        best, most = [0.0] * 3, self.ask(scores, [0.0] * 3, SEEDS[:1])[:, 2].mean()
        for _ in range(3):
            before = list(best)
            for place in range(3):
                here = list(best)
                for value in OWN_WEIGHTS:
                    weights = [*here[:place], value * unit, *here[place + 1 :]]
                    found = self.ask(scores, weights, SEEDS[:1])[:, 2].mean()
                    if found > most:
                        best, most = weights, found
            if best == before:
                break
        return best


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
    earlier = earlier_orders(orders)
    own_validation, own_test = OwnOrders(validation, earlier), OwnOrders(test, earlier)
    own_orders = lambda on_validation, on_test: own_test.ask(own_test.scores_of(on_test), own_validation.tune(on_validation), SEEDS)
    table, own_table = [], []
    with threadpool_limits(1), tempfile.TemporaryDirectory() as directory:
        for name, makers in families.items():
            settings = chosen(name, validation, makers)
            made = makers[settings](test)
            table.append((name, settings, made))
            if name in WITH_OWN_ORDERS:
                own_table.append((name, own_orders(makers[settings](validation)[3], made[3])))
        made = tillside(test, rows, Path(directory))
        table.append(("**Tillside**", "automatic", made))
        asked = [list(zip(*test.questions(seed))) for seed in SEEDS]
        own_table.append(("**Tillside**", np.array([metrics(made[3](list(carts), earlier), hidden) for carts, hidden in asked])))
        print(f"Learned from {nine:,} orders of {len(test.items):,} products; {len(test.later):,} test carts, {len(SEEDS)} seeds.\n")
        print("| method | settings | HR@10 | MRR@10 | NDCG@10 | HR@20 | NDCG@10, seed 42 | page hit | coverage | learning |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for name, settings, (recommend, seconds, product_page, _) in table:
            numbers = " | ".join(f"{number:.3f}" for number in ask(test, recommend, SEEDS))
            single = ask(test, recommend, SEEDS[:1])[2]
            hit, coverage = product_page()
            print(f"| {name} | {settings} | {numbers} | {single:.3f} | {hit:.3f} | {100 * coverage:.1f} % | {seconds:.2f} s |", flush=True)
        known = sum(bool(earlier.get(order.id)) for order in test.later_orders)
        print(OWN_ORDERS_TEXT.format(known=known / len(test.later_orders)))
        print("| method | HR@10 | MRR@10 | NDCG@10 | HR@20 |")
        print("|---|---|---|---|---|")
        for name, found in own_table:
            # The error of the mean over seeds, each of which hides other products.
            cells = (f"{mean:.3f} ± {error:.3f}" for mean, error in zip(found.mean(axis=0), found.std(axis=0, ddof=1) / len(found) ** 0.5))
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


main()
