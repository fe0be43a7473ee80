//! One plan for the whole page: offers are made in one order and none repeats what another shows.

use super::also::also;
use super::bundle::bundle;
use super::membership::memberships;
use super::recommend::Withheld;
use super::rescue::rescue;
use super::shipping::shipping;
use super::{Context, links};
use crate::graph::Graph;
use crate::model::{Membership, Minor, Offered, Plan, Policy, Product, Reason, SkuKey};

/// Plans everything that Tillside shows on a page.
///
/// Bundles come first, in the page's order, because the shopper looks at their product; a product that is sold out gets what
/// comes closest to it instead; the shipping gap takes from what is left, and what goes with the basket comes last. SKUs that
/// the graph does not know count for the subtotal when the page names their price, and otherwise not at all.
#[must_use]
pub fn plan(graph: &Graph, policy: &Policy, context: &Context) -> Plan {
    let page = Page::new(graph, policy, context);
    let mut withheld = Withheld::default();
    page.basket.iter().for_each(|product| withheld.add(product));

    let (mut bundles, mut rescues) = (Vec::new(), Vec::new());
    for (place, viewed) in page.viewed.iter().enumerate() {
        let is_repeated = page.viewed.iter().take(place).any(|before| before.id == viewed.id);
        if !is_repeated {
            bundles.extend(bundle(&page, viewed, &mut withheld));
            rescues.extend(rescue(&page, viewed, &mut withheld));
        }
    }
    // A product that the page presents needs no second presentation as a filler.
    page.viewed.iter().for_each(|viewed| withheld.add(viewed));
    let is_delivered_free = page.membership().is_some_and(|plan| plan.free_shipping);
    let shipping = if is_delivered_free { None } else { shipping(&page, &mut withheld) };
    let also = also(&page, &mut withheld);
    Plan {
        currency: context.currency.clone(),
        subtotal_minor: page.subtotal_minor,
        bundles,
        rescues,
        shipping,
        also,
        memberships: memberships(&page),
    }
}

/// The inputs of a plan, looked up once.
pub(super) struct Page<'a> {
    pub(super) graph: &'a Graph,
    pub(super) policy: &'a Policy,
    pub(super) context: &'a Context,
    /// What is in the basket and known to the graph.
    pub(super) basket: Vec<&'a Product>,
    /// What the page presents and the graph knows.
    pub(super) viewed: Vec<&'a Product>,
    pub(super) subtotal_minor: Minor,
}

impl<'a> Page<'a> {
    fn new(graph: &'a Graph, policy: &'a Policy, context: &'a Context) -> Self {
        let (mut basket, mut subtotal_minor) = (Vec::new(), 0_i64);
        for line in context.basket.lines() {
            let product = graph.product(&SkuKey::new(&line.sku));
            basket.extend(product);
            let price = line.price_minor.or_else(|| product?.price_minor).unwrap_or(0).max(0);
            subtotal_minor = subtotal_minor.saturating_add(price.saturating_mul(line.quantity.into()));
        }
        let viewed = context.viewed.iter().filter_map(|sku| graph.product(sku)).collect();
        Self { graph, policy, context, basket, viewed, subtotal_minor }
    }

    /// The membership that the shopper has, if the shop still knows it.
    pub(super) fn membership(&self) -> Option<&'a Membership> {
        let id = self.context.membership.as_deref()?;
        self.policy.plans.iter().find(|plan| plan.id == id)
    }

    /// What delivery of this basket costs without a membership: the cheapest rule, free where its threshold is reached.
    /// An empty basket is not delivered.
    pub(super) fn delivery_minor(&self) -> Minor {
        if self.context.basket.is_empty() {
            return 0;
        }
        let rules = self.policy.shipping.iter().filter(|rule| rule.currency == self.context.currency);
        let prices = rules.map(|rule| if self.subtotal_minor >= rule.free_from_minor { 0 } else { rule.price_minor });
        prices.min().unwrap_or(0)
    }

    /// Whether a product can be bought on this page: it has a price, and neither the catalogue nor the page says that it is
    /// sold out.
    pub(super) fn is_sellable(&self, product: &Product) -> bool {
        let is_priced = product.price_minor.is_some_and(|price| price > 0);
        is_priced && product.is_available && !self.context.unavailable.contains(&SkuKey::new(&product.sku))
    }

    /// A product as an offer shows it.
    pub(super) fn offered(&self, product: &Product, reason: Reason) -> Offered {
        Offered {
            sku: product.sku.clone(),
            title: product.title.clone(),
            price_minor: product.price_minor.unwrap_or(0),
            url: links::product_url(&self.policy.links, product),
            image: links::image_url(&self.policy.links, product),
            reason,
        }
    }
}
