//! The sections of `shop.toml` in the policy.

use tillside::model::{
    Applies, BillingPeriod, Freshness, Limits, LoyaltyReward, Minor, OfferKind, Reward, Selection,
    Service, ServicePrice, SkuKey, Stages, Stale, Threshold, Tier,
};
use tillside::shop_config::{DealSettings, DealStrategy, Selector};

use super::read;

fn selector(skus: &[&str], categories: &[&str]) -> Selector {
    Selector {
        skus: skus.iter().map(|sku| SkuKey::new(sku)).collect(),
        categories: categories
            .iter()
            .map(|category| (*category).to_owned())
            .collect(),
    }
}

#[test]
fn amounts_become_minor_units_of_the_shop() {
    let shop = read("currency = \"KWD\"\n[[shipping]]\nname = \"Post\"\nprice = \"1.5\"\nfree_from = \"20.250\"\n").unwrap();
    assert_eq!(shop.policy.tiers[0].reward, Reward::Shipping(1_500));
    assert_eq!(shop.policy.tiers[0].threshold, Threshold::Amount(20_250));
}

#[test]
fn shipping_precedes_other_rewards_each_with_its_terms() {
    let shop = read(
        r#"currency = "GBP"
[[rewards]]
name = "a linen bag"
from = "80"
gift = "bag"
countries = ["gb", " IE"]
coupons = "after"
tax = "excluded"
excluding = { skus = ["gift-card"] }
[[shipping]]
name = "Post"
price = "4.95"
free_from = "50"
[[rewards]]
name = "a tenth off"
from = "12000"
percent = 10
currency = "JPY"
"#,
    )
    .unwrap();
    let [post, bag, tenth] = shop.policy.tiers.try_into().unwrap();
    assert_eq!(
        (post.name.as_str(), post.threshold, &post.reward),
        ("Post", Threshold::Amount(5000), &Reward::Shipping(495))
    );
    assert_eq!(
        (
            post.countries, post.excluded, post.is_after_coupons, post.is_before_tax
        ),
        (vec![], None, false, false)
    );
    let Tier {
        name,
        threshold,
        reward,
        countries,
        excluded,
        is_after_coupons,
        is_before_tax,
        ..
    } = bag;
    assert_eq!(
        (name.as_str(), threshold, reward),
        (
            "a linen bag",
            Threshold::Amount(8000),
            Reward::Gift("bag".into())
        )
    );
    assert_eq!(
        (countries, excluded),
        (vec!["GB".to_owned(), "IE".to_owned()], Some(Selection(0)))
    );
    assert!(is_after_coupons && is_before_tax);
    assert_eq!(shop.selections, [selector(&["GIFT-CARD"], &[])]);
    assert_eq!(
        (tenth.threshold, tenth.currency.code(), tenth.reward),
        (Threshold::Amount(12_000), "JPY", Reward::Percent(10))
    );
}

#[test]
fn rewards_with_one_threshold_need_different_countries() {
    let reward = |countries: &str| {
        format!("[[rewards]]\nname = \"a bag\"\nfrom = \"50\"\ngift = \"BAG\"\n{countries}\n")
    };
    let apart = format!(
        "currency = \"GBP\"\n{}{}",
        reward("countries = [\"GB\"]"),
        reward("countries = [\"IE\", \"FR\"]")
    );
    assert!(read(&apart).is_ok());
    for everywhere in ["", "countries = [\"FR\"]"] {
        assert_eq!(
            read(&format!("{apart}{}", reward(everywhere))).unwrap_err(),
            "shop.toml:14:8: another reward has the same threshold. Give each its own."
        );
    }
}

#[test]
fn a_threshold_is_an_amount_or_a_number_of_items() {
    let shop = |keys: &str| {
        format!(
            "currency = \"GBP\"\n[[shipping]]\nname = \"Post\"\nprice = \"4.95\"\n{keys}\n[[rewards]]\nname = \"a bag\"\nfrom_items = 4\ngift = \"BAG\"\n"
        )
    };
    let policy = read(&shop("free_from_items = 3")).unwrap().policy;
    let thresholds: Vec<_> = policy.tiers.iter().map(|tier| tier.threshold).collect();
    assert_eq!(thresholds, [Threshold::Items(3), Threshold::Items(4)]);
    for (keys, message) in [
        (
            "",
            "shop.toml:2:1: [[shipping]] lacks a threshold. Add free_from = \"50.00\" or free_from_items = 3.",
        ),
        (
            "free_from = \"50\"\nfree_from_items = 3",
            "shop.toml:6:19: a threshold is either an amount or a number of items. Remove one of them, or write two sections.",
        ),
        (
            "free_from_items = 0",
            "shop.toml:5:19: 0 is out of range. Write a whole number from 1 to 999.",
        ),
        (
            "free_from_items = 4",
            "shop.toml:8:14: another reward has the same threshold. Give each its own.",
        ),
    ] {
        assert_eq!(read(&shop(keys)).unwrap_err(), message, "{keys}");
    }
}

#[test]
fn a_membership_has_a_price_for_each_listed_period() {
    let plan = |id: &str, prices: &str| {
        format!("[[memberships]]\nid = \"{id}\"\nname = \"Plan\"\n{prices}\n")
    };
    let plans = [
        plan("a", "year = \"39\"\nmonth = \"3.99\""),
        plan("b", "year = \"29\""),
        plan("c", "month = \"0\""),
    ];
    let shop = read(&format!("currency = \"GBP\"\n{}", plans.concat())).unwrap();
    let prices: Vec<&[(BillingPeriod, Minor)]> = shop
        .policy
        .memberships
        .iter()
        .map(|plan| plan.prices.as_slice())
        .collect();
    assert_eq!(
        prices,
        [
            &[(BillingPeriod::Month, 399), (BillingPeriod::Year, 3900)][..],
            &[(BillingPeriod::Year, 2900)],
            &[(BillingPeriod::Month, 0)]
        ]
    );
}

#[test]
fn services_samples_points_and_deals_reach_the_policy() {
    let shop = read(
        r#"currency = "GBP"
timezone = "America/Argentina/Buenos_Aires"
[[services]]
id = "wrap"
name = "Gift wrap"
price = "3.50"
note = "With a card"
[[services]]
id = "warranty"
name = "Warranty"
percent = 8
categories = ["Lamps"]
from = "20"
to = "500"
[[trials]]
sku = "TEA-SAMPLE"
name = "Three bags"
of = "TEA-100"
[loyalty]
per_unit = 2
[[loyalty.rewards]]
points = 500
name = "a cake"
[[loyalty.rewards]]
points = 200
name = "a tart"
[deal]
percent = 15
pick = "slow"
categories = ["LAMPS"]
[bundle]
discount_percent = 90
[never]
skus = ["CARD", "BAG"]
[experiment]
control_group_percent = 10
"#,
    )
    .unwrap();
    let policy = shop.policy;
    let [
        Service {
            price: wrap,
            applies: everything,
            note,
            ..
        },
        Service {
            price: warranty,
            applies,
            ..
        },
    ] = policy.services.as_slice()
    else {
        panic!("two services")
    };
    assert_eq!(
        (wrap, everything, note.as_deref()),
        (
            &ServicePrice::Fixed(350),
            &Applies::default(),
            Some("With a card")
        )
    );
    let lamps = Applies {
        to: Some(Selection(0)),
        from_minor: 2000,
        to_minor: Some(50_000),
    };
    assert_eq!((warranty, applies), (&ServicePrice::Percent(8), &lamps));
    let trial = &policy.trials[0];
    assert_eq!(
        (trial.sku.as_str(), trial.of.as_str(), trial.price_minor),
        ("TEA-SAMPLE", "TEA-100", 0)
    );
    let loyalty = policy.loyalty.unwrap();
    let reward = |points, name: &str| LoyaltyReward {
        points,
        name: name.to_owned(),
    };
    assert_eq!(
        (loyalty.per_major, loyalty.rewards),
        (2, vec![reward(200, "a tart"), reward(500, "a cake")])
    );
    assert_eq!(
        policy.deal.map(|deal| (deal.percent, deal.pool)),
        Some((15, vec![]))
    );
    assert_eq!(
        shop.deal,
        Some(DealSettings {
            pick: DealStrategy::Slow,
            of: Some(Selection(0)),
            never: Some(Selection(1)),
            products: 31
        })
    );
    assert_eq!(
        (
            policy.bundle_discount_percent,
            policy.never,
            policy.control_group_percent
        ),
        (90, Some(Selection(1)), 10)
    );
    assert_eq!(
        policy.timezone.as_deref(),
        Some("America/Argentina/Buenos_Aires")
    );
    assert_eq!(
        shop.selections,
        [selector(&[], &["Lamps"]), selector(&["CARD", "BAG"], &[])]
    );
}

#[test]
fn limits_have_the_written_values_or_the_defaults() {
    let shop = read(
        "currency = \"GBP\"\n[limits]\noffers_per_page = 1\nbig_ticket = \"500\"\n[stages]\npost_purchase = [\"memberships\", \"buy_again\"]\ncheckout = []\n\
         [freshness]\nmax_age_days = 30\nstale = \"hidden\"\nlive = true\n",
    )
    .unwrap();
    assert_eq!(
        shop.policy.limits,
        Limits {
            offers_per_page: 1,
            big_ticket_minor: Some(50_000),
            ..Limits::default()
        }
    );
    assert_eq!(
        shop.policy.stages,
        Stages {
            checkout: vec![],
            post_purchase: vec![OfferKind::Memberships, OfferKind::BuyAgain],
            ..Stages::default()
        }
    );
    assert_eq!(
        shop.policy.freshness,
        Freshness {
            max_age_days: Some(30),
            stale: Stale::Hidden,
            live: true
        }
    );
}

#[test]
fn a_note_applies_to_each_product_of_its_section() {
    let content = "[[related]]\nsku = \"A\"\nrelation = \"upgrade\"\nwith = [\"B\", \"C\"]\nnote = \"Three tiers\"\n";
    let notes: Vec<Option<String>> = read(content)
        .unwrap()
        .hand
        .into_iter()
        .map(|link| link.note)
        .collect();
    assert_eq!(
        notes,
        [
            Some("Three tiers".to_owned()),
            Some("Three tiers".to_owned())
        ]
    );
}

#[test]
fn identical_selections_count_once() {
    let service = |id: usize, choice: &str| {
        format!("[[services]]\nid = \"{id}\"\nname = \"S\"\nprice = \"1\"\n{choice}\n")
    };
    let same = [
        service(1, "skus = [\"A\", \"B\"]\ncategories = [\"Lamps\"]"),
        service(
            2,
            "skus = [\" b\", \"a\", \"A\"]\ncategories = [\"LAMPS \"]",
        ),
        service(3, "skus = [\"A\", \"B\"]"),
        service(4, ""),
    ];
    let shop = read(&format!("currency = \"GBP\"\n{}", same.concat())).unwrap();
    let places: Vec<Option<Selection>> = shop
        .policy
        .services
        .iter()
        .map(|service| service.applies.to)
        .collect();
    assert_eq!(
        places,
        [
            Some(Selection(0)),
            Some(Selection(0)),
            Some(Selection(1)),
            None
        ]
    );
    assert_eq!(shop.selections.len(), 2);

    let many = |count| {
        (0..count)
            .map(|id| service(id, &format!("skus = [\"S{id}\"]")))
            .collect::<String>()
    };
    assert_eq!(
        read(&format!("currency = \"GBP\"\n{}", many(61)))
            .unwrap()
            .selections
            .len(),
        61
    );
    assert_eq!(
        read(&format!("currency = \"GBP\"\n{}", many(62))).unwrap_err(),
        "shop.toml:311:9: the file has more than 61 different selections of products. Reuse identical lists, which count once."
    );
}
