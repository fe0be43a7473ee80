//! Runs one evaluation: the split, the graphs, the queries.

use rayon::prelude::*;
use serde::Serialize;

use super::MethodName;
use super::age::{AgeCost, age_cost, parts};
use super::buy_again::{BuyAgain, buy_again};
use crate::build::Options;
use crate::dataset::{Dataset, Order, OrderSlice};
use crate::engine::{History, RecencyWeight, Shelf};
use crate::graph::{Graph, GraphContents, Manifest, ReadError, encode, encode_edges};
use crate::model::{Currency, Policy, ProductId, SkuKey};
use crate::offline::{
    CartMetrics, Interval, LeaveOneOut, OrderHistories, PageMetrics, interval, ndcg,
};
use crate::train::{Method, Model, Tuned};

/// One product of each test cart is hidden for each seed.
const SEEDS: [u64; 5] = [11, 12, 13, 14, 15];

/// Number of recommendations per query.
const DEPTH: usize = 20;

/// The result of an evaluation.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Number of orders, or sessions, learned from.
    pub training_orders: usize,
    /// Number of products in them.
    pub products: usize,
    /// Number of test orders, including those without a query.
    pub test_orders: usize,
    /// Whether there are only sessions.
    pub are_sessions: bool,
    /// Whether the positions of products are known; then the cart consists of the products before
    /// the hidden one.
    pub has_steps: bool,
    /// Whether the split is by time; without dates it is by a hash of the order's id.
    pub is_by_time: bool,
    /// The result of tuning, which uses training orders only.
    pub tuned: Tuned,
    /// One row per method.
    pub rows: Vec<MethodResult>,
    /// Cart completion with the shopper's own earlier orders; `None` if no test order has any, or if the tuned method was not
    /// requested.
    pub own_orders: Option<OwnOrdersRow>,
    /// What the age of a graph costs; `None` without dates, or if the tuned method was not requested.
    pub age: Option<AgeCost>,
    /// Buy again; `None` if no customer has orders in both parts, or if the tuned method was not
    /// requested.
    pub again: Option<BuyAgain>,
}

impl Evaluation {
    /// The noun for one test case.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        if self.are_sessions {
            "session"
        } else {
            "order"
        }
    }
}

/// Cart completion where the earlier orders of the test orders' customers are known.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OwnOrdersRow {
    /// Share of the questions about an order whose customer had ordered before.
    pub known: f64,
    /// Cart completion, all questions.
    pub cart: CartMetrics,
    /// NDCG@10 minus that of the cart alone, question by question.
    pub ndcg_at_10_gain: Interval,
}

/// The results of one method.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MethodResult {
    /// The method.
    #[serde(serialize_with = "word")]
    pub method: MethodName,
    /// Cart completion.
    pub cart: CartMetrics,
    /// Product pages.
    pub page: PageMetrics,
    /// Number of edges.
    pub edges: usize,
    /// Size of all edges with their weights in one file, compressed with brotli.
    pub edge_bytes: usize,
    /// Additional size of the counts behind the reasons.
    pub count_bytes: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn word<S: serde::Serializer>(named: &MethodName, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(named.name())
}

/// Evaluates methods on the last tenth of a shop's orders.
///
/// # Errors
/// [`ReadError`] if a graph cannot read its own bytes, which would be a bug in the format.
pub fn evaluate(
    dataset: &Dataset,
    options: &Options,
    methods: &[MethodName],
) -> Result<Evaluation, ReadError> {
    let (training, test) = split(dataset);
    let tuned = dataset.tune(training, options.tuning);
    let (mut rows, mut own_orders, mut again, mut age) = (Vec::new(), None, None, None);
    for named in methods {
        let method = named.method(tuned.model);
        let contents = dataset.learn_contents(training, options, method);
        let read = EvaluatedGraph::new(dataset, &contents, method.recency())?;
        rows.push(examine(&read, &contents, test, *named));
        if *named == MethodName::Tuned {
            own_orders = own_orders_row(&read, dataset.source(), test);
            again = buy_again(&read, (dataset.source(), training), test);
            let [old, new, late] = parts(dataset.source());
            let contents = dataset.learn_contents(new, options, method);
            let newer = EvaluatedGraph::new(dataset, &contents, method.recency())?;
            age = age_cost(&read, &newer, [old, new, late]);
        }
    }
    let mut products: Vec<u32> = training
        .iter()
        .flat_map(|order| order.products)
        .copied()
        .collect();
    products.sort_unstable();
    products.dedup();
    Ok(Evaluation {
        training_orders: training.len(),
        products: products.len(),
        test_orders: test.len(),
        are_sessions: !dataset.is_bought(),
        has_steps: test.has_steps(),
        is_by_time: test.iter().all(|order| order.meta.time.is_some()),
        tuned,
        rows,
        own_orders,
        age,
        again,
    })
}

/// The first nine tenths for learning, the last for the test.
fn split(dataset: &Dataset) -> (OrderSlice<'_>, OrderSlice<'_>) {
    let all = dataset.source();
    (all.share(0, 9, 10), all.share(9, 10, 10))
}

/// The tuned model with other numbers of links per product, to show the gain from more bytes.
///
/// # Errors
/// As [`evaluate`].
pub fn by_links(
    dataset: &Dataset,
    options: &Options,
    tuned: &Tuned,
) -> Result<Vec<(usize, MethodResult)>, ReadError> {
    let (training, test) = split(dataset);
    let mut links = vec![3, 5, 7, 10, 14, 20, tuned.model.neighbors];
    links.sort_unstable();
    links.dedup();
    let row = |neighbors: usize| {
        let method = Method::Ridge(Model {
            neighbors,
            ..tuned.model
        });
        let contents = dataset.learn_contents(training, options, method);
        Ok((
            neighbors,
            examine(
                &EvaluatedGraph::new(dataset, &contents, method.recency())?,
                &contents,
                test,
                MethodName::Tuned,
            ),
        ))
    };
    links.into_iter().map(row).collect()
}

/// A decoded graph, with the ids of the data set's products.
pub(super) struct EvaluatedGraph {
    pub(super) graph: Graph,
    /// By rank.
    ids: Vec<Option<ProductId>>,
    recency: RecencyWeight,
}

impl EvaluatedGraph {
    fn new(
        dataset: &Dataset,
        contents: &GraphContents,
        recency: RecencyWeight,
    ) -> Result<Self, ReadError> {
        let encoded = encode(contents);
        let manifest = Manifest::new(&encoded, contents, Currency::none(), 0, Policy::default());
        let mut graph = Graph::new(&manifest)?;
        encoded
            .files
            .iter()
            .try_for_each(|file| graph.add_shard(&file.bytes))?;
        let id = |rank: u32| {
            graph
                .product(&SkuKey::new(dataset.sku(rank)))
                .map(|product| product.id)
        };
        let ids = (0..).take(dataset.product_count()).map(id).collect();
        Ok(Self {
            graph,
            ids,
            recency,
        })
    }

    pub(super) fn id(&self, rank: u32) -> Option<ProductId> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| self.ids.get(rank).copied().flatten())
    }
}

/// The rank of the hidden product of each question, by test order; `history` has the earlier orders of an order's customer, and
/// `is_known` the products that a question may be about.
pub(super) fn ranks(
    read: &EvaluatedGraph,
    test: OrderSlice<'_>,
    history: impl Fn(Order<'_>) -> History + Sync,
    is_known: impl Fn(u32) -> bool + Sync,
) -> Vec<Vec<Option<usize>>> {
    let id = |rank: u32| read.id(rank);
    let shelf = Shelf::new(&read.graph);
    let rank_of = |query: &LeaveOneOut, history: &History| {
        let cart: Vec<ProductId> = query
            .cart
            .iter()
            .filter_map(|product| id(*product))
            .collect();
        let found = shelf.complete((&cart, history), read.recency, DEPTH);
        let hidden = id(query.hidden);
        found
            .iter()
            .position(|completion| Some(completion.product.id) == hidden)
            .map(|place| place.saturating_add(1))
    };
    let places: Vec<usize> = (0..test.len()).collect();
    places
        .par_iter()
        .filter_map(|place| test.get(*place))
        .map(|order| {
            let history = history(order);
            SEEDS
                .iter()
                .filter_map(|seed| LeaveOneOut::new(order, *seed, &is_known))
                .map(|query| rank_of(&query, &history))
                .collect::<Vec<_>>()
        })
        .filter(|ranks| !ranks.is_empty())
        .collect()
}

/// The shopper's own orders as additional evidence; `None` if no test order has any.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn own_orders_row(
    read: &EvaluatedGraph,
    all: OrderSlice<'_>,
    test: OrderSlice<'_>,
) -> Option<OwnOrdersRow> {
    let histories = OrderHistories::new(all);
    let history = |order: Order<'_>| histories.before(order, |rank| read.id(rank));
    let is_known = |rank| read.id(rank).is_some();
    let alone = ranks(read, test, |_| History::default(), is_known);
    let own = ranks(
        read,
        test,
        |order| history(order).unwrap_or_default(),
        is_known,
    );
    let asked = test.iter().filter(|order| {
        order
            .products
            .iter()
            .filter(|rank| read.id(**rank).is_some())
            .count()
            >= 2
    });
    let known: Vec<bool> = asked.map(|order| history(order).is_some()).collect();
    let gain = |ranks: &[Option<usize>]| ranks.iter().map(|rank| ndcg(*rank, 10)).sum::<f64>();
    let gains: Vec<f64> = own
        .iter()
        .zip(&alone)
        .map(|(own, alone)| (gain(own) - gain(alone)) / own.len() as f64)
        .collect();
    known.contains(&true).then(|| OwnOrdersRow {
        known: known.iter().filter(|known| **known).count() as f64 / known.len() as f64,
        cart: CartMetrics::new(&own),
        ndcg_at_10_gain: interval(&gains),
    })
}

fn examine(
    read: &EvaluatedGraph,
    contents: &GraphContents,
    test: OrderSlice<'_>,
    method: MethodName,
) -> MethodResult {
    let id = |rank: u32| read.id(rank);
    let carts = ranks(
        read,
        test,
        |_| History::default(),
        |rank| id(rank).is_some(),
    );
    let edge_bytes = compressed(&encode_edges(contents, false));
    MethodResult {
        method,
        cart: CartMetrics::new(&carts),
        page: page(&read.graph, test, id),
        edges: contents.edges.iter().map(Vec::len).sum(),
        edge_bytes,
        count_bytes: compressed(&encode_edges(contents, true)).saturating_sub(edge_bytes),
    }
}

fn compressed(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        ..Default::default()
    };
    // Writing to memory does not fail.
    brotli::BrotliCompress(&mut { bytes }, &mut out, &parameters).unwrap_or_default()
}

fn page(graph: &Graph, test: OrderSlice<'_>, id: impl Fn(u32) -> Option<ProductId>) -> PageMetrics {
    // By relevance, like the offers of the page: strength with the popularity prior.
    let links = |id: ProductId| {
        let companions = graph
            .neighbors(id)
            .filter(|edge| edge.relation.is_companion());
        let mut ranked: Vec<(u32, ProductId)> = companions
            .map(|edge| {
                let prior = graph.product_at(edge.to).map_or(0, |product| product.base);
                (edge.strength().saturating_add(prior), edge.to)
            })
            .collect();
        ranked.sort_by_key(|(relevance, _)| std::cmp::Reverse(*relevance));
        ranked.into_iter().take(10).map(|(_, to)| to)
    };
    let (mut views, mut hits) = (0_usize, 0_usize);
    for order in test.iter() {
        let mut known: Vec<ProductId> = order
            .products
            .iter()
            .filter_map(|product| id(*product))
            .collect();
        known.sort_unstable();
        if known.len() >= 2 {
            let hit =
                |viewed: &&ProductId| links(**viewed).any(|to| known.binary_search(&to).is_ok());
            views = views.saturating_add(known.len());
            hits = hits.saturating_add(known.iter().filter(hit).count());
        }
    }
    let mut shown: Vec<ProductId> = graph
        .products()
        .flat_map(|product| links(product.id))
        .collect();
    shown.sort_unstable();
    shown.dedup();
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let share = |part: usize, all: usize| {
        if all == 0 {
            0.0
        } else {
            part as f64 / all as f64
        }
    };
    PageMetrics {
        views,
        hit_at_10: share(hits, views),
        coverage: share(shown.len(), graph.products().count()),
    }
}
