//! The data files with the variants from which the shopper of a plan can choose.
//!
//! *Invariants*: a plan without products that have variants needs no file.

use crate::graph::Graph;
use crate::model::{Plan, SkuKey};

/// The numbers of these data files, each once.
#[must_use]
pub fn variant_files(graph: &Graph, plan: &Plan) -> Vec<u32> {
    let fill = plan.shipping.iter().filter_map(|offer| offer.fill.as_ref());
    let items = plan.offers.iter().flat_map(|offer| &offer.items);
    let items = items.chain(fill.flat_map(|fill| &fill.items));
    let mut files = Vec::new();
    for item in items.filter(|item| item.choice.is_some()) {
        let product = graph.product(&SkuKey::new(&item.sku));
        let group = product.and_then(|product| product.group);
        let wanted = group.and_then(|group| graph.variant_file(group));
        files.extend(wanted.filter(|wanted| !files.contains(wanted)));
    }
    files
}
