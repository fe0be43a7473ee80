//! Each offer of the playbook in the small shop of `tests/data/shop`, checked by hand.

use tillside::engine::{
    Bought, Context, Live, Outcome, PastOrder, Shopper, Slot, Today, explain, plan,
};
use tillside::graph::{Graph, Manifest};
use tillside::model::{
    Limits, Offer, OfferItem, OfferKind, Plan, Policy, Reason, Reward, SkuKey, Stage, Stages,
    Stale, Tier,
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
    unit(plan, kind).unwrap_or_else(|| panic!("no {} in {plan:?}", kind.word()))
}

/// A page that presents a product and has a place for one kind.
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
fn a_bundle_costs_less_by_the_piece() {
    let plan = planned_with(&beside(OfferKind::Bundle, "LANTERN"), |policy| {
        policy.bundle_discount_percent = 15;
    });
    let prices: Vec<_> = only(&plan, OfferKind::Bundle)
        .items
        .iter()
        .map(|item| (item.price_minor, item.was_minor))
        .collect();
    // 15 % of 12.99 is 1.9485, of 3.49 is 0.5235: rounded down, piece by piece.
    assert_eq!(prices[0], (Some(1299 - 194), Some(1299)));
    assert_eq!(prices[1], (Some(349 - 52), Some(349)));
    assert_eq!(
        only(&plan, OfferKind::Bundle).total_minor,
        prices.iter().map(|(price, _)| price.unwrap()).sum::<i64>()
    );
}

#[test]
fn an_upgrade_replaces_its_line_and_says_what_is_better() {
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
        policy.tact.line_percent = 19;
    });
    assert!(dear.units.is_empty(), "4.00 is more than 19 % of 20.00");
    assert!(
        planned(&asking(
            &[OfferKind::Upgrade],
            &[("LAMP", 1), ("LAMP-XL", 1)]
        ))
        .units
        .is_empty(),
        "it is held already"
    );
}

#[test]
fn a_required_part_outranks_everything() {
    let mut context = asking(
        &[OfferKind::Also, OfferKind::Services, OfferKind::Addons],
        &[("LAMP", 1)],
    );
    let plan = planned(&context);
    assert_eq!(plan.units[0].kind, OfferKind::Addons);
    assert_eq!(items(&plan, OfferKind::Addons), ["BULB", "SHADE"]);
    let reason = &plan.units[0].items[0].reason;
    assert!(
        matches!(reason, Reason::GoesWith { sku, .. } if sku == "LAMP"),
        "{reason:?}"
    );
    context.basket = lines(&[("LAMP", 1), ("BULB", 1)]);
    assert_eq!(items(&planned(&context), OfferKind::Addons), ["SHADE"]);
    let cheap = planned_with(&beside(OfferKind::Addons, "LAMP"), |policy| {
        policy.tact.basket_percent = 5;
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
            .units
            .is_empty(),
        "0.80 is more than a quarter of 1.20"
    );
    let held = planned(&Context {
        basket: lines(&[("LAMP", 1), ("Warranty", 1)]),
        ..beside(OfferKind::Services, "LAMP")
    });
    assert_eq!(items(&held, OfferKind::Services), ["gift-wrap"]);
    let basket = planned(&asking(
        &[OfferKind::Services],
        &[("CANDLE", 1), ("LAMP", 1)],
    ));
    assert!(
        only(&basket, OfferKind::Services)
            .items
            .iter()
            .all(|item| item.belongs_to.as_deref() == Some("LAMP"))
    );
}

#[test]
fn a_sample_is_of_what_the_basket_may_go_on_to_hold() {
    let at_the_till = |basket: &[(&str, u32)]| Context {
        stage: Some(Stage::During),
        ..asking(&[OfferKind::Trial], basket)
    };
    let plan = planned(&at_the_till(&[("LANTERN", 1)]));
    let item = &only(&plan, OfferKind::Trial).items[0];
    assert_eq!(
        (item.sku.as_str(), item.title.as_str(), item.price_minor),
        ("CANDLE-MINI", "One small candle", Some(0))
    );
    assert!(
        planned(&at_the_till(&[("LANTERN", 1), ("CANDLE-MINI", 1)]))
            .units
            .is_empty(),
        "one a basket"
    );
    assert!(
        planned(&at_the_till(&[("LANTERN", 1), ("CANDLE", 1)]))
            .units
            .is_empty(),
        "who has it needs no sample"
    );
}

#[test]
fn a_membership_is_marked_only_when_it_pays_for_this_shopper() {
    let best = |plan: &Plan| {
        only(plan, OfferKind::Plans)
            .plans
            .iter()
            .find(|card| card.is_best)
            .map(|card| card.id.clone())
    };
    let small = planned(&context(&[("LANTERN", 1)], &[]));
    let cards = &only(&small, OfferKind::Plans).plans;
    // Plus saves the delivery, 4.95 of 29.00 a year; club saves 5 % of 12.99, 0.64 of 3.00 a month.
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
    // Six orders below the threshold and this basket: seven deliveries, 34.65, against 29.00 a year.
    let plan = regular(orders(6), true);
    assert_eq!(best(&plan).as_deref(), Some("plus"));
    assert_eq!(
        only(&plan, OfferKind::Plans).plans[0].yearly_saving_minor,
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
        |basket: &[(&str, u32)], change: &dyn Fn(&mut Context), terms: &dyn Fn(&mut Tier)| {
            let mut context = asking(&[OfferKind::Shipping], basket);
            change(&mut context);
            planned_with(&context, |policy| {
                policy.tiers.truncate(1);
                terms(&mut policy.tiers[0]);
            })
            .shipping
        };
    let remaining =
        |basket: &[(&str, u32)], change: &dyn Fn(&mut Context), terms: &dyn Fn(&mut Tier)| {
            shipping(basket, change, terms).map(|offer| offer.way.remaining_minor)
        };
    let basket = [("LAMP", 1)];
    assert_eq!(
        remaining(&basket, &|_| (), &|_| ()),
        Some(500),
        "25.00 less 20.00"
    );
    assert_eq!(
        remaining(&basket, &|context| context.coupon_minor = 300, &|_| ()),
        Some(500)
    );
    assert_eq!(
        remaining(&basket, &|context| context.coupon_minor = 300, &|tier| {
            tier.is_after_coupons = true;
        }),
        Some(800)
    );
    assert_eq!(
        remaining(&basket, &|context| context.tax_minor = 333, &|tier| tier
            .is_before_tax =
            true),
        Some(833)
    );
    assert_eq!(
        remaining(
            &basket,
            &|context| context.coupon_minor = i64::MAX,
            &|tier| tier.is_after_coupons = true
        ),
        Some(2500)
    );
    let abroad = |tier: &mut Tier| tier.countries = vec!["IE".into()];
    assert_eq!(
        remaining(&basket, &|_| (), &abroad),
        None,
        "nobody knows where to"
    );
    assert_eq!(
        remaining(
            &basket,
            &|context| context.shopper.country = Some("ie".into()),
            &abroad
        ),
        Some(500)
    );
    assert_eq!(
        remaining(
            &basket,
            &|context| context.shopper.country = Some("FR".into()),
            &abroad
        ),
        None
    );
    let (_, graph) = small_shop();
    let lamps = graph.product(&SkuKey::new("LAMP")).unwrap().selection_bits;
    let lamps = tillside::model::Selection(u8::try_from(lamps.trailing_zeros()).unwrap());
    assert_eq!(
        remaining(&basket, &|_| (), &|tier| tier.excluded = Some(lamps)),
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
            from_minor: 4000,
            reward: Reward::Gift("BAG".into()),
            ..first.clone()
        };
        let off = Tier {
            name: "ten".into(),
            from_minor: 6000,
            reward: Reward::Percent(10),
            ..first.clone()
        };
        policy.tiers = vec![off, gift, first];
    };
    let way = |basket: &[(&str, u32)]| {
        let shipping = planned_with(&asking(&[OfferKind::Shipping], basket), tiers)
            .shipping
            .unwrap();
        (
            shipping.way.reward,
            shipping.way.remaining_minor,
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
        planned_with(&member, tiers).shipping.unwrap().way.reward,
        "gift",
        "a member pays no delivery anyway"
    );
}

#[test]
fn points_count_whole_units_and_name_what_reaches_the_reward() {
    let points = |basket: &[(&str, u32)], balance| {
        planned(&shopping(
            Shopper {
                points: balance,
                ..Shopper::default()
            },
            asking(&[OfferKind::Points], basket),
        ))
    };
    let plan = points(&[("LANTERN", 1)], None);
    let found = only(&plan, OfferKind::Points).points.as_ref().unwrap();
    assert_eq!(
        (found.earned, found.reward.as_deref()),
        (24, None),
        "two for each whole pound of 12.99; nobody knows the balance"
    );
    let plan = points(&[("LANTERN", 1)], Some(70));
    let unit = only(&plan, OfferKind::Points);
    let found = unit.points.as_ref().unwrap();
    assert_eq!(
        (found.missing, found.reward.as_deref(), found.extra),
        (6, Some("a free candle"), 8)
    );
    // 12.99 + 3.49 = 16.48 earns 32.
    assert_eq!(unit.items[0].sku, "CANDLE");
    // 20.00 earns 40. The bulb for 2.50 brings 4 more; the studio lamp instead, for 4.00, brings 8.
    let item =
        |balance| only(&points(&[("LAMP", 1)], Some(balance)), OfferKind::Points).items[0].clone();
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
        Reason::Points {
            extra: 8,
            reward: "a free candle".into()
        }
    );
    let rich = points(&[("LANTERN", 1)], Some(u64::MAX));
    assert_eq!(
        only(&rich, OfferKind::Points)
            .points
            .as_ref()
            .unwrap()
            .reward,
        None
    );
    assert!(points(&[], Some(70)).units.is_empty());
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
                stage: Some(Stage::Before),
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
        stage: Some(Stage::Before),
        ..asking(&[OfferKind::Deal], &[])
    });
    assert!(plan.units.is_empty(), "no date, no deal");
}

#[test]
fn a_returning_shopper_finds_what_was_left_only_with_consent() {
    let returning = |has_consent, basket: &[(&str, u32)]| Context {
        left: lines(&[("LANTERN", 1), ("GONE", 1)]),
        stage: Some(Stage::Before),
        ..shopping(
            Shopper {
                has_consent,
                ..Shopper::default()
            },
            asking(&[OfferKind::Recovery], basket),
        )
    };
    assert!(planned(&returning(false, &[])).units.is_empty());
    let plan = planned(&returning(true, &[]));
    let unit = only(&plan, OfferKind::Recovery);
    assert_eq!(
        (unit.items[0].sku.as_str(), &unit.items[0].reason),
        ("LANTERN", &Reason::Left)
    );
    assert_eq!(
        (unit.items[1].sku.as_str(), unit.total_minor),
        ("CANDLE", 1299),
        "what is missing is not put back with it"
    );
    assert_eq!(unit.way.as_ref().unwrap().remaining_minor, 2500 - 1299);
    assert!(
        planned(&returning(true, &[("LANTERN", 1)]))
            .units
            .is_empty(),
        "it is back already"
    );
}

#[test]
fn after_the_purchase_nothing_is_offered_that_was_bought() {
    let bought = |skus: &[(&str, u32)]| {
        planned(&Context {
            purchased: lines(skus),
            ..asking(
                &[OfferKind::After, OfferKind::Services, OfferKind::Bundle],
                &[],
            )
        })
    };
    let plan = bought(&[("LANTERN", 1), ("LAMP", 1)]);
    assert!(items(&plan, OfferKind::After).contains(&"CANDLE"));
    assert!(!items(&plan, OfferKind::After).contains(&"LANTERN"));
    assert_eq!(
        items(&plan, OfferKind::Services),
        ["gift-wrap", "warranty"],
        "for the lamp"
    );
}

#[test]
fn what_is_due_is_offered_again_and_nothing_sooner() {
    let history = |orders, days_ago| {
        let history = vec![Bought {
            sku: SkuKey::new("CANDLE"),
            orders,
            days_ago,
        }];
        shopping(
            Shopper {
                history,
                ..Shopper::default()
            },
            Context {
                stage: Some(Stage::Before),
                ..asking(&[OfferKind::Again], &[])
            },
        )
    };
    assert_eq!(
        items(&planned(&history(2, 40)), OfferKind::Again),
        ["CANDLE"],
        "bought often, no interval is known"
    );
    assert!(planned(&history(1, 40)).units.is_empty());
}

#[test]
fn live_prices_and_stock_win_everywhere() {
    let live = |price_minor, is_available| Context {
        live: vec![Live {
            sku: SkuKey::new("candle"),
            price_minor,
            is_available,
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
    assert_eq!(candle(&planned(&live(Some(399), None))), Some(399));
    assert_eq!(candle(&planned(&live(None, Some(false)))), None);
    let basket = Context {
        basket: lines(&[("CANDLE", 2)]),
        ..live(Some(399), None)
    };
    assert_eq!(planned(&basket).subtotal_minor, 798);
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
        only(&unpriced, OfferKind::Also)
            .items
            .iter()
            .all(|item| item.price_minor.is_none())
    );
    assert!(
        with(Stale::Hidden)
            .units
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
fn at_most_three_units_and_the_page_decides_for_its_own_places() {
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
        basket: lines(&[("LANTERN", 1)]),
        ..asking(&[], &[])
    });
    assert_eq!(plan.units.len(), 3);
    let kinds: Vec<OfferKind> = plan.units.iter().map(|unit| unit.kind).collect();
    assert_eq!(kinds[0], OfferKind::Addons, "the bulb is needed");
    slots.push(Slot::of(13, OfferKind::Plans, None));
    let plan = planned_with(
        &Context {
            slots,
            ..asking(&[], &[("LANTERN", 1)])
        },
        |policy| {
            policy.stages = Stages {
                before: vec![OfferKind::Plans, OfferKind::Bundle, OfferKind::Services],
                ..Stages::default()
            };
        },
    );
    assert_eq!(
        (plan.units[0].kind, plan.units[0].slot),
        (OfferKind::Plans, 13),
        "its own place, though others are free"
    );
}

#[test]
fn a_big_ticket_is_left_alone() {
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
        plan.units
            .into_iter()
            .map(|unit| unit.kind)
            .collect::<Vec<_>>()
    };
    assert!(kinds(planned(&everything())).contains(&OfferKind::Bundle));
    let left_alone = planned_with(&everything(), |policy| {
        policy.tact.big_ticket_minor = Some(1299);
    });
    assert_eq!(kinds(left_alone), [OfferKind::Services]);
}

#[test]
fn what_a_shopper_sent_away_or_saw_enough_stays_away() {
    let page = || context(&[("LANTERN", 3)], &[]);
    let first = planned(&page());
    let also = only(&first, OfferKind::Also);
    let gone = |dismissed: &str| {
        planned(&Context {
            dismissed: vec![dismissed.into()],
            ..page()
        })
    };
    assert!(
        unit(&gone(&also.list_id), OfferKind::Also).is_none()
            && unit(&gone("also"), OfferKind::Also).is_none()
    );
    let seen = |pages| {
        planned(&Context {
            seen: vec![(also.topic(), pages)],
            ..page()
        })
    };
    assert!(unit(&seen(2), OfferKind::Also).is_some());
    assert!(unit(&seen(3), OfferKind::Also).is_none());
}

#[test]
fn a_shopper_of_the_comparison_group_is_shown_nothing_always_the_same() {
    let visitor = |name: String| Shopper {
        visitor: Some(name),
        ..Shopper::default()
    };
    let is_held_out = |place: u32| {
        let context = shopping(
            visitor(format!("visitor {place}")),
            context(&[("LANTERN", 1)], &["LANTERN"]),
        );
        let plan = planned_with(&context, |policy| policy.holdout_percent = 20);
        assert!(!plan.is_held_out || (plan.units.is_empty() && plan.shipping.is_none()));
        plan.is_held_out
    };
    let held_out = (0..1000).filter(|place| is_held_out(*place)).count();
    assert!((150..250).contains(&held_out), "{held_out} of 1000 at 20 %");
    assert_eq!(is_held_out(7), is_held_out(7));
    assert!(
        !planned_with(&context(&[], &[]), |policy| policy.holdout_percent = 90).is_held_out,
        "nobody knows who it is"
    );
}

#[test]
fn everything_that_is_held_back_is_explained() {
    let (manifest, graph) = small_shop();
    let context = Context {
        unavailable: vec![SkuKey::new("HOLDER")],
        ..context(&[("CANDLE", 1)], &["LANTERN"])
    };
    let told = explain(&graph, &manifest.policy, &context);
    let verdict = |kind: OfferKind, sku: Option<&str>| {
        told.iter()
            .find(|one| one.kind == kind && one.sku.as_deref() == sku)
            .map(|one| one.verdict)
    };
    assert_eq!(verdict(OfferKind::Bundle, None), Some(Outcome::Shown));
    assert_eq!(
        verdict(OfferKind::Bundle, Some("CANDLE")),
        Some(Outcome::InBasket)
    );
    assert_eq!(
        verdict(OfferKind::Bundle, Some("HOLDER")),
        Some(Outcome::SoldOut)
    );
    assert_eq!(
        verdict(OfferKind::Bundle, Some("MATCHES")),
        Some(Outcome::Shown)
    );
    assert_eq!(verdict(OfferKind::Trial, None), Some(Outcome::Stage));
    assert_eq!(verdict(OfferKind::Services, None), Some(Outcome::NoSlot));
    let strict = Policy {
        tact: Limits {
            bundle_percent: 5,
            ..Limits::default()
        },
        ..manifest.policy
    };
    let told = explain(&graph, &strict, &context);
    assert!(
        told.iter()
            .any(|one| one.sku.as_deref() == Some("MATCHES") && one.verdict == Outcome::TooDear)
    );
}

#[test]
fn ratings_and_testimonials_stand_where_the_catalogue_has_them() {
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
