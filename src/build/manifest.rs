//! The manifest of a built graph.

use super::graph::BuiltGraph;
use crate::graph::{BuildRecord, Encoded, Manifest};
use crate::model::Policy;

impl BuiltGraph {
    /// The manifest of this graph, with the terms of the shop; the rotation of the deal of the day
    /// is taken from the graph. `as_of` is the date of the prices.
    #[must_use]
    pub fn manifest(
        &self,
        encoded: &Encoded,
        mut policy: Policy,
        as_of: Option<String>,
    ) -> Manifest {
        if let Some(deal) = &mut policy.deal {
            deal.pool.clone_from(&self.deals);
        }
        let (currency, orders) = (self.currency.clone(), self.orders);
        let plain = Manifest::new(encoded, &self.contents, currency, orders, policy);
        Manifest {
            as_of,
            record: BuildRecord {
                visits: self.sessions,
                settings: self.settings.clone(),
                ..plain.record
            },
            ..plain
        }
    }
}
