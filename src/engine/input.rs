//! The inputs of a plan, looked up once.
//!
//! *Invariants*: what the page says of prices and stock wins over the graph, everywhere; amounts saturate.

use std::cell::{OnceCell, RefCell};

use super::decision::{Decision, Outcome};
use super::rank::{Candidate, rank};
use super::recency::RecencyWeight;
use super::stage::stage;
use super::{Context, Live, urls};
use crate::graph::Graph;
use crate::model::{
    Basket, MOST_MINOR, Membership, Minor, Offer, OfferItem, OfferKind, Policy, Product, ProductId,
    Reason, SkuKey, Stage, Stale, Tier, total,
};

/// A line of a basket.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResolvedLine<'a> {
    /// `None` for what the graph does not know.
    pub(super) product: Option<Product<&'a str>>,
    pub(super) quantity: u32,
    /// All of it.
    pub(super) worth_minor: Minor,
}

pub(super) struct PlanInput<'a> {
    pub(super) graph: &'a Graph,
    pub(super) policy: &'a Policy,
    pub(super) context: &'a Context,
    pub(super) stage: Stage,
    pub(super) lines: Vec<ResolvedLine<'a>>,
    /// What is in the basket and known to the graph.
    pub(super) basket: Vec<Product<&'a str>>,
    /// What the page presents and the graph knows, each once, in the page's order.
    pub(super) viewed: Vec<Product<&'a str>>,
    /// What was bought just now and is known to the graph.
    pub(super) purchased: Vec<Product<&'a str>>,
    pub(super) subtotal_minor: Minor,
    /// By product.
    live: Vec<(ProductId, &'a Live)>,
    unavailable: Vec<ProductId>,
    /// What the shopper bought so lately that another one is not wanted.
    owned: Vec<ProductId>,
    is_stale: bool,
    around_basket: OnceCell<Vec<Candidate<'a>>>,
    /// What became of everything, if somebody asks.
    log: Option<RefCell<Vec<Decision>>>,
}

impl<'a> PlanInput<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        policy: &'a Policy,
        context: &'a Context,
        is_asked: bool,
    ) -> Self {
        let find = |sku: &SkuKey| graph.product(sku);
        let mut viewed: Vec<Product<&str>> = Vec::new();
        for product in context
            .slots
            .iter()
            .filter_map(|slot| slot.sku.as_ref())
            .filter_map(find)
        {
            if !viewed.iter().any(|known| known.id == product.id) {
                viewed.push(product);
            }
        }
        let mut live: Vec<_> = context
            .live
            .iter()
            .filter_map(|live| Some((find(&live.sku)?.id, live)))
            .collect();
        // What is said last counts.
        live.reverse();
        live.sort_by_key(|(id, _)| *id);
        let mut unavailable: Vec<_> = context
            .unavailable
            .iter()
            .filter_map(find)
            .map(|product| product.id)
            .collect();
        unavailable.sort_unstable();
        let age = context.graph_age_days.zip(policy.freshness.max_age_days);
        let mut page = Self {
            graph,
            policy,
            context,
            stage: stage(context),
            lines: Vec::new(),
            basket: Vec::new(),
            viewed,
            purchased: Vec::new(),
            subtotal_minor: 0,
            live,
            unavailable,
            owned: Vec::new(),
            is_stale: age.is_some_and(|(days, most)| days > most.into()),
            around_basket: OnceCell::new(),
            log: is_asked.then(RefCell::default),
        };
        page.lines = page.held(&context.basket);
        page.basket = page.lines.iter().filter_map(|line| line.product).collect();
        page.purchased = page
            .held(&context.purchased)
            .iter()
            .filter_map(|line| line.product)
            .collect();
        let days = u32::from(policy.tact.owned_days);
        let recent = context
            .shopper
            .history
            .iter()
            .filter(|bought| bought.days_ago < days);
        page.owned = recent
            .filter_map(|bought| find(&bought.sku))
            .chain(page.purchased.iter().copied())
            .map(|owned| owned.id)
            .collect();
        page.owned.sort_unstable();
        page.subtotal_minor = total(page.lines.iter().map(|line| line.worth_minor));
        page
    }

    /// The lines of a basket as the graph and the page know them.
    pub(super) fn held(&self, basket: &Basket) -> Vec<ResolvedLine<'a>> {
        let mut lines = Vec::new();
        for line in basket.lines() {
            let product = self.graph.product(&SkuKey::new(&line.sku));
            let known = || {
                product.as_ref().and_then(|product| {
                    self.live(product)
                        .and_then(|live| live.price_minor)
                        .or(product.price_minor)
                })
            };
            let price = line.price_minor.or_else(known).unwrap_or(0).max(0);
            let worth_minor = price.saturating_mul(line.quantity.into()).min(MOST_MINOR);
            lines.push(ResolvedLine {
                product,
                quantity: line.quantity,
                worth_minor,
            });
        }
        lines
    }

    /// What the basket's edges lead to, the most relevant first, whether it may be offered or not.
    pub(super) fn around_basket(&self) -> &[Candidate<'a>] {
        let antecedents = || {
            self.basket
                .iter()
                .map(|product| (product.id, RecencyWeight::ONE))
                .collect::<Vec<_>>()
        };
        self.around_basket
            .get_or_init(|| rank(self.graph, &antecedents()))
    }

    /// The membership that the shopper has, if the shop still knows it.
    pub(super) fn membership(&self) -> Option<&'a Membership> {
        let id = self.context.shopper.membership.as_deref()?;
        self.policy.plans.iter().find(|plan| plan.id == id)
    }

    /// The tiers for this currency and country.
    pub(super) fn tiers(&self) -> impl Iterator<Item = &'a Tier> {
        let Context {
            currency, shopper, ..
        } = self.context;
        let country = shopper.country.as_deref();
        let is_here = move |tier: &&Tier| {
            let mut countries = tier.countries.iter();
            tier.currency == *currency
                && (tier.countries.is_empty()
                    || country
                        .is_some_and(|here| countries.any(|code| code.eq_ignore_ascii_case(here))))
        };
        self.policy.tiers.iter().filter(is_here)
    }

    fn live(&self, product: &Product<&str>) -> Option<&'a Live> {
        let place = self.live.partition_point(|(id, _)| *id < product.id);
        self.live
            .get(place)
            .filter(|(id, _)| *id == product.id)
            .map(|(_, live)| *live)
    }

    /// What one costs at this moment; `None` where no price is known that can be believed.
    pub(super) fn price(&self, product: &Product<&str>) -> Option<Minor> {
        let live = self.live(product).and_then(|live| live.price_minor);
        let learned = product.price_minor.filter(|_| !self.is_stale);
        live.or(learned)
            .filter(|price| *price > 0)
            .map(|price| price.min(MOST_MINOR))
    }

    /// Whether a product can be had at all.
    pub(super) fn is_in_stock(&self, product: &Product<&str>) -> bool {
        let live = self.live(product).and_then(|live| live.is_available);
        live.unwrap_or(product.is_available) && self.unavailable.binary_search(&product.id).is_err()
    }

    /// Why a product may be offered nowhere on this page; `None` when it may.
    pub(super) fn refusal(&self, product: &Product<&str>) -> Option<Outcome> {
        let is_unpriced =
            product.price_minor.is_none_or(|price| price <= 0) && self.price(product).is_none();
        let is_hidden =
            self.policy.freshness.stale == Stale::Hidden && self.price(product).is_none();
        if self.policy.never.is_some_and(|never| product.is_in(never)) {
            Some(Outcome::Never)
        } else if !self.is_in_stock(product) {
            Some(Outcome::SoldOut)
        } else if is_unpriced || is_hidden {
            Some(Outcome::Unpriced)
        } else if self.owned.binary_search(&product.id).is_ok() {
            Some(Outcome::Owned)
        } else {
            None
        }
    }

    /// A product as an offer shows it.
    pub(super) fn offered(&self, product: &Product<&str>, reason: Reason) -> OfferItem {
        OfferItem {
            sku: product.sku.to_owned(),
            title: product.title.to_owned(),
            quantity: 1,
            price_minor: self.price(product),
            was_minor: None,
            extra_minor: None,
            replaces: None,
            belongs_to: None,
            note: None,
            url: urls::product_url(&self.policy.links, product),
            image: urls::image_url(&self.policy.links, product),
            rating: product.rating,
            testimonial: product.testimonial.map(str::to_owned),
            reason,
        }
    }

    /// What goes with something, with its reason and what the merchant says of the two.
    pub(super) fn suggested(&self, candidate: &Candidate<'_>) -> OfferItem {
        let note = self
            .graph
            .note(candidate.antecedent(), candidate.product.id)
            .map(str::to_owned);
        OfferItem {
            note,
            ..self.offered(&candidate.product, candidate.reason(self.graph))
        }
    }

    /// An offer of these items; `None` when there is none.
    pub(super) fn unit(
        &self,
        kind: OfferKind,
        beside: Option<&Product<&str>>,
        items: Vec<OfferItem>,
    ) -> Option<Offer> {
        (!items.is_empty()).then(|| self.bare_unit(kind, beside, items))
    }

    /// An offer of whatever is put into it.
    pub(super) fn bare_unit(
        &self,
        kind: OfferKind,
        beside: Option<&Product<&str>>,
        items: Vec<OfferItem>,
    ) -> Offer {
        let list_id = beside.map_or_else(
            || kind.word().to_owned(),
            |product| [kind.word(), ":", product.sku].concat(),
        );
        let worth = |item: &OfferItem| {
            item.price_minor
                .unwrap_or(0)
                .saturating_mul(item.quantity.into())
        };
        Offer {
            kind,
            slot: 0,
            list_id,
            sku: beside.map(|product| product.sku.to_owned()),
            is_in_basket: beside
                .is_some_and(|product| self.basket.iter().any(|held| held.id == product.id)),
            total_minor: total(items.iter().map(worth)),
            items,
            plans: Vec::new(),
            points: None,
            ends_at_ms: None,
            way: None,
        }
    }

    /// Notes what became of something, if somebody asks.
    pub(super) fn tell(&self, considered: impl FnOnce() -> Decision) {
        if let Some(log) = &self.log {
            log.borrow_mut().push(considered());
        }
    }

    /// What was noted.
    pub(super) fn told(self) -> Vec<Decision> {
        self.log.map(RefCell::into_inner).unwrap_or_default()
    }
}
