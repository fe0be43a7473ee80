//! The till charges what a shopper reads: situations of real shops, each with the right value.

use std::num::{NonZeroI64, NonZeroU32};

use proptest::prelude::*;
use tillside::build::DefaultPlans;
use tillside::engine::{Context, Shopper, Slot, Today, plan};
use tillside::graph::{Edge, Graph, GraphContents, Manifest, encode};
use tillside::model::{
    BillingPeriod, Cart, Currency, Goal, LineItem, Membership, Offer, OfferKind, Plan, Policy,
    PriceChange, Product, ProductId, Relation, Reward, RewardProgress, Selection, ShippingOffer,
    SkuKey, Stage, Threshold, Tier,
};

use crate::engine::{asking, context, lines, unit};
use crate::golden_plans::small_shop;

fn planned_with(context: &Context, change: impl FnOnce(&mut Policy)) -> Plan {
    let (Manifest { mut policy, .. }, graph): (Manifest, Graph) = small_shop();
    change(&mut policy);
    plan(&graph, &policy, context)
}

/// A line with its own price.
fn priced(sku: &str, quantity: u32, price_minor: i64) -> LineItem {
    LineItem {
        sku: sku.into(),
        quantity,
        price_minor: Some(price_minor),
        ..LineItem::default()
    }
}

fn holding(kinds: &[OfferKind], cart: Vec<LineItem>) -> Context {
    Context {
        cart: Cart::new(cart),
        ..asking(kinds, &[])
    }
}

/// Delivery that is free from 50.00, under further terms.
fn free_from_fifty(policy: &mut Policy, terms: impl FnOnce(&mut Tier)) {
    policy.tiers.truncate(1);
    policy.tiers[0].threshold = Threshold::Amount(5000);
    terms(&mut policy.tiers[0]);
}

fn bar(
    cart: Vec<LineItem>,
    change: impl FnOnce(&mut Context),
    terms: impl FnOnce(&mut Tier),
) -> Option<RewardProgress> {
    let mut context = holding(&[OfferKind::Shipping], cart);
    change(&mut context);
    let plan = planned_with(&context, |policy| free_from_fifty(policy, terms));
    plan.shipping.map(|bar| bar.progress)
}

fn only(plan: &Plan, kind: OfferKind) -> &Offer {
    unit(plan, kind).unwrap_or_else(|| panic!("no {} in {plan:?}", kind.name()))
}

#[test]
fn an_abandoned_cart_counts_by_the_terms_of_the_bar() {
    let consenting = |cart: Vec<LineItem>| Context {
        left: lines(&[("MATCHES", 5)]),
        stage: Some(Stage::Browse),
        shopper: Shopper {
            has_consent: true,
            ..Shopper::default()
        },
        ..holding(&[OfferKind::AbandonedCart], cart)
    };
    let left = |context: &Context, terms: &dyn Fn(&mut Tier)| {
        let plan = planned_with(context, |policy| free_from_fifty(policy, terms));
        only(&plan, OfferKind::AbandonedCart).progress.clone()
    };
    // A voucher of 50.00 that does not count, and matches for 6.00 left.
    let context = consenting(vec![priced("VOUCHER", 1, 5000)]);
    let progress = left(&context, &|tier| {
        tier.excluded_skus = vec!["voucher".into()];
    })
    .unwrap();
    assert_eq!(
        (progress.goal.counted(), progress.goal.remaining()),
        (600, 4400)
    );
    // 6.00 with 20 % tax are 5.00 net.
    let mut context = consenting(Vec::new());
    let before_tax = |tier: &mut Tier| tier.is_before_tax = true;
    assert_eq!(left(&context, &before_tax), None, "nobody knows the tax");
    context.left = Cart::new(vec![LineItem {
        tax_minor: Some(100),
        ..priced("MATCHES", 5, 120)
    }]);
    assert_eq!(left(&context, &before_tax).unwrap().goal.counted(), 500);
}

#[test]
fn a_coupon_of_a_percentage_takes_its_share_of_what_is_added() {
    let after = |tier: &mut Tier| tier.is_after_coupons = true;
    let progress = bar(
        vec![priced("ANY", 1, 4000)],
        |context| context.coupon_percent = 20,
        after,
    )
    .unwrap();
    assert_eq!(
        (progress.goal.counted(), progress.goal.remaining()),
        (3200, 1800)
    );
    assert_eq!(progress.goal.to_add(), 2250, "80 % of 22.50 are 18.00");
    let before = bar(
        vec![priced("ANY", 1, 4000)],
        |context| context.coupon_percent = 20,
        |_| (),
    );
    assert_eq!(before.unwrap().goal.to_add(), 1000, "before coupons");
    let nothing_counts = bar(
        vec![priced("ANY", 1, 4000)],
        |context| context.coupon_percent = 100,
        after,
    );
    assert_eq!(nothing_counts, None, "no amount gets there");
}

#[test]
fn a_coupon_larger_than_the_cart_is_made_up_for_first() {
    let progress = bar(
        vec![priced("ANY", 1, 1000)],
        |context| context.coupon_minor = 2000,
        |tier| tier.is_after_coupons = true,
    )
    .unwrap();
    assert_eq!(progress.goal.counted(), 0);
    assert_eq!(progress.goal.to_add(), 6000, "10.00 + 60.00 - 20.00");
}

#[test]
fn a_line_with_a_negative_price_is_a_coupon() {
    let cart = || vec![priced("ANY", 1, 4000), priced("LANTERN", 1, -500)];
    let counted = |terms: &dyn Fn(&mut Tier)| bar(cart(), |_| (), terms).unwrap().goal.counted();
    assert_eq!(counted(&|_| ()), 4000);
    assert_eq!(counted(&|tier| tier.is_after_coupons = true), 3500);
    let plan = planned_with(&holding(&[], cart()), |_| ());
    assert_eq!(plan.subtotal_minor, 4000, "before coupons");
    let viewing = Context {
        cart: Cart::new(cart()),
        ..context(&[], &["LANTERN"])
    };
    let bundle = planned_with(&viewing, |_| ());
    assert!(
        !only(&bundle, OfferKind::Bundle).is_in_cart,
        "a discount is not a lantern"
    );
}

#[test]
fn products_outside_the_graph_can_be_excluded_too() {
    let cart = || vec![priced("ANY", 1, 2000), priced("Gift-Card", 1, 5000)];
    let excluding = |tier: &mut Tier| tier.excluded_skus = vec!["GIFT-CARD".into()];
    assert_eq!(
        bar(cart(), |_| (), excluding).unwrap().goal.remaining(),
        3000
    );
    let wrapped = || vec![priced("ANY", 1, 4900), priced("gift-wrap", 2, 80)];
    assert_eq!(bar(wrapped(), |_| (), |_| ()).unwrap().goal.remaining(), 0);
    let without_services = |tier: &mut Tier| tier.excludes_services = true;
    assert_eq!(
        bar(wrapped(), |_| (), without_services)
            .unwrap()
            .goal
            .remaining(),
        100
    );
}

#[test]
fn tax_belongs_to_its_line() {
    let taxed = |sku: &str, price: i64, tax: i64| LineItem {
        tax_minor: Some(tax),
        ..priced(sku, 1, price)
    };
    let cart = || vec![taxed("BOOK", 1070, 70), taxed("VOUCHER", 2400, 400)];
    let progress = bar(
        cart(),
        |context| context.tax_minor = 470,
        |tier| {
            tier.is_before_tax = true;
            tier.excluded_skus = vec!["VOUCHER".into()];
        },
    )
    .unwrap();
    assert_eq!(
        progress.goal.counted(),
        1000,
        "the voucher's tax is the voucher's"
    );
    // An added product may have the voucher's rate, the highest: 20 % of a net 40.00, and a penny
    // for the rounding that 4.00 of 24.00 may hide.
    let add = progress.goal.to_add();
    assert!((4800..=4810).contains(&add), "{add}");
    let highest = bar(
        vec![taxed("BOOK", 1070, 70)],
        |context| context.tax_minor = 70,
        |tier| {
            tier.is_before_tax = true;
            tier.highest_tax_percent = 20;
        },
    );
    assert_eq!(highest.unwrap().goal.to_add(), 4800);
}

#[test]
fn two_ways_of_delivery_are_told_apart() {
    let context = holding(&[OfferKind::Shipping], vec![priced("ANY", 1, 6000)]);
    let plan = planned_with(&context, |policy| {
        policy.tiers.truncate(2);
        policy.tiers[0].threshold = Threshold::Amount(5000);
        policy.tiers[1].threshold = Threshold::Amount(10_000);
    });
    let progress = plan.shipping.unwrap().progress;
    assert_eq!(progress.earned.as_deref(), Some("Standard delivery"));
    assert_eq!(
        (progress.name.as_str(), progress.goal.to_add()),
        ("Express delivery", 4000)
    );
}

#[test]
fn bulky_goods_and_coupons_decide_on_delivery() {
    let bulky = |tier: &mut Tier| tier.never_free_skus = vec!["SOFA".into()];
    let cart = || vec![priced("SOFA", 1, 90_000)];
    assert_eq!(bar(cart(), |_| (), bulky), None, "nothing makes it free");
    let free = bar(cart(), |context| context.is_shipping_free = true, |_| ());
    assert_eq!(free, None, "it is free anyway");
    let saving = |change: &dyn Fn(&mut Context), terms: &dyn Fn(&mut Tier)| {
        let mut context = holding(
            &[OfferKind::Memberships],
            vec![priced("ANY", 1, 900), priced("SOFA", 1, 100)],
        );
        change(&mut context);
        let plan = planned_with(&context, |policy| free_from_fifty(policy, terms));
        only(&plan, OfferKind::Memberships).memberships[0].saving_minor
    };
    assert_eq!(saving(&|_| (), &|_| ()), 495);
    assert_eq!(
        saving(&|context| context.is_shipping_free = true, &|_| ()),
        0
    );
    assert_eq!(saving(&|_| (), &bulky), 0, "members pay for a sofa too");
}

#[test]
fn the_gift_of_a_reward_is_not_sold() {
    let viewing = context(&[], &["LANTERN"]);
    let is_sold = |plan: &Plan| {
        let items = plan.offers.iter().flat_map(|offer| &offer.items);
        items.into_iter().any(|item| item.sku == "CANDLE")
    };
    assert!(is_sold(&planned_with(&viewing, |_| ())));
    let plan = planned_with(&viewing, |policy| {
        policy.tiers[1].reward = Reward::Gift("candle".into());
    });
    assert!(!is_sold(&plan));
}

#[test]
fn an_upgrade_replaces_all_pieces_at_the_price_of_the_cart() {
    let upgrade = |cart: Vec<LineItem>| {
        let plan = planned_with(&holding(&[OfferKind::Upgrade], cart), |_| ());
        unit(&plan, OfferKind::Upgrade).map(|offer| {
            let item = &offer.items[0];
            (item.quantity, item.price_minor, item.extra_minor)
        })
    };
    let two_lines = vec![priced("LAMP", 1, 2000), priced("lamp", 3, 2000)];
    assert_eq!(upgrade(two_lines), Some((4, Some(2400), Some(400))));
    let cheaper = vec![priced("LAMP", 2, 1950)];
    assert_eq!(upgrade(cheaper), Some((2, Some(2400), Some(450))));
    let uneven = vec![priced("LAMP", 1, 2000), priced("LAMP", 1, 1950)];
    assert_eq!(upgrade(uneven), None, "no difference by the piece is right");
}

#[test]
fn a_service_by_percent_follows_price_and_quantity() {
    let cart = vec![priced("LAMP", 3, 1500)];
    let plan = planned_with(&holding(&[OfferKind::Services], cart), |_| ());
    let items = &only(&plan, OfferKind::Services).items;
    let warranty = items.iter().find(|item| item.sku == "warranty").unwrap();
    assert_eq!((warranty.price_minor, warranty.quantity), (Some(150), 3));
}

#[test]
fn a_membership_saves_what_coupons_leave() {
    let club = |prices: Vec<(BillingPeriod, i64)>, coupon_minor| {
        let context = Context {
            coupon_minor,
            ..holding(&[OfferKind::Memberships], vec![priced("ANY", 1, 6000)])
        };
        let plan = planned_with(&context, |policy| {
            policy.memberships.truncate(1);
            policy.memberships[0] = Membership {
                prices,
                free_shipping: false,
                discount_percent: 10,
                ..policy.memberships[0].clone()
            };
        });
        only(&plan, OfferKind::Memberships).memberships[0].clone()
    };
    let free = || vec![(BillingPeriod::Year, 0)];
    assert_eq!(club(free(), 0).saving_minor, 600);
    let card = club(free(), 2000);
    assert_eq!((card.saving_minor, card.is_best), (400, true));
    assert_eq!(
        card.prices[0].pays_after_orders, None,
        "a free club does not pay for itself"
    );
    assert!(!club(free(), 6000).is_best, "it saves nothing");
}

#[test]
fn the_deal_is_the_deal_everywhere() {
    let on = |kind: OfferKind, viewed: &[&str]| Context {
        today: Some(Today {
            day: 0,
            ends_at_ms: 1,
        }),
        ..if viewed.is_empty() {
            asking(&[kind], &[])
        } else {
            context(&[], viewed)
        }
    };
    let price = |context: &Context, sku: &str| {
        let plan = planned_with(context, |policy| {
            policy.bundle_discount_percent = 15;
            let deal = policy.deal.as_mut().unwrap();
            deal.pool.truncate(1);
            deal.pool[0].sku = "CANDLE".into();
            deal.pool[0].lowest_minor = Some(300);
        });
        let mut items = plan.offers.iter().flat_map(|offer| &offer.items);
        let item = items.find(|item| item.sku == sku).unwrap();
        (item.price_minor, item.was_minor, item.is_deal)
    };
    let deal = (Some(240), Some(300), true);
    assert_eq!(price(&on(OfferKind::Deal, &[]), "CANDLE"), deal);
    assert_eq!(price(&on(OfferKind::Bundle, &["LANTERN"]), "CANDLE"), deal);
    assert_eq!(price(&on(OfferKind::Bundle, &["CANDLE"]), "CANDLE"), deal);
}

#[test]
fn products_that_are_excluded_by_selection_stay_excluded() {
    let (_, graph) = small_shop();
    let product: Product<&str> = graph.product(&SkuKey::new("LAMP")).unwrap();
    let lamps = Selection(u8::try_from(product.selection_bits.trailing_zeros()).unwrap());
    let progress = bar(
        lines(&[("LAMP", 1)]).lines().cloned().collect(),
        |_| (),
        |tier| {
            tier.never_free = Some(lamps);
        },
    );
    assert_eq!(progress, None);
}

proptest! {
    #[test]
    fn a_written_amount_is_read_back_unchanged(
        code in proptest::sample::select(vec![
            "GBP", "EUR", "USD", "HUF", "IDR", "COP", "PKR", "RSD", "JPY", "KRW", "CLP", "ISK", "UGX", "VND", "XOF",
            "BHD", "JOD", "KWD", "OMR", "TND", "CLF", "UYW", "MGA", "MRU", "CZK", "TWD", "POINTS",
        ]),
        amount in 0..=(1_i64 << 53) - 1,
    ) {
        let currency = Currency::new(code).unwrap();
        prop_assert_eq!(currency.parse(&currency.decimal(amount)), Ok(amount));
    }
}

/// A shop with a lamp and an oil that is bought with it, whose price of 9.00 ends on day 20,000.
fn shop_with_a_sale(next_minor: Option<i64>) -> (Manifest, Graph) {
    let product = |id, sku: &str, price_minor| Product {
        id: ProductId(id),
        sku: sku.into(),
        title: sku.into(),
        price_minor: Some(price_minor),
        orders: Some(90),
        is_available: true,
        ..Product::default()
    };
    let oil = Product {
        price_change: Some(PriceChange {
            last_day: NonZeroU32::new(20_000).unwrap(),
            next_minor: next_minor.and_then(NonZeroI64::new),
        }),
        ..product(1, "OIL", 900)
    };
    let to_oil = Edge {
        to: ProductId(1),
        relation: Relation::OftenBoughtWith,
        is_manual: false,
        weight: 12,
        together: Some(40),
    };
    let contents = GraphContents {
        products: vec![product(0, "LAMP", 3000), oil],
        edges: vec![vec![to_oil], Vec::new()],
        ..GraphContents::default()
    };
    let encoded = encode(&contents);
    let currency = Currency::new("GBP").unwrap();
    let manifest = Manifest::new(&encoded, &contents, currency, 100, Policy::default());
    let mut graph = Graph::new(&manifest).unwrap();
    for file in &encoded.files {
        graph.add_shard(&file.bytes).unwrap();
    }
    (manifest, graph)
}

#[test]
fn a_sale_price_ends_on_its_last_day() {
    let oil_on = |day: Option<i64>, next_minor| {
        let (manifest, graph) = shop_with_a_sale(next_minor);
        let today = day.map(|day| Today {
            day,
            ends_at_ms: (day + 1) * 86_400_000,
        });
        let context = Context {
            today,
            slots: vec![Slot::of(0, OfferKind::Bundle, Some(SkuKey::new("LAMP")))],
            ..Context::new(manifest.currency.clone())
        };
        let plan = plan(&graph, &manifest.policy, &context);
        let bundle = unit(&plan, OfferKind::Bundle)?;
        bundle
            .items
            .iter()
            .find(|item| item.sku == "OIL")?
            .price_minor
    };
    assert_eq!(oil_on(Some(20_000), Some(1250)), Some(900));
    assert_eq!(oil_on(Some(20_001), Some(1250)), Some(1250));
    assert_eq!(
        oil_on(None, Some(1250)),
        Some(900),
        "a page without a clock"
    );
    // Nobody knows what it costs then.
    assert_eq!(oil_on(Some(20_001), None), None);
}

#[test]
fn a_cart_line_without_a_price_has_the_price_of_the_day() {
    let (manifest, graph) = shop_with_a_sale(Some(1250));
    let subtotal = |day| {
        let today = Some(Today {
            day,
            ends_at_ms: (day + 1) * 86_400_000,
        });
        let context = Context {
            today,
            cart: lines(&[("OIL", 2)]),
            ..Context::new(manifest.currency.clone())
        };
        plan(&graph, &manifest.policy, &context).subtotal_minor
    };
    assert_eq!([subtotal(20_000), subtotal(20_001)], [1800, 2500]);
}

#[test]
fn a_default_plan_is_painted_until_the_first_of_its_prices_ends() {
    let (manifest, graph) = shop_with_a_sale(Some(1250));
    let content = DefaultPlans::new(&manifest, &graph).content(&SkuKey::new("LAMP"));
    let content: serde_json::Value = serde_json::from_str(&content).unwrap();
    // Day 20,001 begins 14 hours before that of UTC on Kiritimati.
    assert_eq!(content["until"], (20_001_i64 * 24 - 14) * 3_600_000);
}

/// Delivery that is free from three items.
fn free_from_three(cart: Vec<LineItem>, terms: impl FnOnce(&mut Tier)) -> Option<ShippingOffer> {
    let context = holding(&[OfferKind::Shipping], cart);
    let plan = planned_with(&context, |policy| {
        free_from_fifty(policy, |tier| {
            tier.threshold = Threshold::Items(3);
            terms(tier);
        });
    });
    plan.shipping
}

#[test]
fn a_goal_in_items_counts_pieces() {
    let bar = |cart: Vec<LineItem>| free_from_three(cart, |_| ()).unwrap();
    let two = bar(vec![priced("LAMP", 2, 2000)]);
    assert_eq!(
        two.progress.goal,
        Goal::Items {
            threshold: 3,
            counted: 2,
            remaining: 1
        }
    );
    assert_eq!((two.progress_percent, two.is_earned), (66, false));
    let fill = two.fill.unwrap();
    assert_eq!((fill.items.len(), fill.overshoot_minor), (1, 0));
    let four = bar(vec![priced("ANY", 1, 100), priced("LAMP", 3, 2000)]);
    assert!(four.is_earned && four.fill.is_none());
    // Coupons and tax are no matter of items.
    let discounted = free_from_three(vec![priced("ANY", 3, 10), priced("X", 1, -30)], |tier| {
        tier.is_after_coupons = true;
        tier.is_before_tax = true;
    });
    assert!(discounted.unwrap().is_earned);
}

#[test]
fn lines_that_shops_count_differently_do_not_count_as_items() {
    let measured = LineItem {
        is_measured: true,
        ..priced("CHEESE", 1, 2000)
    };
    let cart = vec![measured, priced("SAMPLE", 1, 0), priced("ANY", 1, 100)];
    let bar = free_from_three(cart, |_| ()).unwrap();
    assert_eq!(bar.progress.goal.counted(), 1);
    let excluded = free_from_three(vec![priced("VOUCHER", 3, 5000)], |tier| {
        tier.excluded_skus = vec!["voucher".into()];
    });
    assert_eq!(excluded.unwrap().progress.goal.remaining(), 3);
}

#[test]
fn of_a_goal_in_items_and_one_by_amount_the_nearer_is_shown() {
    let next = |cart: Vec<LineItem>| {
        let context = holding(&[OfferKind::Shipping], cart);
        let plan = planned_with(&context, |policy| {
            policy.tiers.truncate(2);
            policy.tiers[0].threshold = Threshold::Amount(5000);
            policy.tiers[1].threshold = Threshold::Items(4);
        });
        plan.shipping.unwrap().progress.name
    };
    assert_eq!(next(vec![priced("ANY", 1, 4000)]), "Standard delivery");
    assert_eq!(next(vec![priced("ANY", 3, 100)]), "Express delivery");
    assert_eq!(
        next(Vec::new()),
        "Standard delivery",
        "the first of the file"
    );
}
