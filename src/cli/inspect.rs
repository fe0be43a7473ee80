//! `tillside inspect`: explains a graph or a product in words, or how an export would be read.

use std::cmp::Reverse;
use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use super::args::InspectArgs;
use super::output::print;
use super::{CliError, reading};
use crate::did_you_mean::suggest;
use crate::graph::{Edge, Graph, Manifest, MarketEntry, market_of, read_directory, read_markets};
use crate::model::{Product, Rating, Relation, SkuKey};

pub(super) fn run(args: &InspectArgs) -> Result<(), CliError> {
    let Some(directory) = &args.graph else {
        return reading::run(args);
    };
    let (manifest, graph) = read_directory(directory).map_err(CliError::input)?;
    if args.json {
        let facts = facts(&manifest);
        return print(|out| writeln!(out, "{facts:#}"));
    }
    let product = args
        .sku
        .as_deref()
        .map(|sku| {
            graph
                .product(&SkuKey::new(sku))
                .ok_or_else(|| unknown(sku, &graph))
        })
        .transpose()?;
    print(|out| match product {
        None => write!(
            out,
            "{}",
            Overview {
                manifest: &manifest,
                graph: &graph,
                markets: &further_markets(directory)
            }
        ),
        Some(product) => write!(
            out,
            "{}",
            Explained {
                manifest: &manifest,
                graph: &graph,
                product
            }
        ),
    })
}

/// The facts about the graph as a whole, with the terms of the shop, for programs.
fn facts(manifest: &Manifest) -> Value {
    json!({
        "graph": manifest.graph.to_string(),
        "currency": manifest.currency.code(),
        "as_of": manifest.as_of,
        "policy": manifest.policy,
        "record": manifest.record,
    })
}

fn unknown(sku: &str, graph: &Graph) -> CliError {
    CliError::Input(format!(
        "The graph has no product with the SKU \"{sku}\". {}",
        suggest(sku, graph.products())
    ))
}

/// The further markets of a graph; none in the folder of one of them.
fn further_markets(directory: &Path) -> Vec<MarketEntry> {
    let mut markets = read_markets(directory);
    markets.retain(|market| market_of(directory).is_none() && !market.id.is_empty());
    markets
}

struct Overview<'a> {
    manifest: &'a Manifest,
    graph: &'a Graph,
    markets: &'a [MarketEntry],
}

impl fmt::Display for Overview<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            manifest,
            graph,
            markets,
        } = self;
        let settings = &manifest.record.settings;
        let learned_from = match (manifest.record.orders, manifest.record.visits) {
            (orders, 0) => format!("{orders} orders"),
            (0, visits) => format!("{visits} sessions"),
            (orders, visits) => format!("{orders} orders and {visits} sessions"),
        };
        writeln!(
            out,
            "{} products, learned from {learned_from}.",
            manifest.record.products
        )?;
        if !markets.is_empty() {
            let names = markets
                .iter()
                .map(|known| format!("{} ({})", known.id, known.currency));
            let names: Vec<String> = names.collect();
            let names = names.join(", ");
            writeln!(
                out,
                "  further markets: {names}; --graph DIR/markets/ID reads one"
            )?;
        }
        for relation in Relation::ALL {
            let edges = || {
                graph
                    .products()
                    .flat_map(|product| graph.neighbors(product.id))
                    .filter(|edge| edge.relation == relation)
            };
            let from = graph
                .products()
                .filter(|product| {
                    graph
                        .neighbors(product.id)
                        .any(|edge| edge.relation == relation)
                })
                .count();
            if from > 0 {
                let by_hand = edges().filter(|edge| edge.is_manual).count();
                writeln!(
                    out,
                    "  {:<18} {:>7} links from {from} products, {by_hand} manual",
                    relation.name(),
                    edges().count()
                )?;
            }
        }
        let again = graph
            .products()
            .filter(|product| product.repurchase.is_some())
            .count();
        writeln!(
            out,
            "  {:<18} {again:>7} products with a reorder interval",
            "buy again"
        )?;
        writeln!(out, "Method: {}.", settings.method)?;
        let what = if manifest.record.orders > 0 {
            "order"
        } else {
            "session"
        };
        match &settings.validation {
            None => writeln!(
                out,
                "Too few orders for tuning; the default settings were used."
            ),
            Some(validation) => {
                writeln!(
                    out,
                    "{} settings were tried on the latest {what}s. With the best, {:.1} % of product pages show another product of the \
                     same {what} among ten links, and {:.1} % of the products appear on some page.",
                    validation.trials,
                    100.0 * validation.page_hit_at_10,
                    100.0 * validation.coverage
                )?;
                let (links, popularity) = (validation.ndcg_at_10, validation.popularity_ndcg_at_10);
                let outcome = if validation.links_win() {
                    "links win"
                } else {
                    "popularity wins: products hardly depend on each other"
                };
                writeln!(
                    out,
                    "Completing {what}s, NDCG@10: {links:.3}, and {popularity:.3} for best-sellers: {outcome}."
                )
            }
        }
    }
}

struct Explained<'a> {
    manifest: &'a Manifest,
    graph: &'a Graph,
    product: Product<&'a str>,
}

impl fmt::Display for Explained<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            manifest,
            graph,
            product,
        } = self;
        let price = product.price_minor.map_or("no price".to_owned(), |price| {
            format!(
                "{} {}",
                manifest.currency.decimal(price),
                manifest.currency.code()
            )
        });
        let orders = match product.orders {
            Some(orders) if orders > 0 => format!("in {orders} orders"),
            _ if manifest.record.settings.min_support <= 1 => "in no order".to_owned(),
            _ => format!(
                "in fewer than {} orders",
                manifest.record.settings.min_support
            ),
        };
        writeln!(
            out,
            "{}  {} ({price}), {orders}",
            product.sku, product.title
        )?;
        if let Some(again) = product.repurchase {
            writeln!(
                out,
                "  {} customers reordered it, usually after {} days.",
                again.customers, again.days
            )?;
        }
        if let Some(Rating {
            hundredths,
            reviews,
        }) = product.rating
        {
            writeln!(
                out,
                "  Rated {:.2} of 5 in {reviews} reviews.",
                f64::from(hundredths) / 100.0
            )?;
        }
        if let Some(testimonial) = &product.testimonial {
            writeln!(out, "  Testimonial: \"{testimonial}\"")?;
        }
        if product.selection_bits != 0 {
            writeln!(
                out,
                "  Selections of shop.toml that contain it: {}.",
                product.selection_bits.count_ones()
            )?;
        }
        if product.base > 0 {
            writeln!(
                out,
                "  It is a best-seller, so it is recommended with any cart."
            )?;
        }
        let edges: Vec<Edge> = graph.neighbors(product.id).collect();
        if edges.is_empty() {
            return writeln!(out, "  It has no links.");
        }
        for relation in Relation::ALL {
            let mut found: Vec<(&Edge, Product<&str>)> = edges
                .iter()
                .filter(|edge| edge.relation == relation)
                .filter_map(|edge| graph.product_at(edge.to).map(|to| (edge, to)))
                .collect();
            // The engine's order, which includes the strength of best-sellers.
            found.sort_by_key(|(edge, to)| {
                (
                    !edge.is_manual,
                    Reverse(edge.strength().saturating_add(to.base)),
                )
            });
            if !found.is_empty() {
                writeln!(out, "{}", heading(relation))?;
            }
            for (edge, to) in found {
                let note = graph
                    .note(product.id, to.id)
                    .map_or_else(String::new, |note| format!("  \"{note}\""));
                writeln!(
                    out,
                    "  {:<12} {}  {}{note}",
                    to.sku,
                    to.title,
                    evidence(edge, product, &to)
                )?;
            }
        }
        Ok(())
    }
}

fn heading(relation: Relation) -> &'static str {
    match relation {
        Relation::OftenBoughtWith => "Often bought with it, the strongest first",
        Relation::Accessory => "Accessories",
        Relation::RequiredPart => "Required parts",
        Relation::PartOfSet => "Part of the same set",
        Relation::Substitute => "Substitutes",
        Relation::Upgrade => "Upgrades",
        Relation::AlsoViewed => "Viewed in the same sessions, the strongest first",
    }
}

fn evidence(edge: &Edge, product: &Product<&str>, to: &Product<&str>) -> String {
    let how = match (edge.is_manual, edge.relation.is_companion(), edge.weight) {
        (true, ..) => "manual".to_owned(),
        (false, false, weight) => format!("similarity {weight} of 15"),
        (false, true, 0) if to.base > 0 => "best-seller".to_owned(),
        (false, true, 0) => "covered by the other links".to_owned(),
        (false, true, weight) => format!("strength {weight} of 15"),
    };
    match (edge.together, product.orders) {
        (Some(together), Some(orders)) => format!("({how}; in {together} of its {orders} orders)"),
        _ => format!("({how})"),
    }
}
