//! One evaluation: the split, the graphs, the questions.

use rayon::prelude::*;
use serde::Serialize;

use super::Named;
use super::buy_again::{BuyAgain, buy_again};
use crate::build::Options;
use crate::dataset::{Dataset, OrderSlice};
use crate::engine::{RecencyWeight, Shelf};
use crate::graph::{Graph, GraphContents, Manifest, ReadError, encode, encode_edges};
use crate::model::{Currency, Policy, ProductId, SkuKey};
use crate::offline::{CartMetrics, LeaveOneOut, PageMetrics};
use crate::train::{Method, Model, Tuned};

/// One product of each test basket is hidden for each of these.
const SEEDS: [u64; 5] = [11, 12, 13, 14, 15];

/// How many recommendations are looked at.
const DEPTH: usize = 20;

/// What an evaluation found.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Number of orders, or visits, learned from.
    pub training_orders: usize,
    /// Number of products in them.
    pub products: usize,
    /// Number of test orders, whether or not they can be asked about.
    pub test_orders: usize,
    /// Whether there are only visits.
    pub are_visits: bool,
    /// Whether it is known how products followed on each other: then those before the hidden one are the basket.
    pub has_steps: bool,
    /// Whether the split is by time; without dates it is by a hash of the order's id.
    pub is_by_time: bool,
    /// What tuning found, on training orders alone.
    pub tuned: Tuned,
    /// One for each method.
    pub rows: Vec<Row>,
    /// Buying again; `None` where no customer has orders in both parts, or the tuned method was not asked for.
    pub again: Option<BuyAgain>,
}

impl Evaluation {
    /// What one of the baskets is called.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        if self.are_visits { "visit" } else { "order" }
    }
}

/// One method's numbers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Row {
    /// The method.
    #[serde(serialize_with = "word")]
    pub method: Named,
    /// Completing a basket.
    pub basket: CartMetrics,
    /// A product's page.
    pub page: PageMetrics,
    /// Number of edges.
    pub edges: usize,
    /// All edges with their weights in one file, compressed with brotli.
    pub edge_bytes: usize,
    /// What the counts behind the reasons add to that.
    pub count_bytes: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn word<S: serde::Serializer>(named: &Named, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(named.word())
}

/// Evaluates methods on the last tenth of a shop's orders.
///
/// # Errors
/// [`ReadError`] if a graph cannot read its own bytes, which would be a defect of the format.
pub fn evaluate(
    dataset: &Dataset,
    options: &Options,
    methods: &[Named],
) -> Result<Evaluation, ReadError> {
    let (training, test) = split(dataset);
    let tuned = dataset.tune(training, options.tuning);
    let (mut rows, mut again) = (Vec::new(), None);
    for named in methods {
        let method = named.method(tuned.model);
        let contents = dataset.catalogue(training, options, method);
        let read = Read::new(dataset, &contents, method.recency())?;
        rows.push(examine(&read, &contents, test, *named));
        if *named == Named::Tuned {
            again = buy_again(&read.graph, training, test, |rank| read.id(rank));
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
        are_visits: !dataset.is_bought(),
        has_steps: test.has_steps(),
        is_by_time: test.iter().all(|order| order.meta.time.is_some()),
        tuned,
        rows,
        again,
    })
}

/// The first nine tenths to learn from, the last to test.
fn split(dataset: &Dataset) -> (OrderSlice<'_>, OrderSlice<'_>) {
    let all = dataset.source();
    (all.share(0, 9, 10), all.share(9, 10, 10))
}

/// The tuned model with other numbers of links for each product: what bytes buy.
///
/// # Errors
/// As [`evaluate`].
pub fn by_links(
    dataset: &Dataset,
    options: &Options,
    tuned: &Tuned,
) -> Result<Vec<(usize, Row)>, ReadError> {
    let (training, test) = split(dataset);
    let mut links = vec![3, 5, 7, 10, 14, 20, tuned.model.neighbors];
    links.sort_unstable();
    links.dedup();
    let row = |neighbors: usize| {
        let method = Method::Ridge(Model {
            neighbors,
            ..tuned.model
        });
        let contents = dataset.catalogue(training, options, method);
        Ok((
            neighbors,
            examine(
                &Read::new(dataset, &contents, method.recency())?,
                &contents,
                test,
                Named::Tuned,
            ),
        ))
    };
    links.into_iter().map(row).collect()
}

/// A graph as a reader sees it, with the products of the orders looked up in it.
struct Read {
    graph: Graph,
    /// By rank.
    ids: Vec<Option<ProductId>>,
    recency: RecencyWeight,
}

impl Read {
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

    fn id(&self, rank: u32) -> Option<ProductId> {
        usize::try_from(rank)
            .ok()
            .and_then(|rank| self.ids.get(rank).copied().flatten())
    }
}

fn examine(read: &Read, contents: &GraphContents, test: OrderSlice<'_>, method: Named) -> Row {
    let id = |rank: u32| read.id(rank);
    let shelf = Shelf::new(&read.graph);
    let rank_of = |query: &LeaveOneOut| {
        let basket: Vec<ProductId> = query
            .basket
            .iter()
            .filter_map(|product| id(*product))
            .collect();
        let found = shelf.complete(&basket, read.recency, DEPTH);
        let hidden = id(query.hidden);
        found
            .iter()
            .position(|completion| Some(completion.product.id) == hidden)
            .map(|place| place.saturating_add(1))
    };
    let places: Vec<usize> = (0..test.len()).collect();
    let baskets: Vec<Vec<Option<usize>>> = places
        .par_iter()
        .filter_map(|place| test.get(*place))
        .map(|order| {
            SEEDS
                .iter()
                .filter_map(|seed| LeaveOneOut::new(order, *seed, |product| id(product).is_some()))
                .map(|query| rank_of(&query))
                .collect::<Vec<_>>()
        })
        .filter(|ranks| !ranks.is_empty())
        .collect();
    let edge_bytes = compressed(&encode_edges(contents, false));
    Row {
        method,
        basket: CartMetrics::new(&baskets),
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
    let links = |id: ProductId| {
        graph
            .neighbors(id)
            .filter(|edge| edge.relation.is_companion())
            .take(10)
            .map(|edge| edge.to)
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
