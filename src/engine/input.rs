//! The resolved input of a plan: graph, policy and context with every SKU looked up once.
//!
//! *Invariants*: the input does not change while a plan is made; amounts saturate.

use std::cell::OnceCell;

use super::history::{self, History};
use super::prices::Prices;
use super::quantity_breaks::QuantityBreaks;
use super::rank::{Candidate, rank, rank_with_history};
use super::recency::RecencyWeight;
use super::tiers::times_over;
use super::{Context, PastPurchase, Shopper};
use crate::graph::Graph;
use crate::model::{
    Cart, LineItem, MOST_MINOR, Membership, Minor, Policy, Product, ProductId, SkuKey, total,
};

/// A cart line with its product and price.
#[derive(Clone, Debug)]
pub(super) struct ResolvedLine<'a> {
    /// The folded SKU.
    pub(super) key: SkuKey,
    /// `None` for a SKU that the graph does not contain.
    pub(super) product: Option<Product<&'a str>>,
    pub(super) quantity: u32,
    /// Price of all pieces; `0` if no price is known.
    pub(super) worth_minor: Minor,
    /// Whether the pieces certainly have one price. The shares of the lines in a set of a quantity
    /// break are rounded, by each shop in its way.
    pub(super) is_even: bool,
    /// The tax in the price of all pieces; `None` if it is unknown.
    pub(super) tax_minor: Option<Minor>,
    /// Whether the quantity is a measured amount, such as 0.75 kg.
    pub(super) is_measured: bool,
}

/// The price of a line as the page reports it.
#[derive(Clone, Copy)]
pub(super) struct ToldPrice {
    pub(super) worth_minor: Minor,
    pub(super) tax_minor: Option<Minor>,
}

impl ToldPrice {
    fn of(line: &ResolvedLine<'_>) -> Self {
        Self {
            worth_minor: line.worth_minor,
            tax_minor: line.tax_minor,
        }
    }
}

impl ResolvedLine<'_> {
    /// The line at a price without a quantity break.
    fn at(&self, told: ToldPrice) -> Self {
        Self {
            worth_minor: told.worth_minor,
            tax_minor: told.tax_minor,
            is_even: true,
            ..self.clone()
        }
    }

    /// Sets the price with a quantity break, and reduces the tax in it, rounded up. The known tax
    /// may have been rounded down by half a unit.
    pub(super) fn reduce(&mut self, worth_minor: Minor, is_set: bool) {
        let full = self.worth_minor.saturating_mul(2);
        let reduced = |tax: Minor| {
            let doubled = tax.saturating_mul(2).saturating_add(1);
            times_over(doubled, worth_minor, full).min(worth_minor)
        };
        self.tax_minor = self.tax_minor.map(reduced);
        self.worth_minor = worth_minor;
        self.is_even = !is_set;
    }
}

/// All pieces of one product in a cart, on any number of lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeldProduct<'a> {
    pub(super) product: Product<&'a str>,
    pub(super) quantity: u32,
    /// The price of one piece; `None` if it is unknown, or if the pieces have different prices.
    pub(super) piece_minor: Option<Minor>,
}

/// All inputs of a plan.
pub(super) struct PlanInput<'a> {
    pub(super) graph: &'a Graph,
    pub(super) policy: &'a Policy,
    pub(super) context: &'a Context,
    pub(super) prices: Prices<'a>,
    pub(super) breaks: QuantityBreaks<'a>,
    /// The lines of the cart, with quantity breaks.
    pub(super) lines: Vec<ResolvedLine<'a>>,
    /// The prices of these lines by the page, without quantity breaks.
    pub(super) told: Vec<ToldPrice>,
    /// The viewed products that the graph contains, each once, in the page's order.
    pub(super) viewed: Vec<Product<&'a str>>,
    /// The lines of the order that was just placed.
    pub(super) purchased_lines: Vec<ResolvedLine<'a>>,
    /// The products of that order that the graph contains.
    pub(super) purchased: Vec<Product<&'a str>>,
    /// The price of the cart with quantity breaks, before coupons, delivery and membership.
    pub(super) subtotal_minor: Minor,
    /// Sum of the coupons of a fixed amount and of the discount lines.
    pub(super) coupon_minor: Minor,
    /// Products that the shopper bought too recently to be offered again, sorted.
    pub(super) owned: Vec<ProductId>,
    /// The shopper's earlier purchases, of products in the graph.
    pub(super) history: History,
    around_cart: OnceCell<Vec<Candidate<'a>>>,
    variants: OnceCell<Vec<(u32, u32, ProductId)>>,
}

impl<'a> PlanInput<'a> {
    pub(super) fn new(graph: &'a Graph, policy: &'a Policy, context: &'a Context) -> Self {
        let prices = Prices::new(graph, policy, context);
        let breaks = QuantityBreaks::new(policy, context);
        let mut lines = resolve(graph, &prices, &context.cart);
        let told = lines.iter().map(ToldPrice::of).collect();
        breaks.apply(&prices, &mut lines);
        let purchased_lines = resolve(graph, &prices, &context.purchased);
        let bought = purchased_lines.iter().filter_map(|line| line.product);
        let purchased: Vec<Product<&str>> = bought.collect();
        let discounts = context.cart.lines().filter_map(discount);
        let days = u32::from(policy.limits.owned_days);
        let history = history(graph, &context.shopper);
        let bought = history.purchases().iter();
        let recently = bought.filter(|purchase| purchase.days_ago.is_some_and(|age| age < days));
        let mut owned: Vec<ProductId> = recently
            .map(|purchase| purchase.product)
            .chain(purchased.iter().map(|product| product.id))
            .collect();
        owned.sort_unstable();
        Self {
            graph,
            policy,
            context,
            viewed: viewed(graph, context),
            purchased,
            subtotal_minor: total(lines.iter().map(|line| line.worth_minor)),
            coupon_minor: total(discounts.chain([context.coupon_minor.max(0)])),
            told,
            lines,
            breaks,
            purchased_lines,
            prices,
            owned,
            history,
            around_cart: OnceCell::new(),
            variants: OnceCell::new(),
        }
    }

    /// The products of the cart that the graph contains.
    pub(super) fn cart(&self) -> impl Iterator<Item = &Product<&'a str>> {
        let products = self.lines.iter().map(|line| &line.product);
        products.flatten()
    }

    /// The lines of any cart.
    pub(super) fn resolve(&self, cart: &Cart) -> Vec<ResolvedLine<'a>> {
        resolve(self.graph, &self.prices, cart)
    }

    /// The companions of the cart, the most relevant first, whether they may be offered or not.
    /// Most offers need them, so they are ranked once.
    pub(super) fn around_cart(&self) -> &[Candidate<'a>] {
        let antecedents = || {
            self.cart()
                .map(|product| (product.id, RecencyWeight::ONE))
                .collect::<Vec<_>>()
        };
        self.around_cart
            .get_or_init(|| rank(self.graph, &antecedents()))
    }

    /// The loaded variants of a group, in the catalog's order. Those of all groups are found once,
    /// because a page has several offers.
    pub(super) fn variants(&self, group: u32) -> impl Iterator<Item = Product<&'a str>> {
        let variants = self.variants.get_or_init(|| self.graph.variants());
        let first = variants.partition_point(|(other, ..)| *other < group);
        let variants = variants.get(first..).unwrap_or_default().iter();
        let of_group = variants.take_while(move |(other, ..)| *other == group);
        of_group.filter_map(|(.., id)| self.graph.product_at(*id))
    }

    /// Whether a viewed product represents its whole group, because the page names only the group.
    pub(super) fn is_any_variant(&self, viewed: &Product<&str>) -> bool {
        let mut named = self
            .context
            .slots
            .iter()
            .filter_map(|slot| slot.sku.as_ref());
        !named.any(|sku| sku.is(viewed.sku))
    }

    /// Whether the cart contains a viewed product, or any variant of it if it represents its group.
    pub(super) fn is_held(&self, viewed: &Product<&str>) -> bool {
        let group = viewed.group.filter(|_| self.is_any_variant(viewed));
        self.cart()
            .any(|held| held.id == viewed.id || (group.is_some() && held.group == group))
    }

    /// The companions of some products together with what the shopper bought before.
    pub(super) fn ranked_with_history(&self, products: &[(ProductId, u32)]) -> Vec<Candidate<'a>> {
        rank_with_history(self.graph, products, &self.history)
    }

    /// Whether a SKU is a service of the shop.
    pub(super) fn is_service(&self, key: &SkuKey) -> bool {
        let mut services = self.policy.services.iter();
        services.any(|service| SkuKey::new(&service.id) == *key)
    }

    /// The line that an item adds to the cart.
    pub(super) fn added_line(
        &self,
        product: &Product<&'a str>,
        quantity: u32,
        price_minor: Minor,
    ) -> ResolvedLine<'a> {
        let times = |amount: Minor| amount.saturating_mul(quantity.into()).min(MOST_MINOR);
        let worth_minor = times(price_minor);
        // The tax of one piece may have been rounded down by half a unit; the tax of a line is only
        // rounded once.
        let of_all = |tax: Minor| {
            times(tax)
                .saturating_add(Minor::from(quantity >> 1))
                .min(worth_minor)
        };
        ResolvedLine {
            key: SkuKey::new(product.sku),
            product: Some(*product),
            quantity,
            worth_minor,
            is_even: true,
            tax_minor: self.prices.tax(product, price_minor).map(of_all),
            is_measured: false,
        }
    }

    /// The cart after a click, with quantity breaks: the lines of the page without those of the
    /// product that is replaced, then the added ones.
    pub(super) fn lines_after(
        &self,
        replaced: Option<ProductId>,
        added: &[ResolvedLine<'a>],
    ) -> Vec<ResolvedLine<'a>> {
        let is_replaced = |line: &ResolvedLine<'_>| {
            replaced.is_some() && line.product.map(|product| product.id) == replaced
        };
        let all = self.lines.iter().zip(&self.told);
        let kept = all.filter(|(line, _)| !is_replaced(line));
        let kept = kept.map(|(line, told)| line.at(*told));
        let mut lines: Vec<_> = kept.chain(added.iter().cloned()).collect();
        self.breaks.apply(&self.prices, &mut lines);
        lines
    }

    /// The amount by which a click changes the subtotal.
    pub(super) fn cost_minor(
        &self,
        replaced: Option<ProductId>,
        added: &[ResolvedLine<'a>],
    ) -> Minor {
        if self.breaks.is_empty() && replaced.is_none() {
            return total(added.iter().map(|line| line.worth_minor));
        }
        let lines = self.lines_after(replaced, added);
        total(lines.iter().map(|line| line.worth_minor)).saturating_sub(self.subtotal_minor)
    }

    /// Whether one more piece of a product adds its price to the subtotal, and no quantity break
    /// makes it cheaper. Only then may the price be part of a sum.
    pub(super) fn adds_its_price(&self, product: &Product<&'a str>, price_minor: Minor) -> bool {
        self.breaks.group(&self.prices, product).is_none()
            || self.cost_minor(None, &[self.added_line(product, 1, price_minor)]) == price_minor
    }

    /// The shopper's membership, if the shop still sells it.
    pub(super) fn membership(&self) -> Option<&'a Membership> {
        let id = self.context.shopper.membership.as_deref()?;
        self.policy.memberships.iter().find(|plan| plan.id == id)
    }
}

/// The products of the shopper's history that are in the graph. Only the latest entries of a long
/// history are read.
fn history(graph: &Graph, shopper: &Shopper) -> History {
    let mut entries: Vec<&PastPurchase> = shopper.history.iter().collect();
    if entries.len() > history::MOST {
        entries.sort_by_key(|bought| bought.days_ago.unwrap_or(u32::MAX));
        entries.truncate(history::MOST);
    }
    let known = entries.into_iter().filter_map(|bought| {
        let product = graph.product(&bought.sku)?;
        Some((product.id, bought.orders, bought.days_ago))
    });
    let orders = shopper.orders.iter().filter(|_| shopper.has_consent);
    History::new(known, orders.map(|order| order.days_ago))
}

fn viewed<'a>(graph: &'a Graph, context: &Context) -> Vec<Product<&'a str>> {
    let mut viewed: Vec<Product<&str>> = Vec::new();
    let presented = context.slots.iter().filter_map(|slot| slot.sku.as_ref());
    for product in presented.filter_map(|sku| graph.product(sku)) {
        if !viewed.iter().any(|known| known.id == product.id) {
            viewed.push(product);
        }
    }
    viewed
}

fn resolve<'a>(graph: &'a Graph, prices: &Prices<'_>, cart: &Cart) -> Vec<ResolvedLine<'a>> {
    let resolve = |line: &LineItem| {
        let key = SkuKey::new(&line.sku);
        let product = graph.product(&key);
        let known = || {
            product
                .as_ref()
                .and_then(|product| prices.line_price(product))
        };
        let known = || known().filter(|_| !line.is_measured);
        let price = line.price_minor.or_else(known).unwrap_or(0).max(0);
        let worth_minor = price.saturating_mul(line.quantity.into()).min(MOST_MINOR);
        ResolvedLine {
            key,
            product,
            quantity: line.quantity,
            worth_minor,
            is_even: true,
            tax_minor: line.tax_minor.map(|tax| tax.clamp(0, worth_minor)),
            is_measured: line.is_measured,
        }
    };
    let is_product = |line: &&LineItem| discount(line).is_none();
    cart.lines().filter(is_product).map(resolve).collect()
}

/// The amount of a discount line; `None` for a line of a product.
fn discount(line: &LineItem) -> Option<Minor> {
    let price = line.price_minor.filter(|price| *price < 0)?;
    Some(price.saturating_neg().saturating_mul(line.quantity.into()))
}

/// A viewed product with its pieces in the cart, else one piece at its price.
pub(super) fn held_or_viewed<'a>(
    input: &PlanInput<'a>,
    viewed: &Product<&'a str>,
) -> HeldProduct<'a> {
    let mut held = held(&input.lines).into_iter();
    held.find(|held| held.product.id == viewed.id)
        .unwrap_or_else(|| HeldProduct {
            product: *viewed,
            quantity: 1,
            piece_minor: input.prices.price(viewed),
        })
}

/// The products of some lines, each once with all its pieces, in the order of the lines.
pub(super) fn held<'a>(lines: &[ResolvedLine<'a>]) -> Vec<HeldProduct<'a>> {
    let mut held: Vec<HeldProduct<'a>> = Vec::new();
    for line in lines {
        let Some(product) = line.product else {
            continue;
        };
        let pieces = Minor::from(line.quantity);
        let is_even = !line.is_measured
            && line.is_even
            && line.worth_minor > 0
            && line.worth_minor.checked_rem(pieces) == Some(0);
        let piece_minor = line.worth_minor.checked_div(pieces).filter(|_| is_even);
        match held.iter_mut().find(|known| known.product.id == product.id) {
            Some(known) => {
                known.quantity = known.quantity.saturating_add(line.quantity);
                known.piece_minor = known
                    .piece_minor
                    .filter(|known| Some(*known) == piece_minor);
            }
            None => held.push(HeldProduct {
                product,
                quantity: line.quantity,
                piece_minor,
            }),
        }
    }
    held
}
