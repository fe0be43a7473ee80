//! Every kind of offer in the small shop of `tests/data/shop`, checked by hand.

use tillside::engine::{
    Context, Live, Outcome, PastOrder, PastPurchase, Shopper, Slot, Today, explain, plan,
};
use tillside::graph::{Graph, Manifest};
use tillside::model::{
    Limits, Offer, OfferItem, OfferKind, Plan, Policy, Reason, Reward, SkuKey, Stage, Stages,
    Stale, Threshold, Tier,
};

use crate::engine::{asking, context, items, lines, unit};
use crate::golden_plans::small_shop;

fn planned_with(context: &Context, change: impl FnOnce(&mut Policy)) -> Plan {
    let (Manifest { mut policy, .. }, graph): (Manifest, Graph) = small_shop();
    change(&mut policy);
    plan(&graph, &policy, context)
}

fn planned(context: &Context) -> Plan {
    planned_with(context, |_| ())
}

fn only(plan: &Plan, kind: OfferKind) -> &Offer {
    unit(plan, kind).unwrap_or_else(|| panic!("no {} in {plan:?}", kind.name()))
}

/// A page of a product with a slot for one kind.
fn beside(kind: OfferKind, sku: &str) -> Context {
    let slots = vec![Slot::of(0, kind, Some(SkuKey::new(sku)))];
    Context {
        slots,
        ..asking(&[], &[])
    }
}

fn shopping(shopper: Shopper, context: Context) -> Context {
    Context { shopper, ..context }
}

#[test]
fn the_discount_of_a_bundle_applies_to_each_piece() {
    let plan = planned_with(&beside(OfferKind::Bundle, "LANTERN"), |policy| {
        policy.bundle_discount_percent = 15;
    });
    let prices: Vec<_> = only(&plan, OfferKind::Bundle)
        .items
        .iter()
        .map(|item| (item.price_minor, item.was_minor))
        .collect();
    // 15 % of 12.99 is 1.9485, and of 3.49 it is 0.5235: each discount is rounded down.
    assert_eq!(prices[0], (Some(1299 - 194), Some(1299)));
    assert_eq!(prices[1], (Some(349 - 52), Some(349)));
    assert_eq!(
        only(&plan, OfferKind::Bundle).total_minor,
        prices.iter().map(|(price, _)| price.unwrap()).sum::<i64>()
    );
}

#[test]
fn an_upgrade_replaces_its_line_and_states_its_advantage() {
    let plan = planned(&beside(OfferKind::Upgrade, "LAMP"));
    let OfferItem {
        sku,
        price_minor,
        extra_minor,
        replaces,
        note,
        quantity,
        ..
    } = &only(&plan, OfferKind::Upgrade).items[0];
    assert_eq!(
        (sku.as_str(), *price_minor, *extra_minor),
        ("LAMP-XL", Some(2400), Some(400))
    );
    assert_eq!(
        (replaces.as_deref(), note.as_deref(), *quantity),
        (Some("LAMP"), Some("Lights the whole table"), 1)
    );
    let held = planned(&asking(&[OfferKind::Upgrade], &[("LAMP", 3)]));
    assert_eq!(
        only(&held, OfferKind::Upgrade).items[0].quantity,
        3,
        "all of the line"
    );
    let dear = planned_with(&beside(OfferKind::Upgrade, "LAMP"), |policy| {
        policy.limits.line_percent = 19;
    });
    assert!(dear.offers.is_empty(), "4.00 is more than 19 % of 20.00");
    assert!(
        planned(&asking(
            &[OfferKind::Upgrade],
            &[("LAMP", 1), ("LAMP-XL", 1)]
        ))
        .offers
        .is_empty(),
        "it is held already"
    );
}

#[test]
fn a_required_part_outranks_everything() {
    let mut context = asking(
        &[
            OfferKind::AlsoBought,
            OfferKind::Services,
            OfferKind::Addons,
        ],
        &[("LAMP", 1)],
    );
    let plan = planned(&context);
    assert_eq!(plan.offers[0].kind, OfferKind::Addons);
    assert_eq!(items(&plan, OfferKind::Addons), ["BULB", "SHADE"]);
    let reason = &plan.offers[0].items[0].reason;
    assert!(
        matches!(reason, Reason::GoesWith { sku, .. } if sku == "LAMP"),
        "{reason:?}"
    );
    context.cart = lines(&[("LAMP", 1), ("BULB", 1)]);
    assert_eq!(items(&planned(&context), OfferKind::Addons), ["SHADE"]);
    let cheap = planned_with(&beside(OfferKind::Addons, "LAMP"), |policy| {
        policy.limits.cart_percent = 5;
    });
    assert_eq!(
        items(&cheap, OfferKind::Addons),
        ["BULB"],
        "the shade is too dear, what is needed never is"
    );
}

#[test]
fn services_follow_product_category_and_price() {
    let plan = planned(&beside(OfferKind::Services, "LAMP"));
    let found: Vec<_> = only(&plan, OfferKind::Services)
        .items
        .iter()
        .map(|item| (item.sku.as_str(), item.price_minor))
        .collect();
    assert_eq!(found, [("gift-wrap", Some(80)), ("warranty", Some(200))]);
    assert_eq!(
        items(
            &planned(&beside(OfferKind::Services, "LANTERN")),
            OfferKind::Services
        ),
        ["gift-wrap"],
        "it is no lamp"
    );
    assert!(
        planned(&beside(OfferKind::Services, "MATCHES"))
            .offers
            .is_empty(),
        "0.80 is more than a quarter of 1.20"
    );
    let held = planned(&Context {
        cart: lines(&[("LAMP", 1), ("Warranty", 1)]),
        ..beside(OfferKind::Services, "LAMP")
    });
    assert_eq!(items(&held, OfferKind::Services), ["gift-wrap"]);
    let cart = planned(&asking(
        &[OfferKind::Services],
        &[("CANDLE", 1), ("LAMP", 1)],
    ));
    assert!(
        only(&cart, OfferKind::Services)
            .items
            .iter()
            .all(|item| item.belongs_to.as_deref() == Some("LAMP"))
    );
}

#[test]
fn services_are_for_the_order_even_if_the_graph_knows_none_of_its_products() {
    let placed = |purchased: &[(&str, u32)]| {
        planned(&Context {
            stage: Some(Stage::PostPurchase),
            purchased: lines(purchased),
            ..asking(&[OfferKind::Services], &[("LAMP", 1)])
        })
    };
    let known = placed(&[("LANTERN", 1)]);
    assert_eq!(items(&known, OfferKind::Services), ["gift-wrap"]);
    assert!(placed(&[("ENGRAVED-MUG", 1)]).offers.is_empty());
}

#[test]
fn a_sample_is_of_a_likely_addition_to_the_cart() {
    let at_the_till = |cart: &[(&str, u32)]| Context {
        stage: Some(Stage::Checkout),
        ..asking(&[OfferKind::Trial], cart)
    };
    let plan = planned(&at_the_till(&[("LANTERN", 1)]));
    let item = &only(&plan, OfferKind::Trial).items[0];
    assert_eq!(
        (item.sku.as_str(), item.title.as_str(), item.price_minor),
        ("CANDLE-MINI", "One small candle", Some(0))
    );
    assert!(
        planned(&at_the_till(&[("LANTERN", 1), ("CANDLE-MINI", 1)]))
            .offers
            .is_empty(),
        "one a cart"
    );
    assert!(
        planned(&at_the_till(&[("LANTERN", 1), ("CANDLE", 1)]))
            .offers
            .is_empty(),
        "who has it needs no sample"
    );
}

#[test]
fn a_membership_gets_the_badge_only_if_it_pays_for_this_shopper() {
    let best = |plan: &Plan| {
        only(plan, OfferKind::Memberships)
            .memberships
            .iter()
            .find(|card| card.is_best)
            .map(|card| card.id.clone())
    };
    let small = planned(&context(&[("LANTERN", 1)], &[]));
    let cards = &only(&small, OfferKind::Memberships).memberships;
    // Plus saves the delivery fee, 4.95 of 29.00 a year; the club saves 5 % of 12.99, 0.64 of 3.00
    // a month.
    assert_eq!(
        (cards[0].saving_minor, cards[0].prices[0].pays_after_orders),
        (495, Some(6))
    );
    assert_eq!(
        (cards[1].saving_minor, cards[1].prices[0].pays_after_orders),
        (64, Some(5))
    );
    assert_eq!(
        best(&small),
        None,
        "both cost more than they save on this basket"
    );
    // 5 % of 74.00 is 3.70: more than a month of the club.
    assert_eq!(
        best(&planned(&context(&[("TRAY", 4)], &[]))).as_deref(),
        Some("club")
    );
    let orders = |count| {
        vec![
            PastOrder {
                subtotal_minor: 1500,
                days_ago: 30
            };
            count
        ]
    };
    let regular = |orders, has_consent| {
        let shopper = Shopper {
            has_consent,
            orders,
            ..Shopper::default()
        };
        planned(&shopping(shopper, context(&[("LANTERN", 1)], &[])))
    };
    // Six orders below the threshold and this cart: seven delivery fees are 34.65, compared with
    // 29.00 a year.
    let plan = regular(orders(6), true);
    assert_eq!(best(&plan).as_deref(), Some("plus"));
    assert_eq!(
        only(&plan, OfferKind::Memberships).memberships[0].yearly_saving_minor,
        Some(7 * 495)
    );
    assert_eq!(
        best(&regular(orders(4), true)),
        None,
        "five deliveries cost less than the membership"
    );
    assert_eq!(
        best(&regular(orders(6), false)),
        None,
        "without consent nobody looks back"
    );
}

#[test]
fn rewards_follow_country_coupons_tax_and_excluded_products() {
    let shipping =
        |cart: &[(&str, u32)], change: &dyn Fn(&mut Context), terms: &dyn Fn(&mut Tier)| {
            let mut context = asking(&[OfferKind::Shipping], cart);
            change(&mut context);
            planned_with(&context, |policy| {
                policy.tiers.truncate(1);
                terms(&mut policy.tiers[0]);
            })
            .shipping
        };
    let remaining =
        |cart: &[(&str, u32)], change: &dyn Fn(&mut Context), terms: &dyn Fn(&mut Tier)| {
            shipping(cart, change, terms).map(|offer| offer.progress.goal.remaining())
        };
    let cart = [("LAMP", 1)];
    assert_eq!(
        remaining(&cart, &|_| (), &|_| ()),
        Some(500),
        "25.00 less 20.00"
    );
    assert_eq!(
        remaining(&cart, &|context| context.coupon_minor = 300, &|_| ()),
        Some(500)
    );
    assert_eq!(
        remaining(&cart, &|context| context.coupon_minor = 300, &|tier| {
            tier.is_after_coupons = true;
        }),
        Some(800)
    );
    assert_eq!(
        remaining(&cart, &|context| context.tax_minor = 333, &|tier| tier
            .is_before_tax =
            true),
        Some(833)
    );
    assert_eq!(
        remaining(&cart, &|context| context.coupon_minor = i64::MAX, &|tier| {
            tier.is_after_coupons = true;
        }),
        Some(2500)
    );
    let abroad = |tier: &mut Tier| tier.countries = vec!["IE".into()];
    assert_eq!(
        remaining(&cart, &|_| (), &abroad),
        None,
        "nobody knows where to"
    );
    assert_eq!(
        remaining(
            &cart,
            &|context| context.shopper.country = Some("ie".into()),
            &abroad
        ),
        Some(500)
    );
    assert_eq!(
        remaining(
            &cart,
            &|context| context.shopper.country = Some("FR".into()),
            &abroad
        ),
        None
    );
    let (_, graph) = small_shop();
    let lamps = graph.product(&SkuKey::new("LAMP")).unwrap().selection_bits;
    let lamps = tillside::model::Selection(u8::try_from(lamps.trailing_zeros()).unwrap());
    assert_eq!(
        remaining(&cart, &|_| (), &|tier| tier.excluded = Some(lamps)),
        Some(2500),
        "lamps do not count"
    );
}

#[test]
fn one_reward_leads_to_the_next() {
    let tiers = |policy: &mut Policy| {
        let first = policy.tiers[0].clone();
        let gift = Tier {
            name: "a bag".into(),
            threshold: Threshold::Amount(4000),
            reward: Reward::Gift("BAG".into()),
            ..first.clone()
        };
        let off = Tier {
            name: "ten".into(),
            threshold: Threshold::Amount(6000),
            reward: Reward::Percent(10),
            ..first.clone()
        };
        policy.tiers = vec![off, gift, first];
    };
    let way = |cart: &[(&str, u32)]| {
        let shipping = planned_with(&asking(&[OfferKind::Shipping], cart), tiers)
            .shipping
            .unwrap();
        (
            shipping.progress.reward,
            shipping.progress.goal.remaining(),
            shipping.is_earned,
        )
    };
    assert_eq!(way(&[("LAMP", 1)]), ("shipping", 500, false));
    assert_eq!(
        way(&[("LAMP", 2)]),
        ("percent", 2000, false),
        "40.00 is exactly the bag's"
    );
    assert_eq!(way(&[("LAMP", 1), ("TRAY", 1)]), ("gift", 150, false));
    assert_eq!(way(&[("LAMP", 3)]), ("percent", 0, true));
    let member = Context {
        shopper: Shopper {
            membership: Some("plus".into()),
            ..Shopper::default()
        },
        ..asking(&[], &[("LAMP", 1)])
    };
    assert_eq!(
        planned_with(&member, tiers)
            .shipping
            .unwrap()
            .progress
            .reward,
        "gift",
        "a member pays no delivery anyway"
    );
}

#[test]
fn points_count_whole_units_and_suggest_a_product_for_the_reward() {
    let points = |cart: &[(&str, u32)], balance| {
        planned(&shopping(
            Shopper {
                points: balance,
                ..Shopper::default()
            },
            asking(&[OfferKind::Loyalty], cart),
        ))
    };
    let plan = points(&[("LANTERN", 1)], None);
    let found = only(&plan, OfferKind::Loyalty).loyalty.as_ref().unwrap();
    assert_eq!(
        (found.earned, found.reward.as_deref()),
        (24, None),
        "two for each whole pound of 12.99; nobody knows the balance"
    );
    let plan = points(&[("LANTERN", 1)], Some(70));
    let unit = only(&plan, OfferKind::Loyalty);
    let found = unit.loyalty.as_ref().unwrap();
    assert_eq!(
        (found.missing, found.reward.as_deref(), found.extra),
        (6, Some("a free candle"), 8)
    );
    // 12.99 + 3.49 = 16.48 earns 32.
    assert_eq!(unit.items[0].sku, "CANDLE");
    // 20.00 earns 40. The bulb for 2.50 earns 4 more; the upgrade to the studio lamp, for 4.00
    // more, earns 8.
    let item =
        |balance| only(&points(&[("LAMP", 1)], Some(balance)), OfferKind::Loyalty).items[0].clone();
    assert_eq!(item(56).sku, "BULB");
    let better = item(55);
    assert_eq!(
        (
            better.sku.as_str(),
            better.replaces.as_deref(),
            better.extra_minor
        ),
        ("LAMP-XL", Some("LAMP"), Some(400))
    );
    assert_eq!(
        better.reason,
        Reason::Loyalty {
            extra: 8,
            reward: "a free candle".into()
        }
    );
    let rich = points(&[("LANTERN", 1)], Some(u64::MAX));
    assert_eq!(
        only(&rich, OfferKind::Loyalty)
            .loyalty
            .as_ref()
            .unwrap()
            .reward,
        None
    );
    assert!(points(&[], Some(70)).offers.is_empty());
}

#[test]
fn the_deal_of_the_day_changes_with_the_date() {
    let deal = |day| {
        let today = Some(Today {
            day,
            ends_at_ms: 1_000,
        });
        let plan = planned_with(
            &Context {
                today,
                stage: Some(Stage::Browse),
                ..asking(&[OfferKind::Deal], &[])
            },
            |policy| {
                policy.deal.as_mut().unwrap().pool[0].lowest_minor = Some(1000);
            },
        );
        only(&plan, OfferKind::Deal).clone()
    };
    let (manifest, _) = small_shop();
    let pool: Vec<String> = manifest
        .policy
        .deal
        .unwrap()
        .pool
        .into_iter()
        .map(|deal| deal.sku)
        .collect();
    let skus: Vec<String> = (0..3).map(|day| deal(day).items[0].sku.clone()).collect();
    assert_eq!(skus, pool, "each has its turn");
    assert_eq!(deal(-3).items[0].sku, pool[0], "before 1970 too");
    let first = deal(0);
    assert_eq!(
        (
            first.items[0].price_minor,
            first.items[0].was_minor,
            first.ends_at_ms
        ),
        (Some(800), Some(1000), Some(1_000))
    );
    let plan = planned(&Context {
        stage: Some(Stage::Browse),
        ..asking(&[OfferKind::Deal], &[])
    });
    assert!(plan.offers.is_empty(), "no date, no deal");
}

#[test]
fn an_abandoned_cart_is_offered_only_with_consent() {
    let returning = |has_consent, cart: &[(&str, u32)]| Context {
        left: lines(&[("LANTERN", 1), ("GONE", 1)]),
        stage: Some(Stage::Browse),
        ..shopping(
            Shopper {
                has_consent,
                ..Shopper::default()
            },
            asking(&[OfferKind::AbandonedCart], cart),
        )
    };
    assert!(planned(&returning(false, &[])).offers.is_empty());
    let plan = planned(&returning(true, &[]));
    let unit = only(&plan, OfferKind::AbandonedCart);
    assert_eq!(
        (unit.items[0].sku.as_str(), &unit.items[0].reason),
        ("LANTERN", &Reason::Left)
    );
    assert_eq!(
        (unit.items[1].sku.as_str(), unit.total_minor),
        ("CANDLE", 1299),
        "what is missing is not put back with it"
    );
    assert_eq!(
        unit.progress.as_ref().unwrap().goal.remaining(),
        2500 - 1299
    );
    assert!(
        planned(&returning(true, &[("LANTERN", 1)]))
            .offers
            .is_empty(),
        "it is back already"
    );
}

#[test]
fn a_follow_up_contains_no_purchased_product() {
    let bought = |skus: &[(&str, u32)]| {
        planned(&Context {
            purchased: lines(skus),
            ..asking(
                &[OfferKind::FollowUp, OfferKind::Services, OfferKind::Bundle],
                &[],
            )
        })
    };
    let plan = bought(&[("LANTERN", 1), ("LAMP", 1)]);
    assert!(items(&plan, OfferKind::FollowUp).contains(&"CANDLE"));
    assert!(!items(&plan, OfferKind::FollowUp).contains(&"LANTERN"));
    assert_eq!(
        items(&plan, OfferKind::Services),
        ["gift-wrap", "warranty"],
        "for the lamp"
    );
}

#[test]
fn products_are_offered_again_when_they_are_due() {
    let history = |orders, days_ago| {
        let history = vec![PastPurchase {
            sku: SkuKey::new("CANDLE"),
            orders,
            days_ago: Some(days_ago),
        }];
        shopping(
            Shopper {
                history,
                ..Shopper::default()
            },
            Context {
                stage: Some(Stage::Browse),
                ..asking(&[OfferKind::BuyAgain], &[])
            },
        )
    };
    assert_eq!(
        items(&planned(&history(2, 40)), OfferKind::BuyAgain),
        ["CANDLE"],
        "bought often, no interval is known"
    );
    assert!(planned(&history(1, 40)).offers.is_empty());
}

#[test]
fn live_prices_and_stock_win_everywhere() {
    let live = |price_minor, is_available, minimum_quantity| Context {
        live: vec![Live {
            sku: SkuKey::new("candle"),
            price_minor,
            tax_minor: None,
            is_available,
            minimum_quantity,
        }],
        ..context(&[("LANTERN", 3)], &["LANTERN"])
    };
    let candle = |plan: &Plan| {
        only(plan, OfferKind::Bundle)
            .items
            .iter()
            .find(|item| item.sku == "CANDLE")
            .map(|item| item.price_minor.unwrap())
    };
    assert_eq!(candle(&planned(&live(Some(399), None, None))), Some(399));
    assert_eq!(candle(&planned(&live(None, Some(false), None))), None);
    assert_eq!(
        candle(&planned(&live(None, None, Some(6)))),
        None,
        "sold by six"
    );
    assert!(candle(&planned(&live(None, None, Some(1)))).is_some());
    let cart = Context {
        cart: lines(&[("CANDLE", 2)]),
        ..live(Some(399), None, None)
    };
    assert_eq!(planned(&cart).subtotal_minor, 798);
}

#[test]
fn old_prices_are_not_shown() {
    let old = Context {
        graph_age_days: Some(31),
        ..context(&[("LANTERN", 3)], &["LANTERN"])
    };
    let with = |stale| {
        planned_with(&old, |policy| {
            (policy.freshness.max_age_days, policy.freshness.stale) = (Some(30), stale);
        })
    };
    let unpriced = with(Stale::Unpriced);
    assert!(
        unit(&unpriced, OfferKind::Bundle).is_none(),
        "no total without prices"
    );
    assert!(
        only(&unpriced, OfferKind::AlsoBought)
            .items
            .iter()
            .all(|item| item.price_minor.is_none())
    );
    assert!(
        with(Stale::Hidden)
            .offers
            .iter()
            .all(|unit| unit.items.is_empty())
    );
    let fresh = Context {
        graph_age_days: Some(30),
        ..old
    };
    assert!(
        unit(
            &planned_with(&fresh, |policy| policy.freshness.max_age_days = Some(30)),
            OfferKind::Bundle
        )
        .is_some()
    );
}

#[test]
fn at_most_three_offers_and_the_page_assigns_its_slots() {
    let any = Slot {
        id: 9,
        kind: None,
        sku: Some(SkuKey::new("LAMP")),
    };
    let mut slots = vec![
        any.clone(),
        Slot {
            id: 10,
            ..any.clone()
        },
        Slot {
            id: 11,
            ..any.clone()
        },
        Slot { id: 12, ..any },
    ];
    let plan = planned(&Context {
        slots: slots.clone(),
        cart: lines(&[("LANTERN", 1)]),
        ..asking(&[], &[])
    });
    assert_eq!(plan.offers.len(), 3);
    let kinds: Vec<OfferKind> = plan.offers.iter().map(|unit| unit.kind).collect();
    assert_eq!(kinds[0], OfferKind::Addons, "the bulb is needed");
    slots.push(Slot::of(13, OfferKind::Memberships, None));
    let plan = planned_with(
        &Context {
            slots,
            ..asking(&[], &[("LANTERN", 1)])
        },
        |policy| {
            policy.stages = Stages {
                browse: vec![
                    OfferKind::Memberships,
                    OfferKind::Bundle,
                    OfferKind::Services,
                ],
                ..Stages::default()
            };
        },
    );
    assert_eq!(
        (plan.offers[0].kind, plan.offers[0].slot),
        (OfferKind::Memberships, 13),
        "its own place, though others are free"
    );
}

#[test]
fn an_expensive_product_gets_only_upgrades_and_services() {
    let everything = || {
        let slot = |id| Slot {
            id,
            kind: None,
            sku: Some(SkuKey::new("LANTERN")),
        };
        Context {
            slots: vec![slot(0), slot(1), slot(2)],
            ..asking(&[], &[])
        }
    };
    let kinds = |plan: Plan| {
        plan.offers
            .into_iter()
            .map(|unit| unit.kind)
            .collect::<Vec<_>>()
    };
    assert!(kinds(planned(&everything())).contains(&OfferKind::Bundle));
    let left_alone = planned_with(&everything(), |policy| {
        policy.limits.big_ticket_minor = Some(1299);
    });
    assert_eq!(kinds(left_alone), [OfferKind::Services]);
}

#[test]
fn dismissed_and_repeated_offers_are_not_shown() {
    let page = || context(&[("LANTERN", 3)], &[]);
    let first = planned(&page());
    let also = only(&first, OfferKind::AlsoBought);
    let gone = |dismissed: &str| {
        planned(&Context {
            dismissed: vec![dismissed.into()],
            ..page()
        })
    };
    assert!(
        unit(&gone(&also.list_id), OfferKind::AlsoBought).is_none()
            && unit(&gone("also_bought"), OfferKind::AlsoBought).is_none()
    );
    let seen = |pages| {
        planned(&Context {
            seen: vec![(also.topic(), pages)],
            ..page()
        })
    };
    assert!(unit(&seen(2), OfferKind::AlsoBought).is_some());
    assert!(unit(&seen(3), OfferKind::AlsoBought).is_none());
}

#[test]
fn a_shopper_stays_in_the_control_group_and_sees_no_offers() {
    let visitor = |name: String| Shopper {
        visitor: Some(name),
        ..Shopper::default()
    };
    let is_control_group = |place: u32| {
        let context = shopping(
            visitor(format!("visitor {place}")),
            context(&[("LANTERN", 1)], &["LANTERN"]),
        );
        let plan = planned_with(&context, |policy| policy.control_group_percent = 20);
        assert!(!plan.is_control_group || (plan.offers.is_empty() && plan.shipping.is_none()));
        plan.is_control_group
    };
    let held_out = (0..1000).filter(|place| is_control_group(*place)).count();
    assert!((150..250).contains(&held_out), "{held_out} of 1000 at 20 %");
    assert_eq!(is_control_group(7), is_control_group(7));
    assert!(
        !planned_with(&context(&[], &[]), |policy| policy.control_group_percent =
            90)
        .is_control_group,
        "nobody knows who it is"
    );
}

#[test]
fn every_withheld_offer_is_explained() {
    let (manifest, graph) = small_shop();
    let context = Context {
        unavailable: vec![SkuKey::new("HOLDER")],
        ..context(&[("CANDLE", 1)], &["LANTERN"])
    };
    let told = explain(&graph, &manifest.policy, &context);
    let outcome = |kind: OfferKind, sku: Option<&str>| {
        told.iter()
            .find(|one| one.kind == kind && one.sku.as_deref() == sku)
            .map(|one| one.outcome)
    };
    assert_eq!(outcome(OfferKind::Bundle, None), Some(Outcome::Shown));
    assert_eq!(
        outcome(OfferKind::Bundle, Some("CANDLE")),
        Some(Outcome::InCart)
    );
    assert_eq!(
        outcome(OfferKind::Bundle, Some("HOLDER")),
        Some(Outcome::SoldOut)
    );
    assert_eq!(
        outcome(OfferKind::Bundle, Some("MATCHES")),
        Some(Outcome::Shown)
    );
    assert_eq!(outcome(OfferKind::Trial, None), Some(Outcome::Stage));
    assert_eq!(outcome(OfferKind::Services, None), Some(Outcome::NoSlot));
    let strict = Policy {
        limits: Limits {
            bundle_percent: 5,
            ..Limits::default()
        },
        ..manifest.policy
    };
    let told = explain(&graph, &strict, &context);
    assert!(
        told.iter().any(
            |one| one.sku.as_deref() == Some("MATCHES") && one.outcome == Outcome::TooExpensive
        )
    );
}

#[test]
fn ratings_and_testimonials_come_from_the_catalog() {
    let plan = planned(&beside(OfferKind::Bundle, "LANTERN"));
    let lantern = &only(&plan, OfferKind::Bundle).items[0];
    assert_eq!(
        lantern
            .rating
            .map(|rating| (rating.hundredths, rating.reviews)),
        Some((460, 128))
    );
    assert_eq!(
        lantern.testimonial.as_deref(),
        Some("It glows like a small house")
    );
    assert!(
        only(&plan, OfferKind::Bundle)
            .items
            .iter()
            .filter(|item| item.sku == "HOLDER")
            .all(|item| item.rating.is_none())
    );
}
