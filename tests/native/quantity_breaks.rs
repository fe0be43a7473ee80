//! Quantity breaks: sections of `shop.toml`, the price of several pieces, and the offer.

use proptest::prelude::*;
use tillside::engine::{Context, Live, Outcome, Slot, explain, plan};
use tillside::graph::{Graph, Manifest};
use tillside::model::{
    BreakKind, BreakTier, Cart, Currency, LineItem, Minor, Offer, OfferKind, Plan, QuantityBreak,
    QuantityPrices, QuantityTier, Reason, Selection, SkuKey,
};

use crate::engine::{asking, lines, unit};
use crate::golden_plans::small_shop;
use crate::shop_config::read;

const KIND: OfferKind = OfferKind::QuantityBreak;

/// The small shop with these breaks only, each for the products of one of its selections.
fn planned(breaks: &[QuantityBreak], context: &Context) -> Plan {
    let (Manifest { mut policy, .. }, graph): (Manifest, Graph) = small_shop();
    policy.quantity_breaks = breaks.to_vec();
    policy.tiers.clear();
    plan(&graph, &policy, context)
}

/// The selection of the bulb in the small shop, and that of its two lamps.
fn selections() -> [Selection; 2] {
    let (manifest, graph) = small_shop();
    let bulb = manifest.policy.quantity_breaks[0].products;
    let lamps = manifest.policy.services[1].applies.to.unwrap();
    let product = |sku: &str| graph.product(&SkuKey::new(sku)).unwrap();
    assert!(product("BULB").is_in(bulb) && product("LAMP").is_in(lamps));
    assert!(product("LAMP-XL").is_in(lamps) && !product("LANTERN").is_in(lamps));
    [bulb, lamps]
}

fn rule(products: Selection, kind: BreakKind, tiers: &[(u32, i64)]) -> QuantityBreak {
    let tiers = tiers.iter().map(|(from, value)| BreakTier {
        from: *from,
        value: *value,
    });
    QuantityBreak {
        products,
        mix: None,
        currency: Currency::new("GBP").unwrap(),
        countries: Vec::new(),
        kind,
        tiers: tiers.collect(),
    }
}

fn mixed(rule: QuantityBreak) -> QuantityBreak {
    QuantityBreak {
        mix: Some("all lamps".into()),
        ..rule
    }
}

fn subtotal(rule: &QuantityBreak, cart: &[(&str, u32)]) -> Minor {
    planned(std::slice::from_ref(rule), &asking(&[], cart)).subtotal_minor
}

#[test]
fn pieces_beyond_a_set_have_their_own_price_and_further_sets_are_formed() {
    let [bulb, _] = selections();
    let three = rule(bulb, BreakKind::Set, &[(3, 600)]);
    let costs: Vec<Minor> = (1..=7)
        .map(|pieces| subtotal(&three, &[("BULB", pieces)]))
        .collect();
    assert_eq!(costs, [250, 500, 600, 850, 1100, 1200, 1450]);
    // The largest set first: 5 + 2 single pieces, not 3 + 3 and 1.
    let two = rule(bulb, BreakKind::Set, &[(3, 720), (5, 1150)]);
    let costs: Vec<Minor> = [3, 4, 5, 6, 8]
        .map(|pieces| subtotal(&two, &[("BULB", pieces)]))
        .into();
    assert_eq!(costs, [720, 970, 1150, 1400, 1870]);
}

#[test]
fn a_price_or_percentage_applies_to_all_pieces_from_its_number_on() {
    let [bulb, _] = selections();
    let each = rule(bulb, BreakKind::Each, &[(3, 220), (10, 199)]);
    let costs = [2, 3, 9, 10].map(|pieces| subtotal(&each, &[("BULB", pieces)]));
    assert_eq!(costs, [500, 660, 1980, 1990]);
    // 5 % of 2.50 are 12.5 pence: the discount of each piece is rounded down to 12.
    let percent = rule(bulb, BreakKind::Percent, &[(2, 5), (4, 10)]);
    let costs = [1, 2, 3, 4].map(|pieces| subtotal(&percent, &[("BULB", pieces)]));
    assert_eq!(costs, [250, 476, 714, 900]);
}

#[test]
fn only_products_that_count_together_reach_a_tier_together() {
    let [_, lamps] = selections();
    let alone = rule(lamps, BreakKind::Percent, &[(2, 10)]);
    let cart: &[(&str, u32)] = &[("LAMP", 1), ("LAMP-XL", 1), ("BULB", 4)];
    assert_eq!(subtotal(&alone, cart), 2_000 + 2_400 + 1_000);
    assert_eq!(subtotal(&mixed(alone), cart), 1_800 + 2_160 + 1_000);
}

#[test]
fn the_most_expensive_pieces_form_the_set() {
    let [_, lamps] = selections();
    let three = mixed(rule(lamps, BreakKind::Set, &[(3, 6_000)]));
    // 24.00 + 24.00 + 20.00 become 60.00; the other lamp costs 20.00, on whichever line it is.
    for cart in [[("LAMP", 2), ("LAMP-XL", 2)], [("LAMP-XL", 2), ("LAMP", 2)]] {
        assert_eq!(subtotal(&three, &cart), 8_000);
    }
    // A set that is not cheaper than its pieces is not formed.
    assert_eq!(subtotal(&three, &[("LAMP", 3)]), 6_000);
    let dear = mixed(rule(lamps, BreakKind::Set, &[(3, 6_001)]));
    assert_eq!(subtotal(&dear, &[("LAMP", 3)]), 6_000);
}

#[test]
fn a_price_of_the_page_that_contains_the_break_is_not_reduced_again() {
    let [bulb, _] = selections();
    let percent = rule(bulb, BreakKind::Percent, &[(2, 10)]);
    let page = |price_minor| Context {
        cart: Cart::new(vec![LineItem {
            sku: "BULB".into(),
            quantity: 4,
            price_minor,
            ..LineItem::default()
        }]),
        ..asking(&[KIND], &[])
    };
    let subtotal = |price| planned(std::slice::from_ref(&percent), &page(price)).subtotal_minor;
    assert_eq!(subtotal(None), 900);
    assert_eq!(subtotal(Some(250)), 900, "the price of a single piece");
    assert_eq!(subtotal(Some(225)), 900, "the price with the break");
    assert_eq!(subtotal(Some(100)), 400, "another discount of the page");
    assert_eq!(subtotal(Some(300)), 1_080, "a more expensive piece");
    // Three for 6.00, as a shop reports it whose prices are rounded: 2.00 each.
    let three = rule(bulb, BreakKind::Set, &[(3, 600)]);
    let cart = Cart::new(vec![LineItem {
        sku: "BULB".into(),
        quantity: 3,
        price_minor: Some(200),
        ..LineItem::default()
    }]);
    let page = Context {
        cart,
        ..asking(&[KIND], &[])
    };
    let plan = planned(&[three], &page);
    assert_eq!(plan.subtotal_minor, 600);
}

#[test]
fn a_break_of_another_country_or_currency_does_not_apply() {
    let [bulb, _] = selections();
    let three = rule(bulb, BreakKind::Set, &[(3, 600)]);
    let abroad = QuantityBreak {
        countries: vec!["FR".into()],
        ..three.clone()
    };
    let foreign = QuantityBreak {
        currency: Currency::new("EUR").unwrap(),
        ..three
    };
    assert_eq!(subtotal(&foreign, &[("BULB", 3)]), 750);
    assert_eq!(subtotal(&abroad, &[("BULB", 3)]), 750);
    let mut french = asking(&[], &[("BULB", 3)]);
    french.shopper.country = Some("fr".into());
    assert_eq!(planned(&[abroad], &french).subtotal_minor, 600);
}

fn offer(plan: &Plan) -> (&Offer, &QuantityPrices) {
    let offer = unit(plan, KIND).unwrap_or_else(|| panic!("no break in {plan:?}"));
    (offer, offer.quantity_break.as_ref().unwrap())
}

fn beside(sku: &str, cart: &[(&str, u32)]) -> Context {
    Context {
        slots: vec![Slot::of(0, KIND, Some(SkuKey::new(sku)))],
        ..asking(&[], cart)
    }
}

#[test]
fn a_product_page_shows_the_tiers_and_offers_the_missing_pieces() {
    let [bulb, _] = selections();
    let three = rule(bulb, BreakKind::Set, &[(3, 600)]);
    for (held, missing, total_minor, saving_minor) in [
        (0, 3, 600, 150),
        (1, 2, 350, 150),
        (2, 1, 100, 150),
        (3, 3, 600, 150),
        (4, 2, 350, 150),
    ] {
        let cart = [("BULB", held)];
        let cart: &[_] = if held > 0 { &cart } else { &[] };
        let plan = planned(std::slice::from_ref(&three), &beside("BULB", cart));
        let (offer, prices) = offer(&plan);
        assert_eq!(
            (offer.items[0].quantity, offer.total_minor),
            (missing, total_minor)
        );
        assert_eq!((prices.held, prices.saving_minor), (held, saving_minor));
        assert_eq!(offer.items[0].reason, Reason::QuantityBreak);
        assert_eq!(offer.list_id, "quantity_break:BULB");
        let tier = QuantityTier {
            quantity: 3,
            price_minor: None,
            total_minor: 600,
            saving_minor: 150,
        };
        assert_eq!((&prices.tiers, &prices.mix), (&vec![tier], &None));
    }
}

#[test]
fn a_cart_is_offered_the_pieces_to_its_nearest_tier() {
    let [bulb, lamps] = selections();
    let breaks = [
        rule(bulb, BreakKind::Each, &[(4, 200)]),
        mixed(rule(lamps, BreakKind::Percent, &[(3, 10)])),
    ];
    let plan = planned(&breaks, &asking(&[KIND], &[("BULB", 3), ("LAMP", 1)]));
    let (nearest, prices) = offer(&plan);
    assert_eq!(
        (&*nearest.items[0].sku, nearest.items[0].quantity),
        ("BULB", 1)
    );
    // Four pieces for 8.00 in place of three for 7.50.
    assert_eq!((nearest.total_minor, prices.saving_minor), (50, 200));
    let plan = planned(&breaks, &asking(&[KIND], &[("LAMP", 1), ("LAMP-XL", 1)]));
    let (nearest, prices) = offer(&plan);
    assert_eq!(
        nearest.items[0].sku, "LAMP",
        "the cheaper of two that count together"
    );
    assert_eq!(prices.mix.as_deref(), Some("all lamps"));
    assert_eq!((nearest.total_minor, prices.saving_minor), (1_360, 640));
    // The highest tier is reached.
    let plan = planned(&breaks[..1], &asking(&[KIND], &[("BULB", 4)]));
    assert!(unit(&plan, KIND).is_none());
    let plan = planned(&breaks[..1], &beside("BULB", &[("BULB", 4)]));
    assert_eq!(offer(&plan).0.items[0].quantity, 1);
    // More than the shop's limit: half of the subtotal.
    let plan = planned(&breaks[..1], &asking(&[KIND], &[("BULB", 1)]));
    assert!(unit(&plan, KIND).is_none());
}

#[test]
fn a_product_that_must_not_be_offered_has_no_quantity_break() {
    let [bulb, _] = selections();
    let three = [rule(bulb, BreakKind::Set, &[(3, 600)])];
    let live = |change: fn(&mut Live)| {
        let mut live = Live {
            sku: SkuKey::new("BULB"),
            price_minor: None,
            tax_minor: None,
            is_available: None,
            minimum_quantity: None,
        };
        change(&mut live);
        let mut context = asking(&[KIND], &[("BULB", 2)]);
        context.live = vec![live];
        planned(&three, &context)
    };
    assert!(unit(&live(|_| ()), KIND).is_some());
    assert!(unit(&live(|live| live.is_available = Some(false)), KIND).is_none());
    assert!(unit(&live(|live| live.minimum_quantity = Some(6)), KIND).is_none());
    // At 2.00 each, three for 6.00 is no saving.
    assert!(unit(&live(|live| live.price_minor = Some(200)), KIND).is_none());
}

#[test]
fn an_upgrade_whose_difference_a_break_changes_is_not_offered() {
    let [_, lamps] = selections();
    let upgrade = |rule: QuantityBreak, cart: &[(&str, u32)]| {
        let (Manifest { mut policy, .. }, graph): (Manifest, Graph) = small_shop();
        policy.quantity_breaks = vec![rule];
        let context = asking(&[OfferKind::Upgrade], cart);
        let outcome = explain(&graph, &policy, &context)
            .into_iter()
            .find(|decision| decision.sku.as_deref() == Some("LAMP-XL"))
            .unwrap()
            .outcome;
        let plan = plan(&graph, &policy, &context);
        let extra = unit(&plan, OfferKind::Upgrade).map(|offer| offer.items[0].extra_minor);
        (outcome, extra.flatten())
    };
    let percent = rule(lamps, BreakKind::Percent, &[(2, 2)]);
    // One piece is not reduced, so 4.00 more is right.
    assert_eq!(
        upgrade(percent.clone(), &[("LAMP", 1)]),
        (Outcome::Shown, Some(400))
    );
    // Two pieces cost 19.60 each, and the others 23.52 each, but the offer shows 24.00.
    assert_eq!(
        upgrade(percent, &[("LAMP", 2)]),
        (Outcome::QuantityBreak, None)
    );
}

#[test]
fn a_section_becomes_a_break_with_its_tiers() {
    let shop = read(
        r#"currency = "GBP"
[[quantity_breaks]]
skus = ["CANDLE"]
tiers = [{ from = 3, total = "25.00" }, { from = 6, total = "45" }]
[[quantity_breaks]]
categories = ["Lamps"]
mix = "all lamps"
countries = ["gb"]
[[quantity_breaks.tiers]]
from = 3
percent = 10
"#,
    )
    .unwrap();
    let [candles, lamps] = shop.policy.quantity_breaks.try_into().unwrap();
    assert_eq!(
        candles,
        rule(Selection(0), BreakKind::Set, &[(3, 2_500), (6, 4_500)])
    );
    let expected = QuantityBreak {
        countries: vec!["GB".into()],
        ..mixed(rule(Selection(1), BreakKind::Percent, &[(3, 10)]))
    };
    assert_eq!(lamps, expected);
}

#[test]
fn a_wrong_section_gets_a_message_with_its_remedy() {
    let said = |keys: &str| {
        let text = format!("currency = \"GBP\"\n[[quantity_breaks]]\n{keys}\n");
        read(&text).unwrap_err()
    };
    let tiers = |tiers: &str| said(&format!("skus = [\"A\"]\ntiers = [{tiers}]"));
    for (message, expected) in [
        (
            said("tiers = [{ from = 3, percent = 10 }]"),
            "2:1: [[quantity_breaks]] lacks its products. Add skus = [\"CANDLE\"] or categories = [\"Candles\"].",
        ),
        (
            tiers(""),
            "4:9: a quantity break needs a tier. Add, for example, tiers = [{ from = 3, total = \"25.00\" }].",
        ),
        (
            tiers("{ from = 1, percent = 10 }"),
            "4:19: 1 is out of range. Write a whole number from 2 to 999.",
        ),
        (
            tiers("{ from = 3 }"),
            "4:10: a tier lacks its price. Add total = \"25.00\", price_each = \"8.50\" or percent = 10.",
        ),
        (
            tiers("{ from = 3, percent = 10, total = \"9\" }"),
            "4:19: a tier has one price. Keep one of total, price_each and percent.",
        ),
        (
            tiers("{ from = 3, percent = 10 }, { from = 4, total = \"9\" }"),
            "4:47: all tiers of a quantity break need the same key. Use total, price_each or percent in all of them.",
        ),
        (
            tiers("{ from = 3, percent = 10 }, { from = 3, percent = 20 }"),
            "4:47: the tiers are not in the order of their numbers of pieces. Write the smallest first, and each number once.",
        ),
        (
            tiers("{ from = 3, total = \"9\" }, { from = 6, total = \"18\" }"),
            "4:46: a piece of this tier is not cheaper than one of the tier before it. Lower its price, or remove it.",
        ),
        (
            tiers("{ from = 3, total = \"0\" }"),
            "4:30: several pieces cannot be free. Set a price above 0.",
        ),
        (
            tiers("{ from = 3, percent = 91 }"),
            "4:32: 91 is out of range. Write a whole number from 1 to 90.",
        ),
        (
            said("skus = [\"A\"]\nmix = \"\"\ntiers = [{ from = 3, percent = 10 }]"),
            "4:7: the products that count together need a name for shoppers. Write, for example, mix = \"all candles\".",
        ),
        (
            said(
                "skus = [\"A\"]\nmix = \"these\"\ntiers = [{ from = 3, total = \"9\" }, { from = 6, total = \"17\" }]",
            ),
            "5:46: products that count together have one kind of set. Remove this tier, or use price_each or percent.",
        ),
        (
            said(
                "skus = [\"A\"]\ntiers = [{ from = 3, percent = 10 }]\n[[quantity_breaks]]\nskus = [\" a\"]\ntiers = [{ from = 2, percent = 5 }]",
            ),
            "7:9: an earlier quantity break has the same SKU or category, so one of the two has no effect. Put each product in one section.",
        ),
    ] {
        assert_eq!(message, format!("shop.toml:{expected}"));
    }
}

proptest! {
    /// Whatever the prices: a break never makes a cart more expensive, a further piece never adds
    /// more than its price, and a larger cart of one product never costs more per piece.
    #[test]
    fn a_further_piece_never_adds_more_than_its_price(
        kind in prop_oneof![Just(BreakKind::Each), Just(BreakKind::Percent), Just(BreakKind::Set)],
        is_mixed: bool,
        (from, value) in (2_u32..7, 1_i64..9_000),
        (lamps, others) in (0_u32..9, 0_u32..9),
    ) {
        let [_, products] = selections();
        let value = if kind == BreakKind::Percent { value % 90 + 1 } else { value };
        let rule = rule(products, kind, &[(from, value)]);
        let rule = if is_mixed { mixed(rule) } else { rule };
        let costs = |lamps: u32, others: u32| {
            let cart = [("LAMP", lamps), ("LAMP-XL", others)];
            let held: Vec<_> = cart.into_iter().filter(|(_, pieces)| *pieces > 0).collect();
            let context = Context { cart: lines(&held), ..asking(&[], &[]) };
            planned(std::slice::from_ref(&rule), &context).subtotal_minor
        };
        let cost = costs(lamps, others);
        prop_assert!(cost <= Minor::from(lamps) * 2_000 + Minor::from(others) * 2_400);
        prop_assert!(costs(lamps + 1, others) - cost <= 2_000);
        prop_assert!(costs(lamps, others + 1) - cost <= 2_400);
        let doubled = costs(lamps * 2, others * 2);
        prop_assert!(doubled <= cost * 2);
    }
}
