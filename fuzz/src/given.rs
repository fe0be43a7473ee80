//! Generates graphs, policies and contexts from bytes: all values that the builder and the page's
//! reader accept, up to both ends of every range.

use std::num::NonZeroI64;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use arbitrary::{Result, Unstructured};
use tillside::engine::{Context, Live, PastOrder, PastPurchase, Shopper, Slot, Today};
use tillside::graph::{Edge, GraphContents};
use tillside::model::{
    Applies, BillingPeriod, BreakKind, BreakTier, Cart, Currency, DealProduct, DealRule, Freshness,
    Limits, LineItem, LoyaltyReward, LoyaltyRule, MOST_MINOR, Membership, Minor, OfferKind, Policy,
    PriceChange, Product, ProductId, QuantityBreak, Rating, Relation, RepeatFactor, RepeatModel,
    Repurchase, Reward, Selection, Service, ServicePrice, SkuKey, Stage, Stages, Stale, Threshold,
    Tier, Trial, Variant,
};

type Bytes<'a> = Unstructured<'a>;

/// Number of SKUs; the last one is in no graph.
const SKUS: u32 = 34;

fn sku(bytes: &mut Bytes<'_>) -> Result<String> {
    Ok(format!("Sku {}", bytes.int_in_range(0..=SKUS)?))
}

fn key(bytes: &mut Bytes<'_>) -> Result<SkuKey> {
    Ok(SkuKey::new(&sku(bytes)?))
}

fn text(bytes: &mut Bytes<'_>) -> Result<String> {
    let length = bytes.int_in_range(0..=9)?.min(bytes.len());
    Ok(String::from_utf8_lossy(bytes.bytes(length)?).into_owned())
}

fn list<'a, T>(
    bytes: &mut Bytes<'a>,
    most: usize,
    each: impl Fn(&mut Bytes<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let length = bytes.int_in_range(0..=most)?;
    (0..length).map(|_| each(bytes)).collect()
}

fn maybe<'a, T>(
    bytes: &mut Bytes<'a>,
    each: impl Fn(&mut Bytes<'a>) -> Result<T>,
) -> Result<Option<T>> {
    if bytes.arbitrary()? {
        each(bytes).map(Some)
    } else {
        Ok(None)
    }
}

/// An amount from 0 upwards, usually in the range of real prices.
fn amount(bytes: &mut Bytes<'_>) -> Result<Minor> {
    match bytes.int_in_range(0..=7)? {
        0 => bytes.int_in_range(MOST_MINOR - 2..=MOST_MINOR),
        1 => bytes.int_in_range(0..=MOST_MINOR),
        2 => Ok(0),
        _ => bytes.int_in_range(0..=30_000),
    }
}

/// A price above 0.
fn price(bytes: &mut Bytes<'_>) -> Result<Minor> {
    Ok(amount(bytes)?.max(1))
}

fn currency(bytes: &mut Bytes<'_>) -> Result<Currency> {
    let code = if bytes.ratio(1, 9)? { "JPY" } else { "GBP" };
    Ok(Currency::new(code).expect("a code"))
}

fn selection(bytes: &mut Bytes<'_>) -> Result<Selection> {
    Ok(Selection(if bytes.arbitrary()? {
        bytes.int_in_range(0..=3)?
    } else {
        bytes.int_in_range(0..=Selection::MOST)?
    }))
}

/// Up to `most` products with their edges and notes.
pub fn catalogue(bytes: &mut Bytes<'_>, most: u32) -> Result<GraphContents> {
    let count = bytes.int_in_range(1..=most)?;
    let products = (0..count)
        .map(|id| product(bytes, id))
        .collect::<Result<Vec<_>>>()?;
    let mut notes = BTreeMap::new();
    let mut edges = Vec::new();
    for from in 0..count {
        let mut home: Vec<Edge> = list(bytes, 7, |bytes| edge(bytes, count))?;
        home.sort_by_key(|edge| edge.to);
        home.dedup_by_key(|edge| edge.to);
        home.sort_by_key(|edge| {
            (
                !edge.is_manual,
                Reverse(edge.weight),
                Reverse(edge.together),
                edge.to,
            )
        });
        for edge in &home {
            if bytes.ratio(1, 4)? {
                notes.insert((ProductId(from), edge.to), text(bytes)?);
            }
        }
        edges.push(home);
    }
    let parents = products.iter().rev().filter_map(|product: &Product| {
        let parent = SkuKey::new(&format!("Group {}", product.group?));
        Some((parent, product.id))
    });
    let parents = parents.collect();
    Ok(GraphContents {
        products,
        edges,
        notes,
        parents,
        repeat: RepeatModel {
            bought: 300,
            recent: 150,
            share: 600,
            chances: (0..30).map(|cell| cell * 300).collect(),
            lines: 1_000,
        },
    })
}

fn product(bytes: &mut Bytes<'_>, id: u32) -> Result<Product> {
    let rating = |bytes: &mut Bytes<'_>| {
        Ok(Rating {
            hundredths: bytes.int_in_range(1..=500)?,
            reviews: bytes.int_in_range(1..=u32::MAX)?,
        })
    };
    let repurchase = |bytes: &mut Bytes<'_>| {
        Ok(Repurchase {
            days: bytes.int_in_range(1..=u32::MAX)?,
            customers: bytes.arbitrary()?,
        })
    };
    let price_change = |bytes: &mut Bytes<'_>| {
        Ok(PriceChange {
            last_day: bytes.arbitrary()?,
            next_minor: maybe(bytes, price)?.and_then(NonZeroI64::new),
        })
    };
    let filled = |bytes: &mut Bytes<'_>| Ok(format!("/{}", text(bytes)?));
    let (title, price_minor) = (format!("T{}", text(bytes)?), maybe(bytes, price)?);
    let price_change = maybe(bytes, price_change)?;
    let group = maybe(bytes, |bytes| bytes.int_in_range(0..=4))?;
    Ok(Product {
        id: ProductId(id),
        sku: format!("Sku {id}"),
        title,
        price_minor,
        price_change,
        group,
        variant: group
            .filter(|group| !(group + id).is_multiple_of(3))
            .map(|_| Variant {
                name: Some("Size".to_owned()).filter(|_| id.is_multiple_of(2)),
                option: format!("O{id}"),
                place: id % 5,
            }),
        is_chosen_on_page: group
            .is_some_and(|group| (group + id).is_multiple_of(3) && id.is_multiple_of(7)),
        base: if bytes.ratio(1, 5)? {
            bytes.arbitrary()?
        } else {
            0
        },
        orders: Some(bytes.arbitrary()?),
        repurchase: maybe(bytes, repurchase)?,
        repeat: RepeatFactor::AVERAGE,
        is_available: !bytes.ratio(1, 6)?,
        url: maybe(bytes, filled)?,
        image: maybe(bytes, filled)?,
        // One bit for each possible selection.
        selection_bits: bytes.arbitrary::<u64>()? & (u64::MAX >> (63 - Selection::MOST)),
        rating: maybe(bytes, rating)?,
        testimonial: maybe(bytes, filled)?,
    })
}

fn edge(bytes: &mut Bytes<'_>, count: u32) -> Result<Edge> {
    Ok(Edge {
        to: ProductId(bytes.int_in_range(0..=count - 1)?),
        relation: *bytes.choose(&Relation::ALL)?,
        is_manual: bytes.ratio(1, 4)?,
        weight: bytes.int_in_range(0..=15)?,
        together: maybe(bytes, |bytes| bytes.int_in_range(1..=u32::MAX))?,
    })
}

/// A policy that `shop.toml` can express.
pub fn policy(bytes: &mut Bytes<'_>) -> Result<Policy> {
    let free = |bytes: &mut Bytes<'_>| bytes.int_in_range(0..=90);
    Ok(Policy {
        tiers: each_once(list(bytes, 4, tier)?, |tier| {
            (tier.currency.clone(), tier.threshold)
        }),
        quantity_breaks: list(bytes, 3, quantity_break)?,
        memberships: each_once(list(bytes, 3, membership)?, |plan| plan.id.clone()),
        services: each_once(list(bytes, 4, service)?, |service| SkuKey::new(&service.id)),
        trials: list(bytes, 4, trial)?,
        loyalty: maybe(bytes, points)?,
        deal: maybe(bytes, deal)?,
        bundle_discount_percent: maybe(bytes, free)?.unwrap_or(0),
        never: maybe(bytes, selection)?,
        limits: limits(bytes)?,
        stages: maybe(bytes, stages)?.unwrap_or_default(),
        freshness: maybe(bytes, freshness)?.unwrap_or_default(),
        control_group_percent: if bytes.ratio(1, 9)? { free(bytes)? } else { 0 },
        ..Policy::default()
    })
}

/// The first of the elements that share a key, because the reader of `shop.toml` refuses the
/// others.
fn each_once<T, K: Ord>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut known = BTreeSet::new();
    all.into_iter()
        .filter(|one| known.insert(key(one)))
        .collect()
}

fn tier(bytes: &mut Bytes<'_>) -> Result<Tier> {
    Ok(Tier {
        name: text(bytes)?,
        currency: currency(bytes)?,
        threshold: if bytes.ratio(1, 3)? {
            Threshold::Items(bytes.int_in_range(1..=999)?)
        } else {
            Threshold::Amount(price(bytes)?)
        },
        reward: match bytes.int_in_range(0..=2)? {
            0 => Reward::Gift(sku(bytes)?),
            1 => Reward::Percent(bytes.int_in_range(1..=90)?),
            _ => Reward::Shipping(amount(bytes)?),
        },
        countries: list(bytes, 1, |bytes| {
            Ok(bytes.choose(&["GB", "FR"])?.to_string())
        })?,
        excluded: maybe(bytes, selection)?,
        is_after_coupons: bytes.arbitrary()?,
        is_before_tax: bytes.arbitrary()?,
        excluded_skus: Vec::new(),
        excludes_services: false,
        highest_tax_percent: 0,
        never_free: None,
        never_free_skus: Vec::new(),
    })
}

fn quantity_break(bytes: &mut Bytes<'_>) -> Result<QuantityBreak> {
    let kind = *bytes.choose(&[BreakKind::Each, BreakKind::Percent, BreakKind::Set])?;
    let mix = maybe(bytes, text)?;
    let most = if kind == BreakKind::Set && mix.is_some() {
        1
    } else {
        3
    };
    let mut tiers: Vec<BreakTier> = Vec::new();
    for _ in 0..bytes.int_in_range(1..=most)? {
        let from = bytes.int_in_range(2..=999)?;
        let value = match kind {
            BreakKind::Percent => bytes.int_in_range(1..=90)?,
            BreakKind::Each | BreakKind::Set => price(bytes)?,
        };
        let is_better = tiers.last().is_none_or(|before: &BreakTier| {
            let [one, other] = [(value, before.from), (before.value, from)]
                .map(|(value, from)| i128::from(value) * i128::from(from));
            from > before.from
                && match kind {
                    BreakKind::Each => value < before.value,
                    BreakKind::Percent => value > before.value,
                    BreakKind::Set => one < other,
                }
        });
        if is_better {
            tiers.push(BreakTier { from, value });
        }
    }
    Ok(QuantityBreak {
        products: selection(bytes)?,
        mix,
        currency: currency(bytes)?,
        countries: Vec::new(),
        kind,
        tiers,
    })
}

fn membership(bytes: &mut Bytes<'_>) -> Result<Membership> {
    let (month, year) = (
        (BillingPeriod::Month, amount(bytes)?),
        (BillingPeriod::Year, amount(bytes)?),
    );
    Ok(Membership {
        id: text(bytes)?,
        name: text(bytes)?,
        currency: currency(bytes)?,
        prices: bytes
            .choose(&[vec![month], vec![year], vec![month, year]])?
            .clone(),
        free_shipping: bytes.arbitrary()?,
        discount_percent: bytes.int_in_range(0..=100)?,
        benefits: Vec::new(),
        url: None,
    })
}

fn service(bytes: &mut Bytes<'_>) -> Result<Service> {
    let fixed = bytes.arbitrary()?;
    let from_minor = if bytes.arbitrary()? {
        amount(bytes)?
    } else {
        0
    };
    Ok(Service {
        // Occasionally the SKU of a product.
        id: if bytes.ratio(1, 9)? {
            sku(bytes)?
        } else {
            format!("service {}", bytes.int_in_range(0..=3)?)
        },
        name: text(bytes)?,
        currency: currency(bytes)?,
        price: if fixed {
            ServicePrice::Fixed(amount(bytes)?)
        } else {
            ServicePrice::Percent(bytes.int_in_range(1..=100)?)
        },
        applies: Applies {
            to: maybe(bytes, selection)?,
            from_minor,
            to_minor: maybe(bytes, amount)?.map(|to| to.max(from_minor)),
        },
        note: None,
        url: None,
    })
}

fn trial(bytes: &mut Bytes<'_>) -> Result<Trial> {
    let of = sku(bytes)?;
    let own = format!("sample of {of}");
    let sample = sku(bytes).map(|sample| if sample == of { own.clone() } else { sample })?;
    let sku = if bytes.ratio(1, 4)? { sample } else { own };
    Ok(Trial {
        sku,
        name: text(bytes)?,
        of,
        currency: currency(bytes)?,
        price_minor: amount(bytes)?,
    })
}

fn points(bytes: &mut Bytes<'_>) -> Result<LoyaltyRule> {
    let reward = |bytes: &mut Bytes<'_>| {
        Ok(LoyaltyReward {
            points: price(bytes)?.unsigned_abs(),
            name: text(bytes)?,
        })
    };
    let mut rewards = list(bytes, 3, reward)?;
    rewards.sort_by_key(|reward| reward.points);
    let rewards = each_once(rewards, |reward| reward.points);
    Ok(LoyaltyRule {
        currency: currency(bytes)?,
        per_major: bytes.int_in_range(1..=10_000)?,
        rewards,
    })
}

fn deal(bytes: &mut Bytes<'_>) -> Result<DealRule> {
    let turn = |bytes: &mut Bytes<'_>| {
        Ok(DealProduct {
            sku: sku(bytes)?,
            lowest_minor: maybe(bytes, price)?,
        })
    };
    Ok(DealRule {
        percent: bytes.int_in_range(1..=90)?,
        pool: list(bytes, 4, turn)?,
    })
}

fn limits(bytes: &mut Bytes<'_>) -> Result<Limits> {
    let percent = |bytes: &mut Bytes<'_>| {
        if bytes.arbitrary()? {
            bytes.int_in_range(1..=300)
        } else {
            bytes.int_in_range(1..=10_000)
        }
    };
    Ok(Limits {
        bundle_percent: percent(bytes)?,
        cart_percent: percent(bytes)?,
        line_percent: percent(bytes)?,
        offers_per_page: bytes.int_in_range(1..=9)?,
        relevance_percent: bytes.int_in_range(0..=100)?,
        repeats: bytes.int_in_range(1..=100)?,
        owned_days: bytes.int_in_range(0..=3650)?,
        big_ticket_minor: if bytes.ratio(1, 4)? {
            Some(amount(bytes)?)
        } else {
            None
        },
    })
}

fn stages(bytes: &mut Bytes<'_>) -> Result<Stages> {
    let kinds = |bytes: &mut Bytes<'_>| {
        let mut kinds: Vec<OfferKind> = Vec::new();
        for kind in list(bytes, 8, |bytes| bytes.choose(&OfferKind::ALL).copied())? {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        Ok(kinds)
    };
    Ok(Stages {
        browse: kinds(bytes)?,
        checkout: kinds(bytes)?,
        post_purchase: kinds(bytes)?,
    })
}

fn freshness(bytes: &mut Bytes<'_>) -> Result<Freshness> {
    let stale = if bytes.arbitrary()? {
        Stale::Hidden
    } else {
        Stale::Unpriced
    };
    Ok(Freshness {
        max_age_days: maybe(bytes, |bytes| bytes.int_in_range(1..=3650))?,
        stale,
        live: false,
    })
}

/// A context that a page can set, including carts with invalid lines.
pub fn page(bytes: &mut Bytes<'_>) -> Result<Context> {
    let line = |bytes: &mut Bytes<'_>| {
        let quantity = if bytes.ratio(1, 9)? {
            bytes.arbitrary()?
        } else {
            bytes.int_in_range(0..=3)?
        };
        let price_minor =
            maybe(bytes, amount)?.map(|price| if price % 9 == 8 { -price } else { price });
        Ok(LineItem {
            sku: sku(bytes)?,
            quantity,
            price_minor,
            ..LineItem::default()
        })
    };
    let cart = |bytes: &mut Bytes<'_>| list(bytes, 6, line).map(Cart::new);
    let slot = |bytes: &mut Bytes<'_>| {
        let kind = maybe(bytes, |bytes| bytes.choose(&OfferKind::ALL).copied())?;
        Ok((bytes.int_in_range(0..=7)?, kind, maybe(bytes, key)?))
    };
    let live = |bytes: &mut Bytes<'_>| {
        Ok(Live {
            sku: key(bytes)?,
            price_minor: maybe(bytes, price)?,
            tax_minor: None,
            is_available: maybe(bytes, Unstructured::arbitrary)?,
            minimum_quantity: None,
        })
    };
    let stages = [
        None,
        Some(Stage::Browse),
        Some(Stage::Checkout),
        Some(Stage::PostPurchase),
    ];
    let today = |bytes: &mut Bytes<'_>| {
        Ok(Today {
            day: bytes.int_in_range(-MOST_MINOR..=MOST_MINOR)?,
            ends_at_ms: bytes.int_in_range(-MOST_MINOR..=MOST_MINOR)?,
        })
    };
    let kinds = |bytes: &mut Bytes<'_>| Ok(bytes.choose(&OfferKind::ALL)?.name().to_owned());
    let seen = |bytes: &mut Bytes<'_>| {
        Ok((
            format!("{}/{}", kinds(bytes)?, sku(bytes)?),
            bytes.int_in_range(0..=5)?,
        ))
    };
    let mut slots: Vec<Slot> = list(bytes, 8, slot)?
        .into_iter()
        .map(|(id, kind, sku)| Slot { id, kind, sku })
        .collect();
    slots.sort_by_key(|slot| slot.id);
    slots.dedup_by_key(|slot| slot.id);
    Ok(Context {
        slots,
        stage: *bytes.choose(&stages)?,
        cart: cart(bytes)?,
        coupon_minor: if bytes.arbitrary()? {
            amount(bytes)?
        } else {
            0
        },
        tax_minor: if bytes.arbitrary()? {
            amount(bytes)?
        } else {
            0
        },
        purchased: if bytes.ratio(1, 4)? {
            cart(bytes)?
        } else {
            Cart::default()
        },
        left: cart(bytes)?,
        live: list(bytes, 6, live)?,
        unavailable: list(bytes, 3, key)?,
        shopper: shopper(bytes)?,
        dismissed: if bytes.ratio(1, 4)? {
            list(bytes, 3, kinds)?
        } else {
            Vec::new()
        },
        seen: list(bytes, 3, seen)?,
        today: maybe(bytes, today)?,
        graph_age_days: maybe(bytes, |bytes| bytes.int_in_range(0..=4000))?,
        ..Context::new(Currency::new("GBP").expect("a code"))
    })
}

fn shopper(bytes: &mut Bytes<'_>) -> Result<Shopper> {
    let bought = |bytes: &mut Bytes<'_>| {
        Ok(PastPurchase {
            sku: key(bytes)?,
            orders: bytes.arbitrary()?,
            days_ago: Some(bytes.int_in_range(0..=4000)?),
        })
    };
    let order = |bytes: &mut Bytes<'_>| {
        Ok(PastOrder {
            subtotal_minor: amount(bytes)?,
            days_ago: bytes.int_in_range(0..=800)?,
        })
    };
    Ok(Shopper {
        has_consent: bytes.arbitrary()?,
        membership: maybe(bytes, text)?,
        country: maybe(bytes, |bytes| Ok(bytes.choose(&["gb", "FR"])?.to_string()))?,
        visitor: maybe(bytes, text)?,
        points: maybe(bytes, amount)?.map(Minor::unsigned_abs),
        history: list(bytes, 5, bought)?,
        orders: list(bytes, 3, order)?,
    })
}
