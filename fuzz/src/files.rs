//! Targets that read untrusted files: order exports, catalogs, `shop.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tillside::build::{Disclosure, Options, VariantRule};
use tillside::check::{Against, check};
use tillside::dataset::DatasetBuilder;
use tillside::engine::{Context, Slot};
use tillside::import::{
    CatalogRow, ImportError, ImportOptions, ImportReport, Interrupted, Preset, RowLayout, Watch,
    read_catalog, read_orders,
};
use tillside::model::{Cart, Currency, LineItem, MOST_MINOR, OfferKind, SkuKey};
use tillside::shop_config::{ShopError, TitleCase, read_shop};
use tillside::train::Tuning;

use super::graphs::{small_shop, survives_bytes};
use super::rules;

/// No graph is learned from larger exports, because that would slow down the fuzzer.
const LEARNED_ROWS: u64 = 40;

/// Writes the bytes into a file and passes its path.
fn with_file<T>(content: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), content).expect("a temporary file");
    read(file.path())
}

struct Unwatched;

impl Watch for Unwatched {
    fn start(&mut self, _: &Path, _: Option<u64>) {}

    fn advance(&mut self, _: u64) -> Result<(), Interrupted> {
        Ok(())
    }
}

/// The import options of the first byte, and the rest of the bytes as the file.
fn options(data: &[u8], rows: RowLayout) -> Option<(ImportOptions, &[u8])> {
    let (choice, content) = data.split_first()?;
    let preset = match choice >> 1 & 7 {
        1 => Some(Preset::Plain),
        2 => Some(Preset::Uci),
        3 => Some(Preset::Shopify),
        4 => Some(Preset::Woocommerce),
        _ => None,
    };
    Some((
        ImportOptions {
            rows,
            preset,
            skip_bad_rows: choice & 1 == 1,
            ..ImportOptions::default()
        },
        content,
    ))
}

/// An order export; a graph is built from a short one.
pub fn import_orders(data: &[u8]) {
    let Some((options, content)) = options(data, RowLayout::Orders) else {
        return;
    };
    let mut builder = DatasetBuilder::default();
    let (mut handed_on, mut is_refused) = (0_u64, false);
    let read = |path: &Path| {
        read_orders::<ImportError>(path, &options, &mut Unwatched, |line| {
            // A row without a product shows that its order was cancelled.
            handed_on += u64::from(!line.sku.is_empty());
            assert!(!line.order.is_empty() && line.quantity > 0);
            assert!(!line.sku.is_empty() || line.is_cancelled);
            assert!(line.price_micros.is_none_or(|price| price > 0));
            if handed_on <= LEARNED_ROWS {
                is_refused |= builder.push(&line).is_err();
            }
            Ok(())
        })
    };
    match with_file(content, read) {
        Ok(ImportReport {
            rows,
            kept,
            dropped,
            ..
        }) => {
            assert_eq!(kept, handed_on);
            assert_eq!(
                rows,
                kept + dropped.values().sum::<u64>(),
                "every row is kept, or dropped for a reason"
            );
            if rows <= LEARNED_ROWS && !is_refused {
                learn(builder);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn learn(builder: DatasetBuilder) {
    let currency = Currency::new("GBP").expect("a code");
    let disclosure = Disclosure {
        min_support: 1,
        is_rounded: false,
    };
    let options = Options {
        currency: Some(currency.clone()),
        tuning: Tuning {
            neighbors: None,
            coverage: 0.95,
        },
        disclosure,
        title_case: TitleCase::default(),
        variants: VariantRule::TitleBeforeDash,
        manual_links: Vec::new(),
        selections: Vec::new(),
        deal: None,
    };
    let Ok(dataset) = builder.gather(None, Some(&currency)) else {
        return;
    };
    let Ok(learned) = dataset.learn(None, &options) else {
        return;
    };
    survives_bytes(&learned.contents);
}

/// A catalog.
pub fn import_catalog(data: &[u8]) {
    let Some((options, content)) = options(data, RowLayout::Catalog) else {
        return;
    };
    let Ok(rows) = with_file(content, |path| read_catalog(path, &options, &mut Unwatched)) else {
        return;
    };
    let mut skus = BTreeSet::new();
    for CatalogRow {
        sku,
        price_micros,
        rating,
        testimonial,
        ..
    } in &rows
    {
        assert!(
            !sku.is_empty() && skus.insert(SkuKey::new(sku)),
            "{sku} is listed twice"
        );
        assert!(price_micros.is_none_or(|price| price > 0));
        assert!(
            rating
                .is_none_or(|rating| (1..=500).contains(&rating.hundredths) && rating.reviews > 0)
        );
        assert!(
            testimonial
                .as_ref()
                .is_none_or(|quote| quote.chars().count() <= 280)
        );
    }
}

/// A `shop.toml`: it is read, checked against the small shop's graph, and used for a plan.
pub fn shop_toml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        assert!(with_file(data, read_shop).is_err());
        return;
    };
    let (manifest, graph) = small_shop();
    let report = check(
        text,
        Against {
            graph: Some((manifest, graph)),
            spending: None,
        },
    );
    for finding in &report.diagnostics {
        assert!(
            finding.line >= 1 && finding.line <= text.lines().count() + 1,
            "line {} of {text:?}",
            finding.line
        );
        assert!(finding.column >= 1 && !finding.message.is_empty());
    }
    match with_file(data, read_shop) {
        Err(ShopError::Content {
            diagnostics: mistakes,
            ..
        }) => {
            assert!(!mistakes.is_empty() && mistakes.len() <= report.diagnostics.len());
        }
        Err(error) => panic!("{error}"),
        Ok(shop) => {
            let json = serde_json::to_value(&shop.policy).expect("a policy is JSON");
            assert!(
                rules::largest(&json) <= i128::from(MOST_MINOR),
                "a page cannot count this: {json}"
            );
            super::graphs::survives_policy_file(&shop.policy);
            let line = |sku: &str, quantity| LineItem {
                sku: sku.into(),
                quantity,
                ..LineItem::default()
            };
            for (sku, cart) in [
                ("LAMP", vec![]),
                ("LANTERN", vec![line("CANDLE", 1), line("TRAY", 2)]),
            ] {
                let slots = (0..)
                    .zip(OfferKind::ALL)
                    .map(|(id, kind)| Slot::of(id, kind, Some(SkuKey::new(sku))))
                    .collect();
                let cart = Cart::new(cart);
                let context = Context {
                    slots,
                    cart,
                    ..Context::new(manifest.currency.clone())
                };
                rules::hold(graph, &shop.policy, &context);
            }
        }
    }
}
