//! Random pages at the reference till, which must keep every promise of a plan for the cart after
//! the click.
//!
//! `TILLSIDE_TILL_PAGES=100000 cargo test --release --test native till` is the long run. A failure
//! names its seed; `TILLSIDE_TILL_SEED=…` repeats only that page.

use std::collections::BTreeMap;

use tillside::engine::{Context, Live, PastOrder, PastPurchase, Shopper, Slot, Today, plan};
use tillside::graph::{Edge, Graph, GraphContents};
use tillside::model::{
    Applies, BillingPeriod, BreakKind, BreakTier, Cart, Currency, DealProduct, DealRule, Goal,
    Limits, LineItem, LoyaltyReward, LoyaltyRule, Membership, Offer, OfferItem, OfferKind, Plan,
    Policy, Product, ProductId, QuantityBreak, Rating, Reason, Relation, Reward, RewardProgress,
    Selection, Service, ServicePrice, SkuKey, Threshold, Tier,
};

use crate::fuzz::bodies::graphs::load;

use super::{Dice, Rounding, Till, TillLine, tax};

const PRODUCTS: u32 = 12;
const GIFT: &str = "p3";
const EXCLUDED: Selection = Selection(0);
const BULKY: Selection = Selection(1);

/// The taxes that the page sets.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Taxes {
    Untold,
    /// One rate; the page sets the cart's tax.
    Total,
    /// One rate; the page sets the tax of each line.
    Lines,
    /// Different rates; the page sets the tax of each line, the shop its highest rate.
    Mixed,
    /// Different rates; the page also sets the tax of each product.
    MixedAndLive,
}

struct World {
    seed: u64,
    graph: Graph,
    policy: Policy,
    bits: BTreeMap<String, u64>,
    prices: BTreeMap<String, i64>,
    tax_percents: BTreeMap<String, i64>,
    taxes: Taxes,
    highest_tax: i64,
    rounding: Rounding,
}

fn world(seed: u64) -> World {
    let dice = &mut Dice(seed);
    let currency = Currency::new(dice.one_of(&["GBP", "JPY", "KWD", "HUF"])).unwrap();
    let scale = 10_i64.pow(currency.exponent());
    let most_cents = dice.one_of(&[300, 2_000, 9_000]);
    let amount = |dice: &mut Dice, most: i64| (dice.between(1, most) * scale / 100).max(1);
    let products: Vec<Product> = (0..PRODUCTS)
        .map(|id| Product {
            id: ProductId(id),
            sku: format!("p{id}"),
            title: format!("Product {id}"),
            price_minor: Some(amount(dice, most_cents)),
            group: dice.percent(20).then_some(id % 3),
            orders: Some(900 - id * 10),
            is_available: !dice.percent(5),
            selection_bits: u64::from(dice.percent(20))
                | (u64::from(dice.percent(8)) << 1)
                | (u64::from(dice.percent(40)) << 2)
                | (u64::from(dice.percent(30)) << 3),
            rating: Some(Rating {
                hundredths: dice.between(100, 500) as u16,
                reviews: 20,
            }),
            ..Product::default()
        })
        .collect();
    let edges = (0..PRODUCTS)
        .map(|from| {
            let others = (0..PRODUCTS).filter(|to| *to != from);
            let mut edges = Vec::new();
            for to in others {
                if dice.percent(60) {
                    let relation = dice.one_of(&[
                        Relation::OftenBoughtWith,
                        Relation::OftenBoughtWith,
                        Relation::Accessory,
                        Relation::Upgrade,
                    ]);
                    edges.push(Edge {
                        to: ProductId(to),
                        relation,
                        is_manual: relation != Relation::OftenBoughtWith,
                        weight: dice.between(3, 15) as u8,
                        together: None,
                    });
                }
            }
            edges.sort_by_key(|edge| (!edge.is_manual, std::cmp::Reverse(edge.weight), edge.to));
            edges
        })
        .collect();
    let bits = products
        .iter()
        .map(|product| (product.sku.clone(), product.selection_bits));
    let bits: BTreeMap<_, _> = bits.collect();
    let prices = products
        .iter()
        .map(|product| (product.sku.clone(), product.price_minor.unwrap()));
    let prices: BTreeMap<_, _> = prices.collect();
    let graph = load(&GraphContents {
        products,
        edges,
        ..GraphContents::default()
    });
    let taxes = dice.one_of(&[
        Taxes::Untold,
        Taxes::Total,
        Taxes::Lines,
        Taxes::Mixed,
        Taxes::MixedAndLive,
    ]);
    let rate = dice.one_of(&[7, 19, 20, 27]);
    let mut tax_percents = BTreeMap::new();
    for sku in prices
        .keys()
        .map(String::as_str)
        .chain(["gift-card", "crate", "mystery", "wrap", "warranty"])
    {
        let percent = match taxes {
            Taxes::Untold => 0,
            Taxes::Total | Taxes::Lines => rate,
            Taxes::Mixed | Taxes::MixedAndLive => dice.one_of(&[0, 7, rate]),
        };
        tax_percents.insert(sku.to_owned(), percent);
    }
    let is_mixed = matches!(taxes, Taxes::Mixed | Taxes::MixedAndLive);
    let tells_highest = is_mixed || (taxes != Taxes::Untold && dice.percent(40));
    let highest_tax = if taxes == Taxes::Untold { 0 } else { rate };
    let (mut from, mut items) = (0, 0);
    let mut tier = |dice: &mut Dice, name: &str, reward| {
        from += amount(dice, most_cents * 3) + 1;
        items += dice.between(1, 6) as u32;
        Tier {
            name: name.into(),
            currency: currency.clone(),
            threshold: if dice.percent(25) {
                Threshold::Items(items)
            } else {
                Threshold::Amount(from)
            },
            reward,
            countries: Vec::new(),
            excluded: dice.percent(50).then_some(EXCLUDED),
            is_after_coupons: dice.percent(60),
            is_before_tax: taxes != Taxes::Untold && dice.percent(60),
            excluded_skus: dice.one_of(&[vec![], vec!["gift-card".to_owned()]]),
            excludes_services: dice.percent(50),
            highest_tax_percent: if tells_highest { rate as u8 } else { 0 },
            never_free: dice.percent(50).then_some(BULKY),
            never_free_skus: dice.one_of(&[vec![], vec!["crate".to_owned()]]),
        }
    };
    let ways = (amount(dice, 600), amount(dice, 1_200));
    let mut tiers = vec![
        tier(dice, "Standard", Reward::Shipping(ways.0)),
        tier(dice, "a bag", Reward::Gift(GIFT.into())),
        tier(dice, "Express", Reward::Shipping(ways.1)),
        tier(dice, "ten percent", Reward::Percent(10)),
    ];
    tiers.truncate(dice.between(1, 4) as usize);
    let quantity_breaks = (0..dice.between(0, 2))
        .map(|number| quantity_break(dice, Selection(2 + number as u8), &currency, most_cents))
        .collect();
    let service = |id: &str, price| Service {
        id: id.into(),
        name: id.into(),
        currency: currency.clone(),
        price,
        applies: Applies::default(),
        note: None,
        url: None,
    };
    let policy = Policy {
        tiers,
        quantity_breaks,
        memberships: vec![
            Membership {
                id: "plus".into(),
                name: "Plus".into(),
                currency: currency.clone(),
                prices: vec![(BillingPeriod::Year, amount(dice, 4_000))],
                free_shipping: true,
                discount_percent: dice.one_of(&[0, 5]),
                benefits: Vec::new(),
                url: None,
            },
            Membership {
                id: "club".into(),
                name: "Club".into(),
                currency: currency.clone(),
                prices: vec![(BillingPeriod::Month, 0)],
                free_shipping: dice.percent(50),
                discount_percent: dice.one_of(&[0, 10]),
                benefits: Vec::new(),
                url: None,
            },
        ],
        services: vec![
            service("wrap", ServicePrice::Fixed(amount(dice, 50))),
            service("warranty", ServicePrice::Percent(dice.between(1, 30) as u8)),
        ],
        loyalty: Some(LoyaltyRule {
            currency: currency.clone(),
            per_major: dice.between(1, 3) as u32,
            rewards: (1..40)
                .map(|step| LoyaltyReward {
                    points: step * 25,
                    name: format!("reward {step}"),
                })
                .collect(),
        }),
        deal: dice.percent(60).then(|| DealRule {
            percent: dice.between(5, 60) as u8,
            pool: (0..4)
                .map(|id| DealProduct {
                    sku: format!("p{id}"),
                    lowest_minor: dice.percent(50).then(|| amount(dice, most_cents)),
                })
                .collect(),
        }),
        bundle_discount_percent: dice.one_of(&[0, 15]),
        limits: Limits {
            bundle_percent: 500,
            cart_percent: 200,
            line_percent: 150,
            offers_per_page: 20,
            owned_days: 1,
            ..Limits::default()
        },
        ..Policy::default()
    };
    World {
        seed,
        graph,
        policy,
        bits,
        prices,
        tax_percents,
        taxes,
        highest_tax,
        rounding: dice.one_of(&[
            Rounding::LineToNearest,
            Rounding::LineDown,
            Rounding::PieceUp,
        ]),
    }
}

/// A random break, which only a shopper in Germany gets in one of ten cases.
fn quantity_break(
    dice: &mut Dice,
    products: Selection,
    currency: &Currency,
    most_cents: i64,
) -> QuantityBreak {
    let scale = 10_i64.pow(currency.exponent());
    let kind = dice.one_of(&[BreakKind::Each, BreakKind::Percent, BreakKind::Set]);
    let mix = dice.percent(50).then(|| "these".to_owned());
    let most = if kind == BreakKind::Set && mix.is_some() {
        1
    } else {
        3
    };
    let mut tiers = Vec::new();
    let (mut from, mut value) = (1, 0);
    for number in 0..dice.between(1, most) {
        let before = from;
        from += dice.between(1, 3);
        let is_first = number == 0;
        value = match kind {
            BreakKind::Percent => value + dice.between(1, 25),
            BreakKind::Each if is_first => (dice.between(1, most_cents) * scale / 100).max(1),
            BreakKind::Set if is_first => (from * dice.between(1, most_cents) * scale / 100).max(1),
            BreakKind::Each => value * dice.between(50, 99) / 100,
            BreakKind::Set => (value * from / before) * dice.between(50, 99) / 100,
        };
        if value <= 0 {
            break;
        }
        tiers.push(BreakTier {
            from: from as u32,
            value,
        });
    }
    let countries = if dice.percent(10) {
        vec!["DE".to_owned()]
    } else {
        Vec::new()
    };
    QuantityBreak {
        products,
        mix,
        currency: currency.clone(),
        countries,
        kind,
        tiers,
    }
}

impl World {
    fn line(&self, dice: &mut Dice, sku: &str) -> LineItem {
        let known = self.prices.get(sku).copied().unwrap_or(500);
        let quantity = dice.one_of(&[1, 1, 2, 3, 7]);
        // A cart may charge another price than the catalog.
        let price = if dice.percent(20) {
            dice.between(1, known * 2)
        } else {
            known
        };
        let (is_named, worth) = (
            !self.prices.contains_key(sku) || dice.percent(80),
            price * i64::from(quantity),
        );
        let tells_lines = matches!(
            self.taxes,
            Taxes::Lines | Taxes::Mixed | Taxes::MixedAndLive
        );
        LineItem {
            sku: sku.into(),
            quantity,
            price_minor: (is_named || tells_lines).then_some(price),
            tax_minor: tells_lines.then(|| tax(worth, self.tax_percents[sku])),
            ..LineItem::default()
        }
    }

    /// A random page, and the same cart at the till.
    fn page(&self, dice: &mut Dice) -> (Context, Till<'_>) {
        let currency = self.policy.tiers[0].currency.clone();
        let mut skus: Vec<String> = (0..PRODUCTS).map(|id| format!("p{id}")).collect();
        let others = ["gift-card", "crate", "mystery", "wrap", "warranty"];
        skus.extend(others.map(str::to_owned));
        let mut lines = Vec::new();
        for _ in 0..dice.between(0, 5) {
            let sku = if dice.percent(75) {
                format!("p{}", dice.below(12))
            } else {
                dice.one_of(&skus)
            };
            lines.push(self.line(dice, &sku));
        }
        let today = dice.percent(70).then(|| Today {
            day: dice.between(0, 9),
            ends_at_ms: 0,
        });
        if dice.percent(10) && !lines.is_empty() {
            let price_minor = Some(-dice.between(1, 300));
            lines.push(LineItem {
                sku: "rebate".into(),
                quantity: 1,
                price_minor,
                ..LineItem::default()
            });
        }
        let viewed = SkuKey::new(&format!("p{}", dice.below(12)));
        let kinds = [
            OfferKind::Shipping,
            OfferKind::AbandonedCart,
            OfferKind::Memberships,
            OfferKind::Loyalty,
            OfferKind::Services,
            OfferKind::Upgrade,
            OfferKind::Deal,
            OfferKind::AlsoBought,
            OfferKind::QuantityBreak,
        ];
        let mut slots: Vec<Slot> = (0..)
            .zip(kinds)
            .map(|(id, kind)| Slot::of(id, kind, None))
            .collect();
        if dice.percent(40) {
            let beside = [
                OfferKind::Bundle,
                OfferKind::QuantityBreak,
                OfferKind::Upgrade,
                OfferKind::Services,
            ];
            slots.extend(
                (50..)
                    .zip(beside)
                    .map(|(id, kind)| Slot::of(id, kind, Some(viewed.clone()))),
            );
        }
        let left = (0..dice.between(0, 3)).map(|_| {
            let sku = format!("p{}", dice.below(12));
            LineItem {
                sku,
                quantity: dice.between(1, 3) as u32,
                ..LineItem::default()
            }
        });
        let left = Cart::new(left.collect());
        let live = match self.taxes {
            Taxes::MixedAndLive => self
                .prices
                .iter()
                .map(|(sku, price)| Live {
                    sku: SkuKey::new(sku),
                    price_minor: Some(*price),
                    tax_minor: Some(tax(*price, self.tax_percents[sku])),
                    is_available: None,
                    minimum_quantity: None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let is_member = dice.percent(10);
        let mut context = Context {
            slots,
            left,
            live,
            today,
            coupon_minor: if dice.percent(20) {
                dice.between(1, 800)
            } else {
                0
            },
            coupon_percent: dice.one_of(&[0, 0, 0, 5, 10, 20, 33, 100]),
            is_shipping_free: dice.percent(8),
            shopper: Shopper {
                has_consent: true,
                membership: is_member.then(|| "plus".to_owned()),
                points: Some(dice.below(300)),
                history: vec![PastPurchase {
                    sku: SkuKey::new("p1"),
                    orders: 1,
                    days_ago: Some(90),
                }],
                orders: if dice.percent(30) {
                    vec![PastOrder {
                        subtotal_minor: dice.between(0, 9_000),
                        days_ago: 40,
                    }]
                } else {
                    Vec::new()
                },
                ..Shopper::default()
            },
            ..Context::new(currency)
        };
        let deal = todays_deal(&self.policy, &self.prices, &context, &self.graph);
        let till_line = |line: &LineItem| TillLine {
            sku: line.sku.clone(),
            quantity: line.quantity.into(),
            price: line.price_minor.unwrap_or_else(|| match &deal {
                Some((sku, price)) if *sku == line.sku => *price,
                _ => self.prices[&line.sku],
            }),
            tax_percent: self.tax_percents.get(&line.sku).copied().unwrap_or(0),
        };
        let lines_at_till: Vec<TillLine> = lines.iter().map(till_line).collect();
        let goods = lines_at_till.iter().filter(|line| line.price > 0);
        context.tax_minor = match self.taxes {
            Taxes::Untold => 0,
            _ => goods
                .map(|line| tax(line.price * line.quantity, line.tax_percent))
                .sum(),
        };
        let till = Till {
            policy: &self.policy,
            bits: &self.bits,
            prices: &self.prices,
            deal: deal.as_ref().map(|(sku, _)| sku.clone()),
            rounding: self.rounding,
            lines: lines_at_till,
            coupon: context.coupon_minor,
            coupon_percent: context.coupon_percent.into(),
            is_shipping_free: context.is_shipping_free,
            is_member,
        };
        context.cart = Cart::new(lines);
        (context, till)
    }

    fn bought(&self, item: &OfferItem) -> TillLine {
        TillLine {
            sku: item.sku.clone(),
            quantity: item.quantity.into(),
            price: item.price_minor.expect("a price"),
            tax_percent: self.tax_percents[&item.sku],
        }
    }

    fn tier(&self, progress: &RewardProgress) -> &Tier {
        let mut tiers = self.policy.tiers.iter();
        tiers
            .find(|tier| tier.name == progress.name)
            .expect("a tier of the shop")
    }

    /// Whether the page sets enough taxes for a tier: a cart without tax counts as untaxed, and a
    /// cart of a few yen may have a tax of 0 after rounding.
    fn is_tax_told(&self, tier: &Tier, context: &Context) -> bool {
        let is_told =
            context.tax_minor > 0 || tier.highest_tax_percent > 0 || self.highest_tax == 0;
        is_told || !tier.is_before_tax || context.cart.is_empty()
    }

    /// Checks the promise about a reward: it is earned, or earned after one product at the
    /// displayed price is added.
    fn check_progress(&self, progress: &RewardProgress, till: &Till<'_>) -> &'static str {
        let tier = self.tier(progress);
        if let Some(earned) = &progress.earned {
            let earned = self
                .policy
                .tiers
                .iter()
                .find(|tier| tier.name == *earned)
                .unwrap();
            assert!(till.keeps(earned), "{} is said to be earned", earned.name);
        }
        if progress.goal.remaining() == 0 {
            assert!(till.keeps(tier), "{} is said to be earned", tier.name);
            return "earned";
        }
        // A page without products shows only the threshold.
        if till.subtotal() == 0 {
            return "empty";
        }
        let (quantity, price, kind) = match progress.goal {
            Goal::Amount { .. } => (1, progress.goal.to_add(), "add"),
            Goal::Items { remaining, .. } => (i64::from(remaining), 1, "add items"),
        };
        let after = till.with([TillLine {
            sku: "anything".into(),
            quantity,
            price,
            tax_percent: self.highest_tax,
        }]);
        assert!(
            after.keeps(tier),
            "{progress:?}: {} counted of {:?}",
            after.counted(tier),
            tier.threshold
        );
        kind
    }

    fn check(
        &self,
        context: &Context,
        till: &Till<'_>,
        plan: &Plan,
        seen: &mut BTreeMap<&'static str, u32>,
    ) {
        let mut count = |what| *seen.entry(what).or_default() += 1;
        assert_eq!(plan.subtotal_minor, till.subtotal());
        let bar = plan.shipping.as_ref();
        if let Some(bar) = bar.filter(|bar| self.is_tax_told(self.tier(&bar.progress), context)) {
            count(self.check_progress(&bar.progress, till));
            if bar.progress.earned.is_some() {
                count("another delivery is earned");
            }
            assert_eq!(bar.is_earned, bar.progress.goal.remaining() == 0);
            if let Some(fill) = &bar.fill {
                let after = till.with(fill.items.iter().map(|item| self.bought(item)));
                let tier = self.tier(&bar.progress);
                assert!(
                    after.keeps(tier),
                    "these get you there: {fill:?}, {} of {:?}",
                    after.counted(tier),
                    tier.threshold
                );
                assert_eq!(fill.total_minor, after.subtotal() - till.subtotal());
                count(match bar.progress.goal {
                    Goal::Amount { .. } => "fill",
                    Goal::Items { .. } => "fill in items",
                });
            }
        }
        for offer in &plan.offers {
            for item in &offer.items {
                self.check_item(item, context, till, &mut count);
            }
            self.check_sums(offer, till, &mut count);
            let progress = offer.progress.as_ref();
            if let Some(progress) =
                progress.filter(|progress| self.is_tax_told(self.tier(progress), context))
            {
                let left = offer
                    .items
                    .iter()
                    .filter(|item| item.reason == Reason::Left);
                let after = till.with(left.map(|item| self.bought(item)));
                assert_eq!(offer.total_minor, after.subtotal() - till.subtotal());
                self.check_progress(progress, &after);
                count("abandoned cart");
            }
            if let Some(points) = &offer.loyalty {
                assert!(points.earned <= till.points());
                if let Some(item) = offer.items.first() {
                    let mut after = till.with([self.bought(item)]);
                    if let Some(replaced) = &item.replaces {
                        after
                            .lines
                            .retain(|line| line.sku != *replaced || line.price < 0);
                    }
                    let reward = points.reward.as_ref().unwrap();
                    let rule = self.policy.loyalty.as_ref().unwrap();
                    let reward = rule
                        .rewards
                        .iter()
                        .find(|known| known.name == *reward)
                        .unwrap();
                    assert!(
                        points.balance.unwrap() + after.points() >= reward.points,
                        "{points:?}"
                    );
                    count("points");
                }
            }
            for card in &offer.memberships {
                let sold = self
                    .policy
                    .memberships
                    .iter()
                    .find(|sold| sold.id == card.id)
                    .unwrap();
                let mut member = till.clone();
                member.is_member = sold.free_shipping;
                let discount = till.discounted() * i64::from(sold.discount_percent) / 100;
                let saving = till.delivery() - member.delivery() + discount;
                assert!(card.saving_minor <= saving, "{card:?} saves {saving}");
                let yearly = card.yearly_saving_minor.unwrap_or(card.saving_minor);
                assert!(!card.is_best || yearly > 0, "{card:?}");
                for price in &card.prices {
                    assert_ne!(price.pays_after_orders, Some(0));
                }
                count("membership");
            }
        }
    }

    /// Checks the amounts of offers that add several products or pieces.
    fn check_sums(&self, offer: &Offer, till: &Till<'_>, count: &mut impl FnMut(&'static str)) {
        let cost = |items: &[OfferItem]| {
            let after = till.with(items.iter().map(|item| self.bought(item)));
            after.subtotal() - till.subtotal()
        };
        if let Some(prices) = &offer.quantity_break {
            let item = &offer.items[0];
            let full = item.price_minor.unwrap() * i64::from(item.quantity);
            assert_eq!(cost(&offer.items), offer.total_minor, "{offer:?}");
            assert_eq!(full - offer.total_minor, prices.saving_minor, "{offer:?}");
            for tier in &prices.tiers {
                let mut alone = till.clone();
                let quantity = i64::from(tier.quantity);
                alone.lines = vec![TillLine {
                    quantity,
                    ..self.bought(item)
                }];
                assert_eq!(alone.subtotal(), tier.total_minor, "{offer:?}");
            }
            count("quantity break");
            if prices.held > 0 {
                count("quantity break with pieces in the cart");
            }
        }
        if offer.kind == OfferKind::Bundle {
            // Whichever companions are selected, they add up; the viewed product may cost less.
            let (viewed, companions) = offer.items.split_at(1);
            let first = cost(viewed);
            assert!(first <= viewed[0].price_minor.unwrap());
            let sum: i64 = companions
                .iter()
                .map(|item| item.price_minor.unwrap())
                .sum();
            assert_eq!(cost(&offer.items) - first, sum, "{offer:?}");
            assert_eq!(cost(companions), sum, "{offer:?}");
            count("bundle");
        }
    }

    fn check_item(
        &self,
        item: &OfferItem,
        context: &Context,
        till: &Till<'_>,
        count: &mut impl FnMut(&'static str),
    ) {
        let gives_gift = self
            .policy
            .tiers
            .iter()
            .any(|tier| matches!(tier.reward, Reward::Gift(_)));
        assert!(
            !gives_gift || item.sku != GIFT || item.reason == Reason::Viewed,
            "the gift is sold"
        );
        let charged = till.charged();
        let held: Vec<_> = charged
            .iter()
            .filter(|charged| {
                [&item.replaces, &item.belongs_to]
                    .into_iter()
                    .flatten()
                    .any(|sku| charged.line.sku == *sku)
            })
            .collect();
        let pieces: i64 = held.iter().map(|charged| charged.line.quantity).sum();
        if let Some(replaced) = &item.replaces {
            let mut after = till.with([self.bought(item)]);
            after
                .lines
                .retain(|line| line.sku != *replaced || line.price < 0);
            let extra = item.extra_minor.unwrap() * i64::from(item.quantity);
            if pieces > 0 {
                assert_eq!(i64::from(item.quantity), pieces, "{item:?}");
                assert_eq!(extra, after.subtotal() - till.subtotal(), "{item:?}");
                count("upgrade");
            }
        }
        if item.sku == "warranty" && pieces > 0 {
            let ServicePrice::Percent(percent) = self.policy.services[1].price else {
                panic!()
            };
            for price in held.iter().flat_map(|charged| &charged.pieces) {
                assert_eq!(
                    item.price_minor,
                    Some((price * i64::from(percent) + 99) / 100),
                    "{item:?}"
                );
            }
            assert_eq!(i64::from(item.quantity), pieces);
            count("service");
        }
        if let Some((sku, price)) = todays_deal(&self.policy, &self.prices, context, &self.graph)
            && item.sku == sku
        {
            assert_eq!(
                item.price_minor,
                Some(price),
                "the deal costs what it says everywhere: {item:?}"
            );
            count("deal");
        }
    }
}

/// The product of the day and its price; `None` if the deal is not cheaper than the current price.
fn todays_deal(
    policy: &Policy,
    prices: &BTreeMap<String, i64>,
    context: &Context,
    graph: &Graph,
) -> Option<(String, i64)> {
    let (deal, today) = (policy.deal.as_ref()?, context.today?);
    let turn = &deal.pool[(today.day % deal.pool.len() as i64) as usize];
    let price = prices[&turn.sku];
    let reference = turn.lowest_minor.unwrap_or(price);
    let off = reference * i64::from(deal.percent) / 100;
    let is_available = graph.product(&SkuKey::new(&turn.sku))?.is_available;
    (is_available && reference - off < price).then(|| (turn.sku.clone(), reference - off))
}

#[test]
fn the_till_keeps_every_promise_of_a_random_page() {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let pages = number("TILLSIDE_TILL_PAGES").unwrap_or(4_000);
    let seeds = match number("TILLSIDE_TILL_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..pages.div_ceil(10),
    };
    let is_whole = seeds.end - seeds.start > 1;
    let mut seen = BTreeMap::new();
    for seed in seeds {
        let world = world(seed);
        let dice = &mut Dice(seed ^ 0x5eed);
        for page in 0..10 {
            let (context, till) = world.page(dice);
            let plan = plan(&world.graph, &world.policy, &context);
            let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                world.check(&context, &till, &plan, &mut seen);
            }));
            if let Err(cause) = checked {
                eprintln!(
                    "seed {}, page {page}, taxes {:?}\n{till:#?}",
                    world.seed, world.taxes
                );
                std::panic::resume_unwind(cause);
            }
        }
    }
    let kinds = [
        "abandoned cart",
        "add",
        "add items",
        "another delivery is earned",
        "bundle",
        "deal",
        "earned",
        "fill",
        "fill in items",
        "membership",
        "points",
        "quantity break",
        "quantity break with pieces in the cart",
        "service",
        "upgrade",
    ];
    for kind in kinds.into_iter().filter(|_| is_whole) {
        assert!(
            seen.get(kind).is_some_and(|count| *count > 20),
            "too few of {kind}: {seen:?}"
        );
    }
}
